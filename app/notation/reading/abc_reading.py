"""Reads a tune of an ABC file: voices of notes, with key, meter, tempo and chords.

The text is read into bars in which nothing is implied, and these are played or left as written.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from app.domain import Key, Meter
from app.domain.timebase import quarters_to_ticks
from app.errors import AppError
from app.notation.reading.abc_bars import Bar, layers_of
from app.notation.reading.abc_book import Tune
from app.notation.reading.abc_notes import notes_of
from app.notation.reading.abc_repeats import LEAPS, has_repeats, played_order
from app.notation.reading.abc_tune import AbcTune, read_tune
from app.notation.reading.abc_voice import MOST_EVENTS
from app.notation.reading.abc_voice import Voice as AbcVoice
from app.notation.reading.read_score import Voice


@dataclass(frozen=True, slots=True)
class AbcPart:
    """A voice of a tune with what it says of itself; `pickup_ticks` is 0 without a pickup."""

    voice: Voice
    keys: tuple[Key, ...] = ()
    meters: tuple[Meter, ...] = ()
    chords: tuple[tuple[int, str], ...] = ()
    pickup_ticks: int = 0


@dataclass(frozen=True, slots=True)
class AbcScore:
    """A tune; each list is in the order of the file, and empty if there is nothing."""

    title: str
    composer: str
    parts: tuple[AbcPart, ...]
    tempi_bpm: tuple[float, ...] = ()
    messages: tuple[str, ...] = ()
    has_repeats: bool = False
    """Whether it is played in another order than it is written."""


def read_abc(tune: Tune, *, as_written: bool = False) -> AbcScore:
    """Read a tune as it is played, or with each bar once, as it is written.

    Raises AppError if there is more than any music has.
    """
    read = read_tune(tune)
    voices = [voice for voice in read.voices.values() if any(map(_has_notes, voice.bars))]
    orders = _orders(voices, read.parts, as_written=as_written)
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
    parts: list[AbcPart] = []
    for voice, order in zip(voices, orders, strict=True):
        parts += _parts(read, voice, order)
    told = _told_of_repeats(voices, orders, read.parts, as_written=as_written)
    return AbcScore(
        title=next(iter(tune.texts("T")), ""),
        composer=", ".join(tune.texts("C")),
        parts=tuple(parts),
        tempi_bpm=tuple(read.tempi),
        messages=(*told, *read.told.messages()),
        has_repeats=any(_is_repeated(voice, read.parts) for voice in voices),
    )


def _has_notes(bar: Bar) -> bool:
    return any(event.pitches for layer in bar.layers for event in layer)


def _orders(voices: list[AbcVoice], parts: str, *, as_written: bool) -> list[list[int]]:
    """Return the order of each voice's bars.

    Repeats often stand in the first voice only; a voice without any takes the order of the first
    that has them, if both have as many bars.
    """
    for voice in voices:
        while voice.bars and voice.bars[-1].is_empty:
            voice.bars.pop()
    if as_written:
        return [list(range(len(voice.bars))) for voice in voices]
    leading = next((voice for voice in voices if _is_led(voice)), None)
    orders = []
    for voice in voices:
        follows = leading is not None and not _is_led(voice)
        model = leading if follows and leading and len(leading.bars) == len(voice.bars) else voice
        orders.append(played_order(model.bars, parts))
    return orders


def _is_led(voice: AbcVoice) -> bool:
    return has_repeats(voice.bars) or any(bar.part for bar in voice.bars)


def _parts(read: AbcTune, voice: AbcVoice, order: list[int]) -> list[AbcPart]:
    """Return the parts that a voice makes: itself, and what `&` lays over it."""
    bars = [voice.bars[place] for place in order]
    meter = next(iter(voice.meters), None)
    starts = [Fraction(0)]
    for bar in bars:
        starts.append(starts[-1] + bar.quarters)
    chords = tuple(
        (quarters_to_ticks(start + place), text)
        for start, bar in zip(starts, bars, strict=False)
        for place, text in bar.placed_chords
    )
    length = Fraction(4 * meter.counts, meter.unit) if meter else Fraction(0)
    pickup = quarters_to_ticks(starts[1]) if len(bars) > 1 and starts[1] < length else 0
    name = read.names.get(voice.name, voice.name if len(read.voices) > 1 else "")
    return [
        AbcPart(
            Voice(_name(name or "Melody", index), notes_of(layer, read.told)),
            keys=tuple(key for key in voice.keys if key is not None),
            meters=tuple(meter for meter in voice.meters if meter is not None),
            chords=chords if index == 0 else (),
            pickup_ticks=pickup,
        )
        for index, layer in enumerate(layers_of(bars))
    ]


def _name(name: str, index: int) -> str:
    return name if index == 0 else f"{name}, overlay {index}"


def _told_of_repeats(
    voices: list[AbcVoice], orders: list[list[int]], parts: str, *, as_written: bool
) -> list[str]:
    """Say what was done with repeats, endings, the order of parts, D.C. and D.S."""
    if parts and not as_written and not any(bar.part for voice in voices for bar in voice.bars):
        return [
            f"The order of parts (P:{parts[:20]}) was left out; no part is marked in the music."
        ]
    if not any(_is_repeated(voice, parts) for voice in voices):
        return []
    if as_written:
        return ["Repeats and endings were left as written: every bar stands once."]
    most = max(range(len(voices)), key=lambda index: len(orders[index]))
    if orders[most] == list(range(len(voices[most].bars))):
        return []
    leaps = sorted(
        {mark for voice in voices for bar in voice.bars for mark in bar.marks} & {*LEAPS}
    )
    also = f" and {' and '.join(leaps)}" if leaps else ""
    bars = f"{len(voices[most].bars)} bars became {len(orders[most])}"
    return [f"Repeats and endings{also} were played out: {bars}."]


def _is_repeated(voice: AbcVoice, parts: str) -> bool:
    return has_repeats(voice.bars) or (bool(parts) and any(bar.part for bar in voice.bars))
