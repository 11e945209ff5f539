"""Owns Tune: a melody of the corpus on the model's grid, and how readers make one."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

from app.constants import STEPS_PER_QUARTER, TICKS_PER_QUARTER
from app.domain import Key, Meter, Mode
from app.generation.encoding import LONGEST_HISTORY, StepNote

FEWEST_NOTES: Final = 12
LONGEST_REST_BARS: Final = 2

Sound = tuple[float, float, int]
"""Onset and length in quarters, MIDI pitch."""

_PROFILES: Final = {
    Mode.MAJOR: (6.35, 2.23, 3.48, 2.33, 4.38, 4.09, 2.52, 5.19, 2.39, 3.66, 2.29, 2.88),
    Mode.MINOR: (6.33, 2.68, 3.52, 5.38, 2.60, 3.53, 2.54, 4.75, 3.98, 2.69, 3.34, 3.17),
}
"""Krumhansl & Kessler (1982), Tracing the dynamic changes in perceived tonal organization."""

_LAST_NOTE_WEIGHT: Final = 4.0


@dataclass(frozen=True, slots=True)
class Tune:
    """One melody: its notes in steps from the first full bar, and what is told about it.

    `complete` says that the tune ends where its last note does; `name` is for
    people, the title if empty.
    """

    title: str
    source: str
    style: str
    key: Key
    meter: Meter
    start: int
    notes: tuple[StepNote, ...]
    complete: bool = True
    name: str = ""


def make_tune(sounds: Sequence[Sound], pickup_quarters: float, tune: Tune) -> Tune:
    """Put sounds on the grid; `tune` gives everything but start and notes.

    Simultaneous sounds leave the highest, rests of more than LONGEST_REST_BARS lose whole bars.
    """
    bar = tune.meter.bar_ticks * STEPS_PER_QUARTER // TICKS_PER_QUARTER
    start = -round(pickup_quarters * STEPS_PER_QUARTER)
    notes: list[StepNote] = []
    cut = 0
    for onset_quarters, length_quarters, pitch in sorted(sounds, key=lambda s: (s[0], -s[2])):
        onset = round(onset_quarters * STEPS_PER_QUARTER) + start - cut
        end = round((onset_quarters + length_quarters) * STEPS_PER_QUARTER) + start - cut
        free_from = notes[-1].end if notes else start
        if notes and onset <= notes[-1].onset:
            continue
        if notes and onset < free_from:
            notes[-1] = replace(notes[-1], duration=onset - notes[-1].onset)
            free_from = onset
        rest_bars = (onset - free_from) // bar
        if rest_bars >= LONGEST_REST_BARS:
            skipped = (rest_bars - 1) * bar if notes else rest_bars * bar
            cut, onset, end = cut + skipped, onset - skipped, end - skipped
        notes.append(StepNote(onset, max(1, end - onset), pitch))
    return replace(tune, start=start, notes=tuple(notes))


def pieces(tune: Tune) -> Iterator[Tune]:
    """Cut a tune into pieces that one history holds; yield none for a tune too short."""
    notes = tune.notes
    count = -(-len(notes) // LONGEST_HISTORY)
    size = -(-len(notes) // max(1, count))
    bar = tune.meter.bar_ticks * STEPS_PER_QUARTER // TICKS_PER_QUARTER
    for index in range(count):
        part = notes[index * size : (index + 1) * size]
        if len(part) < FEWEST_NOTES:
            continue
        shift = part[0].onset // bar * bar if index else 0
        moved = tuple(replace(note, onset=note.onset - shift) for note in part)
        start = moved[0].onset if index else tune.start
        last = index == count - 1
        yield replace(tune, notes=moved, start=start, complete=tune.complete and last)


def estimated_key(fifths: int, sounds: Iterable[Sound]) -> Key:
    """Choose major or minor for a signature of `fifths` sharps by pitch histogram and last note."""
    weights: dict[int, float] = {}
    last = None
    for _, length, pitch in sounds:
        weights[pitch % 12] = weights.get(pitch % 12, 0.0) + length
        last = pitch % 12
    total = sum(weights.values()) or 1.0

    def fit(key: Key) -> float:
        tonic, profile = key.tonic_pitch_class, _PROFILES[key.mode]
        score = sum(weights[pc] * profile[(pc - tonic) % 12] for pc in weights) / total
        return score + _LAST_NOTE_WEIGHT * (last == tonic) / len(profile)

    return max((Key.from_fifths(fifths, mode) for mode in (Mode.MAJOR, Mode.MINOR)), key=fit)
