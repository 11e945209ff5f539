"""Writes several takes in step, so that one pass of the network serves them all."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Final, NamedTuple

import numpy as np

from app.generation.distribution import bits_of
from app.generation.history import Row
from app.generation.line import Line
from app.generation.network import Floats, Ints, Network, State
from app.generation.sampling import Offer, draw

TOGETHER: Final = 4
"""Takes in a batch: always as many, so that a take comes out the same whatever is written along."""


class _Drawn(NamedTuple):
    """Classes that were drawn at once: for the lines [n], of logits [n, classes]."""

    lines: list[int]
    logits: Floats
    classes: Ints


def write_together(
    network: Network, past: State, lines: Sequence[Line], cancelled: Callable[[], bool]
) -> bool:
    """Write up to TOGETHER lines whose past, of one melody, the network has read.

    `cancelled` is asked before every note; returns whether all lines are finished.
    """
    state = past.spread(TOGETHER)
    drawn: list[_Drawn] = []
    network.advance(state, _padded([line.row() for line in lines]))
    while True:
        drawn += _choose(network, state, lines)
        for line in lines:
            if cancelled():
                return False
            if not line.is_finished:
                line.go_on()
        if all(line.is_finished for line in lines):
            break
        network.advance(state, _padded([line.row() for line in lines]))
    for line, bits in zip(lines, _bits(drawn), strict=False):
        line.written.bits = bits
    return True


def _choose(network: Network, state: State, lines: Sequence[Line]) -> Iterator[_Drawn]:
    """Let each line that is not finished choose its next note; yield what was drawn."""
    open_lines = {index: line for index, line in enumerate(lines) if not line.is_finished}
    yield from _decide(open_lines, network.gap_logits(state), Line.offer_onset, Line.take_onset)
    writing = {index: line for index, line in open_lines.items() if line.onset is not None}
    if not writing:
        return
    known = np.ones((TOGETHER, 4), np.int64)
    for index, line in writing.items():
        known[index, :2] = line.gap, line.place
    logits = network.duration_logits(state, known[:, 0], known[:, 1])
    yield from _decide(writing, logits, Line.offer_duration, Line.take_duration)
    references, before = np.full(TOGETHER, 60), np.full(TOGETHER, -1)
    for index, line in writing.items():
        known[index, 2:] = line.length, line.chord
        references[index] = line.history.reference
        if line.history.last_pitch is not None:
            before[index] = line.history.last_pitch
    logits = network.pitch_logits(state, known, references, before)
    yield from _decide(writing, logits, Line.offer_pitch, Line.take_pitch)


def _decide(
    lines: Mapping[int, Line],
    logits: Floats,
    offer: Callable[[Line, Floats], Offer | None],
    take: Callable[[Line, int], None],
) -> Iterator[_Drawn]:
    """Let each line take a class from what it offers of its row of logits [TOGETHER, classes]."""
    offers = {index: offer(line, logits[index]) for index, line in lines.items()}
    drawing = {index: made for index, made in offers.items() if made is not None}
    if drawing:
        drawn = _Drawn(list(drawing), logits[list(drawing)], draw(list(drawing.values())))
        for index, chosen in zip(drawn.lines, drawn.classes.tolist(), strict=True):
            take(lines[index], chosen)
        yield drawn


def _bits(drawn: Sequence[_Drawn]) -> list[float]:
    """Return the bits that each of TOGETHER lines paid for what was drawn, its rules left aside."""
    paid = np.zeros(TOGETHER)
    for size in sorted({each.logits.shape[1] for each in drawn}):
        some = [each for each in drawn if each.logits.shape[1] == size]
        bits = bits_of(
            np.concatenate([each.logits for each in some]),
            np.concatenate([each.classes for each in some]),
        )
        paid += np.bincount(np.concatenate([each.lines for each in some]), bits, TOGETHER)
    return [float(bits) for bits in paid]


def _padded(rows: list[Row]) -> Row:
    """Return TOGETHER rows; where there are fewer, the first stands in."""
    return np.array(rows + rows[:1] * (TOGETHER - len(rows)), np.int32)
