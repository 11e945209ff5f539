"""Owns KeepingSection and Closeness: what is to stay of the bars that are there."""

from __future__ import annotations

from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.domain import RequestMode
from app.ui.panels.ask.section import Row, Section, beside
from app.ui.theme import Theme
from app.ui.widgets import Gauge, LockButton, Slider


class KeepingSection(Section):
    """The two locks; and, while the sketch is to be varied, how close to stay."""

    def __init__(self, theme: Theme, closeness: Closeness, parent: QWidget) -> None:
        super().__init__(theme, parent)
        height = theme.sizes.form_field
        self._closeness = closeness
        self.rhythm_lock, self.pitch_lock = LockButton(theme, height), LockButton(theme, height)
        self.rhythm_lock.setObjectName("rhythmLockBox")
        self.pitch_lock.setObjectName("pitchLockBox")
        self._title = self.add_title()
        locks = beside(self.rhythm_lock, self.pitch_lock, wide=None)
        locks.setFixedHeight(height)
        self._locks_row = self.add(locks)
        for lock in (self.rhythm_lock, self.pitch_lock):
            lock.toggled.connect(self.changed)

    def show_mode(self, mode: RequestMode, elsewhere: QVBoxLayout) -> None:
        """Hold the closeness where it is what matters, else leave it to the other column."""
        column = self.column if mode is RequestMode.VARY else elsewhere
        if column.indexOf(self._closeness) < 0:
            column.insertWidget(
                self.column.count() if column is self.column else 0, self._closeness
            )
        self._closeness.show_mode(mode)

    def retranslate_ui(self) -> None:
        """Set every text."""
        self._title.setText(self.tr("Keep"))
        self._locks_row.set_texts(self.tr("Locks"))
        for lock, text, name in (
            (self.rhythm_lock, self.tr("Rhythm"), self.tr("Keep the rhythm")),
            (self.pitch_lock, self.tr("Pitches"), self.tr("Keep the pitches")),
        ):
            lock.setText(text)
            lock.setAccessibleName(name)
            lock.setToolTip(name)
        self._closeness.retranslate_ui()


class Closeness(Row):
    """How much stays as it was; where bars are added, how far they go from the motif."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        self.slider = Slider(0, 100, 50)
        self.slider.setObjectName("closenessSlider")
        self._gauge = Gauge(theme, self.slider, "0.00")
        self._develops = True
        super().__init__(parent, self._gauge)
        self.slider.valueChanged.connect(self.retranslate_ui)

    def show_mode(self, mode: RequestMode) -> None:
        """Stand for what this mode makes of it; from literal to free it runs the other way."""
        self.setVisible(mode is not RequestMode.FILL)
        self._develops = not mode.has_passage
        self.slider.setInvertedAppearance(self._develops)
        self.slider.setInvertedControls(self._develops)
        self.retranslate_ui()

    def retranslate_ui(self) -> None:
        """Set every text."""
        name = self.tr("Develop") if self._develops else self.tr("Closeness")
        self.set_texts(name)
        self.slider.setAccessibleName(name)
        self.slider.setToolTip(
            self.tr("From literal, at the left, to free")
            if self._develops
            else self.tr("From free, at the left, to as it was")
        )
        value = self.slider.value()
        self._gauge.tell(f"{(100 - value if self._develops else value) / 100:.2f}")
