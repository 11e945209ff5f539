"""Owns Tune, a melody of the corpus on the model's grid, and makes it of what readers find."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final, NamedTuple

from app.constants import STEPS_PER_QUARTER
from app.domain import Key, Meter
from app.domain.timebase import ticks_to_steps
from app.generation.encoding import LONGEST_HISTORY, StepNote

FEWEST_NOTES: Final = 12
"""Shorter pieces are not learned from."""

LONGEST_REST_BARS: Final = 2
"""Rests of so many full bars or more are shortened."""

Sound = tuple[float, float, int]
"""Onset and length in quarters, MIDI pitch."""

Harmony = tuple[float, int, str]
"""A chord: onset in quarters, root as a pitch class or NO_CHORD, and one of `KINDS`."""

NO_CHORD: Final = -1
"""Stands for the root where no chord is known from some place on."""


class TuneChord(NamedTuple):
    """A chord that lasts from `onset`, in steps from the first full bar, to the next one.

    `root` is a pitch class, or NO_CHORD where no chord is known; `kind` is one of `KINDS`.
    """

    onset: int
    root: int
    kind: str = ""


@dataclass(frozen=True, slots=True)
class Tune:
    """One melody, its notes in steps from the first full bar, and what is known about it.

    `start` is the step at which it begins, negative with a pickup. `complete` says that the tune
    really ends with its last note. `name` is shown to people, or the title if it is empty. `chords`
    are in order, from `start` to the end of the last note's bar, each different from the one
    before; no chord is known before the first.
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
    chords: tuple[TuneChord, ...] = ()


def make_tune(
    sounds: Sequence[Sound],
    pickup_quarters: float,
    template: Tune,
    harmonies: Iterable[Harmony] = (),
) -> Tune:
    """Return the tune that sounds and harmonies make on the grid.

    Everything but start, notes and chords comes from `template`. Of sounds that begin together the
    highest is kept, and a note ends where the next begins. Rests of LONGEST_REST_BARS or more are
    shortened by whole bars.
    """
    bar = ticks_to_steps(template.meter.bar_ticks)
    start = -round(pickup_quarters * STEPS_PER_QUARTER)
    notes: list[StepNote] = []
    cuts: list[tuple[int, int]] = []
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
            line = -(-free_from // bar) * bar if notes else start
            cuts.append((line, skipped))
            cut, onset, end = cut + skipped, onset - skipped, end - skipped
        notes.append(StepNote(onset, max(1, end - onset), pitch))
    chords = []
    for onset_quarters, chord_root, kind in sorted(harmonies, key=lambda h: h[0]):
        onset = round(onset_quarters * STEPS_PER_QUARTER) + start
        for line, skipped in cuts:
            onset = max(min(onset, line), onset - skipped)
        chords.append(TuneChord(onset, chord_root, kind))
    end = _bar_end(notes, bar) if notes else start
    kept_chords = _chords_between(chords, start, end)
    return replace(template, start=start, notes=tuple(notes), chords=kept_chords)


def pieces(tune: Tune) -> Iterator[Tune]:
    """Cut a tune into pieces of up to LONGEST_HISTORY notes; yield none that is too short."""
    notes = tune.notes
    count = -(-len(notes) // LONGEST_HISTORY)
    size = -(-len(notes) // max(1, count))
    bar = ticks_to_steps(tune.meter.bar_ticks)
    for index in range(count):
        part = notes[index * size : (index + 1) * size]
        if len(part) < FEWEST_NOTES:
            continue
        shift = part[0].onset // bar * bar if index else 0
        first = part[0].onset if index else tune.start
        yield replace(
            tune,
            notes=tuple(replace(note, onset=note.onset - shift) for note in part),
            start=first - shift,
            complete=tune.complete and index == count - 1,
            chords=tuple(
                chord._replace(onset=chord.onset - shift)
                for chord in _chords_between(tune.chords, first, _bar_end(part, bar))
            ),
        )


def _bar_end(notes: Sequence[StepNote], bar: int) -> int:
    return -(-notes[-1].end // bar) * bar


def _chords_between(chords: Iterable[TuneChord], start: int, end: int) -> tuple[TuneChord, ...]:
    """Return the chords from `start` to before `end`, the one that sounds at `start` included."""
    kept: list[TuneChord] = []
    for chord in chords:
        if chord.onset >= end:
            break
        here = chord._replace(onset=max(start, chord.onset))
        if kept and kept[-1].onset == here.onset:
            kept.pop()
        if (kept[-1][1:] if kept else (NO_CHORD, "")) != here[1:]:
            kept.append(here)
    return tuple(kept)
