"""The open document: its sketch, takes, selection and undo stack. Uses only QtCore and QtGui."""

from app.document.document import Document

__all__ = ["Document"]
