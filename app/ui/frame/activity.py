"""Owns Activity: whether anything runs in the background."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal, SignalInstance


class Activity(QObject):
    """Combines the signals of everything that may run in the background."""

    changed = Signal(bool)
    """Something began or ended; the value tells whether anything is running now."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._are_running: list[bool] = []

    def follow(self, running_changed: SignalInstance) -> None:
        """Follow a signal that tells whether something is running."""
        place = len(self._are_running)
        self._are_running.append(False)

        def on_running_changed(is_running: bool) -> None:
            self._are_running[place] = is_running
            self.changed.emit(any(self._are_running))

        running_changed.connect(on_running_changed)
