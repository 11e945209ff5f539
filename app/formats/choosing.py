"""Makes a sketch from what a file holds: chooses the melody, and reports what is left out."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import replace
from typing import Final, TypeVar

from app.constants import DEFAULT_TEMPO_BPM, FASTEST_TEMPO_BPM, SLOWEST_TEMPO_BPM
from app.domain import Chord, Chords, Key, Melody, Meter, Note, Sketch
from app.domain.edits import one_voice
from app.domain.found import Found, Part
from app.domain.imported import Imported, PartInfo, check_part
from app.domain.listing import first_of
from app.domain.quoting import shortened, visible
from app.domain.spelling import with_needed_letters
from app.domain.timebase import ticks_to_quarters
from app.errors import AppError
from app.formats.timeline import check_length

T = TypeVar("T")

NAMES: Final = tuple(
    (re.compile(pattern, re.I), likeness)
    for pattern, likeness in (
        # The first that fits counts.
        (r"melod|lead|\bsolo|vocal|voice|\bvoc\b|\bvox\b|sing|chant|gesang|\bvoix|tune|theme", 1.0),
        (r"\bpad\b|accomp|begleit|continuo|organ|orgel|harpsi|cembalo|harp\b|guitar|gitarre", -1.0),
        (r"drum|perc|timpani|pauken|piano|klavier|chord|strings|bass[eo]?\b|basso|contra", -1.0),
        (r"(2(nd|\.)?|\bII|second[oa]?)\.?$|^(2nd|second)\b|\bIII?\b", -0.5),
        (
            r"alto|alt\b|tenor|quint|viol[ae]\b|cello|violone|bariton|horn|corno|tromb|tuba|fag",
            -0.5,
        ),
        (r"sopran|cant(us|o)\b|triplum|discant|violin|flute|fl[öo]te|flauto|fiddle", 0.5),
        (r"oboe|clari|klari|trumpet|trompete|cornet|sax|recorder|whistle|superius", 0.5),
    )
)
"""How much the name of a part speaks for its having the melody."""

NO_CHORD: Final = re.compile(r"\(?N\.?\s?C\.?\)?", re.I)
"""What stands in place of a chord symbol where there is no chord."""

MOST_LISTED: Final = 12
"""The most names that one message lists."""

KEPT_SHARE: Final = 0.75
"""A note that keeps less of its length is told: legato playing overlaps by less than that."""

SLOTS_A_COUNT: Final = (1, 2, 3, 4)
"""Into how many slots for chords a count of the meter is divided, the fewest that do."""

SLOT_REACH: Final = 0.3
"""How far a chord may be from its slot, in slots: in a tuplet it can't stand exactly on a count."""

MOST_IN_PICTURE: Final = 96
"""How many notes of a part are shown where parts are chosen: some dozen bars."""

ENOUGH: Final = 0.5
"""A melody sounds for at least this share of the time that the busiest part sounds."""

NEARLY_ALL: Final = 0.75
"""A part with this share of all notes is only accompanied by the few of the others."""

BASS_LIKENESS: Final = -1.0
"""How much a bass clef speaks for having the melody, if the name says nothing."""


def choose(found: Found, wanted: int | None = None) -> Imported:
    """Make a sketch of the part that was asked for, or else of the most melody-like one.

    Raises AppError if there are no notes or there is no such part.
    """
    parts = [replace(part, name=shortened(part.name)) for part in found.parts if part.notes]
    if not parts:
        raise AppError("it has no notes")
    melodies = [one_voice(part.notes) for part in parts]
    infos = tuple(
        part_info(part, melody, index)
        for index, (part, melody) in enumerate(zip(parts, melodies, strict=True))
    )
    check_part(parts, wanted)
    taken = _most_melodic(parts, melodies) if wanted is None else wanted
    found = found.of_part(parts[taken])
    melody = melodies[taken]
    check_length(ticks_to_quarters(melody.end_ticks))
    messages = [*found.messages, *parts[taken].messages]
    extra = len(parts[taken].notes) - len(melody)
    if extra:
        rest = "1 other was" if extra == 1 else f"{extra} others were"
        messages.append(
            f"Of notes that begin together, only the top one was taken; {rest} left out."
        )
    cut = _shortened(parts[taken].notes, melody)
    if cut:
        what = "1 note that sounds" if cut == 1 else f"{cut} notes that sound"
        verb = "was" if cut == 1 else "were"
        messages.append(f"{what} on over the next {verb} cut off there; a melody has one voice.")
    if len(parts) > 1:
        others = first_of([part.name for i, part in enumerate(parts) if i != taken], MOST_LISTED)
        messages.append(f"“{parts[taken].name}” was taken as the melody; left out: {others}.")
    meter = _first("meter", found.meters, messages)
    if meter is None:
        meter = Meter()
        messages.append(f"The file names no meter; it is shown in {meter}.")
    key = _first("key", found.keys, messages) or _found_key(found, melody, messages)
    sketch = Sketch(
        title=visible(found.title),
        composer=visible(found.composer),
        melody=melody,
        key=key,
        meter=meter,
        tempo_bpm=_tempo(found, messages),
        pickup_ticks=found.pickup_ticks if found.pickup_ticks < meter.bar_ticks else 0,
    )
    sketch = with_needed_letters(_with_chords(sketch, found, messages))
    return Imported(
        sketch, tuple(messages), infos, taken, found.reading, is_performance=found.is_performance
    )


def part_info(part: Part, melody: Melody | None = None, index: int = 0) -> PartInfo:
    """Return what is shown of a part where one is chosen; `melody` are its notes in one voice."""
    notes = (one_voice(part.notes) if melody is None else melody).notes
    return PartInfo(index, part.name, len(part.notes), Melody(notes[:MOST_IN_PICTURE]))


def _most_melodic(parts: list[Part], melodies: list[Melody]) -> int:
    """Return the index of the most melody-like part.

    What counts is the part's name in the file or else its clef, how many of its notes stand alone,
    its height, how long it sounds, and that melodies mostly stand above what accompanies them. A
    part that sounds little beside one that has nearly all notes needs a better name than that has.
    """
    times = [sum(note.duration_ticks for note in melody) for melody in melodies]
    longest = max(times)
    names = [_likeness_of_name(part) for part in parts]
    most = max(range(len(parts)), key=lambda index: len(melodies[index]))
    has_nearly_all = len(melodies[most]) >= NEARLY_ALL * sum(map(len, melodies))

    def likeness(index: int) -> float:
        part, melody = parts[index], melodies[index]
        alone = len(melody) / len(part.notes)
        height = sum(note.pitch for note in melody) / len(melody)
        sounds = min(times[index] / longest / ENOUGH, 1.0)
        return 3 * names[index] + 2 * alone + height / 24 + 2 * sounds - index / (2 * len(parts))

    def is_beside(index: int) -> bool:
        sounds_little = times[index] <= ENOUGH * times[most]
        return has_nearly_all and sounds_little and names[index] <= names[most]

    return max((index for index in range(len(parts)) if not is_beside(index)), key=likeness)


def _likeness_of_name(part: Part) -> float:
    name = part.name if part.instrument is None else part.instrument
    otherwise = BASS_LIKENESS if part.has_bass_clef else 0.0
    return next((value for pattern, value in NAMES if pattern.search(name)), otherwise)


def _shortened(notes: Sequence[Note], melody: Melody) -> int:
    """Return how many notes of the melody lost more of their length than a player notices."""
    lengths = {(note.onset_ticks, note.pitch): note.duration_ticks for note in notes}
    return sum(
        note.duration_ticks < KEPT_SHARE * lengths[note.onset_ticks, note.pitch] for note in melody
    )


def _first(what: str, values: tuple[T, ...], messages: list[str]) -> T | None:
    others = list(dict.fromkeys(str(value) for value in values[1:] if value != values[0]))
    if others:
        names = first_of(others, MOST_LISTED)
        messages.append(f"The first {what}, {values[0]}, was taken for all; left out: {names}.")
    return values[0] if values else None


def _found_key(found: Found, melody: Melody, messages: list[str]) -> Key:
    from app.notation.reading.score_reading import analyse_key

    key = analyse_key(melody.notes, found.signatures[0] if found.signatures else None)
    named = "a key signature, but no key" if found.signatures else "no key"
    messages.append(f"The file names {named}; judging by its notes, it is {key}.")
    return key


def _tempo(found: Found, messages: list[str]) -> float:
    tempo = _first("tempo", tuple(round(tempo, 3) for tempo in found.tempi_bpm), messages)
    if tempo is None:
        return DEFAULT_TEMPO_BPM
    nearest = min(max(tempo, SLOWEST_TEMPO_BPM), FASTEST_TEMPO_BPM)
    if nearest != tempo:
        messages.append(
            f"The file's tempo, {tempo:g} quarters a minute, is outside what Motivo plays;"
            f" {nearest:g} was taken."
        )
    return nearest


def _with_chords(sketch: Sketch, found: Found, messages: list[str]) -> Sketch:
    """Add the chords that were found to their bars; a message tells what Motivo can't hold."""
    by_bar: dict[int, list[tuple[int, Chord]]] = {}
    unknown: list[str] = []
    early: list[str] = []
    pauses = 0
    for onset, text in found.chords:
        bar = sketch.bar_at(onset)
        if NO_CHORD.fullmatch(text):
            pauses += onset < sketch.melody.end_ticks
            continue
        try:
            chord = Chord.parse(text)
        except AppError:
            unknown.append(shortened(text))
            continue
        if bar < 1:
            early.append(str(chord))
        else:
            by_bar.setdefault(bar, []).append((onset - sketch.bar_start_ticks(bar), chord))
    if pauses:
        messages.append("Where the file has no chord (N.C.), the one before goes on.")
    crowded: list[str] = []
    slots = {bar: _bar(sketch.meter, placed, crowded) for bar, placed in by_bar.items()}
    for sentence, names in (
        ("Chords that Motivo doesn't know were left out: {}.", unknown),
        ("Chords over the pickup were left out: {}.", early),
        ("Chords that stand too close to the next one were left out: {}.", crowded),
    ):
        if names:
            messages.append(sentence.format(first_of(sorted(set(names)), MOST_LISTED)))
    if not slots:
        return sketch
    bars = tuple(slots.get(bar, (None,)) for bar in range(1, max(sketch.bars, *slots) + 1))
    return replace(sketch, chords=Chords(bars))


def _bar(
    meter: Meter, placed: list[tuple[int, Chord]], crowded: list[str]
) -> tuple[Chord | None, ...]:
    """Return a bar of chords, divided into as few slots as hold them.

    Each chord takes the place that is nearest to it. The name of one that has no place of its own
    is added to `crowded`.
    """
    for finer in SLOTS_A_COUNT:
        starts = meter.divided(meter.counts * finer)
        nearest = [_nearest(starts, place) for place, _ in placed]
        most = SLOT_REACH * meter.count_ticks / finer
        is_near = all(
            abs(start - place) <= most for start, (place, _) in zip(nearest, placed, strict=True)
        )
        if is_near and len(set(nearest)) == len(nearest):
            break
    by_start: dict[int, Chord] = {}
    for start, (_, chord) in zip(nearest, placed, strict=True):
        if by_start.get(start, chord) != chord:
            crowded.append(str(by_start[start]))
        by_start[start] = chord
    divisions = (meter.divided(parts) for parts in range(1, len(starts) + 1))
    fewest = next(division for division in divisions if by_start.keys() <= set(division))
    return tuple(by_start.get(start) for start in fewest)


def _nearest(starts: Sequence[int], place: int) -> int:
    """Return the start, of those in order, that is nearest to a place; of two, the earlier one."""
    after = bisect_left(starts, place)
    return min(starts[max(0, after - 1) : after + 1], key=lambda start: abs(start - place))
