"""Owns Controls: a control for each wish, in the order in which a musician thinks of them."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QLayout, QVBoxLayout, QWidget

from app.domain import RequestMode
from app.ui.ask.keeping import Closeness, KeepingSection
from app.ui.ask.making import MakingSection
from app.ui.ask.obeying import ObeyingSection
from app.ui.ask.panel_wishes import PanelWishes
from app.ui.ask.section import Section
from app.ui.ask.subject import Subject
from app.ui.ask.wish_control import Access
from app.ui.theme import Theme
from app.ui.widgets import Fold, rule


class Controls(QWidget):
    """The form in the Ask panel; wishes that are seldom needed are folded away."""

    changed = Signal()
    """A wish has changed."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("askBody")
        self.making = MakingSection(theme, self)
        self._fold = Fold(theme, self)
        self._rare = Section(theme, self._fold)
        self._closeness = Closeness(self._rare)
        self._keeping = KeepingSection(theme, self._closeness, self)
        self.obeying = ObeyingSection(theme, self)
        self._surprise = self._rare.gauge("top_p", "topPSlider", "0.00")
        self._rare.add_wishes(top_p=self._surprise)
        self._fold.set_content(self._rare)
        self.column = QVBoxLayout(self)
        self.column.setSpacing(theme.sizes.form_gap)
        for widget in (self.making, rule(), self._keeping, rule(), self.obeying, self._fold):
            self.column.addWidget(widget)
        self.column.addStretch(1)
        self._sections = (self.making, self._keeping, self.obeying, self._rare)
        self._is_being_set = False
        self._ordered_for: RequestMode | None = None
        self.set_wishes(PanelWishes())
        for section in self._sections:
            section.changed.connect(self._on_changed)

    @property
    def wishes(self) -> PanelWishes:
        """What the controls are set to."""
        return PanelWishes(**{name: access.read() for name, access in self._accesses()})

    def set_wishes(self, wishes: PanelWishes) -> None:
        """Set every control, and emit `changed` once for all of them."""
        self._is_being_set = True
        for name, access in self._accesses():
            access.write(getattr(wishes, name))
        self._is_being_set = False
        self.changed.emit()

    def show_subject(self, subject: Subject, given_bars: str) -> None:
        """Show the controls that the mode needs.

        `given_bars` is shown in place of the number of bars if the player can't choose it.
        """
        mode = self.wishes.mode
        self._keeping.show_mode(mode, len(subject.held), self._rare.column)
        if mode is not self._ordered_for:
            self._ordered_for = mode
            for earlier, later in pairwise(tab_stops(self.column)):
                QWidget.setTabOrder(earlier, later)
        self.making.show_bars(given_bars)
        self.obeying.show_key(subject.sketch.key)
        self.obeying.show_use(
            has_form=mode.chooses_bars,
            has_density=not self._keeping.rhythm_lock.isChecked(),
        )
        self._surprise.tell(f"{self._surprise.value:.2f}")

    def retranslate_ui(self) -> None:
        """Set every text."""
        for section in self._sections:
            section.retranslate_ui()
        self._closeness.retranslate_ui()
        self._fold.set_text(self.tr("More wishes"))

    def _accesses(self) -> Iterator[tuple[str, Access]]:
        """Yield the name of each wish, and how its control is read and set."""
        for section in self._sections:
            for name, control in section.controls.items():
                yield name, control.access

    def _on_changed(self) -> None:
        if not self._is_being_set:
            self.changed.emit()


def tab_stops(layout: QLayout) -> Iterator[QWidget]:
    """Yield the widgets that Tab stops at, in the order in which they are laid out."""
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
