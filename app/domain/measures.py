"""Owns Measures: what takes are put in order by, and how a take ends."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

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
    start, end, bar = take.start_ticks, take.end_ticks, take.sketch.meter.bar_ticks
    motif: list[Note] = []
    new: list[Note] = []
    for note in take.sketch.melody.notes:
        (new if start <= note.onset_ticks < end else motif).append(note)
    pitches = [note.pitch for note in new]
    return Measures(
        closeness=_closeness(take.sketch, motif, new),
        density=len(new) * bar / max(bar, end - start),
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


def _closeness(sketch: Sketch, motif: list[Note], new: list[Note]) -> float:
    given, made = (list(bars_of(sketch, notes).values()) for notes in (motif, new))
    if not made:
        return 0.0
    rhythms, lines = set(map(_rhythm, given)), set(map(_line, given))
    found = sum((_rhythm(bar) in rhythms) + (_line(bar) in lines) for bar in made)
    return found / (2 * len(made))


def _rhythm(bar: Bar) -> tuple[int, ...]:
    return tuple([onset for onset, _ in bar])


def _line(bar: Bar) -> tuple[int, ...]:
    first = bar[0][1]
    return tuple([pitch - first for _, pitch in bar])
