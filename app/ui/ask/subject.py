"""Owns Subject: what a request works on, found from what is shown, marked and selected."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from app.document import Document
from app.domain import Note, RequestMode, Selection, Sketch, Take

Bars = tuple[int, int]
"""First and last bar of a passage, 1-based and inclusive."""


@dataclass(frozen=True, slots=True)
class Subject:
    """The sketch to work on, the take that it is, if any, and the passage, if one was chosen.

    `held` are the notes of it that stay as they are.
    """

    sketch: Sketch
    take: Take | None = None
    passage: Bars | None = None
    held: tuple[Note, ...] = ()


def subject_of(
    document: Document,
    mode: RequestMode,
    marked_ticks: tuple[int, int] | None = None,
    *,
    is_whole: bool = False,
    keeps_selected: bool = False,
) -> Subject:
    """Return what a request of this mode would work on.

    What adds bars begins at the sketch. What changes bars works on what is shown: with `is_whole`
    all of it, else the bars `marked_ticks` in the ruler, else those of the selected notes, else
    those of the take that is shown; but one more change of the bars that this take changed starts
    from where it started. Selected notes that are to be kept, `keeps_selected`, say nothing of the
    bars to vary; what a take kept is kept in one more change of it, too.
    """
    if not mode.has_passage:
        return Subject(document.sketch)
    sketch, take = document.shown, document.previewed
    if is_whole:
        passage = _within(sketch, (1, sketch.bars))
    else:
        chooses = mode.needs_passage or not keeps_selected
        passage = _passage(document, marked_ticks, selection_chooses=chooses)
    kept: Selection = document.selection if keeps_selected else frozenset()
    held: Iterable[Note] = kept
    while take is not None and take.request.mode.has_passage and _bars(take) == passage:
        parent = document.node(take.parent)
        if parent is None and take.parent is not None:
            break
        before = document.sketch if parent is None else parent.sketch
        if not kept <= frozenset(before.melody):
            break
        if keeps_selected and not kept:
            held = take.request.held
        sketch = before
        take = parent if isinstance(parent, Take) else None
    passage = None if is_whole else _within(sketch, passage)
    return Subject(sketch, take, passage, _inside(sketch, passage, held))


def bars_between(sketch: Sketch, start_ticks: int, end_ticks: int) -> Bars | None:
    """Return the bars of the sketch that the time from start to end reaches into."""
    bars = sketch.bar_at(start_ticks), sketch.bar_at(max(start_ticks, end_ticks - 1))
    return _within(sketch, bars)


def _passage(
    document: Document, marked_ticks: tuple[int, int] | None, *, selection_chooses: bool
) -> Bars | None:
    shown, selection = document.shown, document.selection
    if marked_ticks is not None:
        return bars_between(shown, *marked_ticks)
    if selection and selection_chooses:
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


def _inside(sketch: Sketch, passage: Bars | None, notes: Iterable[Note]) -> tuple[Note, ...]:
    """Return those of the notes that begin in the passage of the sketch, in order."""
    first, last = passage or (0, sketch.bars)
    wanted = frozenset(notes)
    return tuple(
        note
        for note in sketch.melody
        if note in wanted and first <= sketch.bar_at(note.onset_ticks) <= last
    )
