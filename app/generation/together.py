"""Writes several takes in step, so that one pass of the network serves them all."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final

import numpy as np

from app.generation.history import Row
from app.generation.line import Line
from app.generation.network import Network, State

TOGETHER: Final = 4
"""Takes in a batch: always as many, so that a take comes out the same whatever is written along."""


def write_together(
    network: Network, past: State, lines: Sequence[Line], cancelled: Callable[[], bool]
) -> bool:
    """Write up to TOGETHER lines whose past, of one melody, the network has read.

    `cancelled` is asked before every note; returns whether all lines are finished.
    """
    state = past.spread(TOGETHER)
    network.advance(state, _padded([line.row() for line in lines]))
    while True:
        if cancelled():
            return False
        _choose(network, state, lines)
        for line in lines:
            if not line.is_finished:
                line.go_on()
        if all(line.is_finished for line in lines):
            return True
        network.advance(state, _padded([line.row() for line in lines]))


def _choose(network: Network, state: State, lines: Sequence[Line]) -> None:
    """Let each line that is not finished choose its next note."""
    gap_logits = network.gap_logits(state)
    for line, logits in zip(lines, gap_logits, strict=False):
        if not line.is_finished:
            line.choose_onset(logits)
    writing = [
        (index, line)
        for index, line in enumerate(lines)
        if not line.is_finished and line.onset is not None
    ]
    if not writing:
        return
    known = np.ones((TOGETHER, 4), np.int64)
    for index, line in writing:
        known[index, :2] = line.gap, line.place
    duration_logits = network.duration_logits(state, known[:, 0], known[:, 1])
    references, before = np.full(TOGETHER, 60), np.full(TOGETHER, -1)
    for index, line in writing:
        line.choose_duration(duration_logits[index])
        known[index, 2:] = line.length, line.chord
        references[index] = line.history.reference
        if line.history.last_pitch is not None:
            before[index] = line.history.last_pitch
    pitch_logits = network.pitch_logits(state, known, references, before)
    for index, line in writing:
        line.choose_pitch(pitch_logits[index])


def _padded(rows: list[Row]) -> Row:
    """Return TOGETHER rows; where there are fewer, the first stands in."""
    return np.array(rows + rows[:1] * (TOGETHER - len(rows)), np.int32)
