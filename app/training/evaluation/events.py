"""Owns Events: tunes as columns of classes, which the n-gram and IDyOM-style models predict."""

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
"""Stands in a column where there is no note of the kind."""

FARTHEST_BAR: Final = 40
"""Bars beyond are counted as this one."""

LOWEST_FIRST_PITCH: Final = 55
HIGHEST_FIRST_PITCH: Final = 84
"""From its second note on, a melody that begins outside is seen in a nearer octave."""

PARTS: Final = ("gap", "duration", "pitch")
CLASSES: Final = (v.GAP_CLASSES, v.DURATION_CLASSES, v.HEIGHT_CLASSES)
"""How many classes each part of an event has: a gap or END, a duration, a height."""


@dataclass(frozen=True, slots=True)
class Events:
    """Tunes one after the other, with a row for every note and for the end of a complete tune.

    Tune i has the rows starts[i] to starts[i + 1]. Columns without a shape here are int64 [rows]:

    - `parts`, [3, rows]: the classes to predict; of the row of an end only the gap counts
    - `row`: the number of the row in its tune
    - `end`, `bar`: the place in the bar where the note before ended, and the number of that bar
    - `place`: the place in the bar where the note begins
    - `before`, `downbeat`: the height classes of the note before and of the bar's first note, if
      that came earlier; otherwise NOTHING
    - `meter`, `mode`: their classes
    - `within`, float64 [rows, 3]: the bits that single a length out of its class
    - `continues`, bool [rows]: whether the event belongs to the continuation
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
        """Return which rows have a part: every row has a gap or END, only notes have the others."""
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
        """Return a tune's rows of `bits` [rows, 3], with the bits within classes added."""
        rows = self.rows(tune)
        return MelodyBits(bits[rows] + self.within[rows], self.begins[rows], self.continues[rows])


def make_events(tunes: Sequence[Tune]) -> Events:
    """Return the events of tunes, one tune after the other."""
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
    """Return the height classes above a tonic near the first pitch.

    The first note's is counted from the tonic above middle C, since the octave isn't known before.
    """
    first = int(pitch[0])
    seen = first
    while seen < LOWEST_FIRST_PITCH:
        seen += 12
    while seen > HIGHEST_FIRST_PITCH:
        seen -= 12
    reference = np.full(len(pitch), 60 + tonic + first - seen)
    reference[0] = 60 + tonic
    heights: Ints = np.array(
        [v.height_class(height) for height in (pitch - reference).tolist()], np.int64
    )
    return heights
