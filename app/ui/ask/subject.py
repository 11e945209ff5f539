"""Owns Subject: what a request applies to, worked out from what is shown, marked and selected."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from app.document import Document
from app.domain import Note, RequestMode, Selection, Sketch, Take

Bars = tuple[int, int]
"""The first and the last bar of a passage, counted from 1 and both included."""


@dataclass(frozen=True, slots=True)
class Subject:
    """The sketch to work on, the take that it comes from and the passage, if there are any.

    The notes in `held` stay as they are.
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
    """Return what a request of this mode would apply to.

    Modes that add bars start from the sketch. Modes that change bars start from what is shown. They
    change all of it if `is_whole`; otherwise the bars marked in the ruler (`marked_ticks`), or else
    the bars of the selected notes, or else the bars that the shown take has changed. Selected notes
    that are to be kept (`keeps_selected`) do not choose the bars to vary.

    To change the same bars as the shown take once more, the request starts again from what that
    take was made from. If `keeps_selected` and nothing is selected, it keeps what the take kept.
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
    """Return the bars of the sketch that a span of time touches."""
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
    """Return the notes that begin in a passage of the sketch, in order."""
    first, last = passage or (0, sketch.bars)
    wanted = frozenset(notes)
    return tuple(
        note
        for note in sketch.melody
        if note in wanted and first <= sketch.bar_at(note.onset_ticks) <= last
    )
