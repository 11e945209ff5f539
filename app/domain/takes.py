"""Owns Take and TakeTree: what the model gave, and which take grew out of which."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from uuid import uuid4

from app.domain.note import Note
from app.domain.request import Request
from app.domain.sketch import Sketch


@dataclass(frozen=True, slots=True)
class Originality:
    """The longest run of notes that a take shares with a tune the model learned from.

    Counts intervals and rhythm alike, in any key; `source` names the tune, empty if none.
    """

    longest_match_notes: int = 0
    source: str = ""


@dataclass(frozen=True, slots=True)
class Take:
    """A melody the model gave: the whole sketch, with the passage that is the model's.

    The passage begins at `start_ticks` and ends before `end_ticks`; 0 stands for the sketch's end.
    `request` and `seed` make it again; `parent` is the id of the take it grew out of; `number` is
    the one its card shows; `bits_per_note` tells how surprising the model finds its new notes.
    """

    sketch: Sketch
    request: Request
    seed: int
    start_ticks: int
    end_ticks: int = 0
    parent: str | None = None
    number: int = 0
    name: str = ""
    starred: bool = False
    bits_per_note: float = 0.0
    originality: Originality = field(default_factory=Originality)
    created: datetime = field(default_factory=lambda: datetime.now(UTC))
    id: str = field(default_factory=lambda: uuid4().hex)

    def __post_init__(self) -> None:
        if not self.end_ticks:
            object.__setattr__(self, "end_ticks", self.sketch.end_ticks)

    @property
    def new_notes(self) -> tuple[Note, ...]:
        """The notes that begin in the model's passage."""
        return tuple(
            note
            for note in self.sketch.melody
            if self.start_ticks <= note.onset_ticks < self.end_ticks
        )


@dataclass(frozen=True, slots=True)
class TakeTree:
    """Takes in the order in which they came, each naming its parent; immutable."""

    takes: tuple[Take, ...] = ()

    def __len__(self) -> int:
        return len(self.takes)

    def __iter__(self) -> Iterator[Take]:
        return iter(self.takes)

    def __getitem__(self, index: int) -> Take:
        return self.takes[index]

    def find(self, take_id: str | None) -> Take | None:
        """Return the take of that id, or None."""
        return next((take for take in self.takes if take.id == take_id), None)

    def added(self, take: Take) -> TakeTree:
        """Return the tree with one take more."""
        return TakeTree((*self.takes, take))

    def replaced(self, take: Take) -> TakeTree:
        """Return the tree with `take` in the place of the one with the same id."""
        return TakeTree(tuple(take if old.id == take.id else old for old in self.takes))

    def without(self, take_id: str) -> TakeTree:
        """Return the tree without a take; its children stay and keep the name of their parent."""
        return TakeTree(tuple(take for take in self.takes if take.id != take_id))

    def in_order(self) -> TakeTree:
        """Return the tree with its takes in the order of their numbers."""
        return TakeTree(tuple(sorted(self.takes, key=lambda take: take.number)))

    def path(self, take_id: str) -> tuple[Take, ...]:
        """Return the takes from the root down to this one."""
        upward: list[Take] = []
        take = self.find(take_id)
        while take is not None and take not in upward:
            upward.append(take)
            take = self.find(take.parent)
        return tuple(reversed(upward))
