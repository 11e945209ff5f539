"""What a screen reader sees of roll and score: a list whose items are the notes.

An item stands for a place in the list, not for a note: Qt keeps items as long as it likes, and
the notes change with every edit. Qt takes None for "no interface", which its type hints don't say:
hence Any.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QObject, QRect
from PySide6.QtGui import (
    QAccessible,
    QAccessibleAnnouncementEvent,
    QAccessibleEvent,
    QAccessibleInterface,
)
from PySide6.QtWidgets import QAbstractScrollArea, QAccessibleWidget, QWidget

from app.document import Document
from app.domain import Note
from app.domain.spoken import spoken_note


@dataclass(frozen=True, slots=True)
class NotesView:
    """A view that is read as a list of the document's notes.

    `place` tells where a note is in the viewport, in its pixels.
    """

    view: QAbstractScrollArea
    document: Document
    place: Callable[[Note], QRect]


class NoteItem(QAccessibleInterface):
    """The note at a place of the melody that is shown."""

    def __init__(self, shown: NotesView, index: int) -> None:
        super().__init__()
        self._shown, self._index = shown, index

    @property
    def note(self) -> Note | None:
        """The note that stands there now."""
        notes = self._shown.document.shown.melody.notes
        return notes[self._index] if self._index < len(notes) else None

    def isValid(self) -> bool:
        """Whether there is such a note."""
        return self.note is not None

    def object(self) -> Any:
        """Return nothing: a note is no QObject."""
        return None

    def parent(self) -> QAccessibleInterface:
        """Return the view's interface."""
        return QAccessible.queryAccessibleInterface(self._shown.view)

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
        box = self._shown.place(note)
        return QRect(self._shown.view.viewport().mapToGlobal(box.topLeft()), box.size())

    def role(self) -> QAccessible.Role:
        """Return that it is an item of a list."""
        return QAccessible.Role.ListItem

    def state(self) -> QAccessible.State:
        """Return whether it is selected, and in the keys' focus."""
        state, selection = QAccessible.State(), self._shown.document.selection
        state.selectable = state.focusable = state.multiSelectable = True
        state.selected = self.note in selection
        state.focused = selection == {self.note} and self._shown.view.hasFocus()
        return state

    def text(self, kind: QAccessible.Text) -> str:
        """Return the note in words."""
        note = self.note
        if note is None or kind != QAccessible.Text.Name:
            return ""
        return spoken_note(note, self._shown.document.shown)

    def setText(self, _kind: QAccessible.Text, _text: str) -> None:
        """Leave it: a note's words follow from the note."""


class NotesList(QAccessibleWidget):
    """A view as a list of its notes."""

    def __init__(self, shown: NotesView) -> None:
        super().__init__(shown.view, QAccessible.Role.List, shown.view.accessibleName())
        self._shown = shown
        self._items: list[NoteItem] = []

    def childCount(self) -> int:
        """Return how many notes there are."""
        return len(self._shown.document.shown.melody)

    def child(self, index: int) -> Any:
        """Return the note at a place."""
        if not 0 <= index < self.childCount():
            return None
        while len(self._items) <= index:
            self._items.append(NoteItem(self._shown, len(self._items)))
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
        selection = self._shown.document.selection
        if len(selection) != 1:
            return None
        (note,) = selection
        return self.child(self._shown.document.shown.melody.notes.index(note))

    def text(self, kind: QAccessible.Text) -> str:
        """Return the view's name."""
        return self._shown.view.accessibleName() if kind == QAccessible.Text.Name else ""


def read_as_list(shown: NotesView) -> None:
    """Let screen readers read a view as a list of its notes, for as long as it lives."""
    view = shown.view
    _READ[view] = shown

    def forget() -> None:
        _READ.pop(view, None)
        _LISTS.pop(view, None)

    view.destroyed.connect(forget)


def announce_focus(shown: NotesView) -> None:
    """Tell a screen reader that the keys act on another note."""
    _announce(shown, QAccessible.Event.Focus)


def announce_change(shown: NotesView) -> None:
    """Tell a screen reader that the note that the keys act on has become another."""
    _announce(shown, QAccessible.Event.NameChanged)


def announce_text(widget: QWidget, text: str) -> None:
    """Let a screen reader say something."""
    if QAccessible.isActive():
        QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(widget, text))


def _announce(shown: NotesView, what: QAccessible.Event) -> None:
    selection = shown.document.selection
    if QAccessible.isActive() and len(selection) == 1:
        (note,) = selection
        event = QAccessibleEvent(shown.view, what)
        event.setChild(shown.document.shown.melody.notes.index(note))
        QAccessible.updateAccessibility(event)


def install() -> None:
    """Let Qt ask here for the interfaces of such views."""
    QAccessible.installFactory(_interface_of)


_READ: dict[QObject, NotesView] = {}
_LISTS: dict[QObject, NotesList] = {}
"""Keeps what Qt was given; a view lives as long as its window."""


def _interface_of(_key: str, thing: QObject | None) -> QAccessibleInterface | None:
    if thing is None or thing not in _READ:
        return None
    if thing not in _LISTS:
        _LISTS[thing] = NotesList(_READ[thing])
    return _LISTS[thing]
