"""Owns AskPanel: what the player wishes of the next takes, and the sentence that says it."""

from __future__ import annotations

import random
from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QScrollArea,
    QSlider,
    QVBoxLayout,
    QWidget,
)

from app.document import Document
from app.domain import Key, Request, Spelling
from app.domain.request import MOST_BARS, MOST_TAKES, NARROWEST_RANGE
from app.ui.theme import Theme
from app.ui.widgets import ComboBox, IconButton, PaneHeader, SpinBox, Switch, rule

LABEL_WIDTH: Final = 64
TEMPERATURES: Final = (20, 180)
"""How free, in hundredths; at 100 as the model has learned."""

LOWEST_CHOICE: Final = 36
HIGHEST_CHOICE: Final = 96
MOST_SEED: Final = 2**31 - 1 - MOST_TAKES


class AskPanel(QWidget):
    """Gives a Request; `header` is the title bar of its dock."""

    request_changed = Signal()

    def __init__(self, document: Document, theme: Theme) -> None:
        super().__init__()
        self.setObjectName("askPanel")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._document, self._theme = document, theme
        self.header = PaneHeader(theme)
        self._labels: list[QLabel] = []
        self._make_fields()
        self._sentence = QLabel()
        self._sentence.setObjectName("sentence")
        self._sentence.setWordWrap(True)
        self._sentence.setFont(theme.font(13))
        self._sentence.setContentsMargins(12, 10, 12, 10)
        self._lay_out()
        for signal in (
            self.bars.valueChanged,
            self.takes.valueChanged,
            self.temperature.valueChanged,
            self.style_box.currentIndexChanged,
            self.scale_lock.toggled,
            self.lowest.currentIndexChanged,
            self.highest.currentIndexChanged,
            self.seed.valueChanged,
        ):
            signal.connect(self._on_changed)
        document.sketch_changed.connect(self._tell)
        theme.changed.connect(self._tell)
        self.retranslate_ui()

    def request(self) -> Request:
        """Return the wishes; raises InvalidValueError where they can't be met."""
        return Request(
            bars=self.bars.value(),
            takes=self.takes.value(),
            seed=self.seed.value(),
            temperature=self.temperature.value() / 100,
            style=self.style_box.currentData(),
            scale_lock=self.scale_lock.isChecked(),
            lowest=self.lowest.currentData(),
            highest=self.highest.currentData(),
        )

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

    def advance_seed(self) -> None:
        """Let the next batch be another one."""
        self.seed.setValue((self.seed.value() + self.takes.value()) % MOST_SEED)

    def retranslate_ui(self) -> None:
        """Set every text."""
        self.header.title.setText(self.tr("Ask"))
        texts = ("Bars", "Takes", "How free", "Style", "In scale", "Range", "Seed")
        for label, text in zip(self._labels, texts, strict=True):
            label.setText(self.tr(text))
        self.mode.setItemText(0, self.tr("Continue"))
        for field, name in (
            (self.mode, self.tr("What to do")),
            (self.bars, self.tr("Bars")),
            (self.takes, self.tr("Takes")),
            (self.temperature, self.tr("How free")),
            (self.style_box, self.tr("Style")),
            (self.scale_lock, self.tr("Stay in scale")),
            (self.lowest, self.tr("Lowest pitch")),
            (self.highest, self.tr("Highest pitch")),
            (self.seed, self.tr("Seed")),
        ):
            field.setAccessibleName(name)
        self._dice.set_text(self.tr("Another seed"))
        self._obey.setText(self.tr("Obey"))
        self.set_styles([])
        self.lowest.setItemText(0, self.tr("any"))
        self.highest.setItemText(0, self.tr("any"))
        self._tell()

    def _make_fields(self) -> None:
        theme = self._theme
        height = theme.sizes.form_field
        self.mode = ComboBox(theme, height)
        self.mode.addItem("")
        self.bars, self.takes, self.seed = (SpinBox(theme, height) for _ in range(3))
        self.bars.setRange(1, MOST_BARS)
        self.takes.setRange(1, MOST_TAKES)
        self.seed.setRange(0, MOST_SEED)
        self.bars.setValue(8)
        self.takes.setValue(8)
        self.seed.setValue(1)
        self.temperature = QSlider(Qt.Orientation.Horizontal)
        self.temperature.setRange(*TEMPERATURES)
        self.temperature.setValue(100)
        self._temperature_text = QLabel()
        self._temperature_text.setFont(theme.font(12, 500, tabular=True))
        self.style_box = ComboBox(theme, height)
        self.scale_lock = Switch(theme)
        self._scale_text = QLabel()
        self._scale_text.setObjectName("hint")
        self.lowest, self.highest = ComboBox(theme, height), ComboBox(theme, height)
        for box in (self.lowest, self.highest):
            box.addItem("", None)
            for pitch in range(HIGHEST_CHOICE, LOWEST_CHOICE - 1, -1):
                box.addItem(str(_spelled(pitch)), pitch)
        self._dice = IconButton(theme, "dice-five", height)
        self._dice.clicked.connect(lambda: self.seed.setValue(random.randrange(10_000)))
        self._obey = QLabel()
        self._obey.setFont(theme.font(12, 600))
        for field, name in (
            (self.mode, "modeBox"),
            (self.bars, "barsBox"),
            (self.takes, "takesBox"),
            (self.temperature, "temperatureSlider"),
            (self.style_box, "styleBox"),
            (self.scale_lock, "scaleLockBox"),
            (self.lowest, "lowestBox"),
            (self.highest, "highestBox"),
            (self.seed, "seedBox"),
        ):
            field.setObjectName(name)

    def _lay_out(self) -> None:
        body, sizes = QWidget(), self._theme.sizes
        body.setObjectName("askBody")
        column = QVBoxLayout(body)
        column.setContentsMargins(12, sizes.form_top, 12, 12)
        column.setSpacing(sizes.form_gap)
        column.addWidget(self.mode)
        column.addLayout(self._row(self.bars, self.takes))
        column.addLayout(self._row(_beside(self.temperature, self._temperature_text)))
        column.addLayout(self._row(self.style_box))
        column.addWidget(rule())
        column.addWidget(self._obey)
        column.addLayout(self._row(_beside(self.scale_lock, self._scale_text)))
        column.addLayout(self._row(_beside(self.lowest, self.highest)))
        column.addLayout(self._row(_beside(self.seed, self._dice)))
        column.addStretch(1)
        scroll = QScrollArea()
        scroll.setObjectName("askScroll")
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setWidget(body)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 12)
        outer.setSpacing(0)
        outer.addWidget(scroll, 1)
        foot = QHBoxLayout()
        foot.setContentsMargins(12, 0, 12, 0)
        foot.addWidget(self._sentence)
        outer.addLayout(foot)

    def _row(self, *fields: QWidget) -> QGridLayout:
        """Lay out one or two fields, each with its label; two share the row."""
        row = QGridLayout()
        row.setHorizontalSpacing(6)
        for place, field in enumerate(fields):
            label = QLabel()
            label.setObjectName("label")
            label.setBuddy(field)
            if place == 0:
                label.setFixedWidth(LABEL_WIDTH)
            self._labels.append(label)
            row.addWidget(label, 0, 2 * place)
            row.addWidget(field, 0, 2 * place + 1)
            row.setColumnStretch(2 * place + 1, 1)
        return row

    def _on_changed(self) -> None:
        self._tell()
        self.request_changed.emit()

    def _tell(self) -> None:
        """Say the whole request in one sentence, and beside the fields what they mean."""
        sketch = self._document.sketch
        self._scale_text.setText(str(sketch.key))
        self._temperature_text.setText(f"{self.temperature.value() / 100:.1f}")
        mine = self._theme.color("note.player" if self._theme.is_dark else "accent").name()
        models = self._theme.color("ink.model").name()
        takes = self.tr("%n take(s)", "", self.takes.value()).replace("(s)", "s")
        bars = self.tr("%n bar(s)", "", self.bars.value()).replace("(s)", "s")
        if not len(sketch.melody):
            self._sentence.setText(self.tr("Draw a few bars, and Motivo continues them."))
            return
        span = self.tr("bar 1") if sketch.bars == 1 else self.tr("bars 1–{0}").format(sketch.bars)
        wishes = [self.tr("in {0}").format(sketch.key)] if self.scale_lock.isChecked() else []
        if self.style_box.currentData():
            wishes.append(self.tr("as a {0}").format(self.style_box.currentText()))
        low, high = self.lowest.currentData(), self.highest.currentData()
        if low is not None or high is not None:
            ends = [str(_spelled(pitch)) if pitch is not None else "" for pitch in (low, high)]
            wishes.append("–".join(ends))
        tail = ", ".join(wishes)
        text = self.tr("Makes <b>{takes}</b> that continue {span} by {bars}{tail}.")
        problem = self._problem()
        self._sentence.setText(
            problem
            or text.format(
                takes=takes,
                span=f'<b style="color:{mine}">{span}</b>',
                bars=f'<b style="color:{models}">{bars}</b>',
                tail=f" {tail}" if tail else "",
            )
        )

    def _problem(self) -> str:
        """Say why the wishes can't be met; "" where they can."""
        low, high = self.lowest.currentData(), self.highest.currentData()
        if low is not None and high is not None and high - low < NARROWEST_RANGE:
            return self.tr(
                "The lowest pitch has to lie at least {0} semitones below the highest."
            ).format(NARROWEST_RANGE)
        return ""


def _beside(*widgets: QWidget) -> QWidget:
    """Put widgets in one row; the first takes the room."""
    holder = QWidget()
    row = QHBoxLayout(holder)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(8)
    for widget in widgets:
        row.addWidget(widget)
    if isinstance(widgets[0], ComboBox):
        row.setStretch(1, 1)
    row.setStretch(1 if isinstance(widgets[0], Switch) else 0, 1)
    return holder


def _spelled(pitch: int) -> Spelling:
    return Key().spell(pitch)
