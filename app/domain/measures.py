"""Owns Measures: what takes are put in order by, and how a take ends."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise

from app.domain.note import Note
from app.domain.sketch import Sketch
from app.domain.takes import Take

Bar = tuple[tuple[int, int], ...]
"""Onset in the bar, in ticks, and pitch of each note that begins there."""


@dataclass(frozen=True, slots=True)
class Measures:
    """How a take's passage is beside the bars around it.

    `closeness` is 0 for nothing in common with the motif to 1: the mean over the bars of ½ for
    the onsets of one of its bars and ½ for the intervals of one. `density` counts notes a bar,
    `range_semitones` from the lowest to the highest, `surprise` bits a note.
    """

    closeness: float
    density: float
    range_semitones: int
    surprise: float


def measure(take: Take) -> Measures:
    """Measure a take's passage."""
    new = take.new_notes
    pitches = [note.pitch for note in new]
    length = (take.end_ticks - take.start_ticks) / take.sketch.meter.bar_ticks
    return Measures(
        closeness=_closeness(take),
        density=len(new) / max(1.0, length),
        range_semitones=max(pitches) - min(pitches) if pitches else 0,
        surprise=take.bits_per_note,
    )


def bars_of(sketch: Sketch, notes: Iterable[Note]) -> dict[int, Bar]:
    """Return the bars, by their numbers, in which some of the notes begin."""
    start, length = sketch.pickup_ticks, sketch.meter.bar_ticks
    found: dict[int, list[tuple[int, int]]] = {}
    for note in notes:
        bar, onset = divmod(note.onset_ticks - start, length)
        found.setdefault(bar + 1, []).append((onset, note.pitch))
    return {bar: tuple(places) for bar, places in found.items()}


def motif_notes(take: Take) -> list[Note]:
    """Return the notes outside the take's passage."""
    start, end = take.start_ticks, take.end_ticks
    return [note for note in take.sketch.melody if not start <= note.onset_ticks < end]


def ends_on_tonic(take: Take) -> bool:
    """Whether the last note of the passage is the key's tonic."""
    new = take.new_notes
    return bool(new) and new[-1].pitch % 12 == take.sketch.key.tonic_pitch_class


def _closeness(take: Take) -> float:
    motif = bars_of(take.sketch, motif_notes(take)).values()
    new = bars_of(take.sketch, take.new_notes).values()
    rhythms, lines = {_rhythm(bar) for bar in motif}, {_line(bar) for bar in motif}
    found = sum((_rhythm(bar) in rhythms) + (_line(bar) in lines) for bar in new)
    return found / (2 * len(new)) if new else 0.0


def _rhythm(bar: Bar) -> tuple[int, ...]:
    return tuple([onset for onset, _ in bar])


def _line(bar: Bar) -> tuple[int, ...]:
    return tuple([later - earlier for (_, earlier), (_, later) in pairwise(bar)])
