"""Owns the cached arrays of the corpus and the batches made of them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from app.generation import vocabulary as v
from app.generation.encoding import (
    COUNTDOWN_FEATURE,
    FEATURE_OFFSETS,
    STYLE_FEATURE,
    Frame,
    History,
    StepNote,
)
from app.training.families import families, split_of
from app.training.tune import Tune

TARGETS: Final = ("gap", "duration", "height", "position", "before", "weighed")
"""Columns of a target row: classes of the next note; its place; the height class before it plus
one, 0 for none; and whether the row is learned from."""

WINDOW: Final = 256
"""Rows that one training sequence holds; the runtime's attention looks as far back."""

STYLE_DROPOUT: Final = 0.15
COUNTDOWN_DROPOUT: Final = 0.6
QUARTET_SHARE: Final = 0.25
SPLITS: Final = ("train", "valid", "test")

Ints = NDArray[np.int32]


@dataclass(frozen=True)
class Dataset:
    """Rows of all tunes one after the other: features int16 [rows, features], targets [rows, 6].

    Tune i has the rows starts[i] to starts[i + 1]; `splits` and `sources` tell where it
    belongs.
    """

    features: NDArray[np.int16]
    targets: NDArray[np.int16]
    starts: NDArray[np.int64]
    splits: NDArray[np.int8]
    sources: NDArray[np.str_]

    def save(self, path: Path) -> None:
        """Write everything to an .npz file."""
        np.savez(path, **vars(self))

    @classmethod
    def load(cls, path: Path) -> Dataset:
        """Read what `save` wrote."""
        with np.load(path) as arrays:
            return cls(**{name: arrays[name] for name in arrays.files})

    def tunes(self, split: str) -> NDArray[np.int64]:
        """Return the indices of a split's tunes."""
        return np.flatnonzero(self.splits == SPLITS.index(split))

    def only(self, tune: int) -> Dataset:
        """Return one tune as a dataset of its own."""
        rows = slice(self.starts[tune], self.starts[tune + 1])
        return Dataset(
            self.features[rows],
            self.targets[rows],
            self.starts[tune : tune + 2] - self.starts[tune],
            self.splits[tune : tune + 1],
            self.sources[tune : tune + 1],
        )


def kept_tunes(tunes: Sequence[Tune]) -> tuple[list[Tune], list[int]]:
    """Drop copies; return what is left and the split of each as an index of SPLITS."""
    roots, copies = families(tunes)
    kept = [index for index in range(len(tunes)) if not copies[index]]
    splits = [SPLITS.index(split_of(tunes[roots[index]])) for index in kept]
    return [tunes[index] for index in kept], splits


def make_dataset(tunes: Sequence[Tune], splits: Sequence[int]) -> Dataset:
    """Compute the features of all tunes."""
    features, targets, starts = [], [], [0]
    for tune in tunes:
        tune_features, tune_targets = tune_rows(tune)
        features.append(tune_features)
        targets.append(tune_targets)
        starts.append(starts[-1] + len(tune_features))
    return Dataset(
        np.concatenate(features),
        np.concatenate(targets),
        np.array(starts, np.int64),
        np.array(splits, np.int8),
        np.array([tune.source for tune in tunes]),
    )


def tune_rows(tune: Tune) -> tuple[NDArray[np.int16], NDArray[np.int16]]:
    """Return features [notes + 1, features] and targets [notes + 1, 6] of a tune, END last."""
    style = v.STYLES.index(tune.style) + 1
    frame = Frame(tune.key, tune.meter, tune.start, style)
    history = History(frame)
    bar = frame.bar
    last_line = -(-tune.notes[-1].end // bar)
    rows, targets = [], []
    for note in (*tune.notes, None):
        left = max(1, last_line - history.end // bar) if tune.complete else 0
        rows.append(history.row(left))
        targets.append(_target(history, note, tune))
        if note:
            history.append(note)
    return np.array(rows, np.int16), np.array(targets, np.int16)


def _target(history: History, note: StepNote | None, tune: Tune) -> list[int]:
    if note is None:
        return [v.END, 0, 0, 0, 0, int(tune.complete)]
    before = history.last_pitch
    reference = history.reference
    return [
        v.gap_class(max(0, note.onset - history.end)),
        v.duration_class(note.duration),
        v.height_class(note.pitch - reference),
        note.onset % history.frame.bar % v.POSITION_CLASSES,
        0 if before is None else v.height_class(before - reference) + 1,
        1,
    ]


def batches(
    data: Dataset, split: str, rows_a_batch: int, rng: np.random.Generator | None
) -> Iterator[tuple[Ints, Ints]]:
    """Yield padded windows: features [B, T, features] and targets [B, T, 6].

    With `rng`, for training: shuffled, quartets thinned, style and countdown now and then not told.
    Without, every row once, and the length of the tune never told.
    """
    tunes = data.tunes(split)
    if rng is not None:
        quartet = data.sources[tunes] == "String quartets"
        tunes = tunes[~quartet | (rng.random(len(tunes)) < QUARTET_SHARE)]
    windows = [
        (first, min(first + WINDOW, int(data.starts[tune + 1])))
        for tune in tunes
        for first in range(int(data.starts[tune]), int(data.starts[tune + 1]), WINDOW)
    ]
    windows.sort(key=lambda window: (window[1] - window[0], rng.random() if rng else 0.0))
    groups = list(_grouped(windows, rows_a_batch))
    for place in rng.permutation(len(groups)) if rng else range(len(groups)):
        yield _padded(data, groups[int(place)], rng)


def _grouped(windows: list[tuple[int, int]], rows_a_batch: int) -> Iterator[list[tuple[int, int]]]:
    group: list[tuple[int, int]] = []
    for window in windows:
        if group and (len(group) + 1) * (window[1] - window[0]) > rows_a_batch:
            yield group
            group = []
        group.append(window)
    if group:
        yield group


def _padded(
    data: Dataset, group: list[tuple[int, int]], rng: np.random.Generator | None
) -> tuple[Ints, Ints]:
    longest = max(last - first for first, last in group)
    features = np.tile(FEATURE_OFFSETS, (len(group), longest, 1))
    targets = np.zeros((len(group), longest, len(TARGETS)), np.int32)
    for index, (first, last) in enumerate(group):
        features[index, : last - first] = data.features[first:last]
        targets[index, : last - first] = data.targets[first:last]
    size = len(group)
    untold_style = rng.random(size) < STYLE_DROPOUT if rng else np.zeros(size, bool)
    untold_end = rng.random(size) < COUNTDOWN_DROPOUT if rng else np.ones(size, bool)
    features[untold_style, :, STYLE_FEATURE] = FEATURE_OFFSETS[STYLE_FEATURE]
    features[untold_end, :, COUNTDOWN_FEATURE] = FEATURE_OFFSETS[COUNTDOWN_FEATURE]
    return features, targets
