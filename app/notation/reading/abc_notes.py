"""Turns a line of ABC's events into notes."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from fractions import Fraction

from app.constants import HIGHEST_PITCH, LOWEST_PITCH
from app.domain import Note, Spelling
from app.domain.timebase import quarters_to_ticks
from app.notation.reading.abc_bars import Event
from app.notation.reading.abc_told import Told


def notes_of(events: Iterable[Event], told: Told) -> tuple[Note, ...]:
    """Return the notes of events that follow each other, with those joined that are tied.

    A tie joins a note with one of the same pitch in the very next event. What is left out is told.
    """
    notes: list[Note] = []
    held: dict[Spelling, int] = {}
    start = Fraction(0)
    for event in events:
        end = start + event.quarters
        onset, end_ticks = quarters_to_ticks(start), quarters_to_ticks(end)
        tied: dict[Spelling, int] = {}
        for spelling in event.pitches:
            index = held.get(spelling)
            if not LOWEST_PITCH <= spelling.pitch <= HIGHEST_PITCH:
                told.add("Notes outside the range of MIDI were left out.")
                continue
            if index is not None:
                joined = notes[index]
                notes[index] = replace(joined, duration_ticks=end_ticks - joined.onset_ticks)
            elif end_ticks > onset:
                index = len(notes)
                length = end_ticks - onset
                notes.append(Note(onset, length, spelling.pitch, letter=spelling.letter))
            if index is not None and spelling in event.tied:
                tied[spelling] = index
        held, start = tied, end
    return tuple(notes)
