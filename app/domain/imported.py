"""Owns Imported: the sketch from a file, and what else there is to know about the file."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from app.domain.melody import Melody
from app.domain.reading import Reading
from app.domain.sketch import Sketch
from app.errors import AppError


@dataclass(frozen=True, slots=True)
class PartInfo:
    """A track, voice or tune in a file; `notes` is None if its notes were not counted.

    `beginning` has its first notes, of those that begin together the highest.
    """

    index: int
    name: str
    notes: int | None = None
    beginning: Melody = field(default_factory=Melody)

    def __str__(self) -> str:
        if self.notes is None:
            return self.name
        return f"{self.name} ({self.notes} note{'' if self.notes == 1 else 's'})"


@dataclass(frozen=True, slots=True)
class Imported:
    """A sketch from a file.

    `messages` are sentences about what was left out or guessed. `parts` are all parts of the file,
    and `part` is the index of the one that was taken. `reading` is how it was read if there is
    another way, and else None: because the file has repeats, or because it is a performance.
    """

    sketch: Sketch
    messages: tuple[str, ...] = ()
    parts: tuple[PartInfo, ...] = ()
    part: int = 0
    reading: Reading | None = None
    is_performance: bool = False


def check_part(parts: Sequence[object], part: int | None) -> None:
    """Raise AppError if there is no such part; None, which means any part, is always right."""
    if part is not None and not 0 <= part < len(parts):
        raise AppError(
            f"it has parts 1 to {len(parts)}, but no part {part + 1}; choose one of those"
        )
