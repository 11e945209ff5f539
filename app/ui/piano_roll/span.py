"""Finds the notes in a span of time without looking at all the others."""

from __future__ import annotations

from bisect import bisect_left, bisect_right

from app.domain import Note


def notes_between(
    notes: tuple[Note, ...], first_ticks: float, last_ticks: float
) -> tuple[Note, ...]:
    """Return those of the notes that may sound between two ticks.

    The notes must be in order and belong to one voice.
    """
    start = max(0, bisect_left(notes, first_ticks, key=_onset) - 1)
    return notes[start : bisect_right(notes, last_ticks, key=_onset)]


def in_order(notes: frozenset[Note]) -> tuple[Note, ...]:
    """Return the notes in the order of their onsets."""
    return tuple(sorted(notes, key=_onset))


def _onset(note: Note) -> int:
    return note.onset_ticks
