"""Reads a tune of an ABC file: voices of notes, with key, meter, tempo and chords.

The text is read into bars in which nothing is implied, and these are played or left as written.
"""

from __future__ import annotations

import re
from fractions import Fraction
from itertools import accumulate
from typing import Final

from app.domain.listing import listed
from app.domain.timebase import quarters_to_ticks
from app.errors import AppError
from app.notation.reading.abc_bars import Bar, layers_of
from app.notation.reading.abc_book import Tune
from app.notation.reading.abc_notes import notes_of
from app.notation.reading.abc_repeats import LEAPS, expanded_parts, has_repeats, played_order
from app.notation.reading.abc_tune import AbcTune, read_tune
from app.notation.reading.abc_voice import MOST_EVENTS
from app.notation.reading.abc_voice import Voice as AbcVoice
from app.notation.reading.read_score import (
    ReadScore,
    Voice,
    told_of_bar_lines,
    told_of_order,
)

CHORD: Final = re.compile(r"\(?(?:[A-H]|N\.?C)")
"""How a chord symbol begins, or “no chord”; other texts in quotation marks are remarks."""


def read_abc(tune: Tune, *, as_written: bool = False) -> ReadScore:
    """Read a tune as it is played, or with each bar once, as it is written.

    Raises AppError if there is more than any music has.
    """
    read = read_tune(tune)
    voices = [voice for voice in read.voices.values() if any(map(_has_notes, voice.bars))]
    as_played = _orders(voices, read.parts)
    plain = [list(range(len(voice.bars))) for voice in voices]
    orders = plain if as_written else as_played
    played = sum(
        len(layer)
        for voice, order in zip(voices, orders, strict=True)
        for place in order
        for layer in voice.bars[place].layers
    )
    if played > MOST_EVENTS:
        raise AppError(
            f"with its repeats the tune has more than {MOST_EVENTS:,} notes, which is more than"
            " Motivo reads of ABC; divide it"
        )
    found = [
        part
        for voice, order in zip(voices, orders, strict=True)
        for part in _voices(read, voice, order)
    ]
    leading, leading_order = next(zip(voices, orders, strict=True), (None, []))
    meters = tuple(meter for meter in leading.meters if meter) if leading else ()
    pickup = _pickup_ticks(leading, leading_order) if leading else 0
    starts = _starts([leading.bars[place] for place in leading_order]) if leading else []
    told = _told_of_repeats(voices, as_played, read.parts, as_written=as_written)
    return ReadScore(
        title=next(iter(tune.texts("T")), ""),
        composer=", ".join(tune.texts("C")),
        voices=tuple(found),
        meters=meters,
        tempi_bpm=tuple(read.tempi),
        pickup_ticks=pickup,
        chords=next((part.chords for part in found if part.chords), ()),
        messages=(*told, *told_of_bar_lines(starts, meters, pickup), *read.told.messages()),
        has_repeats=as_played != plain,
    )


def _has_notes(bar: Bar) -> bool:
    return any(event.pitches for layer in bar.layers for event in layer)


def _orders(voices: list[AbcVoice], parts: str) -> list[list[int]]:
    """Return the order in which each voice's bars are played.

    Repeats often stand in the first voice only; a voice without any takes the order of the first
    that has them, if both have as many bars.
    """
    for voice in voices:
        while voice.bars and voice.bars[-1].is_empty:
            voice.bars.pop()
    leading = next((voice for voice in voices if _has_own_order(voice)), None)
    orders = []
    for voice in voices:
        follows = leading is not None and not _has_own_order(voice)
        model = leading if follows and leading and len(leading.bars) == len(voice.bars) else voice
        orders.append(played_order(model.bars, parts))
    return orders


def _has_own_order(voice: AbcVoice) -> bool:
    return has_repeats(voice.bars) or any(bar.part for bar in voice.bars)


def _voices(read: AbcTune, voice: AbcVoice, order: list[int]) -> list[Voice]:
    """Return the voices that a voice of ABC makes: itself, and what `&` lays over it."""
    bars = [voice.bars[place] for place in order]
    starts = _starts(bars)
    chords = tuple(
        (quarters_to_ticks(start + place), _with_minor(text))
        for start, bar in zip(starts, bars, strict=True)
        for place, text in bar.placed_chords
        if CHORD.match(text)
    )
    name = read.names.get(voice.name, voice.name if len(read.voices) > 1 else "")
    return [
        Voice(
            _name(name or "Melody", index),
            notes_of(layer, read.told),
            keys=tuple(key for key in voice.keys if key is not None),
            chords=(chords or None) if index == 0 else None,
        )
        for index, layer in enumerate(layers_of(bars))
    ]


def _starts(bars: list[Bar]) -> list[Fraction]:
    """Return where the bars begin, in quarters."""
    return list(accumulate((bar.quarters for bar in bars[:-1]), initial=Fraction(0)))


def _with_minor(chord: str) -> str:
    """Return a chord symbol in which "m" says that it is minor, and not a minus sign."""
    return re.sub(r"^([A-G][#b♯♭]?)-(?=\d|$)", r"\1m", chord)


def _pickup_ticks(voice: AbcVoice, order: list[int]) -> int:
    """Return the length of a first bar that is shorter than the meter; 0 if it isn't."""
    meter = next(iter(voice.meters), None)
    if meter is None or len(order) < 2:
        return 0
    first = quarters_to_ticks(voice.bars[order[0]].quarters)
    return first if first < meter.bar_ticks else 0


def _name(name: str, index: int) -> str:
    return name if index == 0 else f"{name}, overlay {index}"


def _told_of_repeats(
    voices: list[AbcVoice], orders: list[list[int]], parts: str, *, as_written: bool
) -> list[str]:
    """Say what was done with repeats, endings, the order of parts, D.C. and D.S."""
    told: list[str] = []
    marked = {bar.part for voice in voices for bar in voice.bars if bar.part}
    missing = sorted(set(expanded_parts(parts)) - marked)
    if missing and not as_written:
        told.append(
            f"The order of parts (P:{parts[:20]}) was left out;"
            f" no part {missing[0]} is marked in the music."
        )
    most = max(range(len(voices)), key=lambda index: len(orders[index]), default=0)
    if not voices or _is_plain(voices[most], orders[most]):
        return told
    bars = [bar for voice in voices for bar in voice.bars]
    leaps = sorted({mark for bar in bars for mark in bar.marks} & {*LEAPS})
    there = [
        (any(bar.opens or bar.closes for bar in bars), "repeats"),
        (any(bar.endings for bar in bars), "endings"),
        (not missing and len(expanded_parts(parts)) > 1, "order of parts"),
        *((True, leap) for leap in leaps),
    ]
    found = listed([word for is_there, word in there if is_there] or ["repeats"], "and")
    bars_written, bars_played = len(voices[most].bars), len(orders[most])
    return [*told, told_of_order(found, bars_written, bars_played, as_written=as_written)]


def _is_plain(voice: AbcVoice, order: list[int]) -> bool:
    return order == list(range(len(voice.bars)))
