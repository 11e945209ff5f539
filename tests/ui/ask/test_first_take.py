"""Which pane has the focus when takes come, and the messages when one is heard and kept."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from app.application import Application
from app.domain import Melody, Note, Request, Sketch

MOTIF = Sketch(melody=Melody(tuple(Note(i * 480, 480, 62 + i % 5) for i in range(8))))


def generate(motivo: Application, qtbot: QtBot) -> None:
    """Press the key in the roll, and wait for one more take."""
    before = len(motivo.document.takes)
    motivo.window.roll.setFocus()
    qtbot.keyClick(motivo.window.roll, Qt.Key.Key_G, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: len(motivo.document.takes) > before)
    qtbot.waitUntil(lambda: not motivo.generation.is_running)


def status(motivo: Application) -> str:
    label = motivo.window.findChild(QLabel, "statusLabel")
    assert label is not None
    return label.text()


def test_keys_go_to_the_list_with_the_first_take_and_stay_where_they_are_later(
    focused: Application, qtbot: QtBot
) -> None:
    focused.document.open(MOTIF)
    focused.window.ask_panel.set_request(Request(bars=1, takes=1))
    generate(focused, qtbot)
    assert focused.window.takes_view.hasFocus()
    generate(focused, qtbot)
    assert focused.window.roll.hasFocus()


def test_take_is_heard_and_kept_by_the_keys_that_are_said(
    focused: Application, qtbot: QtBot
) -> None:
    focused.document.open(MOTIF)
    focused.window.ask_panel.set_request(Request(bars=1, takes=1))
    generate(focused, qtbot)
    assert "Press 1 in the list to hear it" in status(focused)
    view = focused.window.takes_view
    with qtbot.waitSignal(focused.player.started):
        qtbot.keyClick(view, Qt.Key.Key_1)
    assert status(focused) == "Take 1 is playing. Press Enter to keep it."
    qtbot.keyClick(view, Qt.Key.Key_Return)
    assert status(focused) == "Take 1 is now in the sketch. Press Ctrl+Z to take it out again."
    qtbot.keyClick(view, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert focused.document.sketch == MOTIF
    focused.transport.stop()
