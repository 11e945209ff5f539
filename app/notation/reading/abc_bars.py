"""The music of an ABC voice as plain values: bars of events, with all that ABC implies made plain.

Lengths are in quarters. A bar is what stands between two bar lines, and may be less than a bar of
the meter where a repeat divides it.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from fractions import Fraction
from itertools import accumulate
from typing import Final

from app.domain import Key, Meter, Spelling

EVENTS_A_BAR: Final = 40
SIGNS: Final = {2: "^^", 1: "^", 0: "=", -1: "_", -2: "__"}


@dataclass(frozen=True, slots=True)
class Tuplet:
    """So many notes (`actual`) in the time of so many (`normal`)."""

    actual: int
    normal: int


@dataclass(slots=True)
class Event:
    """A note, a chord (whose first pitch counts for its length) or, without pitches, a rest.

    `length` is as written, without the tuplet. `tied` are the pitches that are tied to the next.
    """

    pitches: tuple[Spelling, ...]
    length: Fraction
    tied: frozenset[Spelling] = frozenset()
    tuplet: Tuplet | None = None
    number: int = 0
    """Tells neighbouring tuplets apart."""

    @property
    def quarters(self) -> Fraction:
        """How long it sounds."""
        if self.tuplet is None:
            return self.length
        return self.length * self.tuplet.normal / self.tuplet.actual


@dataclass(slots=True)
class Bar:
    """What stands between two bar lines.

    `layers` are the voices that `&` lays over each other. `chords` are symbols, each with the layer
    and the index of the event at which it stands. `opens` and `closes` are how often a repeat that
    begins or ends here is played again; `endings` are the passes for which an ending that begins
    here is meant. `ends_plainly` says whether the bar line at its end divides nothing but bars;
    None if there is none. `key` and `meter` are those in which it begins. `part` is the letter of
    the part (`P:`) that begins here. `marks` are signs for the order of bars, such as the segno,
    Fine and D.C.
    """

    layers: list[list[Event]] = field(default_factory=lambda: [[]])
    chords: list[tuple[int, int, str]] = field(default_factory=list)
    opens: int = 0
    closes: int = 0
    endings: frozenset[int] | None = None
    ends_plainly: bool | None = None
    key: Key | None = None
    meter: Meter | None = None
    part: str = ""
    marks: list[str] = field(default_factory=list)

    @property
    def quarters(self) -> Fraction:
        """How long it lasts: as long as its longest layer."""
        return max(_places(layer)[-1] for layer in self.layers)

    @property
    def is_empty(self) -> bool:
        """Whether it has no event yet, so that what comes next can still begin in it."""
        return not any(self.layers)

    @property
    def placed_chords(self) -> list[tuple[Fraction, str]]:
        """The chord symbols, each with its place from the beginning of the bar."""
        places = [_places(layer) for layer in self.layers]
        return [(places[layer][index], text) for layer, index, text in self.chords]


def _places(layer: list[Event]) -> list[Fraction]:
    """Return where each event begins, and where the last one ends."""
    return list(accumulate((event.quarters for event in layer), initial=Fraction(0)))


def layers_of(bars: list[Bar]) -> list[list[Event]]:
    """Return each layer as one line of events, with rests where it has nothing."""
    lines: list[list[Event]] = [[] for _ in range(max(len(bar.layers) for bar in bars))]
    for bar in bars:
        quarters = bar.quarters
        for number, line in enumerate(lines):
            layer = bar.layers[number] if number < len(bar.layers) else []
            missing = quarters - _places(layer)[-1]
            line += layer
            if missing:
                line.append(Event((), missing))
    return lines


def abc_of(events: list[Event], scale: int) -> str:
    """Return events, in the order in which they are heard, as ABC without anything implied.

    Every note has its accidental and its length in quarters, times `scale`; every tuplet has all
    three numbers. After some events comes a bar line, because abc2xml is slow with long bars.
    """
    words: list[str] = []
    since = 0
    for index, event in enumerate(events):
        before = events[index - 1] if index else None
        if event.tuplet and (before is None or before.number != event.number):
            run = index
            while run < len(events) and events[run].number == event.number:
                run += 1
            words.append(f"({event.tuplet.actual}:{event.tuplet.normal}:{run - index}")
        following = events[index + 1] if index + 1 < len(events) else None
        words.append(_event(event, following, event.length * scale))
        since += 1
        if since >= EVENTS_A_BAR and (following is None or following.tuplet is None):
            words.append("|\n")
            since = 0
    return " ".join(words)


def _event(event: Event, following: Event | None, length: Fraction) -> str:
    """Write an event; a tie is only written where the next event has the same pitch."""
    if not event.pitches:
        return f"z{length}"
    goes_on = event.tied & frozenset(following.pitches if following else ())
    notes = [_pitch(pitch) + str(length) + "-" * (pitch in goes_on) for pitch in event.pitches]
    return notes[0] if len(notes) == 1 else f"[{''.join(notes)}]"


def _pitch(pitch: Spelling) -> str:
    octaves = pitch.octave - 5
    letter = pitch.letter.lower() if octaves >= 0 else pitch.letter
    marks = "'" * octaves if octaves >= 0 else "," * (-1 - octaves)
    return SIGNS[pitch.alter] + letter + marks


def transposed(pitch: Spelling, semitones: int) -> Spelling:
    """Return the pitch so many semitones higher, written by the usual interval."""
    if semitones % 12 == 0:
        return Spelling(pitch.letter, pitch.alter, pitch.octave + semitones // 12)
    fifths = fifths_of(semitones)
    place = "FCGDAEB".index(pitch.letter) + 7 * pitch.alter + fifths
    alter, letter = divmod(place, 7)
    while abs(alter) > 2:  # as good as never: more than a double accidental
        place -= 12 * (alter // abs(alter))
        alter, letter = divmod(place, 7)
    return Spelling.of(pitch.pitch + semitones, "FCGDAEB"[letter])


def fifths_of(semitones: int) -> int:
    """Return how many fifths an interval turns, from five flats to six sharps."""
    return (semitones * 7 + 5) % 12 - 5
