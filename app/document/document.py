"""Owns Document: the open sketch with its takes, and the only way to change them."""

from __future__ import annotations

from collections.abc import Hashable, Iterable
from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QUndoStack

from app.document.commands import SketchCommand, TakeCommand
from app.document.state import State
from app.domain import Edited, Note, Selection, Sketch, Take, TakeTree


class Document(QObject):
    """The sketch a player works on.

    `sketch` is what was accepted; `shown` is what roll and score show: the previewed take, or the
    sketch. Changes go through the undo stack, except the arrival and the preview of takes.
    """

    sketch_changed = Signal()
    shown_changed = Signal()
    selection_changed = Signal()
    takes_changed = Signal()
    previewed_changed = Signal()
    opened = Signal()
    """Another sketch was begun or opened."""
    path_changed = Signal()
    modified_changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.undo_stack = QUndoStack(self)
        self.undo_stack.cleanChanged.connect(self._on_clean_changed)
        self._state = State(Sketch())
        self._takes = TakeTree()
        self._path: Path | None = None
        self._has_new_takes = False
        self._last_number = 0

    @property
    def sketch(self) -> Sketch:
        """The accepted sketch."""
        return self._state.sketch

    @property
    def takes(self) -> TakeTree:
        """The takes that came and were not rejected."""
        return self._takes

    @property
    def selection(self) -> Selection:
        """The selected notes of `shown`."""
        return self._state.selection

    @property
    def previewed(self) -> Take | None:
        """The take in the window, None while it is the sketch."""
        return self.takes.find(self._state.previewed)

    @property
    def shown(self) -> Sketch:
        """What roll and score show."""
        previewed = self.previewed
        return self.sketch if previewed is None else previewed.sketch

    @property
    def shown_start_ticks(self) -> int | None:
        """Where the new bars of the previewed take begin."""
        previewed = self.previewed
        return None if previewed is None else previewed.start_ticks

    @property
    def path(self) -> Path | None:
        """The file the document was opened from or saved to."""
        return self._path

    @property
    def is_modified(self) -> bool:
        """Whether there is something that no file holds."""
        return self._has_new_takes or not self.undo_stack.isClean()

    def select(self, notes: Iterable[Note]) -> None:
        """Select these notes of `shown`, and no others."""
        self._become(replace(self._state, selection=frozenset(notes)))

    def edit(self, text: str, edited: Edited, merge_key: Hashable = None) -> None:
        """Make an edit of `shown` the sketch; a previewed take is taken in by the same step."""
        sketch = replace(self.shown, melody=edited.melody)
        after = replace(self._state, sketch=sketch, selection=edited.selected, previewed=None)
        if sketch != self.shown:
            self._push(text, after, merge_key)
        else:
            self.select(edited.selected)

    def change_sketch(self, text: str, sketch: Sketch, merge_key: Hashable = None) -> None:
        """Make `sketch` the sketch: another key, meter, tempo, title or chords of `shown`."""
        notes = frozenset(sketch.melody)
        after = replace(
            self._state, sketch=sketch, selection=self.selection & notes, previewed=None
        )
        if sketch != self.shown:
            self._push(text, after, merge_key)

    def preview(self, take_id: str | None) -> None:
        """Show a take, or with None the sketch again; nothing is changed by it."""
        if take_id != self._state.previewed:
            self._become(replace(self._state, previewed=take_id, selection=frozenset()))

    def accept(self, take_id: str) -> None:
        """Take a take into the sketch."""
        take = self.takes.find(take_id)
        if take is not None:
            after = replace(self._state, sketch=take.sketch, previewed=None, selection=frozenset())
            self._push(self.tr("Take in take {0}").format(take.number), after)

    def add_take(self, take: Take) -> None:
        """Add a take that came; it gets the next number and is no step to undo."""
        self._last_number += 1
        self._has_new_takes = True
        self._set_takes(self._takes.added(replace(take, number=self._last_number)))
        self.modified_changed.emit()

    def star(self, take_id: str, *, starred: bool) -> None:
        """Give a take its star or take it away."""
        take = self.takes.find(take_id)
        if take is not None and take.starred != starred:
            text = self.tr("Star take {0}") if starred else self.tr("Unstar take {0}")
            self._push_take(text.format(take.number), take, replace(take, starred=starred))

    def rename(self, take_id: str, name: str) -> None:
        """Give a take a name."""
        take = self.takes.find(take_id)
        if take is not None and take.name != name:
            text = self.tr("Rename take {0}").format(take.number)
            self._push_take(text, take, replace(take, name=name))

    def reject(self, take_id: str) -> None:
        """Take a take away."""
        take = self.takes.find(take_id)
        if take is not None:
            self._push_take(self.tr("Reject take {0}").format(take.number), take, None)

    def open(self, sketch: Sketch, takes: TakeTree | None = None, path: Path | None = None) -> None:
        """Begin with another sketch; what was open is gone."""
        self.undo_stack.clear()
        self._has_new_takes = False
        takes = takes or TakeTree()
        self._last_number = max((take.number for take in takes), default=0)
        self._become(State(sketch))
        self._set_takes(takes)
        self._set_path(path)
        self.modified_changed.emit()
        self.opened.emit()

    def mark_saved(self, path: Path) -> None:
        """Note that a file holds everything now."""
        self._has_new_takes = False
        self.undo_stack.setClean()
        self._set_path(path)
        self.modified_changed.emit()

    def _set_path(self, path: Path | None) -> None:
        if path != self._path:
            self._path = path
            self.path_changed.emit()

    def _push(self, text: str, after: State, merge_key: Hashable = None) -> None:
        self.undo_stack.push(SketchCommand(text, self._state, after, self._become, merge_key))

    def _push_take(self, text: str, before: Take, after: Take | None) -> None:
        self.undo_stack.push(TakeCommand(text, before, after, self._exchange_take))

    def _exchange_take(self, before: Take | None, after: Take | None) -> None:
        if before is None and after is not None:
            self._set_takes(self._takes.added(after).in_order())
        elif after is None and before is not None:
            self._set_takes(self._takes.without(before.id))
        elif after is not None:
            self._set_takes(self._takes.replaced(after))

    def _set_takes(self, takes: TakeTree) -> None:
        shown = self.shown
        if takes != self._takes:
            self._takes = takes
            self.takes_changed.emit()
        if self._state.previewed is not None and self.previewed is None:
            self._state = replace(self._state, previewed=None, selection=frozenset())
            self.previewed_changed.emit()
        if self.shown != shown:
            self.shown_changed.emit()

    def _become(self, state: State) -> None:
        before, shown = self._state, self.shown
        self._state = state
        if state.sketch != before.sketch:
            self.sketch_changed.emit()
        if state.previewed != before.previewed:
            self.previewed_changed.emit()
        if self.shown != shown:
            self.shown_changed.emit()
        if state.selection != before.selection:
            self.selection_changed.emit()

    def _on_clean_changed(self) -> None:
        self.modified_changed.emit()
