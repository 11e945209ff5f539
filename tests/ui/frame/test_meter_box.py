"""The meter chosen from the list and typed, seen in the document."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QLabel, QLineEdit
from pytestqt.qtbot import QtBot

from app.application import Application
from app.domain import Melody, Meter, Note, Sketch


@pytest.fixture
def box(focused: Application) -> QComboBox:
    focused.document.open(Sketch(melody=Melody((Note(0, 480, 60),)), pickup_ticks=1440))
    found = focused.window.findChild(QComboBox, "meterBox")
    assert found is not None
    return found


def line(box: QComboBox) -> QLineEdit:
    found = box.lineEdit()
    assert found is not None
    return found


def typed(qtbot: QtBot, box: QComboBox, text: str) -> None:
    box.setFocus()
    line(box).selectAll()
    qtbot.keyClicks(box, text)
    qtbot.keyClick(box, Qt.Key.Key_Return)


def test_meter_is_chosen_and_undone(focused: Application, box: QComboBox, qtbot: QtBot) -> None:
    box.setFocus()
    box.showPopup()
    box.view().setCurrentIndex(box.model().index(box.findText("2+3/8"), 0))
    qtbot.keyClick(box.view(), Qt.Key.Key_Return)
    assert focused.document.sketch.meter == Meter(5, 8, (2, 3))
    assert focused.document.sketch.pickup_ticks == 0
    assert focused.document.undo_stack.count() == 1
    assert not box.hasFocus()
    focused.window.all_actions["undo"].trigger()
    assert box.currentText() == "4/4"
    assert focused.document.sketch.pickup_ticks == 1440


def test_meter_that_is_not_offered_is_typed_and_shown_in_full(
    focused: Application, box: QComboBox, qtbot: QtBot
) -> None:
    typed(qtbot, box, "3+3+2+3/8")
    assert focused.document.sketch.meter == Meter(11, 8, (3, 3, 2, 3))
    assert box.currentText() == "3+3+2+3/8"
    room = line(box).width()
    assert box.fontMetrics().horizontalAdvance(box.currentText()) <= room
    assert focused.document.undo_stack.count() == 1
    assert not box.hasFocus()


def test_what_is_no_meter_is_refused_and_escape_puts_back_what_was(
    focused: Application, box: QComboBox, qtbot: QtBot
) -> None:
    typed(qtbot, box, "5/7")
    status = focused.window.findChild(QLabel, "statusLabel")
    assert status is not None
    assert "is not a meter that Motivo knows" in status.text()
    assert box.property("refused") is True
    assert focused.document.sketch.meter == Meter()
    box.setFocus()
    qtbot.keyClick(box, Qt.Key.Key_Escape)
    assert box.currentText() == "4/4"
    assert box.property("refused") is False
    assert focused.document.undo_stack.count() == 0


@pytest.mark.parametrize(
    ("meter", "ticks", "place"),
    [("4/4", 240 + 360, "1.1.4"), ("2+3/8", 240, "1.1.1"), ("2+3/8", 240 + 840, "1.2.4")],
)
def test_place_is_told_in_beats(
    focused: Application, box: QComboBox, meter: str, ticks: int, place: str
) -> None:
    focused.document.open(Sketch(meter=Meter.parse(meter), pickup_ticks=240))
    focused.transport.seek(ticks)
    label = focused.window.findChild(QLabel, "placeLabel")
    assert label is not None
    assert label.text() == place
