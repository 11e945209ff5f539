"""Puts notes into words for a screen reader: "F sharp 4, bar 2 beat 3, eighth note"."""

from __future__ import annotations

from bisect import bisect_right
from fractions import Fraction
from typing import Final

from app.constants import TICKS_PER_QUARTER
from app.domain.note import Author, Note
from app.domain.sketch import Sketch
from app.domain.spelling import spelling_of

ACCIDENTALS: Final = {-2: " double flat", -1: " flat", 0: "", 1: " sharp", 2: " double sharp"}
PARTS: Final = {
    1: "whole", 2: "half", 4: "quarter", 8: "eighth", 16: "sixteenth", 32: "thirty-second",
    64: "sixty-fourth",
}  # fmt: skip
FORMS: Final = ((Fraction(1), ""), (Fraction(3, 2), "dotted "), (Fraction(2, 3), "triplet "))


def spoken_note(note: Note, sketch: Sketch) -> str:
    """Return pitch, place and length of a note, and that the model wrote it if it did."""
    words = [
        spoken_pitch(note, sketch),
        spoken_place(note.onset_ticks, sketch),
        spoken_length(note.duration_ticks),
    ]
    if note.author is Author.MODEL:
        words.append("by the model")
    return ", ".join(words)


def spoken_pitch(note: Note, sketch: Sketch) -> str:
    """Return a note's pitch as it is written: "F sharp 4"."""
    spelling = spelling_of(note, sketch)
    return f"{spelling.letter}{ACCIDENTALS[spelling.alter]} {spelling.octave}"


def spoken_place(ticks: int, sketch: Sketch) -> str:
    """Return the bar and the beat at which a tick lies."""
    bar, beat = sketch.bar_at(ticks), written_beat(ticks, sketch)
    return f"bar {bar} beat {beat}" if bar else f"pickup beat {beat}"


def spoken_length(length_ticks: int) -> str:
    """Return a length as a note value, or in quarters if it is none."""
    whole = 4 * TICKS_PER_QUARTER
    for part, name in PARTS.items():
        for factor, form in FORMS:
            if length_ticks == factor * whole / part:
                return f"{form}{name} note"
    quarters = Fraction(length_ticks, TICKS_PER_QUARTER)
    return f"{written_number(quarters)} quarters long"


def written_beat(ticks: int, sketch: Sketch) -> str:
    """Return the beat at which a tick lies in its bar, counted from 1: "2", "2.5".

    Where a beat has several counts, the count within it is named, too: "2 count 3".
    """
    bar, meter = sketch.bar_at(ticks), sketch.meter
    in_bar = ticks - sketch.bar_start_ticks(bar)
    if len(meter.beat_starts) == meter.counts:
        return written_number(Fraction(in_bar, meter.count_ticks) + 1)
    beat = bisect_right(meter.beat_starts, in_bar)
    into_beat = in_bar - meter.beat_starts[beat - 1]
    count = written_number(Fraction(into_beat, meter.count_ticks) + 1)
    return f"{beat} count {count}" if into_beat else str(beat)


def written_number(value: Fraction) -> str:
    """Write a number with at most two decimals."""
    return f"{float(value):.2f}".rstrip("0").rstrip(".")
