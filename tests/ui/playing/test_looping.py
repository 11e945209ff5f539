"""Bars that are marked repeat from then on, and the loop button shows it."""

from __future__ import annotations

from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QToolButton
from pytestqt.qtbot import QtBot

from app.application import Application
from app.domain import Melody, Note, Sketch
from app.services.settings import LOOP

BAR = 1920
LEFT = Qt.MouseButton.LeftButton
SKETCH = Sketch(melody=Melody(tuple(Note(i * 480, 480, 60 + i) for i in range(16))))


def test_bars_dragged_over_repeat_and_the_button_turns_the_loop_off_again(
    focused: Application, qtbot: QtBot
) -> None:
    window, transport = focused.window, focused.transport
    focused.document.open(SKETCH)
    button = window.findChild(QToolButton, "loopButton")
    assert button is not None
    if button.isChecked():
        button.click()
    assert transport.loop is None
    start, end = (QPoint(window.roll.point_at(t, 60).x(), 8) for t in (BAR + 200, 3 * BAR - 200))
    qtbot.mousePress(window.roll.ruler, LEFT, pos=start)
    qtbot.mouseMove(window.roll.ruler, end)
    qtbot.mouseRelease(window.roll.ruler, LEFT, pos=end)
    assert button.isChecked()
    assert transport.loop == (BAR, 3 * BAR)
    assert focused.settings.get(LOOP)
    button.click()
    assert transport.loop is None
    assert not focused.settings.get(LOOP)
    button.click()
    assert transport.loop == (BAR, 3 * BAR), "the same bars as before"
    qtbot.mouseDClick(window.roll.ruler, LEFT, pos=start)
    assert transport.loop == (0, 4 * BAR), "none is marked: everything repeats"
    assert button.isChecked()
