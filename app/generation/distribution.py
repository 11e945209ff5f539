"""Owns NextNote: how likely each next note is, and the end, given the past alone."""

from __future__ import annotations

import math

import numpy as np

from app.domain import Note
from app.domain.timebase import ticks_to_steps
from app.generation import vocabulary as v
from app.generation.encoding import History
from app.generation.network import Floats, Network


def bits_of(logits: Floats, index: int) -> float:
    """Return -log2 of the probability that softmax gives to a class."""
    raised = logits.astype(np.float64) - float(logits.max())
    return float(np.log2(np.exp(raised).sum()) - raised[index] / math.log(2))


class NextNote:
    """A code for the note after a melody: over all notes of the grid and END its shares sum to one.

    It describes the moment at which it was made, whatever the melody becomes later.
    """

    def __init__(
        self, network: Network, history: History, stream: Floats, pickup_ticks: int
    ) -> None:
        self._network = network
        self._stream = stream
        self._end, self._bar = history.end, history.frame.bar
        self._reference, self._before = history.reference, history.last_pitch
        self._pickup_ticks = pickup_ticks
        self._gap_logits = network.gap_logits(stream)

    def bits(self, note: Note) -> float:
        """Return -log2 p of the note's onset, duration and pitch, on the nearest steps.

        A note that begins before the melody's last note has ended counts as beginning there.
        """
        onset = max(self._end, ticks_to_steps(note.onset_ticks - self._pickup_ticks))
        end = max(onset + 1, ticks_to_steps(note.end_ticks - self._pickup_ticks))
        return sum(self.step_bits(onset, end - onset, note.pitch))

    def end_bits(self) -> float:
        """Return -log2 p that the melody ends here."""
        return bits_of(self._gap_logits, v.END)

    def step_bits(self, onset: int, duration: int, pitch: int) -> tuple[float, float, float]:
        """Return the bits of gap, duration and pitch of a note on the grid."""
        rest = onset - self._end
        gap, place = v.gap_class(rest), onset % self._bar % v.POSITION_CLASSES
        length = v.duration_class(duration)
        durations = self._network.duration_logits(self._stream, gap, place)
        pitches = self._network.pitch_logits(
            self._stream, (gap, place, length), self._reference, self._before
        )
        return (
            bits_of(self._gap_logits, gap) + v.bits_within_class(rest),
            bits_of(durations, length) + v.bits_within_class(duration),
            bits_of(pitches, pitch),
        )
