"""Makes batches of windows, and decides what is told of each: style, plan, future and more."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from app.generation import columns as c
from app.generation.known_future import FixedNotes, MelodyPositions, future_columns
from app.training.dataset import TARGETS, Dataset

WINDOW: Final = 256
"""Rows that one training sequence holds; the runtime's attention looks as far back."""

QUARTET_SHARE: Final = 0.25
Ints = NDArray[np.int32]
Batch = tuple[Ints, Ints, NDArray[np.int64]]
"""Features [B, T, columns], targets [B, T, 7], and the first row of each sequence [B]."""


@dataclass(frozen=True)
class Telling:
    """How often each thing is told of a training sequence, as shares from 0 to 1.

    In a share `plain` of the sequences only style and chords may be told; there the model learns
    to predict from the past alone, as it is measured. Where a plan is told, the last bars of the
    tune, up to `open_bars`, may be left out of it, so that the countdown leads to the close.
    """

    plain: float = 0.4
    style: float = 0.6
    chords: float = 0.7
    plan: float = 0.6
    bar_of_plan: float = 0.9
    open_bars: int = 3
    countdown: float = 0.75
    density: float = 0.4
    ahead: float = 0.5


def batches(
    data: Dataset,
    split: str,
    rows_a_batch: int,
    rng: np.random.Generator | None,
    telling: Telling | None = None,
) -> Iterator[Batch]:
    """Yield padded windows.

    With `rng`, for training: shuffled, quartets thinned, and told as `telling` says. Without,
    every row once, and of its frame only key and meter told.
    """
    tunes = data.tunes(split)
    if rng is not None:
        quartet = data.sources[tunes] == "String quartets"
        tunes = tunes[~quartet | (rng.random(len(tunes)) < QUARTET_SHARE)]
    windows = [
        (first, min(first + WINDOW, int(data.starts[tune + 1])), int(tune))
        for tune in tunes
        for first in range(int(data.starts[tune]), int(data.starts[tune + 1]), WINDOW)
    ]
    windows.sort(key=lambda window: (window[1] - window[0], rng.random() if rng else 0.0))
    groups = list(_grouped(windows, rows_a_batch))
    for place in rng.permutation(len(groups)) if rng else range(len(groups)):
        yield _padded(data, groups[int(place)], rng, telling or Telling())


Window = tuple[int, int, int]


def _grouped(windows: list[Window], rows_a_batch: int) -> Iterator[list[Window]]:
    group: list[Window] = []
    for window in windows:
        if group and (len(group) + 1) * (window[1] - window[0]) > rows_a_batch:
            yield group
            group = []
        group.append(window)
    if group:
        yield group


def _padded(
    data: Dataset, group: Sequence[Window], rng: np.random.Generator | None, telling: Telling
) -> Batch:
    longest = max(last - first for first, last, _ in group)
    features = np.tile(c.OFFSETS, (len(group), longest, 1))
    targets = np.zeros((len(group), longest, data.targets.shape[1]), np.int32)
    for index, (first, last, tune) in enumerate(group):
        rows = features[index, : last - first]
        rows[:, : c.FIRST_FUTURE] = data.features[first:last]
        targets[index, : last - first] = data.targets[first:last]
        if rng is None:
            _untell(rows, "style", "chord", "countdown", "density")
            targets[index, :, TARGETS.index("chord")] = 0
            _untell_plan(rows, np.ones(len(rows), bool))
        else:
            plain = rng.random() < telling.plain
            _tell(rows, targets[index, : last - first], rng, telling, plain)
            if not plain and rng.random() < telling.ahead:
                _tell_ahead(rows, data, (first, last, tune), rng)
    return features, targets, np.array([first for first, _, _ in group])


def _tell(
    rows: Ints, targets: Ints, rng: np.random.Generator, telling: Telling, plain: bool
) -> None:
    """Take away what is not told of a sequence."""
    if rng.random() >= telling.style:
        _untell(rows, "style")
    if rng.random() >= telling.chords:
        _untell(rows, "chord")
        targets[:, TARGETS.index("chord")] = 0
    left = rows[:, c.INDEX["countdown"]] - c.OFFSETS[c.INDEX["countdown"]]
    if plain or rng.random() >= telling.countdown:
        _untell(rows, "countdown")
    if plain or rng.random() >= telling.density:
        _untell(rows, "density")
    if plain or rng.random() >= telling.plan:
        _untell_plan(rows, np.ones(len(rows), bool))
    else:
        numbers = rows[:, c.INDEX["bar"]] - c.OFFSETS[c.INDEX["bar"]]
        untold = rng.random(c.FARTHEST_BAR + 1) >= telling.bar_of_plan
        is_open = (left > 0) & (left <= rng.integers(telling.open_bars + 1))
        _untell_plan(rows, untold[numbers] | is_open)


def _untell(rows: Ints, *names: str) -> None:
    for name in names:
        rows[:, c.INDEX[name]] = c.OFFSETS[c.INDEX[name]]


def _untell_plan(rows: Ints, untold: NDArray[np.bool_]) -> None:
    plan = slice(c.FIRST_PLAN, c.FIRST_FUTURE)
    rows[untold, plan] = c.OFFSETS[plan]


def _tell_ahead(rows: Ints, data: Dataset, window: Window, rng: np.random.Generator) -> None:
    """Make passages of the sequence ones to be filled: their rows are told what follows."""
    first, last, tune = window
    begin, end = int(data.starts[tune]), int(data.starts[tune + 1])
    bar, reference = (int(number) for number in data.frames[tune])
    notes = data.moments[begin : end - 1].astype(np.int64)
    fixed = FixedNotes(notes[:, 1], notes[:, 2], notes[:, 3])
    following = np.full(last - first, end - begin, np.int64)
    place = first - begin
    while place < last - begin:
        length = int(rng.integers(1, (4, 12, 40)[rng.integers(3)] + 1))
        if rng.random() < 0.75:
            # Rows place … place + length predict the passage's notes and the first after it.
            following[place - (first - begin) : place + length + 1 - (first - begin)] = (
                place + length
            )
        place += length + 1
    now = data.moments[first:last, 0].astype(np.int64)
    index = np.arange(first - begin, last - begin)
    pitches = np.where(index > 0, notes[np.maximum(index - 1, 0), 3], -1)
    known = following < end - begin - 1
    moments = MelodyPositions(now, pitches, np.where(known, following, len(notes)), following)
    told = future_columns(moments, fixed, reference, bar)
    rows[:, c.FIRST_FUTURE :] = c.OFFSETS[c.FIRST_FUTURE :] + told
