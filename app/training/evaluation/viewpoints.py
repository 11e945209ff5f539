"""Owns the viewpoints of the IDyOM-style model: the terms in which it describes notes.

Their names in Pearce (2005) are in brackets. A viewpoint predicts symbols. A table says which
symbol each class of the predicted part is, seen from a base such as the note before.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from typing import Final

import numpy as np

from app.generation import vocabulary as v
from app.training.evaluation import ppm
from app.training.evaluation.events import Events, Ints
from app.training.evaluation.ppm import Hashes

MOST_IN_RATIO: Final = 16
"""Ratios of durations with larger numbers share one symbol."""

GAP, DURATION, PITCH = range(3)


@dataclass(frozen=True, slots=True)
class Viewpoint:
    """How a part of a note is described.

    `table`, int64 [bases, classes], has the symbol of each class of the part, and `base` gives each
    row's base. `known` gives what a prediction may use of the next note beside the past. `token`
    gives what is remembered of each past note, for `order` notes.
    """

    name: str
    part: int
    table: Ints
    base: Callable[[Events], Ints]
    known: Callable[[Events], list[Ints]]
    token: Callable[[Events], Ints]
    order: int = 8

    @property
    def kinds(self) -> int:
        """The number of different symbols."""
        return int(self.table.max()) + 1

    def symbols_of(self, events: Events) -> Ints:
        """Return the symbol of what came in each row, [rows]."""
        symbols: Ints = self.table[self.base(events), events.parts[self.part]]
        return symbols

    def ladder(self, events: Events) -> list[Hashes]:
        """Return a ladder for `ppm`: first what is known is added, one by one, then past notes."""
        token = self.token(events)
        columns = [np.zeros_like(token), *self.known(events)]
        columns += [ppm.earlier(token, back, events.row) for back in range(1, self.order + 1)]
        return [ppm.mixed(*columns[:count]) for count in range(1, len(columns) + 1)]


def _symbols_alone(classes: int) -> Ints:
    return np.arange(classes)[None, :]


def _intervals() -> Ints:
    """Return the interval class from each height to each height; row 0 is for no note before."""
    return np.array(
        [[0] * v.HEIGHT_CLASSES]
        + [
            [v.interval_class(height - before) for height in range(v.HEIGHT_CLASSES)]
            for before in range(v.HEIGHT_CLASSES)
        ]
    )


def _ratios() -> Ints:
    """Return a symbol for the ratio of each duration to each one before; row 0 is for none."""
    symbols: dict[Fraction, int] = {}
    table = [[0] * v.DURATION_CLASSES]
    lengths = [v.typical_length(duration + 1) for duration in range(v.DURATION_CLASSES)]
    for before in lengths:
        row = []
        for length in lengths:
            ratio = Fraction(length, before)
            simple = max(ratio.numerator, ratio.denominator) <= MOST_IN_RATIO
            row.append(symbols.setdefault(ratio, len(symbols) + 1) if simple else 0)
        table.append(row)
    return np.array(table)


_GAPS: Final = _symbols_alone(v.GAP_CLASSES)
_DURATIONS: Final = _symbols_alone(v.DURATION_CLASSES)
_HEIGHTS: Final = _symbols_alone(v.HEIGHT_CLASSES)
_DEGREES: Final = (np.arange(v.HEIGHT_CLASSES) + v.LOWEST_HEIGHT)[None, :] % 12
_INTERVALS: Final = _intervals()
_RATIOS: Final = _ratios()


def _alone(events: Events) -> Ints:
    return np.zeros_like(events.row)


def _nothing(_events: Events) -> list[Ints]:
    return []


def _from_before(events: Events) -> Ints:
    return events.before + 1


def _from_downbeat(events: Events) -> Ints:
    return events.downbeat + 1


def _from_duration_before(events: Events) -> Ints:
    return ppm.earlier(events.parts[DURATION], 1, events.row) + 1


def _interval(events: Events) -> Ints:
    intervals: Ints = _INTERVALS[_from_before(events), events.parts[PITCH]]
    return intervals


def _degree(events: Events) -> Ints:
    degrees: Ints = _DEGREES[0, events.parts[PITCH]]
    return degrees


def _linked(*tokens: Callable[[Events], Ints]) -> Callable[[Events], Ints]:
    def token(events: Events) -> Ints:
        return ppm.mixed(*(one(events) for one in tokens)).view(np.int64)

    return token


def _gap(events: Events) -> Ints:
    column: Ints = events.parts[GAP]
    return column


def _duration(events: Events) -> Ints:
    column: Ints = events.parts[DURATION]
    return column


def _height(events: Events) -> Ints:
    column: Ints = events.parts[PITCH]
    return column


def _ratio(events: Events) -> Ints:
    ratios: Ints = _RATIOS[_from_duration_before(events), events.parts[DURATION]]
    return ratios


def _place(events: Events) -> Ints:
    return events.place


VIEWPOINTS: Final = (
    Viewpoint(
        "rhythm", GAP, _GAPS, _alone,
        lambda e: [e.meter], _linked(_gap, _duration),
    ),
    Viewpoint(
        "rhythm in the bar", GAP, _GAPS, _alone,
        lambda e: [e.meter, e.end], _linked(_gap, _duration),
    ),
    Viewpoint(
        "place in the form", GAP, _GAPS, _alone,
        lambda e: [e.meter, e.end, e.bar], _gap, order=0,
    ),
    Viewpoint(
        "duration (dur)", DURATION, _DURATIONS, _alone,
        lambda e: [_gap(e)], _linked(_gap, _duration),
    ),
    Viewpoint(
        "duration in the bar (dur ⊗ posinbar)", DURATION, _DURATIONS, _alone,
        lambda e: [_gap(e), e.meter, e.place], _linked(_gap, _duration),
    ),
    Viewpoint(
        "duration ratio (dur-ratio)", DURATION, _RATIOS, _from_duration_before,
        lambda e: [_gap(e)], _ratio,
    ),
    Viewpoint(
        "duration after the notes (dur ⊗ cpitch)", DURATION, _DURATIONS, _alone,
        lambda e: [_gap(e), e.meter, e.place], _linked(_duration, _height),
    ),
    Viewpoint(
        "interval (cpint)", PITCH, _INTERVALS, _from_before,
        _nothing, _interval,
    ),
    Viewpoint(
        "degree (cpintfref)", PITCH, _DEGREES, _alone,
        lambda e: [e.mode], _degree,
    ),
    Viewpoint(
        "interval and degree (cpint ⊗ cpintfref)", PITCH, _INTERVALS, _from_before,
        lambda e: [e.mode], _linked(_interval, _degree),
    ),
    Viewpoint(
        "interval and duration (cpint ⊗ dur)", PITCH, _INTERVALS, _from_before,
        lambda e: [_duration(e)], _linked(_interval, _duration),
    ),
    Viewpoint(
        "pitch in the bar (cpitch ⊗ posinbar)", PITCH, _HEIGHTS, _alone,
        lambda e: [e.mode, e.meter, e.place], _height,
    ),
    Viewpoint(
        "interval from the downbeat (cpintfib)", PITCH, _INTERVALS, _from_downbeat,
        lambda e: [e.meter, e.place], _linked(_interval, _place),
    ),
)  # fmt: skip
