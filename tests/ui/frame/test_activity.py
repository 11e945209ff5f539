"""The status bar shows that something is running, until nothing is."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QToolButton
from pytestqt.qtbot import QtBot

from app.application import Application


@pytest.fixture
def cancel(motivo: Application) -> QToolButton:
    button = motivo.window.findChild(QToolButton, "cancelButton")
    assert button is not None
    assert not button.isVisible()
    return button


@pytest.mark.parametrize("takes_end_first", [True, False])
def test_cancel_is_offered_until_takes_and_files_are_done(
    motivo: Application, cancel: QToolButton, qtbot: QtBot, takes_end_first: bool
) -> None:
    signals = [motivo.generation.running_changed, motivo.files.running_changed]
    first, last = signals if takes_end_first else reversed(signals)
    for running_changed in signals:
        running_changed.emit(True)
    qtbot.waitUntil(cancel.isVisible)
    first.emit(False)
    assert cancel.isVisible(), "the other one still runs"
    last.emit(False)
    assert not cancel.isVisible()
