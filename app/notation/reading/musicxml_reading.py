"""Reads MusicXML: the parts of a score become voices of sounding notes, in the order of playing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from fractions import Fraction
from itertools import groupby
from typing import Final
from xml.etree.ElementTree import Element

from app.constants import MOST_QUARTERS
from app.domain import Key, Meter
from app.domain.found import Found, Part
from app.domain.reading import Reading
from app.domain.timebase import quarters_to_ticks
from app.errors import AppError
from app.notation.reading.marks import Marks, merged, told_of_signs, words_for
from app.notation.reading.play_order import play_order
from app.notation.reading.telling import told_of_bar_lines, told_of_order
from app.notation.reading.xml_document import MOST_NOTES, parse_score
from app.notation.reading.xml_lines import lines_of, names_of, sounding
from app.notation.reading.xml_part import (
    SMALLEST,
    PartMusic,
    bar_quarters,
    read_part,
)
from app.notation.reading.xml_signatures import Signature

LIBRARY_NAME: Final = "Music21"
"""The composer that music21 writes into scores that have none."""

LEFT_OUT: Final = {
    "grace": ("1 grace note was left out.", "{} grace notes were left out."),
    "cue": ("1 cue note was left out.", "{} cue notes were left out."),
    "unpitched": ("1 note without a pitch was left out.", "{} notes without pitch were left out."),
    "pitch": (
        "1 note outside the range of MIDI was left out.",
        "{} notes outside the range of MIDI were left out.",
    ),
    "quarter tone": (
        "1 quarter tone was moved to the nearest semitone.",
        "{} quarter tones were moved to the nearest semitone.",
    ),
    "senza misura": 2 * ("Music without meter (senza misura) was put into bars of the meter.",),
    "beat-repeat": 2 * ("Signs that repeat a beat were passed over; only notes were read.",),
    "slash": 2 * ("Slashes in place of notes were passed over; only notes were read.",),
}

MOST_LETTERS: Final = 200
"""Of a title or a name."""

LARGEST_SLIP: Final = Fraction(1, 2)
"""In quarters: by less than this, a part misses the length of a bar by a slip of its writer."""

Played = list[tuple[int, Fraction]]
"""The indices of measures in the order of playing, each with the quarter in which it begins."""


def read(content: bytes, *, as_written: bool = False) -> Found:
    """Read a MusicXML document, as it is played or else as it is written.

    Raises AppError if it is none, or says what no music can be.
    """
    root, messages = parse_score(content)
    names = _part_names(root)
    parts = [read_part(part, names.get(part.get("id", ""), "")) for part in root.findall("part")]
    if not parts:
        raise AppError("there is no part in it")
    lengths = _lengths(parts)
    marks = merged([[measure.marks for measure in part.measures] for part in parts])
    sizes = _sizes(parts, len(lengths))
    played, told = _played(marks, lengths, sizes, as_written=as_written)
    voices = [
        voice for number, part in enumerate(parts, 1) for voice in _voices(part, number, played)
    ]
    meters, pickup = _meters(parts, lengths)
    chords = (voice.chords for voice in voices)
    return Found(
        title=_title(root),
        composer=_composer(root),
        parts=tuple(voices),
        keys=_keys(parts[0], None)[0],
        signatures=_keys(parts[0], None)[1],
        meters=meters,
        tempi_bpm=_tempi(parts),
        pickup_ticks=pickup,
        chords=next((of_part for of_part in chords if of_part), ()),
        messages=(
            *messages,
            *told,
            *told_of_signs(marks),
            *told_of_bar_lines([begin + lengths[i] for i, begin in played], meters, pickup),
            *_left_out(parts),
        ),
        reading=Reading.of_score(as_written=as_written) if told else None,
    )


def _part_names(root: Element) -> dict[str, str]:
    return {
        part.get("id", ""): _line(part.findtext("part-name")) for part in root.iter("score-part")
    }


def _line(text: str | None) -> str:
    """Return a title or name in one line of a length that can be shown."""
    return " ".join((text or "")[: 2 * MOST_LETTERS].split())[:MOST_LETTERS]


def _title(root: Element) -> str:
    titles = [root.findtext("work/work-title"), root.findtext("movement-title")]
    titles += [
        credit.findtext("credit-words")
        for credit in root.findall("credit")
        if _line(credit.findtext("credit-type")) == "title"
    ]
    return next((_line(title) for title in titles if _line(title)), "")


def _composer(root: Element) -> str:
    names = [
        _line(creator.text)
        for creator in root.findall("identification/creator")
        if creator.get("type") == "composer"
    ]
    return ", ".join(dict.fromkeys(name for name in names if name not in ("", LIBRARY_NAME)))


def _lengths(parts: Sequence[PartMusic]) -> list[Fraction]:
    """Return the length of each measure in quarters.

    It is that of the longest part, unless that misses a bar which another part fills by so little
    that it must be a slip.
    """
    lengths = []
    for index in range(max(len(part.measures) for part in parts)):
        here = [part.measures[index] for part in parts if index < len(part.measures)]
        bar = max(bar_quarters(measure.meter) for measure in here)
        length = max(measure.length for measure in here)
        if length == 0:
            rest = max(measure.rest for measure in here)
            length = min(rest, bar) or rest or bar if bar else rest
        is_filled = any(measure.length == bar for measure in here)
        is_bar = abs(length - bar) < (LARGEST_SLIP if is_filled else SMALLEST)
        lengths.append(bar if is_bar and bar else length)
    return lengths


def _sizes(parts: Sequence[PartMusic], measures: int) -> list[int]:
    """Return how many notes and chord symbols there are in each measure of all parts."""
    sizes = [0] * measures
    for part in parts:
        for index, measure in enumerate(part.measures):
            sizes[index] += len(measure.notes) + len(measure.chords)
    return sizes


def _played(
    marks: Sequence[Marks], lengths: Sequence[Fraction], sizes: Sequence[int], *, as_written: bool
) -> tuple[Played, tuple[str, ...]]:
    """Return the measures with their places, and what there is to say about repeats."""
    plain = tuple(range(len(lengths)))
    order = play_order(marks)
    quarters = sum(lengths[index] for index in order.measures)
    is_short = quarters <= MOST_QUARTERS
    is_short &= sum(sizes[index] for index in order.measures) <= 2 * MOST_NOTES
    is_played = order.is_whole and is_short
    measures = order.measures if is_played and not as_written else plain
    told: tuple[str, ...] = ()
    if order.measures != plain or not order.is_whole:
        found = words_for(marks)
        told = (told_of_order(found, len(plain), order, is_short=is_played, as_written=as_written),)
    places: Played = []
    start = Fraction(0)
    for index in measures:
        places.append((index, start))
        start += lengths[index]
    return places, told


def _voices(part: PartMusic, number: int, played: Played) -> list[Part]:
    lines = lines_of(part)
    chords = _chords(part, played)
    voices = []
    for line, name in zip(lines, names_of(lines, part.name or f"Part {number}"), strict=True):
        keys, signatures = _keys(part, line.staff)
        voices.append(
            Part(
                name,
                sounding(line, played),
                keys,
                signatures,
                chords or None,
                instrument=part.name,
                has_bass_clef=part.clefs.get(line.staff) == "F",
            )
        )
    return voices


def _keys(part: PartMusic, staff: str | None) -> tuple[tuple[Key, ...], tuple[int, ...]]:
    """Return the keys and signatures of a staff; no keys if its first signature names none."""
    found: list[Signature] = [
        signature for of, signature in part.signatures if of is None or staff is None or of == staff
    ]
    keys = tuple(signature.key for signature in found if signature.key is not None)
    signatures = tuple(signature.fifths for signature in found)
    return (keys if found and found[0].key is not None else (), signatures)


def _chords(part: PartMusic, played: Played) -> tuple[tuple[int, str], ...]:
    return tuple(
        (quarters_to_ticks(start + place), name)
        for index, start in played
        if index < len(part.measures)
        for place, name in sorted(part.measures[index].chords, key=lambda chord: chord[0])
    )


def _meters(
    parts: Sequence[PartMusic], lengths: Sequence[Fraction]
) -> tuple[tuple[Meter, ...], int]:
    """Return the meters, and the pickup in ticks.

    Bar 1 begins where a whole bar of the first meter does; a shorter bar with a meter of its own
    before a longer one is a pickup.
    """
    meters = next((part.meters for part in parts if part.meters), [])
    if not meters or len(lengths) < 2:
        return tuple(meter for _, meter in meters), 0
    if len(meters) > 1:
        (first, short), (second, long) = meters[:2]
        if first == 0 and second == 1 and short.bar_ticks < long.bar_ticks:
            meters = meters[1:]
    first, meter = meters[0]
    before = sum(lengths[: first + 1]) if first + 1 < len(lengths) else sum(lengths[:first])
    return tuple(meter for _, meter in meters), quarters_to_ticks(before) % meter.bar_ticks


def _tempi(parts: Sequence[PartMusic]) -> tuple[float, ...]:
    """Return the tempi in their order; those that stand in several parts count once."""
    found = sorted(
        (index, place, tempo)
        for part in parts
        for index, measure in enumerate(part.measures)
        for place, tempo in measure.tempi
    )
    return tuple(tempo for tempo, _ in groupby(tempo for *_, tempo in found))


def _left_out(parts: Sequence[PartMusic]) -> list[str]:
    """Return a sentence for each kind of thing that was left out."""
    total: Counter[str] = sum((part.left_out for part in parts), Counter())
    told = []
    for what, count in (+total).items():
        if what in LEFT_OUT:
            one, several = LEFT_OUT[what]
            told.append(one if count == 1 else several.format(f"{count:,}"))
        else:
            times = f" ({count} times)" if count > 1 else ""
            told.append(f"{what[0].upper()}{what[1:]} was left out{times}.")
    return told
