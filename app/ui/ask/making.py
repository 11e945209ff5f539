"""Owns MakingSection: what to do, how much of it, and in what manner."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QSignalBlocker
from PySide6.QtWidgets import QLabel, QStackedWidget, QWidget

from app.domain import RequestMode
from app.ui.ask.section import Section
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
        self.bars.setRange(1, 64)
        self.takes.setRange(1, 32)
        self._given_bars = QLabel()
        self._given_bars.setFont(theme.font(12, 500, tabular=True))
        self._bars_place = QStackedWidget()
        self._bars_place.addWidget(self.bars)
        self._bars_place.addWidget(self._given_bars)
        self._bars_place.setFixedHeight(height)
        self.temperature = Gauge(theme, Slider(*TEMPERATURES, 100), "0.0")
        self.style_box = ComboBox(theme, height)
        self.styles: tuple[str, ...] = ()
        self.column.addWidget(self.mode_box)
        self._numbers_row = self.add(self._bars_place, self.takes)
        self._freedom_row = self.add(self.temperature)
        self._style_row = self.add(self.style_box)
        for field, name in (
            (self.mode_box, "modeBox"),
            (self.bars, "barsBox"),
            (self.takes, "takesBox"),
            (self.temperature.slider, "temperatureSlider"),
            (self.style_box, "styleBox"),
        ):
            field.setObjectName(name)
        for signal in (
            self.mode_box.current_changed,
            self.bars.valueChanged,
            self.takes.valueChanged,
            self.temperature.value_changed,
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

    def choose_style(self, style: str | None) -> None:
        """Choose a style, even one that the model does not know."""
        if style is not None and self.style_box.findData(style) < 0:
            self.style_box.addItem(style, style)
        self.style_box.setCurrentIndex(self.style_box.findData(style))

    def set_styles(self, styles: Sequence[str]) -> None:
        """Offer the styles that the model knows; the chosen one stays."""
        chosen, self.styles = self.style_name, tuple(styles)
        with QSignalBlocker(self.style_box):
            self.style_box.clear()
            self.style_box.addItem(self.tr("any"), None)
            for style in styles:
                self.style_box.addItem(style, style)
            self.choose_style(chosen)

    def show_bars(self, given: str) -> None:
        """Show bars that follow from elsewhere; "" where their number is to be chosen."""
        self._given_bars.setText(given)
        self._bars_place.setCurrentIndex(int(bool(given)))
        self.temperature.tell(f"{self.temperature.value:.1f}")

    def retranslate_ui(self) -> None:
        """Set every text."""
        self.mode_box.set_choices(
            (self.tr("Continue"), self.tr("Fill"), self.tr("Vary"), self.tr("Answer")),
            (
                self.tr("Add bars after the sketch"),
                self.tr("Write bars anew so that they fit both sides"),
                self.tr("Rewrite some of the notes"),
                self.tr("Add a phrase as long as the sketch that takes it up and closes"),
            ),
        )
        self._numbers_row.set_texts(self.tr("Bars"), self.tr("Takes"))
        self._freedom_row.set_texts(self.tr("How free"))
        self._style_row.set_texts(self.tr("Style"))
        for field, name, tip in (
            (self.mode_box, self.tr("What to do"), ""),
            (self.bars, self.tr("Bars"), self.tr("How many bars are added")),
            (self.takes, self.tr("Takes"), self.tr("How many takes are made")),
            (
                self.temperature.slider,
                self.tr("How free"),
                self.tr("From what is most usual, at the left, to daring; 1 is as learned"),
            ),
            (self.style_box, self.tr("Style"), self.tr("The kind of tunes to write like")),
        ):
            field.setAccessibleName(name)
            field.setToolTip(tip)
        self.set_styles(self.styles)
