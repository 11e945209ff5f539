"""Owns Dataset, the arrays that training reads: a row of features and targets for every note."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from app.generation import columns as c
from app.generation import vocabulary as v
from app.generation.encoding import Frame, StepChord, StepNote
from app.generation.history import History
from app.generation.plan import read_plan
from app.training.families import families, split_of
from app.training.report import CorpusReport, Reason
from app.training.tune import NO_CHORD, Tune

SPLITS: Final = ("train", "valid", "test")

TARGETS: Final = ("gap", "duration", "height", "position", "before", "chord", "weight")
"""The columns of a target row. `gap`, `duration` and `height` are the classes of the next note, and
`position` is its place in the bar. `before` is one more than the height class of the note before
it, 0 if there is none; `chord` is the class of the chord at its onset. `weight` is 1 if the row is
learned from, else 0."""


@dataclass(frozen=True)
class Dataset:
    """The rows of all tunes, one tune after the other.

    `features`, int16 [rows, FIRST_FUTURE], leaves out the columns about a known future, which
    `batches` adds. `targets` is int16 [rows, 7]. `moments`, int32 [rows, 4], has the step that the
    melody has reached, and onset, duration and pitch of the next note, 0 at the end. Tune i has the
    rows starts[i] to starts[i + 1]. `frames`, int32 [tunes, 2], has the steps of a bar and the
    pitch from which heights are counted. `splits`, indices of SPLITS, and `sources` are [tunes].
    """

    features: NDArray[np.int16]
    targets: NDArray[np.int16]
    moments: NDArray[np.int32]
    starts: NDArray[np.int64]
    frames: NDArray[np.int32]
    splits: NDArray[np.int8]
    sources: NDArray[np.str_]

    def save(self, path: Path) -> None:
        """Write everything to an .npz file, whole or not at all."""
        written = path.with_suffix(".part.npz")
        np.savez(written, **vars(self))
        written.replace(path)

    @classmethod
    def load(cls, path: Path) -> Dataset:
        """Read what `save` wrote."""
        with np.load(path) as arrays:
            return cls(**{name: arrays[name] for name in arrays.files})

    def tunes(self, split: str) -> NDArray[np.int64]:
        """Return the indices of the tunes in a split."""
        return np.flatnonzero(self.splits == SPLITS.index(split))


def split_tunes(
    tunes: Sequence[Tune], report: CorpusReport | None = None
) -> tuple[list[Tune], list[int]]:
    """Drop copies; return the other tunes, and the split of each as an index of SPLITS.

    The copies are counted in `report`.
    """
    roots, copies = families(tunes)
    if report is not None:
        for tune, is_copy in zip(tunes, copies, strict=True):
            if is_copy:
                report.leave_out(tune, Reason.COPY)
    kept = [index for index in range(len(tunes)) if not copies[index]]
    splits = [SPLITS.index(split_of(tunes[roots[index]])) for index in kept]
    return [tunes[index] for index in kept], splits


def fingerprint(*values: object) -> str:
    """Return a short name for these values and the model's columns, the same on every machine."""
    return hashlib.sha256(repr((c.SIZES, *values)).encode()).hexdigest()[:12]


def cached_dataset(
    tunes: Sequence[Tune], splits: Sequence[int], cache: Path, processes: int
) -> Dataset:
    """Return the rows of all tunes, which are computed once for each corpus and kept in `cache`."""
    path = cache / f"rows-{fingerprint(tunes, splits)}.npz"
    if not path.exists():
        make_dataset(tunes, splits, processes).save(path)
    return Dataset.load(path)


def make_dataset(tunes: Sequence[Tune], splits: Sequence[int], processes: int = 1) -> Dataset:
    """Compute the rows of all tunes, in so many processes."""
    with ProcessPoolExecutor(processes, mp_context=get_context("spawn")) as pool:
        rows = list(pool.map(tune_rows, tunes, chunksize=64))
    return Dataset(
        np.concatenate([features for features, _, _, _ in rows]),
        np.concatenate([targets for _, targets, _, _ in rows]),
        np.concatenate([moments for _, _, moments, _ in rows]),
        np.cumsum([0, *(len(features) for features, _, _, _ in rows)]),
        np.array([frame for _, _, _, frame in rows], np.int32),
        np.array(splits, np.int8),
        np.array([tune.source for tune in tunes]),
    )


def tune_frame(tune: Tune) -> Frame:
    """Return all that the network could be given about a tune before its first note."""
    bar = Frame(tune.key, tune.meter).bar
    bars = max(1, -(-tune.notes[-1].end // bar))
    tonic = tune.key.tonic_pitch_class
    chords = tuple(
        StepChord(
            chord.onset,
            0 if chord.root == NO_CHORD else v.chord_class(chord.root, chord.kind, tonic),
        )
        for chord in tune.chords
    )
    density = max(1, round(len(tune.notes) / bars))
    style = v.STYLES.index(tune.style) + 1
    return Frame(tune.key, tune.meter, tune.start, style, density, chords)


def tune_rows(
    tune: Tune,
) -> tuple[NDArray[np.int16], NDArray[np.int16], NDArray[np.int32], tuple[int, int]]:
    """Return features, targets and moments of a tune, [notes + 1, ...] each, and its frame.

    The last row is that of the tune's end.
    """
    frame = tune_frame(tune)
    bar = frame.bar
    history = History(frame, read_plan(tune.notes, bar, tune.key))
    last_line = -(-tune.notes[-1].end // bar)
    rows, targets, moments = [], [], []
    for note in (*tune.notes, None):
        left = max(1, last_line - history.end // bar) if tune.complete else 0
        rows.append(history.row(left)[: c.FIRST_FUTURE])
        targets.append(_target(history, note, tune))
        moments.append(_moment(history, note))
        if note:
            history.append(note)
    return (
        np.array(rows, np.int16),
        np.array(targets, np.int16),
        np.array(moments, np.int32),
        (bar, history.reference),
    )


def _target(history: History, note: StepNote | None, tune: Tune) -> list[int]:
    if note is None:
        return [v.END, 0, 0, 0, 0, 0, int(tune.complete)]
    before = history.last_pitch
    reference = history.reference
    return [
        v.gap_class(max(0, note.onset - history.end)),
        v.duration_class(note.duration),
        v.height_class(note.pitch - reference),
        note.onset % history.frame.bar % v.POSITION_CLASSES,
        0 if before is None else v.height_class(before - reference) + 1,
        history.frame.chord_at(note.onset),
        1,
    ]


def _moment(history: History, note: StepNote | None) -> tuple[int, int, int, int]:
    if note is None:
        return history.end, 0, 0, 0
    return history.end, note.onset, note.duration, note.pitch
