"""Notes are entered at the caret, by letters and by what is played."""

from __future__ import annotations

from PySide6.QtCore import QPoint, Qt

from app.domain import Key, Sketch
from tests.ui.score_view.conftest import MOTIF
from tests.ui.score_view.score import Score

BEFORE = [(n.onset_ticks, n.duration_ticks, n.pitch) for n in MOTIF.melody]


def empty(score: Score, key: str = "C major") -> None:
    score.document.open(Sketch(key=Key.parse(key)))


def test_letters_write_nothing_before_n_was_pressed(score: Score) -> None:
    score.press("C", "D")
    assert score.document.sketch == MOTIF


def test_n_then_letters_enter_notes(score: Score) -> None:
    empty(score)
    score.press("N", "C", "D", "4", "E", "F", "6", ".", "G")
    assert score.notes == [
        (0, 480, 72),
        (480, 480, 74),
        (960, 240, 76),
        (1200, 240, 77),
        (1440, 1440, 79),
    ]
    assert score.heard == [72, 74, 76, 77, 79]
    assert score.caret == 2880
    assert score.selected == [(1440, 1440, 79)]
    for _ in range(5):
        score.press("Ctrl+Z")
    assert score.document.sketch == Sketch()
    assert score.caret == 0, "the caret goes back with what it wrote"
    score.press("Ctrl+Y", "Ctrl+Y")
    assert score.caret == 960


def test_the_nearest_octave_of_the_key_is_taken_and_another_by_key(score: Score) -> None:
    empty(score, "D major")
    score.press("N", "D", "C", "F", "Ctrl+Down", "E")
    assert [pitch for _, _, pitch in score.notes] == [74, 73, 66, 64]
    assert score.caret == 1920


def test_semitones_are_for_the_next_letter(score: Score) -> None:
    empty(score, "D major")
    score.press("N", "-", "F", "F", "=", "G", "=", "=", "G")
    assert [pitch for _, _, pitch in score.notes] == [65, 66, 68, 67]
    assert [note.letter for note in score.document.sketch.melody] == ["F", None, "G", None]


def test_entry_begins_at_the_selected_note_and_writes_over(score: Score) -> None:
    score.select(1)
    score.press("N", "4", "G", "6", "A")
    assert score.notes == [BEFORE[0], (480, 240, 67), (720, 960, 69), *BEFORE[3:]]
    score.press("Esc")
    assert not score.view.entry.is_on
    assert not score.window.all_actions["enter_notes"].isChecked()
    score.press("B")
    assert len(score.notes) == 5
    score.press("Ctrl+Z", "Ctrl+Z")
    assert score.document.sketch == MOTIF


def test_rests_are_entered_too(score: Score) -> None:
    score.press("N", "R", "0")
    assert score.notes == BEFORE[2:]
    assert score.caret == 960
    score.press("Ctrl+Z", "Ctrl+Z")
    assert score.document.sketch == MOTIF
    assert score.caret == 0


def test_a_tie_makes_the_last_note_longer(score: Score) -> None:
    empty(score)
    score.press("N", "C", "4", "T", "D")
    assert score.notes == [(0, 720, 72), (720, 240, 74)]
    score.press("Right", "T")
    assert "a note has to end at the caret" in score.refused[-1]
    assert score.document.undo_stack.count() == 3


def test_backspace_takes_the_last_note_back(score: Score) -> None:
    empty(score)
    score.press("N", "C", "D", "R", "Backspace")
    assert (score.notes, score.caret) == ([(0, 480, 72), (480, 480, 74)], 960)
    score.press("Backspace")
    assert (score.notes, score.caret) == ([(0, 480, 72)], 480)
    assert score.selected == [(0, 480, 72)]
    score.press("E", "Ctrl+Z")
    assert (score.notes, score.caret) == ([(0, 480, 72)], 480)
    score.press("Backspace", "Backspace")
    assert (score.notes, score.caret) == ([], 0)


def test_arrows_move_the_caret(score: Score) -> None:
    score.press("N")
    reached = []
    for keys in ("Right", "Right", "Right", "Right", "Ctrl+Right", "Left", "Ctrl+Left"):
        score.press(keys)
        reached.append(score.caret)
    assert reached == [480, 960, 1440, 1920, 3840, 3360, 1920]
    assert score.document.sketch == MOTIF


def test_a_bar_is_drawn_for_the_caret_behind_the_last_one(score: Score) -> None:
    def bars() -> int:
        return sum(len(system.measures) for system in score.drawing.systems)

    assert bars() == 2
    score.press("N", "Ctrl+Right", "Ctrl+Right")
    assert (score.caret, bars()) == (3840, 3)
    score.press("N")
    assert bars() == 2


def test_a_click_enters_a_note_where_it_is(score: Score) -> None:
    score.press("N")
    system = score.drawing.systems[0]
    y = score.drawing.y_of(system, 37)
    score.click(QPoint(score.rest(1440).x(), round(y)))
    assert score.notes[3] == (1440, 480, 76), "E5, on the highest space"
    assert score.caret == 1920


def test_played_notes_go_to_the_caret(score: Score) -> None:
    score.select(3)
    score.press("N", "4")
    score.view.entry.enter(61, 90)
    assert score.notes[3:] == [(1920, 240, 61), (2880, 480, 71)]
    assert score.note(3).velocity == 90
    assert score.heard == [], "it sounds by the key itself"


def test_nothing_is_entered_while_playing(score: Score) -> None:
    score.press("N")
    score.view.set_playing(True)
    score.view.set_playhead(700)
    score.press("C", "R", "T", "Backspace")
    assert score.document.sketch == MOTIF
    assert "Stop playing" in score.refused[-1]
    score.view.set_playing(False)
    score.view.set_playhead(0)
    score.press("C")
    assert score.notes[0] == (0, 480, 61), "C♯, the one nearest to the D there was"


def test_another_sketch_ends_the_entry(score: Score) -> None:
    score.press("N")
    assert score.view.entry.is_on
    empty(score)
    assert not score.view.entry.is_on


def test_the_button_shows_and_sets_the_entry(score: Score) -> None:
    action = score.window.all_actions["enter_notes"]
    score.press("N")
    assert action.isChecked()
    score.qtbot.keyClick(score.view, Qt.Key.Key_Escape)
    assert not action.isChecked()
    action.trigger()
    assert score.view.entry.is_on
