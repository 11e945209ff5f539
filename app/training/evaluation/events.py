"""Owns Events: tunes as columns of classes, the one code that every counting baseline predicts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from app.domain.timebase import ticks_to_steps
from app.generation import vocabulary as v
from app.training.evaluation.bits import CONTINUATION_BARS, MelodyBits
from app.training.tune import Tune

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]

NOTHING: Final = -1
"""Stands in a column where there is no such note."""

FARTHEST_BAR: Final = 40
LOWEST_FIRST_PITCH: Final = 55
HIGHEST_FIRST_PITCH: Final = 84
"""A melody whose first pitch lies beyond is heard in a nearer octave from its second note on."""

PARTS: Final = ("gap", "duration", "pitch")
CLASSES: Final = (v.GAP_CLASSES, v.DURATION_CLASSES, v.HEIGHT_CLASSES)
"""Classes of each part of an event: a gap or END, a duration, a height."""


@dataclass(frozen=True, slots=True)
class Events:
    """Tunes one after the other; a row for every note, and one for the end of each that has one.

    Tune i has the rows starts[i] to starts[i + 1]. Columns are int64 [rows]: `parts` [3, rows] the
    classes to predict (END rows have a gap alone); `row` counts from each tune's first; `end` is
    the place in the bar at which the note before ended and `bar` the number of that bar, `place`
    where the note begins; `before` is the height of the note before and `downbeat` that of the
    first note in the bar, NOTHING without one; `meter` and `mode` are told. `within` float64
    [rows, 3] are bits inside classes.
    """

    starts: Ints
    parts: Ints
    row: Ints
    end: Ints
    bar: Ints
    place: Ints
    before: Ints
    downbeat: Ints
    meter: Ints
    mode: Ints
    within: Floats
    continues: NDArray[np.bool_]

    @property
    def tunes(self) -> int:
        """How many tunes there are."""
        return len(self.starts) - 1

    @property
    def begins(self) -> NDArray[np.bool_]:
        """Which rows are notes."""
        begins: NDArray[np.bool_] = self.parts[0] != v.END
        return begins

    def having(self, part: int) -> NDArray[np.bool_]:
        """Return which rows have a part: every row a gap, or END, and notes the others."""
        return self.begins if part else np.ones(len(self.row), bool)

    def rows(self, tune: int) -> slice:
        """Return the rows of a tune."""
        return slice(int(self.starts[tune]), int(self.starts[tune + 1]))

    def rows_having(self, tune: int, part: int) -> Ints:
        """Return the rows of a tune that have a part."""
        rows = self.rows(tune)
        found: Ints = rows.start + np.flatnonzero(self.having(part)[rows])
        return found

    def melody_bits(self, tune: int, bits: Floats) -> MelodyBits:
        """Return a tune's rows of `bits` [rows, 3], those inside classes added."""
        rows = self.rows(tune)
        return MelodyBits(bits[rows] + self.within[rows], self.begins[rows], self.continues[rows])


def make_events(tunes: Sequence[Tune]) -> Events:
    """Put tunes into columns."""
    made = [_columns(tune) for tune in tunes]
    lengths = [len(columns["row"]) for columns in made]
    joined = {
        name: np.concatenate([columns[name] for columns in made], axis=-1)
        for name in made[0]
        if name != "within"
    }
    return Events(
        starts=np.array([0, *np.cumsum(lengths)], np.int64),
        within=np.concatenate([columns["within"] for columns in made]),
        **joined,
    )


def _columns(tune: Tune) -> dict[str, NDArray[np.generic]]:
    bar = ticks_to_steps(tune.meter.bar_ticks)
    onset, duration, pitch = np.array(
        [(note.onset, note.duration, note.pitch) for note in tune.notes], np.int64
    ).T
    count = len(onset)
    rows = count + tune.complete
    end = np.concatenate(([min(0, tune.start)], (onset + duration)[: rows - 1]))
    rest = np.maximum(onset - end[:count], 0)
    height = _heights(pitch, tune.key.tonic_pitch_class)
    _, first_in_bar = np.unique(onset // bar, return_index=True)
    firsts = np.repeat(height[first_in_bar], np.diff([*first_in_bar, count]))
    is_first = np.isin(np.arange(count), first_in_bar)

    def padded(column: NDArray[np.generic], filling: int = 0) -> NDArray[np.generic]:
        return np.concatenate((column, np.full(rows - count, filling, column.dtype)))

    return {
        "parts": np.array([
            padded(_LENGTHS[np.minimum(rest, v.LONGEST_STEPS)] + 1, v.END),
            padded(_LENGTHS[np.minimum(duration, v.LONGEST_STEPS)] - 1),
            padded(height),
        ]),
        "row": np.arange(rows),
        "end": end % bar,
        "bar": np.clip(end // bar, -1, FARTHEST_BAR) + 1,
        "place": padded(onset % bar),
        "before": np.concatenate(([NOTHING], height))[:rows],
        "downbeat": padded(np.where(is_first, NOTHING, firsts), NOTHING),
        "meter": np.full(rows, v.meter_class(tune.meter)),
        "mode": np.full(rows, v.MODES.index(tune.key.mode)),
        "within": np.array([
            padded(_within(rest)), padded(_within(duration)), padded(np.zeros(count)),
        ]).T,
        "continues": np.concatenate(
            (onset >= CONTINUATION_BARS * bar, np.ones(rows - count, bool))
        ),
    }  # fmt: skip


_LENGTHS: Final = np.array([v.length_class(steps) for steps in range(v.LONGEST_STEPS + 1)])


def _within(steps: Ints) -> Floats:
    return np.array([v.bits_within_class(int(length)) for length in steps], np.float64)


def _heights(pitch: Ints, tonic: int) -> Ints:
    """Return height classes above a tonic near the first pitch (the first above the middle one)."""
    first = int(pitch[0])
    nearer = first
    while nearer < LOWEST_FIRST_PITCH:
        nearer += 12
    while nearer > HIGHEST_FIRST_PITCH:
        nearer -= 12
    reference = np.full(len(pitch), 60 + tonic + first - nearer)
    reference[0] = 60 + tonic
    heights: Ints = np.array(
        [v.height_class(height) for height in (pitch - reference).tolist()], np.int64
    )
    return heights
