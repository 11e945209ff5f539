"""Every key of the piano roll, pressed for real, with its effect on the document."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

import pytest
from PySide6.QtCore import QMimeData, Qt
from PySide6.QtGui import QGuiApplication, QKeySequence
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from app.application import Application
from app.domain import Author, Key, Melody, Meter, Note, Sketch
from app.formats.export_midi import export_midi
from app.services.system_clipboard import MIDI_TYPES
from app.ui.actions import ACTIONS, Pane
from app.ui.piano_roll import SNAPS
from app.ui.piano_roll.tool import Tool

NONE = Qt.KeyboardModifier.NoModifier
SKETCH = Sketch(
    melody=Melody((Note(0, 480, 62, 60), Note(480, 230, 66, 80), Note(960, 960, 69, 100))),
    key=Key.parse("D major"),
)


@pytest.fixture
def sketched(focused: Application) -> Application:
    focused.document.open(SKETCH)
    return focused


def press(motivo: Application, keys: str) -> None:
    """Press keys as they are written in the table of actions."""
    QTest.keySequence(motivo.window.roll, QKeySequence(keys))


def notes(motivo: Application) -> list[tuple[int, int, int]]:
    return [(n.onset_ticks, n.duration_ticks, n.pitch) for n in motivo.document.shown.melody]


BEFORE = [(0, 480, 62), (480, 230, 66), (960, 960, 69)]


@pytest.mark.parametrize(
    ("keys", "second"),
    [
        ("Up", (480, 230, 67)),
        ("Down", (480, 230, 65)),
        ("Shift+Up", (480, 230, 78)),
        ("Ctrl+Up", (480, 230, 78)),
        ("Shift+Down", (480, 230, 54)),
        ("Ctrl+Down", (480, 230, 54)),
        ("Alt+Shift+Up", (480, 230, 67)),
        ("Alt+Shift+Down", (480, 230, 64)),
        ("Left", (360, 230, 66)),
        ("Right", (600, 230, 66)),
        ("Q", (480, 240, 66)),
        ("Shift+Q", (480, 240, 66)),
        ("Ctrl+L", (480, 480, 66)),
        ("Ctrl+Shift+L", (480, 115, 66)),
        ("Ctrl+Shift+Right", (480, 460, 66)),
        ("Ctrl+Shift+Left", (480, 115, 66)),
    ],
)
def test_keys_change_the_selected_note(
    sketched: Application, keys: str, second: tuple[int, int, int]
) -> None:
    document = sketched.document
    document.select([document.shown.melody.notes[1]])

    press(sketched, keys)

    assert second in notes(sketched)
    assert [(n.onset_ticks, n.duration_ticks, n.pitch) for n in document.selection] == [second]
    assert document.undo_stack.count() == 1
    press(sketched, "Ctrl+Z")
    assert notes(sketched) == BEFORE
    press(sketched, "Ctrl+Shift+Z")
    assert second in notes(sketched)
    press(sketched, "Ctrl+Z")
    press(sketched, "Ctrl+Y")
    assert second in notes(sketched)


@pytest.mark.parametrize(("keys", "shift"), [("Ctrl+Right", 1920), ("Ctrl+Left", -1920)])
def test_whole_bars_are_nudged(sketched: Application, keys: str, shift: int) -> None:
    later = Melody(tuple(Note(n.onset_ticks + 1920, 240, n.pitch) for n in SKETCH.melody))
    sketched.document.open(Sketch(melody=later))
    press(sketched, "Ctrl+A")

    press(sketched, keys)

    assert [onset for onset, _, _ in notes(sketched)] == [n.onset_ticks + shift for n in later]


def test_without_a_selection_transformations_take_all_notes(sketched: Application) -> None:
    press(sketched, "Ctrl+I")
    assert notes(sketched) == [(0, 480, 62), (480, 230, 58), (960, 960, 55)]
    press(sketched, "Ctrl+Z")
    press(sketched, "Ctrl+R")
    assert notes(sketched) == [(0, 960, 69), (1210, 230, 66), (1440, 480, 62)]
    press(sketched, "Ctrl+Z")
    press(sketched, "Up")
    assert notes(sketched) == BEFORE, "moving is for what is selected"
    press(sketched, "Ctrl+H")
    changed = [n.velocity for n in sketched.document.shown.melody]
    assert changed != [60, 80, 100]
    assert all(abs(a - b) <= 8 for a, b in zip(changed, (60, 80, 100), strict=True))


@pytest.mark.parametrize("keys", ["Delete", "Backspace"])
def test_selected_notes_are_deleted(sketched: Application, keys: str) -> None:
    sketched.document.select(sketched.document.shown.melody.notes[:2])
    press(sketched, keys)
    assert notes(sketched) == [(960, 960, 69)]


def test_keys_of_the_keypad_do_as_the_others(sketched: Application, qtbot: QtBot) -> None:
    def press_on_keypad(key: Qt.Key, held: Qt.KeyboardModifier = NONE) -> None:
        keypad = Qt.KeyboardModifier.KeypadModifier
        qtbot.keyClick(sketched.window.roll, key, held | keypad)

    for key, tool in ((Qt.Key.Key_2, Tool.SELECT), (Qt.Key.Key_1, Tool.PENCIL)):
        press_on_keypad(key)
        assert sketched.window.roll.tool is tool
    sketched.document.select(sketched.document.shown.melody.notes[:1])
    press_on_keypad(Qt.Key.Key_Up)
    press_on_keypad(Qt.Key.Key_Up, Qt.KeyboardModifier.ShiftModifier)
    assert notes(sketched) == [(0, 480, 75), *BEFORE[1:]]
    press_on_keypad(Qt.Key.Key_Delete)
    assert notes(sketched) == BEFORE[1:]
    press_on_keypad(Qt.Key.Key_3, Qt.KeyboardModifier.ControlModifier)
    assert sketched.window.takes_view.hasFocus()


def test_duplicate_copies_to_the_beat_after(sketched: Application) -> None:
    sketched.document.select(sketched.document.shown.melody.notes[:1])
    press(sketched, "Ctrl+D")
    assert notes(sketched) == [(0, 480, 62), (480, 480, 62), (960, 960, 69)]


def test_duplicate_keeps_its_place_in_beats_that_are_uneven(sketched: Application) -> None:
    notes_of = Melody((Note(480, 240, 62), Note(720, 240, 64)))
    sketched.document.open(Sketch(melody=notes_of, meter=Meter.parse("2+3/8")))
    press(sketched, "Ctrl+A")
    press(sketched, "Ctrl+D")
    assert [onset for onset, _, _ in notes(sketched)] == [480, 720, 1200, 1440]


def test_duplicate_of_what_begins_off_the_beat_does_so_too(sketched: Application) -> None:
    sketched.document.open(Sketch(melody=Melody((Note(240, 240, 62), Note(480, 480, 64)))))
    press(sketched, "Ctrl+A")
    press(sketched, "Ctrl+D")
    assert notes(sketched) == [(240, 240, 62), (480, 480, 64), (1200, 240, 62), (1440, 480, 64)]


def test_copied_notes_are_pasted_where_the_playhead_is(sketched: Application) -> None:
    sketched.document.select(sketched.document.shown.melody.notes[1:])
    press(sketched, "Ctrl+C")
    sketched.transport.seek(3840)
    press(sketched, "Ctrl+V")

    assert notes(sketched) == [*BEFORE, (3840, 230, 66), (4320, 960, 69)]
    pasted = {n.onset_ticks: n.velocity for n in sketched.document.selection}
    assert pasted == {3840: 80, 4320: 100}


def test_copies_of_the_models_notes_are_the_models(sketched: Application) -> None:
    by_both = (Note(0, 480, 62), Note(480, 480, 66, author=Author.MODEL))
    sketched.document.open(Sketch(melody=Melody(by_both)))
    press(sketched, "Ctrl+A")
    press(sketched, "Ctrl+C")
    sketched.transport.seek(1920)
    press(sketched, "Ctrl+V")
    authors = [note.author for note in sketched.document.shown.melody]
    assert authors == [Author.PLAYER, Author.MODEL] * 2


def test_copies_are_spelled_as_the_player_chose(sketched: Application) -> None:
    flat = Note(0, 480, 61, letter="D")
    sketched.document.open(Sketch(melody=Melody((flat,))))
    press(sketched, "Ctrl+A")
    press(sketched, "Ctrl+C")
    sketched.transport.seek(1920)
    press(sketched, "Ctrl+V")
    assert [note.letter for note in sketched.document.shown.melody] == ["D", "D"]


def test_cut_notes_can_be_pasted(sketched: Application) -> None:
    sketched.document.select(sketched.document.shown.melody.notes[:1])
    press(sketched, "Ctrl+X")
    assert notes(sketched) == BEFORE[1:]
    sketched.transport.seek(1920)
    press(sketched, "Ctrl+V")
    assert notes(sketched) == [*BEFORE[1:], (1920, 480, 62)]


def test_other_programs_get_midi_and_give_it(sketched: Application, qtbot: QtBot) -> None:
    clipboard = QGuiApplication.clipboard()
    press(sketched, "Ctrl+A")
    press(sketched, "Ctrl+C")
    qtbot.waitUntil(lambda: clipboard.mimeData().hasFormat(MIDI_TYPES[0]))
    midi = bytes(clipboard.mimeData().data(MIDI_TYPES[0]).data())
    foreign = QMimeData()
    foreign.setData(MIDI_TYPES[1], midi)
    clipboard.setMimeData(foreign)

    sketched.transport.seek(3840)
    press(sketched, "Ctrl+V")
    qtbot.waitUntil(lambda: len(notes(sketched)) == 6)

    assert notes(sketched)[3:] == [(3840, 480, 62), (4320, 230, 66), (4800, 960, 69)]


def test_what_is_copied_elsewhere_meanwhile_stays_on_the_clipboard(
    sketched: Application, qtbot: QtBot
) -> None:
    theirs = export_midi(Sketch(melody=Melody((Note(0, 480, 50), Note(480, 480, 52)))))
    foreign = QMimeData()
    foreign.setData(MIDI_TYPES[0], theirs)
    press(sketched, "Ctrl+A")
    press(sketched, "Ctrl+C")
    QGuiApplication.clipboard().setMimeData(foreign)
    sketched.transport.seek(3840)
    # One worker does both in turn: what is pasted comes after the MIDI file of what was copied.
    press(sketched, "Ctrl+V")
    qtbot.waitUntil(lambda: len(notes(sketched)) > 3)
    assert notes(sketched)[3:] == [(3840, 480, 50), (4320, 480, 52)]
    assert bytes(QGuiApplication.clipboard().mimeData().data(MIDI_TYPES[0]).data()) == theirs


@pytest.mark.parametrize("content", [b"MThd, and nothing else", export_midi(SKETCH)[:40]])
def test_broken_midi_is_refused_with_a_sentence(
    sketched: Application, qtbot: QtBot, content: bytes
) -> None:
    foreign = QMimeData()
    foreign.setData(MIDI_TYPES[0], content)
    QGuiApplication.clipboard().setMimeData(foreign)
    with qtbot.waitSignal(sketched.messages.shown) as told:
        press(sketched, "Ctrl+V")
    assert "copy the notes again" in told.args[0]
    assert notes(sketched) == BEFORE


def test_pasting_nothing_says_what_to_do(sketched: Application, qtbot: QtBot) -> None:
    QGuiApplication.clipboard().setText("no notes")
    with qtbot.waitSignal(sketched.messages.shown) as told:
        press(sketched, "Ctrl+V")
    assert "copy some" in told.args[0]


def test_tools_and_views_have_keys(sketched: Application) -> None:
    roll = sketched.window.roll
    tools: list[Tool] = []
    roll.tool_changed.connect(tools.append)
    press(sketched, "2")
    assert sketched.window.all_actions["select"].isChecked()
    press(sketched, "1")
    assert tools == [Tool.SELECT, Tool.PENCIL]
    assert not sketched.window.all_actions["select"].isChecked()
    before = roll.transform_to.pixels_per_tick
    press(sketched, "+")
    assert roll.transform_to.pixels_per_tick > before
    press(sketched, "-")
    press(sketched, "-")
    assert roll.transform_to.pixels_per_tick < before
    press(sketched, "F")
    assert roll.transform_to.pixels_per_tick == pytest.approx(before)


def test_keys_reach_the_roll_from_what_lies_in_it(sketched: Application) -> None:
    sketched.document.select(sketched.document.shown.melody.notes[:1])
    QTest.keyClick(sketched.window.roll.keyboard, Qt.Key.Key_Up)
    assert notes(sketched)[0] == (0, 480, 63)


def test_no_two_actions_of_a_pane_have_the_same_keys() -> None:
    for pane in Pane:
        keys = Counter(
            QKeySequence(key).toString()
            for spec in ACTIONS
            if spec.pane in (pane, Pane.WINDOW)
            for key in spec.keys
        )
        assert [key for key, count in keys.items() if count > 1] == []


def test_what_can_not_be_done_is_shown_as_such(sketched: Application) -> None:
    actions, document = sketched.window.all_actions, sketched.document
    assert not actions["delete"].isEnabled()
    assert actions["reverse"].isEnabled()
    assert not actions["undo"].isEnabled()
    document.select(document.shown.melody.notes[:1])
    assert actions["delete"].isEnabled()
    press(sketched, "Delete")
    assert actions["undo"].text() == "Undo Delete notes"
    document.open(Sketch())
    assert not actions["reverse"].isEnabled()
    assert not actions["undo"].isEnabled()


def test_the_grid_comes_in_whole_halved_triplet_and_dotted_lengths() -> None:
    grids = {snap.name: snap.grid_ticks for snap in SNAPS}
    assert grids["1/1"] == 1920
    assert grids["1/32"] == 60
    assert grids["1/8 triplet"] == 160
    assert grids["1/8 dotted"] == 360
    assert grids["off"] == 1


def test_folding_leaves_the_rows_of_the_key_and_of_the_notes(sketched: Application) -> None:
    roll = sketched.window.roll
    sketched.document.open(replace(SKETCH, melody=Melody((Note(0, 480, 63), Note(480, 480, 69)))))
    apart = roll.point_at(0, 62).y() - roll.point_at(0, 67).y()
    rows = round(apart / roll.transform_to.row_height)
    assert rows == 5

    press(sketched, "Shift+F")

    # D, E♭ (a note has it), E, F♯, G: four steps from D to G.
    apart = roll.point_at(0, 62).y() - roll.point_at(0, 67).y()
    assert round(apart / roll.transform_to.row_height) == 4
    for note in sketched.document.shown.melody:
        at = roll.mapToScene(roll.point_at(note.onset_ticks, note.pitch))
        assert roll.transform_to.pitch_at(at.y()) == note.pitch
    press(sketched, "Shift+F")
    assert roll.point_at(0, 62).y() - roll.point_at(0, 67).y() == 5 * roll.transform_to.row_height
