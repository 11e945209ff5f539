"""Owns Reporting: shows the log, and copies what to send when something went wrong."""

from __future__ import annotations

from PySide6.QtCore import QObject
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget

from app.logs import log_path
from app.services.messages import Messages


class Reporting(QObject):
    """Does what the menu offers for it; what it needs is imported only then."""

    def __init__(self, messages: Messages, window: QWidget) -> None:
        super().__init__(window)
        self._messages, self._window = messages, window

    def show_log(self) -> None:
        """Show the end of the log, or say that there is none."""
        from app.services.report import log_end
        from app.ui.frame.log_dialog import LogDialog

        path = log_path()
        if path is None:
            self._messages.info(self.tr("There is no log, because its folder can't be used."))
        else:
            LogDialog(log_end() or self.tr("Nothing was logged."), str(path), self._window).open()

    def copy_report(self) -> None:
        """Put a report on the clipboard."""
        from app.services.report import report

        QGuiApplication.clipboard().setText(report())
        self._messages.info(
            self.tr("The report is on the clipboard. It holds no music and no names.")
        )
