"""Owns bits per note: what a predictor pays for each event of a melody, and sums of that.

An event is a note or the melody's end. Every predictor has to predict each note, and the end if the
melody has one, from the past alone; it never knows how long the melody will be.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Final

import numpy as np
from numpy.typing import NDArray

from app.domain import Melody, Note, Sketch
from app.domain.timebase import steps_to_ticks, ticks_to_steps
from app.generation import Model
from app.generation.encoding import sketch_notes
from app.training.tune import Tune

CONTINUATION_BARS: Final = 2
"""Figures of the continuation leave out so many full bars, and the pickup before them."""

QUARTETS: Final = "String quartets"
QUARTET_WEIGHT: Final = 0.25
"""The weight of a quartet in weighted figures, which is the share of quartets learned from."""

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class MelodyBits:
    """What a predictor pays for one melody.

    `bits` is [events, parts]; the parts are gap, duration and pitch, or there is one for all three.
    `begins`, [events], says which events are notes, and `continues`, [events], which ones belong to
    the continuation.
    """

    bits: Floats
    begins: Bools
    continues: Bools


@dataclass(frozen=True, slots=True)
class BitsPerNote:
    """Bits per note over several melodies: of all events, and of the continuation alone.

    `notes` is the number of notes, each with its melody's weight. `parts` are gap (ends included),
    duration and pitch; they are empty for a predictor that doesn't separate them.
    """

    notes: float
    all: float
    continuation: float
    parts: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class PredictorBits:
    """A predictor's bits per note: with quartets weighted down, with all in full, and by source."""

    name: str
    weighted: BitsPerNote
    full: BitsPerNote
    sources: dict[str, BitsPerNote]


def bits_per_note(melodies: Iterable[tuple[MelodyBits, float]]) -> BitsPerNote:
    """Return the bits per note of melodies, each with its weight."""
    notes = later_notes = later_bits = 0.0
    parts: Floats | None = None
    for melody, weight in melodies:
        paid = weight * melody.bits.sum(axis=0)
        parts = paid if parts is None else parts + paid
        notes += weight * float(melody.begins.sum())
        later_notes += weight * float((melody.begins & melody.continues).sum())
        later_bits += weight * float(melody.bits[melody.continues].sum())
    if parts is None:
        return BitsPerNote(0.0, 0.0, 0.0, ())
    each = tuple(float(part) / max(1.0, notes) for part in parts)
    return BitsPerNote(
        notes, sum(each), later_bits / max(1.0, later_notes), each if len(each) > 1 else ()
    )


def source_weight(source: str) -> float:
    """Return the weight of a source's pieces in weighted figures."""
    return QUARTET_WEIGHT if source == QUARTETS else 1.0


def summed_up(name: str, sources: Sequence[str], bits: Sequence[MelodyBits]) -> PredictorBits:
    """Sum up what a predictor paid for each melody; `sources` names the source of each."""
    pairs = list(zip(sources, bits, strict=True))
    return PredictorBits(
        name,
        bits_per_note((paid, source_weight(source)) for source, paid in pairs),
        bits_per_note((paid, 1.0) for _, paid in pairs),
        {
            source: bits_per_note((paid, 1.0) for other, paid in pairs if other == source)
            for source in sorted(set(sources))
        },
    )


def sketch_bits(
    model: Model, sketch: Sketch, style: str | None, *, complete: bool = True
) -> MelodyBits:
    """Return what the model pays for a sketch's melody, and for its end if it is `complete`.

    Raises AppError if the model doesn't know the style.
    """
    bits: list[tuple[float, float, float]] = []
    notes = sketch_notes(sketch)
    for count, note in enumerate(notes):
        past = replace(sketch, melody=Melody(sketch.melody.notes[:count]))
        distribution = model.next_note_distribution(past, style)
        bits.append(distribution.step_bits(note.onset, note.duration, note.pitch))
    if complete:
        bits.append((model.next_note_distribution(sketch, style).end_bits(), 0.0, 0.0))
    bar = ticks_to_steps(sketch.meter.bar_ticks)
    continues = [note.onset >= CONTINUATION_BARS * bar for note in notes]
    return MelodyBits(
        np.array(bits, np.float64).reshape(-1, 3),
        np.array([True] * len(notes) + [False] * complete, bool),
        np.array(continues + [True] * complete, bool),
    )


def tune_sketch(tune: Tune) -> Sketch:
    """Return a tune as a sketch, without its chords."""
    pickup_ticks = steps_to_ticks(max(0, -tune.start))
    notes = tuple(
        Note(pickup_ticks + steps_to_ticks(note.onset), steps_to_ticks(note.duration), note.pitch)
        for note in tune.notes
    )
    return Sketch(tune.title, Melody(notes), tune.key, tune.meter, pickup_ticks=pickup_ticks)


def tune_bits(model: Model, tune: Tune) -> MelodyBits:
    """Return what the model pays for a tune, given only key and meter.

    The end is paid for only if the tune is complete.
    """
    return sketch_bits(model, tune_sketch(tune), None, complete=tune.complete)
