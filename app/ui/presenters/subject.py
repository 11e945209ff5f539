"""Owns Subject: what a request works on, found from what is shown, marked and selected."""

from __future__ import annotations

from dataclasses import dataclass

from app.document import Document
from app.domain import RequestMode, Sketch, Take

Bars = tuple[int, int]
"""First and last bar of a passage, 1-based and inclusive."""


@dataclass(frozen=True, slots=True)
class Subject:
    """The sketch to work on, the take that it is, if any, and the passage, if one was chosen."""

    sketch: Sketch
    take: Take | None = None
    passage: Bars | None = None


def subject_of(
    document: Document, mode: RequestMode, marked_ticks: tuple[int, int] | None = None
) -> Subject:
    """Return what a request of this mode would work on.

    What adds bars begins at the sketch. What changes bars works on what is shown, in the bars
    `marked_ticks` in the ruler, else those of the selected notes, else those of the take that is
    shown; but one more change of the bars that this take changed starts from where it started.
    """
    if not mode.has_passage:
        return Subject(document.sketch)
    take = document.previewed
    passage = _passage(document, marked_ticks)
    while take is not None and take.request.mode.has_passage and _bars(take) == passage:
        parent = document.takes.find(take.parent)
        if parent is None and take.parent is not None:
            break
        take = parent
    sketch = document.sketch if take is None else take.sketch
    return Subject(sketch, take, _within(sketch, passage))


def bars_between(sketch: Sketch, start_ticks: int, end_ticks: int) -> Bars | None:
    """Return the bars of the sketch that the time from start to end reaches into."""
    bars = sketch.bar_at(start_ticks), sketch.bar_at(max(start_ticks, end_ticks - 1))
    return _within(sketch, bars)


def _passage(document: Document, marked_ticks: tuple[int, int] | None) -> Bars | None:
    shown, selection = document.shown, document.selection
    if marked_ticks is not None:
        return bars_between(shown, *marked_ticks)
    if selection:
        onsets = [note.onset_ticks for note in selection]
        return bars_between(shown, min(onsets), max(onsets) + 1)
    take = document.previewed
    return None if take is None else _bars(take)


def _bars(take: Take) -> Bars | None:
    return bars_between(take.sketch, take.start_ticks, take.end_ticks)


def _within(sketch: Sketch, bars: Bars | None) -> Bars | None:
    if bars is None:
        return None
    first, last = max(1, bars[0]), min(bars[1], sketch.bars)
    return (first, last) if first <= last else None
