"""Exporting: the choices, the words for each format, and the dialog."""

from app.ui.export.exporting import Exporting
from app.ui.export.opener import ExportOpener

__all__ = ["ExportOpener", "Exporting"]
