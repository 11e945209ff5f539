"""Reads Magenta's NoteSequences with note-seq."""

from __future__ import annotations

import importlib
from bisect import bisect_right
from collections import Counter
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import pairwise
from math import isfinite
from typing import Any, Final

from app.constants import DEFAULT_VELOCITY, TICKS_PER_QUARTER
from app.domain import Key, Meter, Mode, Note
from app.domain.found import Found, Part
from app.domain.imported import Imported
from app.domain.key import LETTERS_BY_FIFTHS
from app.domain.reading import Reading
from app.domain.spelling import FLATTEST, SHARPEST
from app.domain.timebase import quarters_to_ticks
from app.errors import AppError
from app.formats.choosing import choose
from app.formats.kept import Kept, kept_in, with_kept
from app.formats.magenta import MODES, NAME_OF_C, Timed, note_seq
from app.formats.performance import found_beat, notes_of, on_grid, told_of_performance
from app.formats.played import is_played
from app.formats.timeline import (
    USUAL_TEMPO_BPM,
    check_length,
    in_order,
    told_of_empty,
    with_pickup,
)

PITCH_CLASSES: Final = 12

ROUNDING: Final = 1 / (2 * TICKS_PER_QUARTER)
"""What onsets may be off by, in quarters, because Motivo and others count in ticks."""


def import_note_sequence(
    content: bytes, part: int | None = None, reading: Reading | None = None
) -> Imported:
    """Read a NoteSequence; a performance is moved to a grid unless it is wanted as it was played.

    Raises AppError if it is none, or has no notes.
    """
    sequence = note_seq("protobuf.music_pb2").NoteSequence()
    decode_error = importlib.import_module("google.protobuf.message").DecodeError
    try:
        sequence.ParseFromString(content)
    except (decode_error, ValueError) as error:
        raise AppError("it isn't one of Magenta's NoteSequences") from error
    clock = _Clock.of(sequence)
    empty: list[Any] = []
    instruments = _instruments(sequence, clock, empty)
    has_drums = any(note.is_drum for note in sequence.notes)
    if has_drums and not (instruments or empty):
        raise AppError("it has drums alone, and no melody")
    kept = _kept(sequence)
    onsets = [float(start) for each in instruments for start, *_ in each.timed]
    can_be_played = bool(onsets) and not clock.steps and not kept
    is_performance = can_be_played and is_played(onsets, ROUNDING)
    reading = reading or Reading.WRITTEN
    left_out: list[str] = []
    meters, pickup = with_pickup(_meters(sequence, clock, left_out))
    beat = None
    if is_performance and reading is Reading.WRITTEN:
        if len(clock.tempi_bpm) == 1:
            beat = found_beat(onsets, lambda quarters: quarters * 60 / clock.tempi_bpm[0])
        instruments = [replace(each, timed=on_grid(each.timed, beat)) for each in instruments]
        pickup = beat.pickup_ticks(meters[0]) if beat else pickup
    messages = [f"{what} was left out." for what in left_out]
    if empty:
        messages.append(told_of_empty(len(empty)))
    if has_drums:
        messages.append("The drums were left out.")
    if is_performance:
        messages.append(told_of_performance(reading, meters[0], pickup, beat))
    names = Counter(f for each in instruments for f in each.fifths if f is not None)
    known = [each for each in sequence.key_signatures if 0 <= each.key < PITCH_CLASSES]
    if len(known) < len(sequence.key_signatures):
        messages.append("A key that NoteSequences don't have was left out.")
    keys = {clock.ticks(each.time): _key(each, names) for each in known}
    found = Found(
        title=sequence.sequence_metadata.title,
        composer=", ".join(sequence.sequence_metadata.composers),
        parts=tuple(Part(each.name, each.notes, instrument=each.own_name) for each in instruments),
        keys=in_order(keys),
        meters=meters,
        tempi_bpm=(beat.tempo_bpm,) if beat else clock.tempi_bpm,
        pickup_ticks=pickup,
        chords=tuple(
            (quarters_to_ticks(beat.at(place) if beat else place), text)
            for place, text in _chords(sequence, clock)
        ),
        messages=tuple(messages),
        reading=reading if is_performance else None,
        is_performance=is_performance,
    )
    imported = choose(found, part)
    return replace(imported, sketch=with_kept(imported.sketch, kept))


@dataclass(frozen=True, slots=True)
class _Clock:
    """Turns the times of a sequence into quarters: seconds by its tempi, or steps.

    `steps` is the number of steps in a quarter, 0 if the sequence is not quantised. From
    `moments[i]` (in seconds, at `quarters[i]`) on, `tempi_bpm[i]` holds.
    """

    steps: Fraction
    moments: tuple[float, ...]
    quarters: tuple[Fraction, ...]
    tempi_bpm: tuple[float, ...]

    @classmethod
    def of(cls, sequence: Any) -> _Clock:
        """Return the clock of a sequence; raises AppError if a tempo is none."""
        by_moment = {float(tempo.time): float(tempo.qpm) for tempo in sequence.tempos}
        for moment, tempo in by_moment.items():
            if not (isfinite(moment) and moment >= 0 and 1 <= tempo <= 10_000):
                raise AppError(f"a tempo of {tempo:g} quarters a minute makes no music")
        moments = sorted(by_moment)
        if not moments or moments[0] > 0:
            # The first tempo that is named holds from the beginning.
            moments = [0.0, *moments[1:]]
        tempi = [by_moment[moment] for moment in sorted(by_moment)] or [USUAL_TEMPO_BPM]
        quarters = [Fraction(0)]
        for tempo, (start, end) in zip(tempi, pairwise(moments), strict=False):
            quarters.append(quarters[-1] + Fraction(end - start) * Fraction(tempo) / 60)
        return cls(_steps(sequence), tuple(moments), tuple(quarters), tuple(tempi))

    def at(self, seconds: float) -> Fraction:
        """Return the quarters at a moment; raises AppError if it is beyond any tune."""
        if not isfinite(seconds) or seconds < 0:
            raise AppError("a note in it is at no moment of time")
        place = max(0, bisect_right(self.moments, seconds) - 1)
        since = Fraction(seconds - self.moments[place])
        return _checked(self.quarters[place] + since * Fraction(self.tempi_bpm[place]) / 60)

    def of_step(self, step: int) -> Fraction:
        """Return the quarters at a step."""
        return _checked(step / self.steps)

    def ticks(self, seconds: float) -> int:
        """Return the ticks at a moment."""
        return quarters_to_ticks(self.at(seconds))


def _checked(quarters: Fraction) -> Fraction:
    check_length(quarters)
    return quarters


def _steps(sequence: Any) -> Fraction:
    """Return the steps in a quarter; sequences that count them a second have 120 quarters a minute.

    Sequences with steps that don't say how many there are have four, as is usual with Magenta.
    """
    info = sequence.quantization_info
    if info.steps_per_quarter > 0:
        return Fraction(info.steps_per_quarter)
    if info.steps_per_second > 0:
        return Fraction(info.steps_per_second, 2)
    has_steps = any(note.quantized_end_step for note in sequence.notes)
    has_seconds = any(note.end_time for note in sequence.notes)
    return Fraction(4 if has_steps and not has_seconds else 0)


@dataclass(frozen=True, slots=True)
class _Instrument:
    """The notes of an instrument; `fifths` has the place of each note's name, or else None.

    `own_name` is the name that the file gives it, or nothing.
    """

    name: str
    own_name: str
    timed: list[Timed]
    fifths: list[int | None]

    @property
    def notes(self) -> tuple[Note, ...]:
        """The notes in order, with the letters of their names."""
        letters = [
            None if fifths is None else LETTERS_BY_FIFTHS[(fifths + 1) % 7]
            for fifths in self.fifths
        ]
        return notes_of(self.timed, letters)


def _instruments(sequence: Any, clock: _Clock, empty: list[Any]) -> list[_Instrument]:
    """Return the instruments, of which several can have the same name.

    Notes that end where they begin, or before, are added to `empty`.
    """
    names = {info.instrument: info.name for info in sequence.instrument_infos if info.name}
    found: dict[int, _Instrument] = {}
    for note in sequence.notes:
        if note.is_drum:
            continue
        if clock.steps:
            start = clock.of_step(note.quantized_start_step)
            end = clock.of_step(note.quantized_end_step)
        else:
            start, end = clock.at(note.start_time), clock.at(note.end_time)
        if end <= start:
            empty.append(note)
            continue
        velocity = min(max(note.velocity, 0), 127) or DEFAULT_VELOCITY
        if not 0 <= note.pitch <= 127:
            raise AppError(f"a pitch of {note.pitch} in it is outside MIDI's 0–127")
        number = note.instrument
        own_name = names.get(number, "")
        name = own_name or f"Instrument {number + 1}"
        of_note = found.setdefault(number, _Instrument(name, own_name, [], []))
        of_note.timed.append((start, end, note.pitch, velocity))
        of_note.fifths.append(_fifths(note))
    return [of_number for _, of_number in sorted(found.items())]


def _fifths(note: Any) -> int | None:
    """Return the place of a note's name on the line of fifths; None if no name fits its pitch."""
    fifths = int(note.pitch_name) - NAME_OF_C
    is_name = FLATTEST <= fifths <= SHARPEST and (fifths * 7 - note.pitch) % 12 == 0
    return fifths if is_name else None


def _kept(sequence: Any) -> Kept | None:
    """Return what Motivo itself has kept in a sequence."""
    texts = (kept_in(each.text) for each in sequence.text_annotations)
    return next((kept for kept in texts if kept), None)


def _meters(sequence: Any, clock: _Clock, left_out: list[str]) -> dict[int, Meter]:
    meters = {}
    for signature in sequence.time_signatures:
        try:
            meter = Meter(signature.numerator, signature.denominator)
        except AppError:
            left_out.append(f"A meter of {signature.numerator}/{signature.denominator}")
        else:
            meters[clock.ticks(signature.time)] = meter
    return meters


def _chords(sequence: Any, clock: _Clock) -> tuple[tuple[Fraction, str], ...]:
    """Return the names of chords, each with its place in quarters."""
    kind = type(sequence).TextAnnotation.CHORD_SYMBOL
    return tuple(
        (clock.of_step(each.quantized_step) if clock.steps else clock.at(each.time), each.text)
        for each in sequence.text_annotations
        if each.annotation_type == kind
    )


def _key(signature: Any, names: Counter[int]) -> Key:
    """Return the key of a signature.

    If its tonic has two names, it is the key in whose scale more of the notes' names are, which are
    counted by their places in fifths, or else the one with fewer accidentals.
    """
    modes = {number: mode for mode, number in MODES.items()}
    mode = modes.get(signature.mode, Mode.MAJOR)
    keys = [Key.from_fifths(fifths, mode) for fifths in sorted(range(-7, 8), key=abs)]
    named = [key for key in keys if key.tonic_pitch_class == signature.key]
    return max(named, key=lambda key: sum(names[f] for f in range(key.fifths - 1, key.fifths + 6)))
