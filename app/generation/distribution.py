"""Owns NextNote: how likely each possible next note is, and the end, given the past alone."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from app.domain import Note
from app.domain.timebase import ticks_to_steps
from app.generation import vocabulary as v
from app.generation.encoding import Frame
from app.generation.history import History
from app.generation.network import Floats, Ints, Network, State


def bits_of(logits: Floats, classes: Ints | int) -> NDArray[np.float64]:
    """Return -log2 of the softmax probability of one class in each row, shape [...].

    `logits` has the shape [..., classes], and `classes`, the class of each row, [...].
    """
    shifted = logits - logits.max(axis=-1, keepdims=True).astype(np.float64)
    chosen = np.take_along_axis(shifted, np.expand_dims(classes, -1), axis=-1)[..., 0]
    bits: NDArray[np.float64] = np.log2(np.exp(shifted).sum(axis=-1)) - chosen / math.log(2)
    return bits


class NextNote:
    """What may come after a melody: the probabilities of all notes of the grid, and of its end.

    They add up to one. They belong to the moment at which this was made, and stay the same when
    the melody goes on.
    """

    def __init__(self, network: Network, history: History, state: State, pickup_ticks: int) -> None:
        self._network = network
        # The heads don't read the memory of the past, and a later step would change it.
        self._state = State(state.memory[..., :0, :], state.count, state.stream, state.classes)
        self._frame: Frame = history.frame
        self._end = history.end
        self._reference = np.array([history.reference])
        self._last_pitch = np.array([-1 if history.last_pitch is None else history.last_pitch])
        self._pickup_ticks = pickup_ticks
        self._gap_logits = network.gap_logits(state)[0]

    def bits(self, note: Note) -> float:
        """Return -log2 p of the note's onset, duration and pitch, each put on the nearest step.

        A note that begins before the melody's last note has ended is counted from that end.
        """
        onset = max(self._end, ticks_to_steps(note.onset_ticks - self._pickup_ticks))
        end = max(onset + 1, ticks_to_steps(note.end_ticks - self._pickup_ticks))
        return sum(self.step_bits(onset, end - onset, note.pitch))

    def end_bits(self) -> float:
        """Return -log2 p that the melody ends here."""
        return float(bits_of(self._gap_logits, v.END))

    def step_bits(self, onset: int, duration: int, pitch: int) -> tuple[float, float, float]:
        """Return the bits of a note's gap, duration and pitch; onset and duration are in steps."""
        rest = onset - self._end
        gap, place = v.gap_class(rest), onset % self._frame.bar % v.POSITION_CLASSES
        length, chord = v.duration_class(duration), self._frame.chord_at(onset)
        durations = self._network.duration_logits(self._state, np.array([gap]), np.array([place]))
        pitches = self._network.pitch_logits(
            self._state, np.array([[gap, place, length, chord]]), self._reference, self._last_pitch
        )
        return (
            float(bits_of(self._gap_logits, gap)) + v.bits_within_class(rest),
            float(bits_of(durations[0], length)) + v.bits_within_class(duration),
            float(bits_of(pitches[0], pitch)),
        )
