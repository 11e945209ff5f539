"""Owns MakingSection: the wishes about what to make, how much of it, and in what style."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSignalBlocker
from PySide6.QtWidgets import QLabel, QStackedWidget, QWidget

from app.ui.ask.section import Section
from app.ui.ask.wish_control import Access, choose
from app.ui.theme import Theme
from app.ui.widgets import ComboBox


class MakingSection(Section):
    """The controls for mode, bars, takes, how free, and style."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(theme, parent)
        height = theme.sizes.form_field
        self.mode_box = self.choice_box("mode", "modeBox")
        self.bars = self.spin_box("bars", "barsBox")
        self.takes = self.spin_box("takes", "takesBox")
        self._given_bars = QLabel()
        self._given_bars.setFont(theme.font(12, 500, tabular=True))
        self._bars_place = QStackedWidget()
        self._bars_place.addWidget(self.bars)
        self._bars_place.addWidget(self._given_bars)
        self._bars_place.setFixedHeight(height)
        self.temperature = self.gauge("temperature", "temperatureSlider", "0.0")
        self.style_box = ComboBox(theme, height)
        style = Access(
            self.style_box.currentData, self.choose_style, self.style_box.currentIndexChanged
        )
        self.control("style", self.style_box, "styleBox", style)
        self.styles: tuple[str, ...] = ()
        self.column.addWidget(self.mode_box)
        self.add_wishes(bars=self._bars_place, takes=self.takes)
        self.add_wishes(temperature=self.temperature)
        self.add_wishes(style=self.style_box)

    def choose_style(self, style: str | None) -> None:
        """Choose a style, even one that the model does not know."""
        if style is not None and self.style_box.findData(style) < 0:
            self.style_box.addItem(style, style)
        choose(self.style_box, style)

    def set_styles(self, styles: Sequence[str]) -> None:
        """Offer the styles that the model knows; the chosen one stays."""
        chosen, self.styles = self.style_box.currentData(), tuple(styles)
        with QSignalBlocker(self.style_box):
            self.style_box.clear()
            self.style_box.addItem(self.tr("any"), None)
            for style in styles:
                self.style_box.addItem(style, style)
            self.choose_style(chosen)

    def show_bars(self, given: str) -> None:
        """Show bars that the player can't choose; if `given` is empty, show the box to choose."""
        self._given_bars.setText(given)
        self._bars_place.setCurrentIndex(int(bool(given)))
        self.temperature.tell(f"{self.temperature.value:.1f}")

    def retranslate_ui(self) -> None:
        """Set every text."""
        super().retranslate_ui()
        self.set_styles(self.styles)
