"""Owns Controls: every wish with its control, in the order in which a musician thinks of them."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QLayout, QVBoxLayout, QWidget

from app.domain import RequestMode
from app.ui.ask.keeping import Closeness, KeepingSection
from app.ui.ask.making import MakingSection
from app.ui.ask.obeying import ObeyingSection
from app.ui.ask.section import Section
from app.ui.ask.subject import Subject
from app.ui.ask.wishes import Wishes
from app.ui.theme import Theme
from app.ui.widgets import Fold, Gauge, Slider, rule

LEAST_LIKELY: Final = (50, 100, 95)
"""Of how much of the likelihood the notes are drawn, in hundredths: least, most and at first."""


class Controls(QWidget):
    """The form of the Ask panel; what is seldom needed is folded away."""

    changed = Signal()
    """Another wish was made."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("askBody")
        self.making = MakingSection(theme, self)
        self._fold = Fold(theme, self)
        self._rare = Section(theme, self._fold)
        self._closeness = Closeness(theme, self._rare)
        self._keeping = KeepingSection(theme, self._closeness, self)
        self.obeying = ObeyingSection(theme, self)
        slider = Slider(*LEAST_LIKELY)
        slider.setObjectName("topPSlider")
        self._likely = Gauge(theme, slider, "0.00")
        self._likely_row = self._rare.add(self._likely)
        self._fold.set_content(self._rare)
        self.column = QVBoxLayout(self)
        self.column.setSpacing(theme.sizes.form_gap)
        for widget in (self.making, rule(), self._keeping, rule(), self.obeying, self._fold):
            self.column.addWidget(widget)
        self.column.addStretch(1)
        self._is_being_set = False
        self._ordered_for: RequestMode | None = None
        self.set_wishes(Wishes())
        for signal in (
            self.making.changed,
            self._keeping.changed,
            self.obeying.changed,
            self._closeness.gauge.value_changed,
            self._likely.value_changed,
        ):
            signal.connect(self._on_changed)

    @property
    def wishes(self) -> Wishes:
        """What the controls are set to."""
        making, keeping, obeying = self.making, self._keeping, self.obeying
        lowest, highest = obeying.pitches.limits
        return Wishes(
            mode=making.mode,
            bars=making.bars.value(),
            takes=making.takes.value(),
            seed=obeying.seed.value(),
            temperature=making.temperature.value,
            top_p=self._likely.value,
            style=making.style_name,
            scale_lock=obeying.scale_lock.isChecked(),
            lowest=lowest,
            highest=highest,
            closeness=self._closeness.gauge.value,
            rhythm_lock=keeping.rhythm_lock.isChecked(),
            pitch_lock=keeping.pitch_lock.isChecked(),
            density=obeying.density,
            ending=obeying.ending,
            form=obeying.form_edit.text().strip(),
            keeps_selected=keeping.keeps_selected.isChecked(),
        )

    def set_wishes(self, wishes: Wishes) -> None:
        """Set every control, and tell once that it has changed."""
        making, keeping, obeying = self.making, self._keeping, self.obeying
        self._is_being_set = True
        making.mode_box.setCurrentIndex(making.mode_box.findData(wishes.mode))
        making.bars.setValue(wishes.bars)
        making.takes.setValue(wishes.takes)
        making.temperature.set_value(wishes.temperature)
        making.choose_style(wishes.style)
        self._likely.set_value(wishes.top_p)
        self._closeness.gauge.set_value(wishes.closeness)
        keeping.rhythm_lock.setChecked(wishes.rhythm_lock)
        keeping.pitch_lock.setChecked(wishes.pitch_lock)
        keeping.keeps_selected.setChecked(wishes.keeps_selected)
        obeying.scale_lock.setChecked(wishes.scale_lock)
        obeying.pitches.set_limits(wishes.lowest, wishes.highest)
        obeying.density = wishes.density
        obeying.ending = wishes.ending
        obeying.form_edit.setText(wishes.form)
        obeying.seed.setValue(wishes.seed)
        self._is_being_set = False
        self.changed.emit()

    def show_subject(self, subject: Subject, given_bars: str) -> None:
        """Show what helps the mode; `given_bars` are those that are not to be chosen."""
        mode = self.making.mode
        self._keeping.show_mode(mode, len(subject.held), self._rare.column)
        if mode is not self._ordered_for:
            self._ordered_for = mode
            for earlier, later in pairwise(tab_stops(self.column)):
                QWidget.setTabOrder(earlier, later)
        self.making.show_bars(given_bars)
        self.obeying.show_key(subject.sketch.key)
        self.obeying.show_use(
            has_form=mode is RequestMode.CONTINUE,
            has_density=not self._keeping.rhythm_lock.isChecked(),
        )
        self._likely.tell(f"{self._likely.value:.2f}")

    def retranslate_ui(self) -> None:
        """Set every text."""
        for section in (self.making, self._keeping, self.obeying):
            section.retranslate_ui()
        self._fold.set_text(self.tr("More wishes"))
        self._likely_row.set_texts(self.tr("Surprise"))
        self._likely.slider.setAccessibleName(self.tr("Surprise"))
        self._likely.slider.setToolTip(
            self.tr("How unlikely a note may be; at the right, anything may come")
        )

    def _on_changed(self) -> None:
        if not self._is_being_set:
            self.changed.emit()


def tab_stops(layout: QLayout) -> Iterator[QWidget]:
    """Give the widgets that Tab stops at, in the order in which they are laid out."""
    for place in range(layout.count()):
        item = layout.itemAt(place)
        assert item is not None
        widget, inner = item.widget(), item.layout()
        if widget is not None and widget.focusPolicy() & Qt.FocusPolicy.TabFocus:
            yield widget
        elif widget is not None:
            inner = widget.layout()
        if inner is not None:
            yield from tab_stops(inner)
