"""Every key of the score, pressed for real, with its effect on the document."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from app.domain import Author, Melody, Note, Sketch
from app.ui.actions import ACTIONS, Pane
from tests.ui.score_view.conftest import MOTIF
from tests.ui.score_view.score import Score

BEFORE = [(n.onset_ticks, n.duration_ticks, n.pitch) for n in MOTIF.melody]


@pytest.mark.parametrize(
    ("keys", "second"),
    [
        ("Up", (480, 480, 67)),
        ("Down", (480, 480, 64)),
        ("Shift+Up", (480, 480, 78)),
        ("Shift+Down", (480, 480, 54)),
        ("Ctrl+Up", (480, 480, 78)),
        ("Ctrl+Down", (480, 480, 54)),
        ("=", (480, 480, 67)),
        ("+", (480, 480, 67)),
        ("-", (480, 480, 65)),
        ("1", (480, 30, 66)),
        ("2", (480, 60, 66)),
        ("3", (480, 120, 66)),
        ("4", (480, 240, 66)),
        ("6", (480, 960, 66)),
        ("7", (480, 1920, 66)),
        (".", (480, 720, 66)),
        ("T", (480, 960, 66)),
    ],
)
def test_keys_change_the_selected_note(
    score: Score, keys: str, second: tuple[int, int, int]
) -> None:
    score.select(1)
    selection = score.document.selection

    score.press(keys)

    assert score.notes[1] == second
    assert score.notes[0] == BEFORE[0]
    onset, length, _ = second
    after = [place for place in BEFORE[2:] if place[0] >= onset + length]
    assert score.notes[2:] == after, "what follows is covered or stays"
    assert score.selected == [second]
    assert score.heard == ([second[2]] if second[2] != 66 else [])
    assert score.document.undo_stack.count() == 1
    score.press("Ctrl+Z")
    assert score.document.sketch == MOTIF, "the very same sketch"
    assert score.document.selection == selection
    score.press("Ctrl+Y")
    assert score.notes[1] == second
    assert score.selected == [second]


@pytest.mark.parametrize(
    ("key", "second"),
    [
        (Qt.Key.Key_3, (480, 120, 66)),
        (Qt.Key.Key_7, (480, 1920, 66)),
        (Qt.Key.Key_Plus, (480, 480, 67)),
        (Qt.Key.Key_Minus, (480, 480, 65)),
        (Qt.Key.Key_Period, (480, 720, 66)),
        (Qt.Key.Key_Up, (480, 480, 67)),
        (Qt.Key.Key_0, None),
        (Qt.Key.Key_Delete, None),
    ],
)
def test_keys_of_the_keypad_do_as_the_others(
    score: Score, key: Qt.Key, second: tuple[int, int, int] | None, qtbot: QtBot
) -> None:
    score.select(1)
    qtbot.keyClick(score.view, key, Qt.KeyboardModifier.KeypadModifier)
    assert score.document.undo_stack.count() == 1
    assert score.notes[1] == (BEFORE[2] if second is None else second)


def test_the_length_that_a_note_has_is_no_step_to_undo(score: Score) -> None:
    score.select(1)
    score.press("5")
    assert score.notes == BEFORE
    assert score.document.undo_stack.count() == 0


@pytest.mark.parametrize("keys", ["R", "0", "Delete", "Backspace"])
def test_a_note_becomes_a_rest_that_is_selected(score: Score, keys: str) -> None:
    score.select(1)
    score.press(keys)
    assert score.notes == [BEFORE[0], *BEFORE[2:]]
    assert score.selected == []
    assert score.view.entry.selected_rest == score.caret == 480
    score.press("Ctrl+Z")
    assert score.document.sketch == MOTIF


def test_j_goes_through_the_spellings_and_round(score: Score) -> None:
    score.select(1)
    spelled = []
    for _ in range(2):
        score.press("J")
        spelled.append(score.note(1).letter)
    assert spelled == ["G", None]
    assert score.notes == BEFORE
    assert score.document.undo_stack.count() == 2
    assert score.document.undo_stack.undoText() == "Respell"
    score.press("Ctrl+Z", "Ctrl+Z")
    assert score.document.sketch == MOTIF


def test_a_respelled_note_stands_on_another_step(score: Score) -> None:
    score.select(1)
    before = score.head_place(1).y - score.drawing.systems[0].staff_y
    score.press("J")
    after = score.head_place(1).y - score.drawing.systems[0].staff_y
    assert after == pytest.approx(before - score.view.canvas.step_px, abs=0.2)


def test_j_respells_every_selected_note(score: Score) -> None:
    score.press("Ctrl+A", "J")
    assert [note.letter for note in score.document.sketch.melody] == ["E", "G", "G", "B", "C"]


def test_a_letter_that_was_chosen_lasts_through_an_octave(score: Score) -> None:
    score.select(1)
    score.press("J", "Shift+Up")
    assert (score.note(1).pitch, score.note(1).letter) == (78, "G")


def test_what_cannot_be_tied_says_so(score: Score) -> None:
    score.select(0)
    score.press("T")
    assert score.notes == BEFORE
    assert "same pitch" in score.refused[-1]


def test_a_change_makes_a_note_of_the_models_the_players(score: Score) -> None:
    theirs = Melody(tuple(replace(note, author=Author.MODEL) for note in MOTIF.melody))
    score.document.open(Sketch(melody=theirs))
    score.select(1)
    score.press(".")
    authors = [note.author for note in score.document.sketch.melody]
    assert authors[:2] == [Author.MODEL, Author.PLAYER]


def test_arrows_walk_notes_and_bars(score: Score) -> None:
    walked = []
    for keys in ("Right", "Right", "Right", "Right", "Left", "Ctrl+Left", "Ctrl+Right"):
        score.press(keys)
        walked.append(score.selected)
    indices = [0, 1, 2, 3, 2, 0, 3]
    assert walked == [[BEFORE[index]] for index in indices]
    assert score.heard == [BEFORE[index][2] for index in indices]
    assert score.document.undo_stack.count() == 0
    score.press("Ctrl+Left")
    assert score.selected == [BEFORE[0]]
    score.press("Left")
    assert score.selected == [BEFORE[0]], "there is nothing before"


def test_walking_goes_on_from_a_selected_rest(score: Score) -> None:
    score.select(2)
    score.press("R", "Left")
    assert score.selected == [BEFORE[1]]
    score.press("Ctrl+Z")
    score.select(2)
    score.press("R", "Right")
    assert score.selected == [BEFORE[3]]


def test_every_note_is_selected_in_roll_and_score_at_once(score: Score, qtbot: QtBot) -> None:
    score.press("Ctrl+A")
    assert score.document.selection == frozenset(MOTIF.melody)
    roll = score.window.roll
    assert roll.canvas.selection == frozenset(MOTIF.melody)
    assert score.view.canvas.marked.selected == {0, 1, 2, 3, 4}
    qtbot.keyClick(score.view, Qt.Key.Key_Escape)
    assert score.document.selection == frozenset()
    place = roll.point_at(2100, 69)
    qtbot.mouseClick(roll.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert score.view.canvas.marked.selected == {3}


def test_keys_of_the_score_do_nothing_in_the_roll(score: Score, qtbot: QtBot) -> None:
    score.select(1)
    roll = score.window.roll
    roll.setFocus()
    for key in (Qt.Key.Key_J, Qt.Key.Key_T, Qt.Key.Key_R, Qt.Key.Key_N, Qt.Key.Key_5):
        qtbot.keyClick(roll, key)
    assert score.document.sketch == MOTIF
    assert not score.view.entry.is_on


def test_edits_out_of_range_are_refused(score: Score) -> None:
    score.document.open(Sketch(melody=Melody((Note(0, 480, 127),))))
    score.select(0)
    for keys in ("Shift+Up", "Up", "="):
        score.press(keys)
    assert score.notes == [(0, 480, 127)]
    assert "MIDI" in score.refused[-1]


def test_zoom_has_keys(score: Score) -> None:
    before = score.drawing.staff_px
    score.press("Ctrl++")
    assert score.drawing.staff_px == pytest.approx(before * 1.2)
    score.press("Ctrl+-")
    assert score.drawing.staff_px == pytest.approx(before)


def test_no_key_of_the_score_has_two_meanings_there() -> None:
    keys = [key for spec in ACTIONS if spec.pane.meets(Pane.SCORE) for key in spec.keys]
    assert len(keys) == len(set(keys))
    assert not Pane.SCORE.meets(Pane.ROLL)
    assert not Pane.TAKES.meets(Pane.MUSIC)


def test_notes_are_copied_in_the_score_and_duplicated(score: Score) -> None:
    score.select(0)
    score.press("Ctrl+D")
    assert score.notes == [BEFORE[0], (480, 480, 62), *BEFORE[2:]]
    assert score.selected == [(480, 480, 62)]
    score.press("Ctrl+Z")
    assert score.document.sketch == MOTIF
