"""Writes several takes side by side, so that one pass of the network serves them all."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Final, NamedTuple

import numpy as np

from app.generation.distribution import bits_of
from app.generation.history import Row
from app.generation.network import Floats, Ints, Network, State
from app.generation.sampling import Candidates, draw
from app.generation.take_writer import TakeWriter

BATCH_SIZE: Final = 4
"""Melodies in every pass of the network. The number never changes, because a take has to come out
the same whatever is written beside it."""


class _Drawn(NamedTuple):
    """Classes [n] drawn at once, for which writers, and the logits [n, classes] they came from."""

    writers: list[int]
    logits: Floats
    classes: Ints


def write_batch(
    network: Network, past: State, writers: Sequence[TakeWriter], cancelled: Callable[[], bool]
) -> bool:
    """Write the takes of up to BATCH_SIZE writers, and return whether all of them are finished.

    `past` is the network's state after the notes that all takes begin with. `cancelled` is asked
    before every note of every take.
    """
    state = past.repeated(BATCH_SIZE)
    drawn: list[_Drawn] = []
    network.advance(state, _padded([writer.row() for writer in writers]))
    while True:
        drawn += _choose_notes(network, state, writers)
        for writer in writers:
            if cancelled():
                return False
            if not writer.is_finished:
                writer.advance()
        if all(writer.is_finished for writer in writers):
            break
        network.advance(state, _padded([writer.row() for writer in writers]))
    for writer, bits in zip(writers, _bits_paid(drawn), strict=False):
        writer.written.bits = bits
    return True


def _choose_notes(
    network: Network, state: State, writers: Sequence[TakeWriter]
) -> Iterator[_Drawn]:
    """Choose the next note of every writer that is not finished; yield what was drawn."""
    unfinished = {index: writer for index, writer in enumerate(writers) if not writer.is_finished}
    yield from _draw_classes(
        unfinished,
        network.gap_logits(state),
        TakeWriter.onset_candidates,
        TakeWriter.choose_onset,
    )
    writing = {index: writer for index, writer in unfinished.items() if writer.onset is not None}
    if not writing:
        return
    known = np.ones((BATCH_SIZE, 4), np.int64)
    for index, writer in writing.items():
        known[index, :2] = writer.gap_class, writer.place
    yield from _draw_classes(
        writing,
        network.duration_logits(state, known[:, 0], known[:, 1]),
        TakeWriter.duration_candidates,
        TakeWriter.choose_duration,
    )
    references, last_pitches = np.full(BATCH_SIZE, 60), np.full(BATCH_SIZE, -1)
    for index, writer in writing.items():
        known[index, 2:] = writer.duration_class, writer.chord_class
        references[index] = writer.history.reference
        if writer.history.last_pitch is not None:
            last_pitches[index] = writer.history.last_pitch
    yield from _draw_classes(
        writing,
        network.pitch_logits(state, known, references, last_pitches),
        TakeWriter.pitch_candidates,
        TakeWriter.choose_pitch,
    )


def _draw_classes(
    writers: Mapping[int, TakeWriter],
    logits: Floats,
    candidates_of: Callable[[TakeWriter, Floats], Candidates | None],
    choose: Callable[[TakeWriter, int], None],
) -> Iterator[_Drawn]:
    """Draw a class for every writer that has candidates, and let it `choose` that class.

    `logits` are [BATCH_SIZE, classes]; writers have the number of their row.
    """
    found = {index: candidates_of(writer, logits[index]) for index, writer in writers.items()}
    candidates = {index: each for index, each in found.items() if each is not None}
    if candidates:
        rows = list(candidates)
        drawn = _Drawn(rows, logits[rows], draw(list(candidates.values())))
        for index, chosen in zip(drawn.writers, drawn.classes.tolist(), strict=True):
            choose(writers[index], chosen)
        yield drawn


def _bits_paid(drawn: Sequence[_Drawn]) -> list[float]:
    """Return what the classes drawn cost each of BATCH_SIZE writers, in bits.

    The probabilities are the network's own, before rules, temperature and nucleus.
    """
    paid = np.zeros(BATCH_SIZE)
    for size in sorted({each.logits.shape[1] for each in drawn}):
        same_size = [each for each in drawn if each.logits.shape[1] == size]
        bits = bits_of(
            np.concatenate([each.logits for each in same_size]),
            np.concatenate([each.classes for each in same_size]),
        )
        writers = np.concatenate([each.writers for each in same_size])
        paid += np.bincount(writers, bits, BATCH_SIZE)
    return [float(bits) for bits in paid]


def _padded(rows: list[Row]) -> Row:
    """Return BATCH_SIZE rows; where there are fewer, copies of the first fill up."""
    return np.array(rows + rows[:1] * (BATCH_SIZE - len(rows)), np.int32)
