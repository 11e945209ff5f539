"""Owns KeepingSection and Closeness: what should stay of the music that is there."""

from __future__ import annotations

from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from app.domain import RequestMode
from app.domain.wishes import WISHES
from app.ui.ask.section import Row, Section, beside
from app.ui.ask.wish_control import translated
from app.ui.theme import Theme
from app.ui.widgets import LockButton, Switch


class KeepingSection(Section):
    """The two locks, and the wishes about what stays when bars are changed."""

    def __init__(self, theme: Theme, closeness: Closeness, parent: QWidget) -> None:
        super().__init__(theme, parent)
        height = theme.sizes.form_field
        self._closeness = closeness
        self.rhythm_lock, self._pitch_lock = LockButton(theme, height), LockButton(theme, height)
        self._keeps_selected = Switch(theme)
        self.control("rhythm_lock", self.rhythm_lock, "rhythmLockBox")
        self.control("pitch_lock", self._pitch_lock, "pitchLockBox")
        self.control("keeps_selected", self._keeps_selected, "keepSelectedBox")
        self._held = QLabel()
        self._held.setObjectName("hint")
        self._title = self.add_title()
        locks = beside(self.rhythm_lock, self._pitch_lock, wide=None)
        locks.setFixedHeight(height)
        self._locks_row = self.add(locks)
        self._selected_row = self.add(beside(self._keeps_selected, self._held, wide=1))

    def show_mode(self, mode: RequestMode, held: int, elsewhere: QVBoxLayout) -> None:
        """Show the controls that the mode needs; `held` is the number of notes that are kept.

        The closeness is shown here if it is about notes that stay, and otherwise in `elsewhere`.
        """
        column = self.column if mode.keeps_notes else elsewhere
        if column.indexOf(self._closeness) < 0:
            column.insertWidget(
                self.column.count() if column is self.column else 0, self._closeness
            )
        self._closeness.show_mode(mode)
        self._selected_row.setVisible(mode.has_passage)
        if not self._keeps_selected.isChecked():
            words = self.tr("the selected ones")
        elif held:
            words = self.tr("1 is kept") if held == 1 else self.tr("{0} are kept").format(held)
        else:
            words = self.tr("select some first")
        self._held.setText(words)

    def retranslate_ui(self) -> None:
        """Set every text."""
        super().retranslate_ui()
        self._title.setText(self.tr("Keep"))
        self._locks_row.set_texts(self.tr("Locks"))
        self.rhythm_lock.setText(self.tr("Rhythm"))
        self._pitch_lock.setText(self.tr("Pitches"))
        self._selected_row.set_texts(self.tr("Notes"))


class Closeness(Row):
    """The slider for how much stays as it was or, if bars are added, how far they may stray.

    In the second case it is called Develop and runs the other way, from literal to free.
    """

    def __init__(self, section: Section) -> None:
        self._gauge = section.gauge("closeness", "closenessSlider", "0.00")
        self._develops = True
        super().__init__(section, self._gauge)
        self._gauge.value_changed.connect(self.retranslate_ui)

    def show_mode(self, mode: RequestMode) -> None:
        """Show the slider in the way that fits the mode."""
        self.setVisible(mode.uses_closeness)
        self._develops = not mode.has_passage
        self._gauge.slider.setInvertedAppearance(self._develops)
        self._gauge.slider.setInvertedControls(self._develops)
        self.retranslate_ui()

    def retranslate_ui(self) -> None:
        """Set every text."""
        name = self.tr("Develop") if self._develops else translated(WISHES["closeness"].label)
        self.set_texts(name)
        self._gauge.slider.setAccessibleName(name)
        self._gauge.slider.setToolTip(
            self.tr("How far to develop the motif: literal at the left, free at the right")
            if self._develops
            else self.tr("How close to stay to the original: free at the left, close at the right")
        )
        value = self._gauge.value
        self._gauge.tell(f"{1 - value if self._develops else value:.2f}")
