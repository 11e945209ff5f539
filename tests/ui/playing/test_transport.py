"""From where it plays, by what is heard."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QAbstractButton
from pytestqt.qtbot import QtBot

from app.application import Application
from app.domain import Melody, Note, Sketch
from tests.ui.ear import Ear

LEFT = Qt.MouseButton.LeftButton
SKETCH = Sketch(melody=Melody(tuple(Note(i * 480, 480, 60 + i) for i in range(16))))
JUST_BEFORE_68 = 8 * 480 - 60


@pytest.fixture
def listening(ear: Ear, focused: Application) -> Application:
    focused.player.sound.warm_up()
    focused.document.open(SKETCH)
    return focused


def play_or_stop(motivo: Application, qtbot: QtBot) -> None:
    qtbot.keyClick(motivo.window.roll, Qt.Key.Key_Space)


def click_ruler(motivo: Application, qtbot: QtBot, ticks: int) -> None:
    roll = motivo.window.roll
    qtbot.mouseClick(roll.ruler, LEFT, pos=QPoint(roll.point_at(ticks, 60).x(), 8))


def stop(motivo: Application, qtbot: QtBot) -> None:
    button = motivo.window.findChild(QAbstractButton, "stopButton")
    assert button is not None
    qtbot.mouseClick(button, LEFT)


def test_click_in_the_ruler_while_it_plays_goes_on_from_there(
    listening: Application, ear: Ear, qtbot: QtBot
) -> None:
    play_or_stop(listening, qtbot)
    assert ear.after(2) == [60, 61]
    click_ruler(listening, qtbot, JUST_BEFORE_68)
    assert ear.after(2) == [68, 69]


def test_stop_leaves_the_place_and_stop_again_goes_back_to_the_start(
    listening: Application, ear: Ear, qtbot: QtBot
) -> None:
    click_ruler(listening, qtbot, JUST_BEFORE_68)
    play_or_stop(listening, qtbot)
    assert ear.after(2) == [68, 69]
    stop(listening, qtbot)
    play_or_stop(listening, qtbot)
    assert ear.after(2) == [68, 69]
    stop(listening, qtbot)
    stop(listening, qtbot)
    play_or_stop(listening, qtbot)
    assert ear.after(2) == [60, 61]
