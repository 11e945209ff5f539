"""What a screen reader sees of the piano roll: a list whose items are the notes.

An item stands for a place in the list, not for a note: Qt keeps items as long as it likes, and
the notes change with every edit. Qt takes None for "no interface", which its type hints don't say:
hence Any.
"""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QObject, QRect
from PySide6.QtGui import QAccessible, QAccessibleEvent, QAccessibleInterface
from PySide6.QtWidgets import QAccessibleWidget

from app.domain import Note
from app.domain.spoken import spoken_note
from app.ui.piano_roll.view import PianoRoll


class NoteItem(QAccessibleInterface):
    """The note at a place of the melody that is shown."""

    def __init__(self, roll: PianoRoll, index: int) -> None:
        super().__init__()
        self._roll, self._index = roll, index

    @property
    def note(self) -> Note | None:
        """The note that stands there now."""
        notes = self._roll.document.shown.melody.notes
        return notes[self._index] if self._index < len(notes) else None

    def isValid(self) -> bool:
        """Whether there is such a note."""
        return self.note is not None

    def object(self) -> Any:
        """Return nothing: a note is no QObject."""
        return None

    def parent(self) -> QAccessibleInterface:
        """Return the roll's interface."""
        return QAccessible.queryAccessibleInterface(self._roll)

    def childCount(self) -> int:
        """Return 0: a note has no parts."""
        return 0

    def child(self, _index: int) -> Any:
        """Return nothing."""
        return None

    def childAt(self, _x: int, _y: int) -> Any:
        """Return nothing."""
        return None

    def indexOfChild(self, _child: QAccessibleInterface) -> int:
        """Return -1: there is none."""
        return -1

    def rect(self) -> QRect:
        """Return the note's box on the screen."""
        note = self.note
        if note is None:
            return QRect()
        viewport = self._roll.viewport()
        box = self._roll.mapFromScene(self._roll.transform_to.rect_of(note)).boundingRect()
        return QRect(viewport.mapToGlobal(box.topLeft()), box.size())

    def role(self) -> QAccessible.Role:
        """Return that it is an item of a list."""
        return QAccessible.Role.ListItem

    def state(self) -> QAccessible.State:
        """Return whether it is selected, and in the keys' focus."""
        state, selection = QAccessible.State(), self._roll.document.selection
        state.selectable = state.focusable = state.multiSelectable = True
        state.selected = self.note in selection
        state.focused = selection == {self.note} and self._roll.hasFocus()
        return state

    def text(self, kind: QAccessible.Text) -> str:
        """Return the note in words."""
        note = self.note
        if note is None or kind != QAccessible.Text.Name:
            return ""
        return spoken_note(note, self._roll.document.shown)

    def setText(self, _kind: QAccessible.Text, _text: str) -> None:
        """Leave it: a note's words follow from the note."""


class RollList(QAccessibleWidget):
    """The roll as a list of its notes."""

    def __init__(self, roll: PianoRoll) -> None:
        super().__init__(roll, QAccessible.Role.List, roll.accessibleName())
        self._roll = roll
        self._items: list[NoteItem] = []

    def childCount(self) -> int:
        """Return how many notes there are."""
        return len(self._roll.document.shown.melody)

    def child(self, index: int) -> Any:
        """Return the note at a place."""
        if not 0 <= index < self.childCount():
            return None
        while len(self._items) <= index:
            self._items.append(NoteItem(self._roll, len(self._items)))
        return self._items[index]

    def indexOfChild(self, child: QAccessibleInterface) -> int:
        """Return the place of a note."""
        return next((place for place, item in enumerate(self._items) if item is child), -1)

    def childAt(self, x: int, y: int) -> Any:
        """Return the note at a place of the screen."""
        items = (self.child(index) for index in range(self.childCount()))
        return next((item for item in items if item and item.rect().contains(x, y)), None)

    def focusChild(self) -> Any:
        """Return the note that the keys act on, if it is a single one."""
        selection = self._roll.document.selection
        if len(selection) != 1:
            return None
        (note,) = selection
        return self.child(self._roll.document.shown.melody.notes.index(note))

    def text(self, kind: QAccessible.Text) -> str:
        """Return the roll's name."""
        return self._roll.accessibleName() if kind == QAccessible.Text.Name else ""


def announce_focus(roll: PianoRoll) -> None:
    """Tell a screen reader that the keys act on another note."""
    _announce(roll, QAccessible.Event.Focus)


def announce_change(roll: PianoRoll) -> None:
    """Tell a screen reader that the note that the keys act on has become another."""
    _announce(roll, QAccessible.Event.NameChanged)


def _announce(roll: PianoRoll, what: QAccessible.Event) -> None:
    selection = roll.document.selection
    if QAccessible.isActive() and len(selection) == 1:
        (note,) = selection
        event = QAccessibleEvent(roll, what)
        event.setChild(roll.document.shown.melody.notes.index(note))
        QAccessible.updateAccessibility(event)


def install() -> None:
    """Let Qt ask here for the interfaces of rolls."""
    QAccessible.installFactory(_interface_of)


_LISTS: dict[PianoRoll, RollList] = {}
"""Keeps what Qt was given; a roll lives as long as its window."""


def _interface_of(_key: str, thing: QObject | None) -> QAccessibleInterface | None:
    if not isinstance(thing, PianoRoll):
        return None
    if thing not in _LISTS:
        _LISTS[thing] = RollList(thing)
        thing.destroyed.connect(lambda: _LISTS.pop(thing, None))
    return _LISTS[thing]
