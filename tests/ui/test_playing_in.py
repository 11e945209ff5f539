"""Notes that come from the computer's keys, and a session without the mouse."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QFileDialog, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from app.application import Application
from app.domain import Author
from app.formats import read_sketch
from app.services.settings import LAST_FOLDER

CTRL = Qt.KeyboardModifier.ControlModifier
ALT = Qt.KeyboardModifier.AltModifier


@pytest.fixture
def focused(motivo: Application, qtbot: QtBot) -> Application:
    motivo.window.activateWindow()
    motivo.window.roll.setFocus()
    qtbot.waitUntil(motivo.window.roll.hasFocus)
    return motivo


def notes(motivo: Application) -> list[tuple[int, int, int]]:
    return [(n.onset_ticks, n.duration_ticks, n.pitch) for n in motivo.document.shown.melody]


def focus(qtbot: QtBot) -> QWidget:
    widget = QApplication.focusWidget()
    assert widget is not None
    return widget


def press(qtbot: QtBot, key: Qt.Key, keys: Qt.KeyboardModifier | None = None) -> None:
    """Press a key where the keys are now."""
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
    assert focused.window.actions_by_name["typing_piano"].isChecked()
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
    focused.window.actions_by_name["typing_piano"].trigger()
    qtbot.keyPress(focus(qtbot), Qt.Key.Key_D)
    assert released == []
    focused.window.actions_by_name["typing_piano"].trigger()
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
    qtbot.waitUntil(lambda: len(document.takes) == 8, timeout=60_000)
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
    dialog = window.findChild(QFileDialog)
    assert isinstance(dialog, QFileDialog)
    path = tmp_path / "written.mid"
    field = dialog.findChild(QLineEdit, "fileNameEdit")
    assert isinstance(field, QLineEdit)
    field.selectAll()
    qtbot.keyClicks(field, path.name)
    qtbot.keyClick(field, Qt.Key.Key_Return)
    qtbot.waitUntil(path.exists, timeout=20_000)
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
