"""Owns Request: what the player asks the model for."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from app.constants import HIGHEST_PITCH, LOWEST_PITCH
from app.errors import InvalidValueError

MOST_BARS: Final = 64
MOST_TAKES: Final = 32
NARROWEST_RANGE: Final = 5
"""Semitones between the lowest and the highest pitch that a request has to leave free."""


class RequestMode(StrEnum):
    """What the model is to do with the sketch."""

    CONTINUE = "continue"


@dataclass(frozen=True, slots=True)
class Request:
    """A wish for `takes` takes of `bars` new bars after the sketch.

    `temperature` above 0 (1 as learned), `top_p` in (0, 1]; `style` a name the model knows or None
    for any; `lowest` and `highest` MIDI pitches of new notes, None for no limit. `seed` is the
    first take's; each next take adds 1. Raises InvalidValueError for a wish that can't be met.
    """

    mode: RequestMode = RequestMode.CONTINUE
    bars: int = 8
    takes: int = 8
    seed: int = 1
    temperature: float = 1.0
    top_p: float = 0.95
    style: str | None = None
    scale_lock: bool = False
    lowest: int | None = None
    highest: int | None = None

    def __post_init__(self) -> None:
        self._check("number of bars", self.bars, 1, MOST_BARS)
        self._check("number of takes", self.takes, 1, MOST_TAKES)
        self._check("seed", self.seed, 0, 2**31 - 1)
        self._check("temperature", self.temperature, 0.05, 3.0)
        self._check("top-p", self.top_p, 0.01, 1.0)
        lowest = LOWEST_PITCH if self.lowest is None else self.lowest
        highest = HIGHEST_PITCH if self.highest is None else self.highest
        self._check("lowest pitch", lowest, LOWEST_PITCH, HIGHEST_PITCH)
        self._check("highest pitch", highest, LOWEST_PITCH, HIGHEST_PITCH)
        if highest - lowest < NARROWEST_RANGE:
            raise InvalidValueError(
                f"The lowest pitch has to lie at least {NARROWEST_RANGE} semitones below the"
                " highest; widen the range."
            )

    @staticmethod
    def _check(what: str, value: float, least: float, most: float) -> None:
        if not least <= value <= most:
            raise InvalidValueError(
                f"A {what} of {value:g} can't be; choose one from {least:g} to {most:g}."
            )
