"""Reads a single melody line from MusicXML, cut where key signature or meter changes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final
from xml.etree import ElementTree

from app.domain import Meter
from app.domain.key import LETTER_SEMITONES
from app.training.tune import Sound


@dataclass
class XmlPassage:
    """Measures under one signature; `complete` where nothing follows it."""

    meter: Meter
    fifths: int
    sounds: list[Sound] = field(default_factory=list)
    pickup: float = 0.0
    length: float = 0.0
    complete: bool = True


_FIRST: Final = "1"


def read_musicxml(path: Path) -> Iterator[XmlPassage]:
    """Yield the passages of the first part that hold notes, in order; times in quarters."""
    part = ElementTree.parse(path).find("part")
    reader = _PartReader()
    for measure in part.iter("measure") if part is not None else ():
        reader.measure(measure)
    passages = [passage for passage in reader.passages if passage.sounds]
    for passage in passages[:-1]:
        passage.complete = False
    yield from passages


class _PartReader:
    def __init__(self) -> None:
        self.passages: list[XmlPassage] = []
        self.divisions = 1
        self.fifths = 0
        self.meter = Meter()
        self.transpose = 0
        self.in_first_ending = False
        self.tied = False

    def measure(self, measure: ElementTree.Element) -> None:
        self._attributes(measure)
        passage = self.passages[-1] if self.passages else None
        if passage is None or (passage.meter, passage.fifths) != (self.meter, self.fifths):
            passage = XmlPassage(self.meter, self.fifths)
            self.passages.append(passage)
            self.tied = False
        endings = [e for e in measure.iter("ending") if e.get("number", "").startswith(_FIRST)]
        self.in_first_ending |= any(e.get("type") == "start" for e in endings)
        if not self.in_first_ending:
            self._fill(measure, passage)
        if any(e.get("type") in ("stop", "discontinue") for e in endings):
            self.in_first_ending = False

    def _attributes(self, measure: ElementTree.Element) -> None:
        self.divisions = int(measure.findtext("attributes/divisions") or self.divisions)
        self.fifths = int(measure.findtext("attributes/key/fifths") or self.fifths)
        self.transpose = int(
            measure.findtext("attributes/transpose/chromatic") or self.transpose
        ) + 12 * int(measure.findtext("attributes/transpose/octave-change") or 0)
        beats = measure.findtext("attributes/time/beats")
        unit = measure.findtext("attributes/time/beat-type")
        if beats and unit and beats.isdigit():
            self.meter = Meter(int(beats), int(unit))

    def _fill(self, measure: ElementTree.Element, passage: XmlPassage) -> None:
        start = now = latest = passage.length
        for element in measure:
            quarters = float(element.findtext("duration") or 0) / self.divisions
            if element.tag == "backup":
                now -= quarters
            elif element.tag == "forward":
                now += quarters
            elif element.tag == "note" and element.find("grace") is None:
                if element.find("chord") is None and element.find("cue") is None:
                    self._note(element, passage, now, quarters)
                if element.find("chord") is None:
                    now += quarters
            latest = max(latest, now)
        bar = 4.0 * self.meter.counts / self.meter.unit
        if latest - start < bar - 0.01 and start == 0:
            passage.pickup = latest - start
        passage.length = latest

    def _note(
        self, element: ElementTree.Element, passage: XmlPassage, now: float, quarters: float
    ) -> None:
        pitch = element.find("pitch")
        if pitch is None or quarters <= 0:
            self.tied = False
            return
        height = (
            12 * (int(pitch.findtext("octave") or 4) + 1)
            + LETTER_SEMITONES[pitch.findtext("step") or "C"]
            + round(float(pitch.findtext("alter") or 0))
            + self.transpose
        )
        sounds = passage.sounds
        if self.tied and sounds and sounds[-1][2] == height:
            sounds[-1] = (sounds[-1][0], sounds[-1][1] + quarters, height)
        else:
            sounds.append((now, quarters, height))
        self.tied = any(tie.get("type") == "start" for tie in element.iter("tie"))
