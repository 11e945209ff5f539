"""The Ask panel in the window: refusals can be seen, and each batch has other takes."""

from __future__ import annotations

from typing import TypeVar

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QAbstractButton,
    QInputDialog,
    QLabel,
    QMenu,
    QPushButton,
    QSpinBox,
    QWidget,
)
from pytestqt.qtbot import QtBot

from app.application import Application
from app.domain import Key, Melody, Note, RequestMode, Sketch
from app.ui.widgets import ChoiceBox

LEFT = Qt.MouseButton.LeftButton
MOTIF = Sketch(
    melody=Melody(tuple(Note(i * 480, 480, 62 + i % 5) for i in range(16))),
    key=Key.parse("D major"),
)

W = TypeVar("W", bound=QWidget)


@pytest.fixture
def sketched(focused: Application) -> Application:
    focused.document.open(MOTIF)
    return focused


def found(motivo: Application, kind: type[W], name: str) -> W:
    widget = motivo.window.findChild(kind, name)
    assert widget is not None, name
    return widget


def click(motivo: Application, qtbot: QtBot, name: str) -> None:
    qtbot.mouseClick(found(motivo, QAbstractButton, name), LEFT)


def choose(motivo: Application, mode: RequestMode) -> None:
    box = found(motivo, ChoiceBox, "modeBox")
    box.setCurrentIndex(box.findData(mode))


def generate(motivo: Application, qtbot: QtBot) -> None:
    """Press the key, and wait for the end of the batch."""
    qtbot.keyClick(motivo.window.roll, Qt.Key.Key_G, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: not motivo.generation.is_running)


def sentence(motivo: Application) -> str:
    """Return the sentence at the bottom of the panel, which must be visible."""
    label = found(motivo, QLabel, "sentence")
    return label.text() if label.isVisible() else ""


def warns(motivo: Application) -> bool:
    """Tell whether there is a warning sign beside the sentence."""
    box = found(motivo, QWidget, "sentenceBox")
    return any(sign.isVisible() for sign in box.findChildren(QAbstractButton))


def test_wishes_that_cant_be_met_are_refused_with_the_reason_in_sight(
    sketched: Application, qtbot: QtBot
) -> None:
    button = found(sketched, QPushButton, "generateButton")
    usual = button.toolTip()
    assert button.isEnabled()
    assert not warns(sketched)

    choose(sketched, RequestMode.VARY)
    click(sketched, qtbot, "rhythmLockBox")
    click(sketched, qtbot, "pitchLockBox")
    reason = sentence(sketched)
    assert "nothing is left to change" in reason
    assert warns(sketched)
    assert not button.isEnabled()
    assert button.toolTip() == reason

    generate(sketched, qtbot)
    assert len(sketched.document.takes) == 0
    assert found(sketched, QLabel, "statusLabel").text() == reason

    click(sketched, qtbot, "pitchLockBox")
    assert not warns(sketched)
    assert sentence(sketched).startswith("Makes")
    assert button.isEnabled()
    assert button.toolTip() == usual


def test_bars_that_are_still_to_be_marked_are_asked_for_without_a_warning(
    sketched: Application,
) -> None:
    choose(sketched, RequestMode.FILL)
    assert "Drag over the bar numbers" in sentence(sketched)
    assert not warns(sketched)
    assert not found(sketched, QPushButton, "generateButton").isEnabled()


def test_name_that_a_preset_cant_have_is_told(sketched: Application) -> None:
    menu = found(sketched, QMenu, "presetsMenu")
    menu.aboutToShow.emit()
    (save,) = (action for action in menu.actions() if action.text().startswith("&Save"))
    save.trigger()
    dialog = found(sketched, QInputDialog, "presetNameDialog")
    dialog.setTextValue("Free flight")
    dialog.accept()
    assert "choose another name" in found(sketched, QLabel, "statusLabel").text()


def test_each_batch_goes_on_with_the_seed_after_the_last(
    sketched: Application, qtbot: QtBot
) -> None:
    seed = found(sketched, QSpinBox, "seedBox")
    seed.setValue(41)
    found(sketched, QSpinBox, "takesBox").setValue(2)
    generate(sketched, qtbot)
    assert seed.value() == 43
    generate(sketched, qtbot)
    assert seed.value() == 45
    takes = sketched.document.takes
    assert {take.seed for take in takes} == {41, 42, 43, 44}
    assert len({take.sketch.melody for take in takes}) == 4, "no take comes a second time"


def test_seed_stays_where_nothing_was_made(focused: Application, qtbot: QtBot) -> None:
    seed = found(focused, QSpinBox, "seedBox")
    before = seed.value()
    generate(focused, qtbot)
    assert seed.value() == before
