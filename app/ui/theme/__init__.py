"""Provides colours, icons, fonts and the look of controls by name."""

from app.ui.theme.theme import Theme

__all__ = ["Theme"]
