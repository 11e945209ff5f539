"""Notes that come from the computer's keys, and a session without the mouse."""

from __future__ import annotations

from multiprocessing import active_children
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QApplication, QLineEdit, QMenu, QWidget
from pytestqt.qtbot import QtBot

from app.application import Application
from app.domain import Author, Melody, Note, Sketch
from app.formats import read_sketch
from app.services import sound_output
from app.services.settings import (
    COUNT_IN,
    LAST_FOLDER,
    MIDI_INPUT,
    RECORD_MODE,
    RECORD_STRENGTH,
)

CTRL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier
SOUND_PROCESS = "Motivo sound"


def notes(motivo: Application) -> list[tuple[int, int, int]]:
    return [(n.onset_ticks, n.duration_ticks, n.pitch) for n in motivo.document.shown.melody]


def focus(qtbot: QtBot) -> QWidget:
    widget = QApplication.focusWidget()
    assert widget is not None
    return widget


def press(qtbot: QtBot, key: Qt.Key, keys: Qt.KeyboardModifier | None = None) -> None:
    """Press a key in the widget that has the focus."""
    qtbot.keyClick(focus(qtbot), key, keys or Qt.KeyboardModifier.NoModifier)


def play(qtbot: QtBot, letters: str) -> None:
    for letter in letters:
        press(qtbot, Qt.Key(ord(letter)))


def test_letters_play_a_scale_only_while_the_piano_is_on(
    focused: Application, qtbot: QtBot
) -> None:
    piano = focused.typing_piano
    pressed: list[int] = []
    released: list[int] = []
    piano.note_pressed.connect(lambda pitch, _velocity: pressed.append(pitch))
    piano.note_released.connect(released.append)
    play(qtbot, "AWSEDFTGYHUJK")
    assert pressed == []
    press(qtbot, Qt.Key.Key_K, CTRL)
    assert focused.window.all_actions["typing_piano"].isChecked()
    play(qtbot, "AWSEDFTGYHUJK")
    assert pressed == released == list(range(60, 73))
    play(qtbot, "ZA")
    play(qtbot, "XXA")
    assert pressed[13:] == [48, 72]
    press(qtbot, Qt.Key.Key_K, CTRL)
    play(qtbot, "A")
    assert len(pressed) == 15


def test_letters_in_a_text_field_stay_letters(focused: Application, qtbot: QtBot) -> None:
    press(qtbot, Qt.Key.Key_K, CTRL)
    chords = focused.window.findChild(QLineEdit, "chordsEdit")
    assert isinstance(chords, QLineEdit)
    chords.setFocus()
    qtbot.keyClicks(chords, "AGD")
    assert chords.text() == "AGD"
    chords.clear()


def test_a_key_that_is_held_when_the_piano_is_turned_off_is_released(
    focused: Application, qtbot: QtBot
) -> None:
    released: list[int] = []
    focused.typing_piano.note_released.connect(released.append)
    focused.window.all_actions["typing_piano"].trigger()
    qtbot.keyPress(focus(qtbot), Qt.Key.Key_D)
    assert released == []
    focused.window.all_actions["typing_piano"].trigger()
    assert released == [64]


def test_played_notes_are_written_step_by_step(focused: Application, qtbot: QtBot) -> None:
    press(qtbot, Qt.Key.Key_K, CTRL)
    play(qtbot, "A")
    assert notes(focused) == [], "playing alone writes nothing"
    press(qtbot, Qt.Key.Key_J, CTRL)
    play(qtbot, "AD")
    press(qtbot, Qt.Key.Key_Space, CTRL)
    play(qtbot, "G")
    assert notes(focused) == [(0, 120, 60), (120, 120, 64), (360, 120, 67)]
    press(qtbot, Qt.Key.Key_Z, CTRL)
    assert notes(focused) == [(0, 120, 60), (120, 120, 64)]


def test_a_melody_is_written_extended_edited_and_exported_without_the_mouse(
    focused: Application, qtbot: QtBot, tmp_path: Path
) -> None:
    document, window = focused.document, focused.window
    press(qtbot, Qt.Key.Key_K, CTRL)
    press(qtbot, Qt.Key.Key_J, CTRL)
    play(qtbot, "ADGKGDFD" * 4)
    press(qtbot, Qt.Key.Key_J, CTRL)
    press(qtbot, Qt.Key.Key_K, CTRL)
    assert document.sketch.bars == 2
    press(qtbot, Qt.Key.Key_G, CTRL)
    qtbot.waitUntil(lambda: len(document.takes) == 8)
    press(qtbot, Qt.Key.Key_3, CTRL)
    assert window.takes_view.hasFocus()
    press(qtbot, Qt.Key.Key_2)
    press(qtbot, Qt.Key.Key_Return)
    assert document.sketch.bars == 10
    assert any(note.author is Author.MODEL for note in document.sketch.melody)

    press(qtbot, Qt.Key.Key_1, CTRL)
    assert window.roll.hasFocus()
    press(qtbot, Qt.Key.Key_Tab)
    press(qtbot, Qt.Key.Key_Tab)
    press(qtbot, Qt.Key.Key_Down)
    assert notes(focused)[1] == (120, 120, 63)

    focused.settings.set(LAST_FOLDER, str(tmp_path))
    press(qtbot, Qt.Key.Key_E, CTRL)
    path = tmp_path / "written.mid"
    field = window.findChild(QLineEdit, "exportNameEdit")
    assert isinstance(field, QLineEdit)
    field.selectAll()
    qtbot.keyClicks(field, path.name)
    qtbot.keyClick(field, Qt.Key.Key_Return)
    qtbot.waitUntil(path.exists)
    written = read_sketch(path)
    told = [(n.onset_ticks, n.duration_ticks, n.pitch) for n in written.melody]
    assert told == notes(focused)


def test_every_pane_can_be_reached_by_a_key(focused: Application, qtbot: QtBot) -> None:
    window = focused.window
    press(qtbot, Qt.Key.Key_2, CTRL)
    assert window.score_view.hasFocus()
    press(qtbot, Qt.Key.Key_3, CTRL)
    assert window.takes_view.hasFocus()
    press(qtbot, Qt.Key.Key_4, CTRL)
    assert window.ask_panel.isAncestorOf(focus(qtbot))
    press(qtbot, Qt.Key.Key_1, CTRL)
    assert window.roll.hasFocus()


def playhead_beyond(motivo: Application, ticks: int) -> bool:
    return motivo.transport.is_playing and motivo.transport.playhead_ticks >= ticks


def test_what_is_played_while_recording_is_written_in_one_step(
    focused: Application, qtbot: QtBot
) -> None:
    focused.settings.set(COUNT_IN, value=False)
    window = focused.window
    press(qtbot, Qt.Key.Key_K, CTRL)
    press(qtbot, Qt.Key.Key_F9)
    assert window.all_actions["record"].isChecked()
    qtbot.waitUntil(lambda: playhead_beyond(focused, 100))
    play(qtbot, "D")
    qtbot.waitUntil(lambda: playhead_beyond(focused, 700))
    play(qtbot, "G")
    qtbot.waitUntil(lambda: playhead_beyond(focused, 900))
    assert notes(focused) == [], "what is played comes when it has ended"
    press(qtbot, Qt.Key.Key_F9)

    assert [pitch for _, _, pitch in notes(focused)] == [64, 67]
    assert all(onset % 120 == 0 for onset, _, _ in notes(focused))
    assert not window.all_actions["record"].isChecked()
    assert not focused.transport.is_playing
    assert focused.document.undo_stack.count() == 1
    assert focused.document.undo_stack.undoText() == "Record"


def test_recording_ends_where_sound_is_lost_and_keeps_what_was_played(
    focused: Application, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sound_output, "SHORTEST_LIFE_SECONDS", 0.0)
    focused.settings.set(COUNT_IN, value=False)
    record = focused.window.findChild(QAbstractButton, "recordButton")
    assert record is not None
    press(qtbot, Qt.Key.Key_K, CTRL)
    press(qtbot, Qt.Key.Key_F9)
    qtbot.waitUntil(lambda: playhead_beyond(focused, 100))
    play(qtbot, "D")
    qtbot.waitUntil(lambda: playhead_beyond(focused, 700))
    with qtbot.waitSignal(focused.player.sound.lost):
        for process in active_children():
            if process.name == SOUND_PROCESS:
                process.kill()
    assert not record.isChecked()
    assert not focused.transport.is_playing
    assert [pitch for _, _, pitch in notes(focused)] == [64]


def test_stopping_ends_a_recording(focused: Application, qtbot: QtBot) -> None:
    press(qtbot, Qt.Key.Key_F9)
    with qtbot.waitSignal(focused.playing_in.recording_changed):
        press(qtbot, Qt.Key.Key_Space)
    assert not focused.window.all_actions["record"].isChecked()
    assert focused.document.undo_stack.count() == 0


def test_what_was_played_without_recording_can_be_kept(focused: Application, qtbot: QtBot) -> None:
    focused.transport.seek(960)
    press(qtbot, Qt.Key.Key_K, CTRL)
    play(qtbot, "AD")
    press(qtbot, Qt.Key.Key_K, CTRL | SHIFT)
    onsets = [onset for onset, _, _ in notes(focused)]
    assert onsets[0] == 960
    assert {pitch for _, _, pitch in notes(focused)} <= {60, 64}
    with qtbot.waitSignal(focused.messages.shown) as told:
        press(qtbot, Qt.Key.Key_K, CTRL | SHIFT)
    assert "Nothing was played yet" in told.args[0]


def test_how_to_record_is_chosen_in_the_menu(focused: Application) -> None:
    menu, settings = focused.window.recording_menu, focused.settings
    menu.aboutToShow.emit()
    choices = {action.text(): action for action in menu.actions()}
    assert choices["On the grid"].isChecked()
    choices["As played"].trigger()
    choices["Replace the notes"].trigger()
    choices["Count in one bar"].trigger()
    assert settings.get(RECORD_STRENGTH) == "0"
    assert settings.get(RECORD_MODE) == "replace"
    assert settings.get(COUNT_IN) is False


def test_ports_are_offered_and_one_that_is_gone_is_said_to_be(focused: Application) -> None:
    menu = focused.window.recording_menu
    focused.settings.set(MIDI_INPUT, "Old keyboard")
    menu.set_ports(("New keyboard",), "")
    menu.aboutToShow.emit()
    ports = menu.actions()[-1].menu()
    assert isinstance(ports, QMenu)
    texts = [action.text() for action in ports.actions()]
    assert texts == ["None", "New keyboard", "Old keyboard (not connected)"]
    chosen: list[str] = []
    menu.port_chosen.connect(chosen.append)
    ports.actions()[0].trigger()
    assert chosen == [""]
    assert focused.settings.get(MIDI_INPUT) == ""


def test_what_is_played_goes_to_the_caret_while_notes_are_entered_in_the_score(
    focused: Application, qtbot: QtBot
) -> None:
    view = focused.window.score_view
    view.setFocus()
    qtbot.waitUntil(view.hasFocus)
    press(qtbot, Qt.Key.Key_N)
    press(qtbot, Qt.Key.Key_4)
    focused.midi.note_pressed.emit(64, 90)
    press(qtbot, Qt.Key.Key_K, CTRL)
    play(qtbot, "AD")
    press(qtbot, Qt.Key.Key_Space, CTRL)
    play(qtbot, "G")
    assert notes(focused) == [(0, 240, 64), (240, 240, 60), (480, 240, 64), (960, 240, 67)]
    assert view.entry.caret.ticks == focused.transport.playhead_ticks == 1200
    press(qtbot, Qt.Key.Key_Z, CTRL)
    assert focused.transport.playhead_ticks == 960
    focused.transport.seek(480)
    assert view.entry.caret.ticks == 480
    press(qtbot, Qt.Key.Key_K, CTRL)
    press(qtbot, Qt.Key.Key_Escape)
    focused.midi.note_pressed.emit(64, 90)
    assert len(notes(focused)) == 3


def test_notes_are_copied_and_pasted_in_the_score(focused: Application, qtbot: QtBot) -> None:
    document, view = focused.document, focused.window.score_view
    document.open(Sketch(melody=Melody((Note(0, 480, 62), Note(480, 480, 64)))))
    view.setFocus()
    qtbot.waitUntil(view.hasFocus)
    press(qtbot, Qt.Key.Key_A, CTRL)
    press(qtbot, Qt.Key.Key_C, CTRL)
    focused.transport.seek(1920)
    press(qtbot, Qt.Key.Key_V, CTRL)
    assert notes(focused)[2:] == [(1920, 480, 62), (2400, 480, 64)]
    press(qtbot, Qt.Key.Key_X, CTRL)
    assert notes(focused) == [(0, 480, 62), (480, 480, 64)]
