"""The log is shown from the menu, and a report of it copied."""

from __future__ import annotations

import logging

from PySide6.QtWidgets import QApplication, QDialog, QPlainTextEdit
from pytestqt.qtbot import QtBot

from app.application import Application
from app.logs import log_dir, log_path


def test_log_is_shown_as_it_is(motivo: Application, qtbot: QtBot) -> None:
    logging.getLogger("app.somewhere").error("<b>odd</b> & sound")
    motivo.window.all_actions["show_log"].trigger()
    dialog = motivo.window.findChild(QDialog, "logDialog")
    assert dialog is not None
    text = dialog.findChild(QPlainTextEdit, "logText")
    assert text is not None
    assert "app.somewhere: <b>odd</b> & sound" in text.toPlainText()
    assert text.isReadOnly()
    dialog.reject()
    qtbot.waitUntil(lambda: motivo.window.findChild(QDialog, "logDialog") is None)


def test_missing_log_is_told(motivo: Application) -> None:
    told: list[str] = []
    motivo.messages.shown.connect(lambda text, _level: told.append(text))
    path = log_path()
    assert path is not None
    path.unlink()
    log_dir().rmdir()
    motivo.window.all_actions["show_log"].trigger()
    assert told == ["There is no log, because its folder can't be used."]


def test_report_is_copied(motivo: Application) -> None:
    logging.getLogger("app.somewhere").error("It stopped")
    motivo.window.all_actions["copy_report"].trigger()
    copied = QApplication.clipboard().text()
    assert copied.startswith("Motivo ")
    assert copied.endswith("app.somewhere: It stopped\n")
