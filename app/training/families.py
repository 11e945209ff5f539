"""Finds families of tunes that vary one another, so that splits never share one."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Sequence
from itertools import pairwise
from typing import Final

from app.training.tune import Tune

RUN_NOTES: Final = 14
"""Intervals in a row, rhythm left aside, that make two tunes suspects."""

FEWEST_KINDS: Final = 5
"""Different intervals that a run needs to say anything: scales and drones are everyone's."""

FEWEST_SHARED: Final = 2
"""Runs that two tunes of one family share."""

COPY_SHARE: Final = 0.85
"""Share of a tune's runs in one other tune from which on it is a copy."""

VALID_PERCENT: Final = 4
TEST_PERCENT: Final = 6


def _runs(tune: Tune) -> set[int]:
    steps = [later.pitch - earlier.pitch for earlier, later in pairwise(tune.notes)]
    windows = (tuple(steps[i : i + RUN_NOTES]) for i in range(len(steps) - RUN_NOTES + 1))
    return {hash(window) for window in windows if len(set(window)) >= FEWEST_KINDS}


def families(tunes: Sequence[Tune]) -> tuple[list[int], list[bool]]:
    """Return the family of each tune, named by its first member, and whether it copies another.

    Pieces of one work always share a family; they come one after the other.
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
    """Return "train", "valid" or "test" for a family, by its first member alone."""
    name = f"{family.source}/{family.title}/{len(family.notes)}"
    percent = int.from_bytes(hashlib.sha256(name.encode()).digest()[:4]) % 100
    if percent < TEST_PERCENT:
        return "test"
    return "valid" if percent < TEST_PERCENT + VALID_PERCENT else "train"
