"""Makes batches of windows, and decides what the network is given of each: style, plan and more."""

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
"""The most rows in a training sequence; in the app attention looks as far back."""

QUARTET_SHARE: Final = 0.25
"""Share of the string quartets in each epoch; all of them would prevail over the other music."""

Ints = NDArray[np.int32]
Batch = tuple[Ints, Ints, NDArray[np.int64]]
"""Features [B, T, columns], targets [B, T, 7], and the dataset's first row of each sequence [B]."""


@dataclass(frozen=True)
class Conditioning:
    """In what share of the training sequences, 0 to 1, the network is given each thing.

    In a share `unconditioned` it is given style and chords at most; there it learns to predict from
    the past, as it is measured. A given plan leaves out each bar with a chance of
    1 - `planned_bar`. It also leaves out up to `open_bars` bars at the end of the tune, so that the
    countdown alone leads to the close.
    """

    unconditioned: float = 0.4
    style: float = 0.6
    chords: float = 0.7
    plan: float = 0.6
    planned_bar: float = 0.9
    open_bars: int = 3
    countdown: float = 0.75
    density: float = 0.4
    future: float = 0.5


def batches(
    data: Dataset,
    split: str,
    rows_a_batch: int,
    rng: np.random.Generator | None,
    conditioning: Conditioning | None = None,
) -> Iterator[Batch]:
    """Yield batches of windows, padded to one length, of at most about `rows_a_batch` rows.

    With `rng` they are for training: shuffled, with a share of the quartets, and given what
    `conditioning` says. Without it they are for measuring: every row comes once, and the network
    is given only key and meter.
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
        yield _batch(data, groups[int(place)], rng, conditioning or Conditioning())


Window = tuple[int, int, int]
"""The first row, the row after the last, and the index of the tune."""


def _grouped(windows: list[Window], rows_a_batch: int) -> Iterator[list[Window]]:
    group: list[Window] = []
    for window in windows:
        if group and (len(group) + 1) * (window[1] - window[0]) > rows_a_batch:
            yield group
            group = []
        group.append(window)
    if group:
        yield group


def _batch(
    data: Dataset,
    group: Sequence[Window],
    rng: np.random.Generator | None,
    conditioning: Conditioning,
) -> Batch:
    longest = max(last - first for first, last, _ in group)
    features = np.tile(c.OFFSETS, (len(group), longest, 1))
    targets = np.zeros((len(group), longest, data.targets.shape[1]), np.int32)
    for index, (first, last, tune) in enumerate(group):
        rows = features[index, : last - first]
        rows[:, : c.FIRST_FUTURE] = data.features[first:last]
        targets[index, : last - first] = data.targets[first:last]
        if rng is None:
            _hide(rows, "style", "chord", "countdown", "density")
            targets[index, :, TARGETS.index("chord")] = 0
            _hide_plan(rows, np.ones(len(rows), bool))
        else:
            is_plain = rng.random() < conditioning.unconditioned
            _withhold(rows, targets[index, : last - first], rng, conditioning, is_plain)
            if not is_plain and rng.random() < conditioning.future:
                _give_future(rows, data, (first, last, tune), rng)
    return features, targets, np.array([first for first, _, _ in group])


def _withhold(
    rows: Ints, targets: Ints, rng: np.random.Generator, conditioning: Conditioning, is_plain: bool
) -> None:
    """Draw what the network is not given of a sequence, and take it out of the rows.

    `is_plain` says that it is given style and chords at most.
    """
    if rng.random() >= conditioning.style:
        _hide(rows, "style")
    if rng.random() >= conditioning.chords:
        _hide(rows, "chord")
        targets[:, TARGETS.index("chord")] = 0
    left = rows[:, c.INDEX["countdown"]] - c.OFFSETS[c.INDEX["countdown"]]
    if is_plain or rng.random() >= conditioning.countdown:
        _hide(rows, "countdown")
    if is_plain or rng.random() >= conditioning.density:
        _hide(rows, "density")
    if is_plain or rng.random() >= conditioning.plan:
        _hide_plan(rows, np.ones(len(rows), bool))
    else:
        numbers = rows[:, c.INDEX["bar"]] - c.OFFSETS[c.INDEX["bar"]]
        is_hidden = rng.random(c.FARTHEST_BAR + 1) >= conditioning.planned_bar
        is_open = (left > 0) & (left <= rng.integers(conditioning.open_bars + 1))
        _hide_plan(rows, is_hidden[numbers] | is_open)


def _hide(rows: Ints, *names: str) -> None:
    for name in names:
        rows[:, c.INDEX[name]] = c.OFFSETS[c.INDEX[name]]


def _hide_plan(rows: Ints, hidden: NDArray[np.bool_]) -> None:
    plan = slice(c.FIRST_PLAN, c.FIRST_FUTURE)
    rows[hidden, plan] = c.OFFSETS[plan]


def _give_future(rows: Ints, data: Dataset, window: Window, rng: np.random.Generator) -> None:
    """Treat some passages of a sequence as if they were filled: give their rows what follows."""
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
            # The rows from place to place + length predict the passage's notes and the one after.
            following[place - (first - begin) : place + length + 1 - (first - begin)] = (
                place + length
            )
        place += length + 1
    now = data.moments[first:last, 0].astype(np.int64)
    index = np.arange(first - begin, last - begin)
    pitches = np.where(index > 0, notes[np.maximum(index - 1, 0), 3], -1)
    has_future = following < end - begin - 1
    next_fixed = np.where(has_future, following, len(notes))
    positions = MelodyPositions(now, pitches, next_fixed, following)
    values = future_columns(positions, fixed, reference, bar)
    rows[:, c.FIRST_FUTURE :] = c.OFFSETS[c.FIRST_FUTURE :] + values
