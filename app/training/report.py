"""Owns CorpusReport: what of each source was read, kept and left out, and why."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from app.training.tune import Tune


class Reason(StrEnum):
    """Why a tune or a piece was left out."""

    UNREADABLE = "unreadable"
    NO_METER = "no meter or key"
    NO_NOTES = "no notes"
    CROOKED = "off the meter"
    SHORT = "too short"
    COPY = "copy of another"


def ignore(reason: Reason) -> None:
    """Hear of something left out, and count nothing."""


@dataclass
class SourceCount:
    """What came of one source; tunes are cut into pieces where key, meter or length ask for it."""

    files: int = 0
    tunes: int = 0
    pieces: int = 0
    notes: int = 0
    with_chords: int = 0
    dropped: Counter[Reason] = field(default_factory=Counter)


_COLUMNS: Final = ("source", "files", "tunes", "pieces", "notes", "with chords", "left out")


@dataclass
class CorpusReport:
    """Counts by source; `str` gives a table of them with a line for all."""

    sources: dict[str, SourceCount] = field(default_factory=dict)

    def of(self, source: str) -> SourceCount:
        """Return the count of a source, begun if there is none."""
        return self.sources.setdefault(source, SourceCount())

    def keep(self, piece: Tune) -> None:
        """Count a piece that is learned from."""
        self._count(piece, 1)

    def leave_out(self, piece: Tune, reason: Reason) -> None:
        """Take back a piece that was kept before, as a copy of another, say."""
        self._count(piece, -1)
        self.of(piece.source).dropped[reason] += 1

    def _count(self, piece: Tune, sign: int) -> None:
        count = self.of(piece.source)
        count.pieces += sign
        count.notes += sign * len(piece.notes)
        count.with_chords += sign * bool(piece.chords)

    @property
    def total(self) -> SourceCount:
        """The sum over all sources."""
        total = SourceCount()
        for count in self.sources.values():
            for name in ("files", "tunes", "pieces", "notes", "with_chords"):
                setattr(total, name, getattr(total, name) + getattr(count, name))
            total.dropped += count.dropped
        return total

    def __str__(self) -> str:
        named = [*self.sources.items(), ("all", self.total)]
        return _table([_COLUMNS, *(_row(name, count) for name, count in named)])


def _row(name: str, count: SourceCount) -> tuple[str, ...]:
    numbers = (count.files, count.tunes, count.pieces, count.notes, count.with_chords)
    reasons = ", ".join(f"{number} {reason}" for reason, number in count.dropped.most_common())
    return (name, *(f"{number:,}" for number in numbers), reasons or "nothing")


def _table(rows: Sequence[Sequence[str]]) -> str:
    """Lay out rows with two blanks between columns; numbers stand to the right."""
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    last = len(widths) - 1
    lines = (
        "  ".join(
            cell.ljust(width) if column in (0, last) else cell.rjust(width)
            for column, (cell, width) in enumerate(zip(row, widths, strict=True))
        )
        for row in rows
    )
    return "\n".join(line.rstrip() for line in lines)
