"""Reads a tune of an ABC file: voices of notes, with key, meter, tempo and chords.

The text is read into bars in which nothing is implied, and these are played or left as written.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from fractions import Fraction
from itertools import accumulate
from typing import Final

from app.domain.found import Found, Part
from app.domain.quoting import visible
from app.domain.reading import Reading
from app.domain.timebase import quarters_to_ticks
from app.notation.reading.abc_bars import Bar, in_order, layers_of
from app.notation.reading.abc_book import Tune
from app.notation.reading.abc_notes import notes_of
from app.notation.reading.abc_parts import expanded_parts, follows_parts, order_with_parts
from app.notation.reading.abc_tune import AbcTune, read_tune
from app.notation.reading.abc_voice import MOST_EVENTS
from app.notation.reading.abc_voice import Voice as AbcVoice
from app.notation.reading.marks import Marks, merged, told_of_signs, words_for
from app.notation.reading.play_order import Order
from app.notation.reading.telling import told_of_bar_lines, told_of_order

CHORD: Final = re.compile(r"\(?(?:[A-H]|N\.?C)")
"""How a chord symbol begins, or “no chord”; other texts in quotation marks are remarks."""


@dataclass(frozen=True, slots=True)
class Ordered:
    """What bars say about where the playing goes on, with the parts that begin, and their order."""

    marks: list[Marks]
    labels: list[str]
    order: Order

    @property
    def is_jumping(self) -> bool:
        """Whether the bars are played otherwise than they are written, or ought to be."""
        return not self.order.is_whole or self.order.measures != tuple(range(len(self.marks)))


def read_abc(tune: Tune, *, as_written: bool = False) -> Found:
    """Read a tune as it is played, or with each bar once, as it is written.

    Raises AppError if there is more than any music has.
    """
    read = read_tune(tune)
    voices = [voice for voice in read.voices.values() if any(map(_has_notes, voice.bars))]
    ordered = _ordered(voices, read.parts)
    is_short = all(alike.order.is_whole for alike in ordered.values())
    is_short &= _events(voices, ordered) <= MOST_EVENTS
    is_played = is_short and not as_written

    def bars(voice: AbcVoice) -> list[Bar]:
        if not is_played:
            return voice.bars
        return in_order(voice.bars, ordered[len(voice.bars)].order.measures)

    found = [part for voice in voices for part in _voices(read, voice, bars(voice))]
    leading = next(iter(voices), None)
    meters = tuple(meter for meter in leading.meters if meter) if leading else ()
    pickup = _pickup_ticks(leading, bars(leading)) if leading else 0
    ends = [*accumulate(bar.quarters for bar in bars(leading))] if leading else []
    has_repeats = any(alike.is_jumping for alike in ordered.values())
    told = _told_of_order(ordered, read.parts, as_written=as_written, is_short=is_short)
    return Found(
        title=next(iter(tune.texts("T")), ""),
        composer=", ".join(tune.texts("C")),
        parts=tuple(found),
        meters=meters,
        tempi_bpm=tuple(read.tempi),
        pickup_ticks=pickup,
        chords=next((part.chords for part in found if part.chords), ()),
        messages=(*told, *told_of_bar_lines(ends, meters, pickup), *read.told.messages()),
        reading=Reading.of_score(as_written=as_written) if has_repeats else None,
    )


def _has_notes(bar: Bar) -> bool:
    return any(event.pitches for layer in bar.layers for event in layer)


def _ordered(voices: list[AbcVoice], parts: str) -> dict[int, Ordered]:
    """Return the marks and the order of the voices that have so many bars.

    Repeats often stand in the first voice only, and hold for all that have as many bars.
    """
    alike: dict[int, list[list[Bar]]] = {}
    for voice in voices:
        while voice.bars[-1].is_empty:
            voice.bars.pop()
        alike.setdefault(len(voice.bars), []).append(voice.bars)
    ordered = {}
    for count, lines in alike.items():
        marks = merged([[bar.marks for bar in bars] for bars in lines])
        labels = [
            next((bar.part for bar in bars if bar.part), "") for bars in zip(*lines, strict=True)
        ]
        ordered[count] = Ordered(marks, labels, order_with_parts(marks, labels, parts))
    return ordered


def _events(voices: list[AbcVoice], ordered: dict[int, Ordered]) -> int:
    """Return how many notes and rests there are when all is played."""
    return sum(
        len(layer)
        for voice in voices
        for place in ordered[len(voice.bars)].order.measures
        for layer in voice.bars[place].layers
    )


def _voices(read: AbcTune, voice: AbcVoice, bars: list[Bar]) -> list[Part]:
    """Return the voices that the bars of a voice of ABC make: itself, and what `&` lays over it."""
    starts = _starts(bars)
    chords = tuple(
        (quarters_to_ticks(start + place), _with_minor(text))
        for start, bar in zip(starts, bars, strict=True)
        for place, text in bar.placed_chords
        if CHORD.match(text)
    )
    own_name = visible(read.names.get(voice.name, ""))
    if not own_name and len(read.voices) > 1:
        own_name = visible(voice.name)
    name = f"Voice {own_name}" if own_name.isdigit() else own_name or "Melody"
    return [
        Part(
            _name(name, index),
            notes_of(layer, read.told),
            keys=tuple(key for key in voice.keys if key is not None),
            chords=(chords or None) if index == 0 else None,
            instrument=own_name,
            has_bass_clef=voice.has_bass_clef,
        )
        for index, layer in enumerate(layers_of(bars))
    ]


def _starts(bars: list[Bar]) -> list[Fraction]:
    """Return where the bars begin, in quarters."""
    return list(accumulate((bar.quarters for bar in bars[:-1]), initial=Fraction(0)))


def _with_minor(chord: str) -> str:
    """Return a chord symbol in which "m" says that it is minor, and not a minus sign."""
    return re.sub(r"^([A-G][#b♯♭]?)-(?=\d|$)", r"\1m", chord)


def _pickup_ticks(voice: AbcVoice, bars: list[Bar]) -> int:
    """Return the length of a first bar that is shorter than the meter; 0 if it isn't."""
    meter = next(iter(voice.meters), None)
    if meter is None or len(bars) < 2:
        return 0
    first = quarters_to_ticks(bars[0].quarters)
    return first if first < meter.bar_ticks else 0


def _name(name: str, index: int) -> str:
    return name if index == 0 else f"{name}, overlay {index}"


def _told_of_order(
    ordered: dict[int, Ordered], parts: str, *, as_written: bool, is_short: bool
) -> list[str]:
    """Say what was done with repeats, endings, the order of parts, D.C. and D.S."""
    told: list[str] = []
    labels = {label for alike in ordered.values() for label in alike.labels if label}
    missing = sorted(set(expanded_parts(parts)) - labels)
    if missing and not as_written:
        told.append(
            f"The order of parts (P:{parts[:20]}) was left out;"
            f" no part {missing[0]} is marked in the music."
        )
    longest = max(
        ordered.values(), key=lambda alike: (alike.is_jumping, len(alike.order.measures)),
        default=None,
    )  # fmt: skip
    if longest is None:
        return told
    found = words_for(longest.marks)
    if follows_parts(longest.labels, parts):
        found = [word for word in found if word in ("repeats", "endings")] + ["order of parts"]
        if any(mark.is_jump for mark in longest.marks):
            told.append("D.C. and D.S. were passed over; the order of parts (P:) goes before them.")
    else:
        told += told_of_signs(longest.marks)
    if longest.is_jumping:
        bars, order = len(longest.marks), longest.order
        sentence = told_of_order(found, bars, order, is_short=is_short, as_written=as_written)
        told.insert(0, sentence)
    return told
