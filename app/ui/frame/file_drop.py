"""Owns FileDrop: handles files that are dropped on the window."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QEvent, QObject, Signal
from PySide6.QtGui import QDropEvent
from PySide6.QtWidgets import QWidget


class FileDrop(QObject):
    """Accepts files that are dragged here from other programs, but not Motivo's own cards."""

    dropped = Signal(Path)
    """The first of the dropped files."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        window.setAcceptDrops(True)
        window.installEventFilter(self)

    def eventFilter(self, _window: QObject, event: QEvent) -> bool:
        """Accept files, and emit the first of those that are dropped."""
        kind = event.type()
        if not isinstance(event, QDropEvent) or kind == QEvent.Type.DragMove:
            return False
        files = [url.toLocalFile() for url in event.mimeData().urls() if url.isLocalFile()]
        if event.source() is not None or not files:
            return False
        event.acceptProposedAction()
        if kind == QEvent.Type.Drop:
            self.dropped.emit(Path(files[0]))
        return True
