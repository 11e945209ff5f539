"""Shows in an action how the imported file was read."""

from __future__ import annotations

from PySide6.QtGui import QAction

from app.domain.reading import Reading


def show_reading(action: QAction, reading: Reading | None) -> None:
    """Check an action if the file was read as it is written; disable it without a choice."""
    action.setEnabled(reading is not None)
    action.setChecked(reading is Reading.WRITTEN)
