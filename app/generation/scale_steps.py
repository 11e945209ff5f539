"""Owns ScaleSteps: pitches counted in steps of a key's scale, to see and to continue sequences."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from app.domain import Key


@dataclass(frozen=True, slots=True)
class ScaleSteps:
    """For each MIDI pitch the number of its scale step; one outside counts as the step below."""

    of_pitch: tuple[int, ...]
    pitches: tuple[int, ...]
    """The pitch of every step, from step 0 on."""

    def moved(self, pitch: int, steps: int) -> int:
        """Return the scale's pitch `steps` from the step of `pitch`, kept within MIDI's range."""
        step = min(max(self.of_pitch[pitch] + steps, 0), len(self.pitches) - 1)
        return self.pitches[step]


@lru_cache(maxsize=128)
def scale_steps(key: Key) -> ScaleSteps:
    """Return the steps of a key's scale."""
    scale = set(key.scale)
    pitches = tuple(pitch for pitch in range(128) if pitch % 12 in scale)
    of_pitch, step = [], -1
    for pitch in range(128):
        if step + 1 < len(pitches) and pitches[step + 1] == pitch:
            step += 1
        of_pitch.append(max(step, 0))
    return ScaleSteps(tuple(of_pitch), pitches)
