"""Owns ScaleSteps: pitches counted in steps of a scale, so that sequences show and can go on."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from app.domain import Key


@dataclass(frozen=True, slots=True)
class ScaleSteps:
    """The steps of a scale through MIDI's range, numbered from the lowest."""

    of_pitch: tuple[int, ...]
    """The step of every MIDI pitch; a pitch outside the scale counts as the step below it."""
    pitches: tuple[int, ...]
    """The MIDI pitch of every step."""

    def moved(self, pitch: int, steps: int) -> int:
        """Return the pitch so many steps above that of `pitch`, within MIDI's range."""
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
