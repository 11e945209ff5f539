"""The open sketch: what is edited, selected, shown and undone. QtCore and QtGui only."""

from app.document.document import Document

__all__ = ["Document"]
