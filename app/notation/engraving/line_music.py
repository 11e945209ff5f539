"""Owns LineMusic: what one line shows of a sketch, regardless of where the line stands."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import count

from app.domain import Author, ChordChange, Sketch
from app.domain.authorship import authors_of_bars
from app.notation.drawing.score_drawing import Ink
from app.notation.engraving.inks import inks
from app.notation.writing.bars import Bar, Written


@dataclass(frozen=True, slots=True)
class LineMusic:
    """Everything besides its engraving that the look of a line depends on.

    Nothing in it depends on the notes before the line: notes are counted from the first one of the
    line, and what is written has the ids 0, 1 and so on, for each of which `inks` has an ink. The
    line ends at `end_ticks`.
    """

    bars: tuple[Bar, ...]
    end_ticks: int
    inks: tuple[Ink, ...]
    model_bars: frozenset[int]
    chords: tuple[ChordChange, ...]


def first_note(bars: Sequence[Bar]) -> int:
    """Return the index of the first note that is written in some bars; 0 if there is none."""
    return next((w.note for w in _written(bars) if w.note is not None), 0)


def music_of_lines(
    sketch: Sketch, bars: tuple[Bar, ...], lines: Sequence[Sequence[Bar]]
) -> Iterator[LineMusic]:
    """Yield what each line shows; `bars` are the bars of all lines."""
    authors = authors_of_bars(sketch)
    inks_of = inks(sketch, bars, authors)
    of_model = frozenset(bar for bar, author in authors.items() if author is Author.MODEL)
    changes = sketch.chord_changes
    onsets = [change.onset_ticks for change in changes]
    for line in lines:
        first, ids = first_note(line), count()
        end_ticks = sketch.bar_start_ticks(line[-1].number + 1)
        from_chord, to_chord = (bisect_left(onsets, t) for t in (line[0].start_ticks, end_ticks))
        yield LineMusic(
            bars=tuple(
                replace(bar, written=tuple(_in_line(w, next(ids), first) for w in bar.written))
                for bar in line
            ),
            end_ticks=end_ticks,
            inks=tuple(inks_of[w.id] for w in _written(line)),
            model_bars=of_model & {bar.number for bar in line},
            chords=changes[from_chord:to_chord],
        )


def _written(bars: Sequence[Bar]) -> Iterator[Written]:
    return (written for bar in bars for written in bar.written)


def _in_line(written: Written, number: int, first: int) -> Written:
    note = None if written.note is None else written.note - first
    return Written(str(number), note, written.onset_ticks, written.value, written.tie)
