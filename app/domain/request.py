"""Owns Request: what the player asks the model for."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from app.constants import HIGHEST_PITCH, LOWEST_PITCH
from app.domain.form import Form
from app.domain.note import Note
from app.errors import InvalidValueError

MOST_BARS: Final = 64
MOST_TAKES: Final = 32
FEWEST_NOTES_A_BAR: Final = 0.25
MOST_NOTES_A_BAR: Final = 32.0
SEEDS: Final = 2**31
"""How many there are, from 0 on; after the last comes the first."""


class RequestMode(StrEnum):
    """What the model is to do with the sketch."""

    CONTINUE = "continue"
    """Add bars after it."""
    FILL = "fill"
    """Replace a passage with one that fits both sides."""
    VARY = "vary"
    """Rewrite a share of a passage."""
    ANSWER = "answer"
    """Add a phrase as long as the sketch that takes it up and closes."""

    @property
    def has_passage(self) -> bool:
        """Whether it works on bars that are there, rather than adding some."""
        return self in (RequestMode.FILL, RequestMode.VARY)


class Ending(StrEnum):
    """On what the last new note is to end."""

    ANY = "any"
    TONIC = "tonic"
    OPEN = "open"


@dataclass(frozen=True, slots=True)
class Request:
    """A wish for `takes` takes; `bars` counts the new bars where it is to continue.

    `seed` is the first take's; each next take adds 1. `temperature` above 0 (1 as learned), `top_p`
    in (0, 1]; `style` a name the model knows or None for any; `lowest` and `highest` MIDI pitches
    of new notes, None for no limit. `first_bar` to `last_bar` (1-based, inclusive) is the passage
    to fill or vary, None for the whole sketch where it is to vary; the notes `held` in it stay as
    they are. `closeness` is 0 for free to 1 for as it was; `density` the notes a bar, None for any;
    `form` the phrases of the new bars. Raises InvalidValueError for a wish that can't be met.
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
    first_bar: int | None = None
    last_bar: int | None = None
    closeness: float = 0.5
    rhythm_lock: bool = False
    pitch_lock: bool = False
    density: float | None = None
    ending: Ending = Ending.ANY
    form: Form | None = None
    held: tuple[Note, ...] = ()

    def __post_init__(self) -> None:
        _check("number of bars", self.bars, 1, MOST_BARS)
        _check("number of takes", self.takes, 1, MOST_TAKES)
        _check("seed", self.seed, 0, SEEDS - 1)
        _check("temperature", self.temperature, 0.05, 3.0)
        _check("top-p", self.top_p, 0.01, 1.0)
        _check("closeness", self.closeness, 0.0, 1.0)
        if self.density is not None:
            _check("density", self.density, FEWEST_NOTES_A_BAR, MOST_NOTES_A_BAR)
        self._check_pitches()
        self._check_passage()
        self._check_contradictions()

    @property
    def closing(self) -> Ending:
        """On what to end: an answer closes, unless it is asked to stay open."""
        is_closed = self.mode is RequestMode.ANSWER and self.ending is Ending.ANY
        return Ending.TONIC if is_closed else self.ending

    def _check_pitches(self) -> None:
        lowest = LOWEST_PITCH if self.lowest is None else self.lowest
        highest = HIGHEST_PITCH if self.highest is None else self.highest
        _check("lowest pitch", lowest, LOWEST_PITCH, HIGHEST_PITCH)
        _check("highest pitch", highest, LOWEST_PITCH, HIGHEST_PITCH)
        if lowest > highest:
            raise InvalidValueError(
                "The lowest pitch lies above the highest; widen the range or exchange them."
            )

    def _check_passage(self) -> None:
        first, last = self.first_bar, self.last_bar
        if first is None or last is None:
            if first is not last:
                raise InvalidValueError("A passage has a first and a last bar; say both.")
            if self.mode is RequestMode.FILL:
                raise InvalidValueError("Say which bars to fill, such as 3 to 4.")
        elif not self.mode.has_passage:
            raise InvalidValueError(
                f"A range of bars is for filling and varying; to {self.mode}, leave it out."
            )
        elif not 1 <= first <= last:
            raise InvalidValueError(
                f"Bars {first} to {last} are no passage; the first bar is 1 or more, and the last"
                " no bar before it."
            )

    def _check_contradictions(self) -> None:
        if self.rhythm_lock and self.pitch_lock and self.mode.has_passage:
            raise InvalidValueError(
                "Rhythm and pitches both locked leave nothing to change; open one of the locks."
            )
        if self.rhythm_lock and self.density is not None:
            raise InvalidValueError(
                "The locked rhythm says how many notes there are; leave the density out, or open"
                " the lock."
            )
        if self.form is not None and self.mode is not RequestMode.CONTINUE:
            raise InvalidValueError(
                f"A form is for continuing alone; to {self.mode}, leave the form out."
            )
        if self.held and not self.mode.has_passage:
            raise InvalidValueError(
                f"Notes can be held in filling and varying alone; to {self.mode}, hold none."
            )


def _check(what: str, value: float, least: float, most: float) -> None:
    if not least <= value <= most:
        raise InvalidValueError(
            f"A {what} of {value:g} can't be; choose one from {least:g} to {most:g}."
        )
