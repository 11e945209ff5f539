"""Owns Document: the open sketch with its takes, and the only way to change them."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable
from dataclasses import replace
from pathlib import Path
from typing import Final

import shiboken6
from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QUndoStack

from app.constants import FARTHEST_TICK, MOST_QUARTERS
from app.document.state import State
from app.document.undo_commands import SketchCommand, TakeCommand
from app.domain import (
    Edited,
    Node,
    Note,
    Project,
    Selection,
    Sketch,
    Take,
    TakeTree,
    Version,
)
from app.domain.takes import kept_from, way_to

MOST_UNDO_STEPS: Final = 2000
"""The undo limit. It bounds memory: a step of a sketch with 5,000 notes takes about 40 kB."""


class Document(QObject):
    """The sketch on which a player works, and its takes.

    `sketch` is what the player has accepted. `shown` is what roll and score show: the previewed
    take or version, or else the sketch. Every change goes through the undo stack, except that takes
    arrive and are previewed. Rejected takes stay in the bin until it is emptied.
    """

    sketch_changed = Signal()
    shown_changed = Signal()
    selection_changed = Signal()
    takes_changed = Signal()
    """The takes, those in the bin, or the versions have changed."""
    previewed_changed = Signal()
    opened = Signal()
    """A new sketch was begun, or a file was opened."""
    path_changed = Signal()
    modified_changed = Signal()
    refused = Signal(str)
    """A sentence that says why an edit was not made."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.undo_stack = QUndoStack(self)
        self.undo_stack.setUndoLimit(MOST_UNDO_STEPS)
        self.undo_stack.cleanChanged.connect(self._on_clean_changed)
        self._state = State(Sketch())
        self._takes = self._bin = TakeTree()
        self._path: Path | None = None
        self._is_more_than_file = False
        self._last_number = 0

    def __del__(self) -> None:
        """Empty the undo stack before anything of it is destroyed.

        The stack holds the commands, and they hold the document. Python's garbage collector would
        destroy the commands first, and Qt's stack would then delete them a second time.
        """
        if shiboken6.isValid(self.undo_stack):
            self.undo_stack.blockSignals(True)
            self.undo_stack.clear()

    @property
    def sketch(self) -> Sketch:
        """The accepted sketch."""
        return self._state.sketch

    @property
    def takes(self) -> TakeTree:
        """The takes, without those that were rejected."""
        return self._takes

    @property
    def bin(self) -> TakeTree:
        """The rejected takes, sorted by number."""
        return self._bin

    @property
    def project(self) -> Project:
        """Everything that a file of this document holds."""
        return Project(self.sketch, self.takes, self.bin, self._state.origin)

    @property
    def selection(self) -> Selection:
        """The selected notes of `shown`."""
        return self._state.selection

    @property
    def previewed(self) -> Take | None:
        """The take that is previewed; None while the sketch is shown."""
        node = self.shown_node
        return node if isinstance(node, Take) else None

    @property
    def shown_node(self) -> Node | None:
        """The take or version that is previewed; None while the sketch is shown."""
        return self.node(self._state.previewed)

    @property
    def shown(self) -> Sketch:
        """The sketch that roll and score show."""
        node = self.shown_node
        return self.sketch if node is None else node.sketch

    @property
    def path(self) -> Path | None:
        """The file the document was opened from or saved to."""
        return self._path

    @property
    def is_modified(self) -> bool:
        """Whether there are changes that have not been saved."""
        return self._is_more_than_file or not self.undo_stack.isClean()

    def node(self, node_id: str | None) -> Node | None:
        """Return the take (rejected or not) or version with an id; None if there is none."""
        return (
            self.takes.find(node_id) or self.bin.find(node_id) or self.takes.find_version(node_id)
        )

    def way_to(self, node_id: str | None) -> tuple[Node, ...]:
        """Return the ancestors of a take or version, the oldest first, and the node itself."""
        return way_to(self.node(node_id), self.node)

    def base_of(self, sketch: Sketch) -> Node:
        """Return the take or version that holds a sketch, or a new version if none does.

        It becomes the parent of the takes made from the sketch. A new version is stored only when
        `add_take` adds the first of them.
        """
        origin = self.node(self._state.origin)
        if origin is not None and origin.sketch == sketch:
            return origin
        same = (version for version in self.takes.versions if version.sketch == sketch)
        return next(same, Version(sketch, None if origin is None else origin.id))

    def select(self, notes: Iterable[Note]) -> None:
        """Select these notes of `shown`, and no others."""
        self._become(replace(self._state, selection=frozenset(notes)))

    def edit(self, text: str, edited: Edited, merge_key: Hashable = None) -> None:
        """Make the result of editing `shown` the sketch.

        If a take was previewed, the same undo step takes it in.
        """
        sketch = replace(self.shown, melody=edited.melody)
        after = replace(self._taken_in(), sketch=sketch, selection=edited.selected)
        if sketch != self.shown:
            self._push(text, after, merge_key)
        else:
            self.select(edited.selected)

    def change_sketch(self, text: str, sketch: Sketch, merge_key: Hashable = None) -> None:
        """Replace the sketch by `shown` with another key, meter, tempo, title or chords."""
        notes = frozenset(sketch.melody)
        after = replace(self._taken_in(), sketch=sketch, selection=self.selection & notes)
        if sketch != self.shown:
            self._push(text, after, merge_key)

    def preview(self, node_id: str | None) -> None:
        """Show a take or version, or with None the sketch again; this changes nothing."""
        if node_id != self._state.previewed:
            self._become(replace(self._state, previewed=node_id, selection=frozenset()))

    def accept(self, node_id: str) -> None:
        """Make a take the sketch, or go back to a version.

        If the sketch is that already, it is only shown, which is no step to undo.
        """
        node = self.node(node_id)
        if node is None:
            return
        text = (
            self.tr("Put take {0} into the sketch").format(node.number)
            if isinstance(node, Take)
            else self.tr("Bring back the sketch")
        )
        if (self.sketch, self._state.origin) == (node.sketch, node.id):
            self.preview(None)
        else:
            self._push(text, State(node.sketch, origin=node.id))

    def add_take(self, take: Take, base: Node | None = None) -> None:
        """Add a take that the model made; it gets the next number. This is not an undo step.

        `base` is what it was made from, if that is a new version (see `base_of`).
        """
        if self._refuses(take.sketch):
            return
        self._last_number += 1
        self._is_more_than_file = True
        takes = self._takes
        if isinstance(base, Version) and takes.find_version(base.id) is None:
            takes = takes.with_versions([base])
        self._set_takes(takes.added(replace(take, number=self._last_number)), self._bin)
        self.modified_changed.emit()

    def star(self, take_id: str, *, starred: bool) -> None:
        """Give a take a star, or remove it."""
        take = self._take(take_id)
        if take is not None and take.starred != starred:
            text = self.tr("Star take {0}") if starred else self.tr("Unstar take {0}")
            self._push_take(text.format(take.number), take, replace(take, starred=starred))

    def rename(self, take_id: str, name: str) -> None:
        """Give a take a name."""
        take = self._take(take_id)
        if take is not None and take.name != name:
            text = self.tr("Rename take {0}").format(take.number)
            self._push_take(text, take, replace(take, name=name))

    def reject(self, take_id: str) -> None:
        """Move a take into the bin."""
        take = self.takes.find(take_id)
        if take is not None:
            text = self.tr("Reject take {0}").format(take.number)
            self._push_move(text, lambda: self._bin_take(take_id), lambda: self._keep_take(take_id))

    def put_back(self, take_id: str) -> None:
        """Move a take out of the bin again."""
        take = self.bin.find(take_id)
        if take is not None:
            text = self.tr("Put take {0} back").format(take.number)
            self._push_move(text, lambda: self._keep_take(take_id), lambda: self._bin_take(take_id))

    def empty_bin(self) -> None:
        """Delete the rejected takes; those from which other takes were made stay as versions."""
        emptied = self.bin
        if not len(emptied):
            return
        nodes = (*self.takes, *self.takes.versions)
        kept = kept_from(emptied, nodes, self._state.origin)
        before = self.takes.versions

        def empty() -> None:
            self._set_takes(self.takes.with_versions(kept), TakeTree())

        def fill() -> None:
            self._set_takes(replace(self.takes, versions=before), emptied)

        self._push_move(self.tr("Empty the bin"), empty, fill)

    def open(self, sketch: Sketch, takes: TakeTree | None = None, path: Path | None = None) -> None:
        """Begin with another sketch, in place of the one that was open."""
        self.open_project(Project(sketch, takes or TakeTree()), path)

    def open_project(
        self, project: Project, path: Path | None = None, *, is_saved: bool = True
    ) -> None:
        """Begin with what a file holds, in place of what was open.

        `is_saved` tells whether `path` holds the same, or an older state, so that it still has to
        be saved.
        """
        self.undo_stack.clear()
        self._is_more_than_file = not is_saved
        everything = (*project.takes, *project.bin)
        self._last_number = max((take.number for take in everything), default=0)
        self._become(State(project.sketch, origin=project.origin))
        self._set_takes(project.takes, project.bin)
        self._set_path(path)
        self.modified_changed.emit()
        self.opened.emit()

    def mark_saved(self, path: Path, saved: Project) -> None:
        """Record that a file holds a project, of which the document may hold more by now."""
        self._is_more_than_file = saved != self.project
        if self._is_more_than_file:
            self.undo_stack.resetClean()  # undoing to there would not be what the file holds
        else:
            self.undo_stack.setClean()
        self._set_path(path)
        self.modified_changed.emit()

    def _set_path(self, path: Path | None) -> None:
        if path != self._path:
            self._path = path
            self.path_changed.emit()

    def _push(self, text: str, after: State, merge_key: Hashable = None) -> None:
        if self._refuses(after.sketch):
            return
        self.undo_stack.push(SketchCommand(text, self._state, after, self._become, merge_key))

    def _refuses(self, sketch: Sketch) -> bool:
        """Tell the player if a sketch is too long: it could be saved, but not be opened again."""
        if sketch.melody.end_ticks <= FARTHEST_TICK:
            return False
        text = self.tr("A sketch can't be longer than {0} quarters, so nothing was changed.")
        self.refused.emit(text.format(MOST_QUARTERS))
        return True

    def _push_move(self, text: str, does: Callable[[], None], undoes: Callable[[], None]) -> None:
        self.undo_stack.push(TakeCommand(text, does, undoes))

    def _push_take(self, text: str, before: Take, after: Take) -> None:
        self._push_move(text, lambda: self._exchange(after), lambda: self._exchange(before))

    def _take(self, take_id: str) -> Take | None:
        return self.takes.find(take_id) or self.bin.find(take_id)

    def _taken_in(self) -> State:
        """Return the state in which what is shown has become the sketch."""
        state = self._state
        origin = state.origin if self.shown_node is None else state.previewed
        return replace(state, previewed=None, origin=origin)

    def _exchange(self, take: Take) -> None:
        if self.takes.find(take.id) is not None:
            self._set_takes(self._takes.replaced(take), self._bin)
        else:
            self._set_takes(self._takes, self._bin.replaced(take))

    def _bin_take(self, take_id: str) -> None:
        take = self.takes.find(take_id)
        if take is not None:
            if self._state.previewed == take_id:
                self.preview(None)
            self._set_takes(self._takes.without(take_id), self._bin.added(take).in_order())

    def _keep_take(self, take_id: str) -> None:
        take = self.bin.find(take_id)
        if take is not None:
            self._set_takes(self._takes.added(take).in_order(), self._bin.without(take_id))

    def _set_takes(self, takes: TakeTree, rejected: TakeTree) -> None:
        shown = self.shown
        if (takes, rejected) != (self._takes, self._bin):
            self._takes, self._bin = takes, rejected
            self.takes_changed.emit()
        if self._state.previewed is not None and self.shown_node is None:
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
