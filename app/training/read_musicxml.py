"""Reads a single melody line from MusicXML, cut where key signature, meter or movement changes."""

from __future__ import annotations

import zipfile
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path
from typing import Final
from xml.etree import ElementTree

from app.domain import Meter
from app.domain.key import LETTER_SEMITONES
from app.training.bars import MOST_IRREGULAR, Bar, bar_starts
from app.training.report import Reason, ignore
from app.training.tune import NO_CHORD, Harmony, Sound

_CONTAINER: Final = "META-INF/container.xml"

_KINDS: Final = {
    "major": "", "minor": "m", "augmented": "aug", "diminished": "dim", "dominant": "7",
    "major-seventh": "maj7", "minor-seventh": "m7", "diminished-seventh": "dim7",
    "augmented-seventh": "aug", "half-diminished": "m7b5", "major-minor": "m(maj7)",
    "minor-major": "m(maj7)", "major-sixth": "6", "minor-sixth": "m6", "dominant-ninth": "9",
    "major-ninth": "maj9", "minor-ninth": "m9", "dominant-11th": "9", "major-11th": "maj9",
    "minor-11th": "m9", "dominant-13th": "9", "major-13th": "maj9", "minor-13th": "m9",
    "suspended-second": "sus2", "suspended-fourth": "sus4", "power": "5",
    "Neapolitan": "", "Italian": "7", "French": "7", "German": "7",
}  # fmt: skip
"""The kinds of MusicXML 4.0, and the nearest of ours; those left out mean no particular chord."""


@dataclass
class XmlPassage:
    """Measures under one signature; all times are in quarters from the first measure.

    `fifths` are the sharps of the key signature, None if there is none. `letters` are the note
    letters with which the sounds are written, `transpose` semitones below where they sound.
    `measures` are the names and places of the bars, the first of which may be a pickup. The passage
    is `complete` if a movement ends with it.
    """

    meter: Meter
    fifths: int | None
    sounds: list[Sound] = field(default_factory=list)
    letters: list[str] = field(default_factory=list)
    harmonies: list[Harmony] = field(default_factory=list)
    measures: list[tuple[str, float]] = field(default_factory=list)
    pickup: float = 0.0
    transpose: int = 0
    complete: bool = True


def read_musicxml(path: Path, on_drop: Callable[[Reason], None] = ignore) -> Iterator[XmlPassage]:
    """Yield the passages of the first part that sounds, in order.

    Of alternative endings, the last is kept; of several voices, the first that sounds in a measure.
    `on_drop` is called for every passage that is left out. Raises ElementTree.ParseError, OSError,
    KeyError or zipfile.BadZipFile if the file is not MusicXML.
    """
    parts = _root(path).findall("part")
    part = next((part for part in parts if part.find("measure/note/pitch") is not None), None)
    if part is None:
        on_drop(Reason.NO_NOTES)
        return
    for measures in _passages(_last_endings(list(part.iter("measure")))):
        passage, irregular_share = _read_passage(measures)
        if irregular_share > MOST_IRREGULAR:
            on_drop(Reason.OFF_METER)
        elif passage.sounds:
            yield passage


def _root(path: Path) -> ElementTree.Element:
    if not zipfile.is_zipfile(path):
        return ElementTree.parse(path).getroot()
    with zipfile.ZipFile(path) as packed:
        named = ElementTree.fromstring(packed.read(_CONTAINER)).find(".//{*}rootfile")
        name = named.get("full-path", "") if named is not None else ""
        return ElementTree.fromstring(packed.read(name))


def _last_endings(measures: Sequence[ElementTree.Element]) -> list[ElementTree.Element]:
    """Return the measures without first endings and those that another ending follows."""
    spans: list[tuple[int, int, set[str]]] = []
    begun: tuple[int, set[str]] | None = None
    for index, measure in enumerate(measures):
        for ending in measure.iter("ending"):
            numbers = set(ending.get("number", "").replace(",", " ").split())
            if ending.get("type") == "start":
                begun = (index, numbers)
            elif begun:
                spans.append((begun[0], index, begun[1]))
                begun = None
    if begun:
        spans.append((begun[0], len(measures) - 1, begun[1]))
    follows = {first for first, _, _ in spans}
    dropped = {
        index
        for first, last, numbers in spans
        for index in range(first, last + 1)
        if last + 1 in follows or ("1" in numbers and last + 1 < len(measures))
    }
    return [measure for index, measure in enumerate(measures) if index not in dropped]


@dataclass
class _Measure:
    """A measure and what holds in it; `divisions` are those of a quarter in its durations."""

    element: ElementTree.Element
    divisions: int
    meter: Meter | None
    fifths: int | None
    transpose: int
    ends_movement: bool = False

    @property
    def name(self) -> str:
        return self.element.get("number", "")

    def events(self) -> Iterator[tuple[float, float, ElementTree.Element]]:
        """Yield notes, chord symbols and gaps, with place and length in quarters."""
        begun = now = 0.0
        for element in self.element:
            quarters = float(element.findtext("duration") or 0) / self.divisions
            if element.tag == "backup":
                now -= quarters
            elif element.tag == "forward":
                now += quarters
                yield now, 0.0, element
            elif element.tag == "harmony":
                offset = float(element.findtext("offset") or 0) / self.divisions
                yield now + offset, 0.0, element
            elif element.tag == "note" and element.find("grace") is None:
                if element.find("chord") is None:
                    begun, now = now, now + quarters
                yield begun, quarters, element

    def bar(self) -> Bar:
        """Return the bar that the measure is."""
        length = max((place + quarters for place, quarters, _ in self.events()), default=0.0)
        return Bar(length, self.element.get("implicit") == "yes")


def _passages(elements: Sequence[ElementTree.Element]) -> Iterator[list[_Measure]]:
    """Yield the measures of each passage: they have one key signature, meter and movement."""
    measures: list[_Measure] = []
    divisions, transpose = 1, 0
    fifths: int | None = None
    meter: Meter | None = None
    for element in elements:
        divisions = int(element.findtext("attributes/divisions") or divisions)
        if (signature := element.findtext("attributes/key/fifths")) is not None:
            fifths = int(signature)
        if (moved := element.find("attributes/transpose")) is not None:
            octaves = int(moved.findtext("octave-change") or 0)
            transpose = int(moved.findtext("chromatic") or 0) + 12 * octaves
        beats = element.findtext("attributes/time/beats") or ""
        unit = element.findtext("attributes/time/beat-type") or ""
        if beats.isdigit() and unit.isdigit():
            meter = Meter(int(beats), int(unit))
        measures.append(_Measure(element, divisions, meter, fifths, transpose))
    last_number = -1
    for before, after in pairwise(measures):
        last_number = int(before.name) if before.name.isdigit() else last_number
        before.ends_movement = after.name.isdigit() and int(after.name) < last_number
    passage: list[_Measure] = []
    for measure in measures:
        last = passage[-1] if passage else measure
        changed = (last.meter, last.fifths) != (measure.meter, measure.fifths)
        if changed or last.ends_movement:
            yield passage
            passage = []
        passage.append(measure)
    if passage:
        passage[-1].ends_movement = True
        yield passage


def _read_passage(measures: Sequence[_Measure]) -> tuple[XmlPassage, float]:
    """Return the passage, and the share of its measures that don't fit the meter."""
    bars = [measure.bar() for measure in measures]
    meter = measures[0].meter or _usual_meter(bars)
    passage = XmlPassage(meter, measures[0].fifths, complete=measures[-1].ends_movement)
    passage.transpose = measures[0].transpose
    whole = 4.0 * meter.counts / meter.unit
    passage.pickup = bars[0].length if bars[0].length < whole - 0.01 else 0.0
    starts, irregular_share = bar_starts(bars, whole)
    line = _TopLine(passage.sounds, passage.letters)
    for measure, start in zip(measures, starts, strict=True):
        passage.measures.append((measure.name, start))
        line.voice = None
        for place, quarters, element in measure.events():
            if element.tag == "harmony":
                passage.harmonies.extend(_harmony(element, start + place, measure.transpose))
            elif element.tag == "note" and element.find("cue") is None:
                line.add(element, start + place, quarters, measure.transpose)
    return passage, irregular_share


def _usual_meter(bars: Sequence[Bar]) -> Meter:
    """Return the meter of the most frequent length of a bar, for files that name none."""
    ((quarters, _),) = Counter(bar.length for bar in bars).most_common(1)
    counts = round(quarters)
    return Meter(counts, 4) if counts == quarters else Meter(round(2 * quarters) or 4, 8)


@dataclass
class _TopLine:
    """The top line of a part; `voice` is the one that is read in the present measure."""

    sounds: list[Sound]
    letters: list[str]
    voice: str | None = None
    is_tied: bool = False

    def add(
        self, element: ElementTree.Element, onset: float, quarters: float, transpose: int
    ) -> None:
        """Add a note or a rest, if it is of the voice that is read."""
        voice = element.findtext("voice") or ""
        if self.voice not in (None, voice):
            return
        pitch = element.find("pitch")
        if pitch is None or quarters <= 0:
            self.is_tied = False
            return
        self.voice = voice
        height = 12 * (int(pitch.findtext("octave") or 4) + 1) + _pitch_class(pitch, "") + transpose
        last = self.sounds[-1] if self.sounds else None
        if element.find("chord") is not None:
            if last and last[0] == onset and last[2] < height:
                self.sounds[-1] = (onset, quarters, height)
                self.letters[-1] = _step(pitch, "")
        elif last and self.is_tied and last[2] == height:
            self.sounds[-1] = (last[0], last[1] + quarters, height)
        else:
            self.sounds.append((onset, quarters, height))
            self.letters.append(_step(pitch, ""))
        self.is_tied = any(tie.get("type") == "start" for tie in element.iter("tie"))


def _harmony(element: ElementTree.Element, onset: float, transpose: int) -> Iterator[Harmony]:
    kind = (element.findtext("kind") or "").strip()
    root = element.find("root")
    if kind == "none":
        yield onset, NO_CHORD, ""
    elif root is not None and kind in _KINDS:
        yield onset, (_pitch_class(root, "root-") + transpose) % 12, _KINDS[kind]


def _pitch_class(element: ElementTree.Element, prefix: str) -> int:
    """Return the semitones above C of a step with its alteration, which may lie outside 0 to 11."""
    alter = round(float(element.findtext(f"{prefix}alter") or 0))
    return LETTER_SEMITONES[_step(element, prefix)] + alter


def _step(element: ElementTree.Element, prefix: str) -> str:
    return (element.findtext(f"{prefix}step") or "C").strip()
