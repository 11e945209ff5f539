"""Owns TakeFigures: the figures by which takes can be sorted, and how a take ends."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from app.domain.note import Note
from app.domain.sketch import Sketch
from app.domain.takes import Take

Bar = tuple[tuple[int, int], ...]
"""The notes that begin in a bar: for each its onset in ticks from the bar line, and its pitch."""


@dataclass(frozen=True, slots=True)
class TakeFigures:
    """Figures of a take's new bars.

    `closeness` goes from 0, nothing in common with the motif, to 1. It is the mean over the new
    bars, where a bar scores ½ if a bar of the motif has the same onsets, and ½ if one has the same
    intervals. `density` is in notes a bar, `range_semitones` goes from the lowest to the highest
    note, and `surprise` is in bits a note.
    """

    closeness: float
    density: float
    range_semitones: int
    surprise: float


def figures_of(take: Take) -> TakeFigures:
    """Measure the new bars of a take."""
    start, end, bar = take.start_ticks, take.end_ticks, take.sketch.meter.bar_ticks
    motif: list[Note] = []
    new: list[Note] = []
    for note in take.sketch.melody.notes:
        (new if start <= note.onset_ticks < end else motif).append(note)
    pitches = [note.pitch for note in new]
    return TakeFigures(
        closeness=_closeness(take.sketch, motif, new),
        density=len(new) * bar / max(bar, end - start),
        range_semitones=max(pitches) - min(pitches) if pitches else 0,
        surprise=take.bits_per_note,
    )


def bars_of(sketch: Sketch, notes: Iterable[Note]) -> dict[int, Bar]:
    """Return the notes bar by bar, by the numbers of the bars in which any begin."""
    start, length = sketch.pickup_ticks, sketch.meter.bar_ticks
    found: dict[int, list[tuple[int, int]]] = {}
    for note in notes:
        bar, onset = divmod(note.onset_ticks - start, length)
        found.setdefault(bar + 1, []).append((onset, note.pitch))
    return {bar: tuple(places) for bar, places in found.items()}


def motif_notes(take: Take) -> list[Note]:
    """Return the notes outside the take's new bars."""
    start, end = take.start_ticks, take.end_ticks
    return [note for note in take.sketch.melody if not start <= note.onset_ticks < end]


def ends_on_tonic(take: Take) -> bool:
    """Tell whether the last new note is the key's tonic."""
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
