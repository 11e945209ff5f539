"""Owns Take, Version and TakeTree: the model's takes, and what each of them was made from."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from os import urandom

from app.domain.note import Note
from app.domain.request import Request
from app.domain.sketch import Sketch


def _new_id() -> str:
    """Return 32 random digits; importing uuid for it would slow down the start."""
    return urandom(16).hex()


@dataclass(frozen=True, slots=True)
class Originality:
    """The longest run of notes that a take shares with a tune the model learned from.

    Notes count as shared if both their intervals and their rhythm agree, in whatever key. `source`
    names the tune, and is empty if there is none.
    """

    longest_match_notes: int = 0
    source: str = ""


@dataclass(frozen=True, slots=True)
class Take:
    """A melody that the model made: a whole sketch, in which one passage is new.

    The passage begins at `start_ticks` and ends before `end_ticks`, where 0 means the end of the
    sketch. `parent` is the id of the take or version that it was made from; `request` and `seed`
    make the same take again from that. `number` is shown on its card, and `bits_per_note` tells how
    surprising the model finds the new notes.
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
    id: str = field(default_factory=_new_id)

    def __post_init__(self) -> None:
        if not self.end_ticks:
            object.__setattr__(self, "end_ticks", self.sketch.end_ticks)

    @property
    def new_notes(self) -> tuple[Note, ...]:
        """The notes that begin in the new passage."""
        return tuple(
            note
            for note in self.sketch.melody
            if self.start_ticks <= note.onset_ticks < self.end_ticks
        )

    @property
    def wishes(self) -> Request:
        """The request that would give this take as its first."""
        return replace(self.request, seed=self.seed)


@dataclass(frozen=True, slots=True)
class Version:
    """A state of the player's own sketch from which takes were made.

    `parent` is the id of the take or version that this state was made from.
    """

    sketch: Sketch
    parent: str | None = None
    created: datetime = field(default_factory=lambda: datetime.now(UTC))
    id: str = field(default_factory=_new_id)


Node = Take | Version
"""Whatever has a place in the tree: it holds a whole sketch, and names its parent."""


@dataclass(frozen=True, slots=True)
class TakeTree:
    """The takes in the order in which they came, and the versions they were made from.

    It is immutable. Iterating and `len` concern the takes alone.
    """

    takes: tuple[Take, ...] = ()
    versions: tuple[Version, ...] = ()
    _takes_by_id: dict[str, Take] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_takes_by_id", {take.id: take for take in self.takes})

    def __len__(self) -> int:
        return len(self.takes)

    def __iter__(self) -> Iterator[Take]:
        return iter(self.takes)

    def __getitem__(self, index: int) -> Take:
        return self.takes[index]

    def find(self, take_id: str | None) -> Take | None:
        """Return the take with an id, or None."""
        return None if take_id is None else self._takes_by_id.get(take_id)

    def find_version(self, version_id: str | None) -> Version | None:
        """Return the version with an id, or None."""
        return next((version for version in self.versions if version.id == version_id), None)

    def added(self, take: Take) -> TakeTree:
        """Return the tree with one more take."""
        return replace(self, takes=(*self.takes, take))

    def with_versions(self, versions: Iterable[Version]) -> TakeTree:
        """Return the tree with more versions."""
        return replace(self, versions=(*self.versions, *versions))

    def replaced(self, take: Take) -> TakeTree:
        """Return the tree in which `take` replaces the one with the same id."""
        return replace(self, takes=tuple(take if old.id == take.id else old for old in self.takes))

    def without(self, take_id: str) -> TakeTree:
        """Return the tree without a take; its children stay, and still name it as their parent."""
        return replace(self, takes=tuple(take for take in self.takes if take.id != take_id))

    def in_order(self) -> TakeTree:
        """Return the tree with its takes sorted by number."""
        return replace(self, takes=tuple(sorted(self.takes, key=lambda take: take.number)))


def way_to(node: Node | None, find: Callable[[str | None], Node | None]) -> tuple[Node, ...]:
    """Return the ancestors of a node that `find` knows, the oldest first, and the node itself."""
    upward: dict[str, Node] = {}
    while node is not None and node.id not in upward:
        upward[node.id] = node
        node = find(node.parent)
    return tuple(reversed(upward.values()))


def kept_from(emptied: TakeTree, nodes: Iterable[Node], *others: str | None) -> tuple[Version, ...]:
    """Return, as versions, the discarded takes from which something that stays was made.

    Those that stay are `nodes` and the ids in `others`. Thus every take can be made again as long
    as it exists itself.
    """
    wanted = {*(node.parent for node in nodes), *others}
    kept: dict[str, Version] = {}
    while wanted:
        take = emptied.find(wanted.pop())
        if take is not None and take.id not in kept:
            kept[take.id] = Version(take.sketch, take.parent, take.created, take.id)
            wanted.add(take.parent)
    return tuple(sorted(kept.values(), key=lambda version: version.created))
