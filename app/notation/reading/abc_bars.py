"""The music of an ABC voice as plain values: bars of events, with all that ABC implies made plain.

Lengths are in quarters. A bar is what stands between two bar lines, and may be less than a bar of
the meter where a repeat divides it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction
from itertools import accumulate, pairwise

from app.domain import Key, Meter, Spelling
from app.domain.key import LETTERS_BY_FIFTHS
from app.domain.spelling import FLATTEST, SHARPEST
from app.notation.reading.marks import Marks


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
    and the index of the event at which it stands. `marks` say where the playing goes on.
    `ends_plainly` says whether the bar line at its end divides nothing but bars; None if there is
    none. `key` and `meter` are those in which it begins. `part` is the letter of the part (`P:`)
    that begins here.
    """

    layers: list[list[Event]] = field(default_factory=lambda: [[]])
    chords: list[tuple[int, int, str]] = field(default_factory=list)
    marks: Marks = field(default_factory=Marks)
    ends_plainly: bool | None = None
    key: Key | None = None
    meter: Meter | None = None
    part: str = ""

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


def in_order(bars: Sequence[Bar], places: Iterable[int]) -> list[Bar]:
    """Return bars in the order in which they are played.

    A tie leads to where the playing goes on, such as a second ending, but not back.
    """
    order = [*places]
    return [
        bars[here] if following > here else replace(bars[here], layers=_untied(bars[here].layers))
        for here, following in pairwise([*order, len(bars)])
    ]


def _untied(layers: list[list[Event]]) -> list[list[Event]]:
    """Return layers whose last events are not tied to what follows."""
    return [
        [*layer[:-1], replace(layer[-1], tied=frozenset())] if layer else [] for layer in layers
    ]


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


def transposed(pitch: Spelling, semitones: int, fifths: int) -> Spelling:
    """Return the pitch so many semitones higher, spelled so many fifths further on their line."""
    place = pitch.fifths + fifths
    while not FLATTEST <= place <= SHARPEST:  # as good as never: more than a double accidental
        place += 12 if place < FLATTEST else -12
    return Spelling.of(pitch.pitch + semitones, LETTERS_BY_FIFTHS[(place + 1) % 7])


def fifths_of(semitones: int) -> int:
    """Return how many fifths an interval turns, from five flats to six sharps."""
    return (semitones * 7 + 5) % 12 - 5
