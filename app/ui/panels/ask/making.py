"""Owns MakingSection: what to do, how much of it, and in what manner."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from PySide6.QtWidgets import QLabel, QStackedWidget, QWidget

from app.domain import RequestMode
from app.domain.request import MOST_BARS, MOST_TAKES
from app.ui.panels.ask.section import Section
from app.ui.theme import Theme
from app.ui.widgets import ChoiceBox, ComboBox, Gauge, Slider, SpinBox

MODES: Final = tuple(RequestMode)
TEMPERATURES: Final = (20, 180)
"""How free, in hundredths; at 100 as the model has learned."""


class MakingSection(Section):
    """Mode, bars, takes, how free, and style."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(theme, parent)
        height = theme.sizes.form_field
        self.mode_box = ChoiceBox(MODES, height)
        self.bars, self.takes = SpinBox(theme, height), SpinBox(theme, height)
        self.bars.setRange(1, MOST_BARS)
        self.takes.setRange(1, MOST_TAKES)
        self.bars.setValue(8)
        self.takes.setValue(8)
        self._given_bars = QLabel()
        self._given_bars.setFont(theme.font(12, 500, tabular=True))
        self._bars_place = QStackedWidget()
        self._bars_place.addWidget(self.bars)
        self._bars_place.addWidget(self._given_bars)
        self._bars_place.setFixedHeight(height)
        self.temperature = Slider(*TEMPERATURES, 100)
        self._freedom = Gauge(theme, self.temperature, "0.0")
        self.style_box = ComboBox(theme, height)
        self.column.addWidget(self.mode_box)
        self._numbers_row = self.add(self._bars_place, self.takes)
        self._freedom_row = self.add(self._freedom)
        self._style_row = self.add(self.style_box)
        for field, name in (
            (self.mode_box, "modeBox"),
            (self.bars, "barsBox"),
            (self.takes, "takesBox"),
            (self.temperature, "temperatureSlider"),
            (self.style_box, "styleBox"),
        ):
            field.setObjectName(name)
        for signal in (
            self.mode_box.current_changed,
            self.bars.valueChanged,
            self.takes.valueChanged,
            self.temperature.valueChanged,
            self.style_box.currentIndexChanged,
        ):
            signal.connect(self.changed)

    @property
    def mode(self) -> RequestMode:
        """What to do."""
        return MODES[self.mode_box.currentIndex()]

    @property
    def style_name(self) -> str | None:
        """The chosen style, None for any."""
        name = self.style_box.currentData()
        return name if isinstance(name, str) else None

    def set_styles(self, styles: Sequence[str]) -> None:
        """Offer the styles that the model knows."""
        chosen = self.style_box.currentData()
        self.style_box.blockSignals(True)
        self.style_box.clear()
        self.style_box.addItem(self.tr("any"), None)
        for style in styles:
            self.style_box.addItem(style, style)
        self.style_box.setCurrentIndex(max(0, self.style_box.findData(chosen)))
        self.style_box.blockSignals(False)

    def show_bars(self, given: str) -> None:
        """Show bars that follow from elsewhere; "" where their number is to be chosen."""
        self._given_bars.setText(given)
        self._bars_place.setCurrentIndex(int(bool(given)))
        self._freedom.tell(f"{self.temperature.value() / 100:.1f}")

    def retranslate_ui(self) -> None:
        """Set every text."""
        names = (self.tr("Continue"), self.tr("Fill"), self.tr("Vary"), self.tr("Answer"))
        self.mode_box.set_choices(names)
        self._numbers_row.set_texts(self.tr("Bars"), self.tr("Takes"))
        self._freedom_row.set_texts(self.tr("How free"))
        self._style_row.set_texts(self.tr("Style"))
        self.mode_box.setAccessibleName(self.tr("What to do"))
        self.bars.setAccessibleName(self.tr("Bars"))
        self.takes.setAccessibleName(self.tr("Takes"))
        self.temperature.setAccessibleName(self.tr("How free"))
        self.style_box.setAccessibleName(self.tr("Style"))
