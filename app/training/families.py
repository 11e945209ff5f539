"""Finds families of tunes that are variants of one another, so that no two splits share one."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Sequence
from itertools import pairwise
from typing import Final

from app.training.tune import Tune

RUN_NOTES: Final = 14
"""The intervals of a run; rhythm doesn't count."""

FEWEST_KINDS: Final = 5
"""Different intervals that a run needs to count, since scales and drones occur in any tune."""

FEWEST_SHARED: Final = 2
"""Two tunes that share at least so many runs are of one family."""

COPY_SHARE: Final = 0.85
"""A tune is a copy if another has this share of its runs, or more."""

VALID_PERCENT: Final = 4
TEST_PERCENT: Final = 6


def _runs(tune: Tune) -> set[int]:
    """Return a hash of each run of intervals in a tune."""
    steps = [later.pitch - earlier.pitch for earlier, later in pairwise(tune.notes)]
    windows = (tuple(steps[i : i + RUN_NOTES]) for i in range(len(steps) - RUN_NOTES + 1))
    return {hash(window) for window in windows if len(set(window)) >= FEWEST_KINDS}


def families(tunes: Sequence[Tune]) -> tuple[list[int], list[bool]]:
    """Return the index of the tune that stands for each tune's family, and which tunes are copies.

    Pieces of one work always belong to one family; they have to follow one another in `tunes`.
    """
    parent = list(range(len(tunes)))

    def root(index: int) -> int:
        while parent[index] != index:
            parent[index] = parent[parent[index]]
            index = parent[index]
        return index

    holders: dict[int, list[int]] = {}
    copies = [False] * len(tunes)
    for index, tune in enumerate(tunes):
        runs = _runs(tune)
        shared = Counter(holder for run in runs for holder in holders.get(run, ()))
        for holder, count in shared.items():
            if count >= FEWEST_SHARED:
                parent[root(index)] = root(holder)
        copies[index] = bool(runs) and max(shared.values(), default=0) >= COPY_SHARE * len(runs)
        for run in runs if not copies[index] else ():
            holders.setdefault(run, []).append(index)
        before = tunes[index - 1] if index else tune
        if index and (before.source, before.title) == (tune.source, tune.title):
            parent[root(index)] = root(index - 1)
    return [root(index) for index in range(len(tunes))], copies


def split_of(family: Tune) -> str:
    """Return the split of a family, "train", "valid" or "test", by the tune that stands for it."""
    name = f"{family.source}/{family.title}/{len(family.notes)}"
    percent = int.from_bytes(hashlib.sha256(name.encode()).digest()[:4]) % 100
    if percent < TEST_PERCENT:
        return "test"
    return "valid" if percent < TEST_PERCENT + VALID_PERCENT else "train"
