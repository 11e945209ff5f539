"""Owns Theme: the dark or the light look, by the system's or the user's choice."""

from __future__ import annotations

import re
from typing import Final

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontDatabase, QGuiApplication, QIcon, QPalette
from PySide6.QtWidgets import QApplication, QStyleFactory

from app.resources import resource_path
from app.ui.theme.icons import draw_icon
from app.ui.theme.sizes import Sizes, sizes_for
from app.ui.theme.tokens import DARK, LIGHT

DISABLED_OPACITY: Final = 0.4
FACES: Final = ("Inter", "Inter Variable", "SF Pro Text", "Segoe UI", "Noto Sans", "Open Sans")
"""Typefaces that suit the chosen sizes; if none is installed, the system's own is used."""

QT_ROLES: Final = {
    QPalette.ColorRole.Window: "window",
    QPalette.ColorRole.Base: "canvas",
    QPalette.ColorRole.AlternateBase: "panel",
    QPalette.ColorRole.Button: "control",
    QPalette.ColorRole.Text: "text",
    QPalette.ColorRole.WindowText: "text",
    QPalette.ColorRole.ButtonText: "text",
    QPalette.ColorRole.PlaceholderText: "text.3",
    QPalette.ColorRole.Highlight: "accent.soft",
    QPalette.ColorRole.HighlightedText: "accent.soft.text",
    QPalette.ColorRole.Mid: "border",
    QPalette.ColorRole.Dark: "line",
    QPalette.ColorRole.ToolTipBase: "control",
    QPalette.ColorRole.ToolTipText: "text",
    QPalette.ColorRole.Accent: "accent",
    QPalette.ColorRole.Link: "accent",
}


class Theme(QObject):
    """Provides colours, icons, fonts and sizes; `changed` is emitted when the colours change."""

    changed = Signal()

    def __init__(self, choice: str = "system", parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._choice = choice
        self._tokens = DARK
        self._colors: dict[str, QColor] = {}
        self._face = _face()
        self.sizes: Sizes = sizes_for(QGuiApplication.primaryScreen().availableSize())
        self._application: QApplication | None = None
        QGuiApplication.styleHints().colorSchemeChanged.connect(self._refresh)
        self._refresh()

    @property
    def is_dark(self) -> bool:
        """Whether the look is dark."""
        return self._tokens is DARK

    def set_choice(self, choice: str) -> None:
        """Follow the system ("system"), or be always "dark" or "light"."""
        self._choice = choice
        self._refresh()

    def color(self, token: str) -> QColor:
        """Return the colour with a name; raises KeyError if there is none."""
        if token not in self._colors:
            self._colors[token] = QColor(self._tokens[token])
        return self._colors[token]

    def font(self, size_px: int, weight: int = 400, *, tabular: bool = False) -> QFont:
        """Return a font of the interface; `tabular` makes all figures equally wide."""
        font = QFont(self._face) if self._face else QFont()
        font.setPixelSize(size_px)
        font.setWeight(QFont.Weight(weight))
        if tabular:
            font.setFeature(QFont.Tag("tnum"), 1)
        return font

    def icon(
        self,
        name: str,
        token: str = "text.2",
        *,
        on: str = "accent.soft.text",
        filled: bool = False,
        fills_on: bool = False,
        name_on: str | None = None,
    ) -> QIcon:
        """Return an icon with its colours for rest, hover, disabled and, if checkable, checked.

        When checked, `fills_on` makes it solid, and `name_on` changes it to another icon.
        """
        hover = "text" if token in ("text.2", "text.3") else token
        disabled = QColor(self.color(token))
        disabled.setAlphaF(DISABLED_OPACITY)
        return draw_icon(
            name,
            self._tokens[token],
            self._tokens[hover],
            disabled.name(QColor.NameFormat.HexArgb),
            self._tokens[on],
            filled=filled,
            fills_on=fills_on,
            name_on=name_on,
        )

    def apply(self, application: QApplication) -> None:
        """Apply this look to the application, now and after each change."""
        self._application = application
        application.setStyle(QStyleFactory.create("Fusion"))
        self._dress()

    def _refresh(self) -> None:
        scheme = QGuiApplication.styleHints().colorScheme()
        is_light = self._choice == "light" or (
            self._choice == "system" and scheme == Qt.ColorScheme.Light
        )
        tokens = LIGHT if is_light else DARK
        if tokens is not self._tokens or not self._colors:
            self._tokens = tokens
            self._colors = {}
            self._dress()
            self.changed.emit()

    def _dress(self) -> None:
        if self._application is not None:
            self._application.setPalette(self._palette())
            self._application.setFont(self.font(12))
            self._application.setStyleSheet(self._style_sheet())

    def _palette(self) -> QPalette:
        palette = QPalette()
        for role, token in QT_ROLES.items():
            palette.setColor(role, self.color(token))
        for role in (
            QPalette.ColorRole.Text,
            QPalette.ColorRole.WindowText,
            QPalette.ColorRole.ButtonText,
        ):
            faint = QColor(self.color("text"))
            faint.setAlphaF(DISABLED_OPACITY)
            palette.setColor(QPalette.ColorGroup.Disabled, role, faint)
        return palette

    def _style_sheet(self) -> str:
        sheet = resource_path("style.qss").read_text(encoding="utf-8")
        return re.sub(r"@([a-z0-9.]*[a-z0-9])", lambda match: self._tokens[match[1]], sheet)


def _face() -> str:
    """Return the first of FACES that is installed; "" for the system's own typeface."""
    installed = set(QFontDatabase.families())
    return next((face for face in FACES if face in installed), "")
