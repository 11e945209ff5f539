"""Owns CorpusReport: how much of each source was read, kept and left out, and why."""

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
    OFF_METER = "off the meter"
    SHORT = "too short"
    COPY = "copy of another"


def ignore(reason: Reason) -> None:
    """Take note of nothing; for readers whose caller doesn't count what is left out."""


@dataclass
class SourceCount:
    """What came of one source.

    A file's tunes are cut where key or meter changes; a long tune makes several pieces.
    """

    files: int = 0
    tunes: int = 0
    pieces: int = 0
    notes: int = 0
    with_chords: int = 0
    dropped: Counter[Reason] = field(default_factory=Counter)


_COLUMNS: Final = ("source", "files", "tunes", "pieces", "notes", "with chords", "left out")


@dataclass
class CorpusReport:
    """Counts by source; `str` makes a table of them, with a last line for all sources together."""

    sources: dict[str, SourceCount] = field(default_factory=dict)

    def of(self, source: str) -> SourceCount:
        """Return the counts of a source, which begin at 0."""
        return self.sources.setdefault(source, SourceCount())

    def keep(self, piece: Tune) -> None:
        """Count a piece that is kept."""
        self._count(piece, 1)

    def leave_out(self, piece: Tune, reason: Reason) -> None:
        """Count a piece as left out that was counted as kept before."""
        self._count(piece, -1)
        self.of(piece.source).dropped[reason] += 1

    def _count(self, piece: Tune, sign: int) -> None:
        count = self.of(piece.source)
        count.pieces += sign
        count.notes += sign * len(piece.notes)
        count.with_chords += sign * bool(piece.chords)

    @property
    def total(self) -> SourceCount:
        """The counts of all sources together."""
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
    """Return rows as text, two blanks between columns, all but the first and last right-aligned."""
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
