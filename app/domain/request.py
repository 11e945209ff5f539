"""Owns Request: what the player asks the model for."""

from __future__ import annotations

from dataclasses import dataclass

from app.domain.ending import Ending
from app.domain.note import Note
from app.domain.request_mode import RequestMode
from app.domain.wishes import Wishes
from app.errors import InvalidValueError


@dataclass(frozen=True, slots=True)
class Request(Wishes):
    """Wishes for takes of a sketch, and the part of the sketch that they are about.

    `first_bar` to `last_bar` (counted from 1, both included) are the bars to fill or vary; without
    them the whole sketch is varied. The notes `held` in them stay as they are. Raises
    InvalidValueError for wishes that contradict each other.
    """

    first_bar: int | None = None
    last_bar: int | None = None
    held: tuple[Note, ...] = ()

    def __post_init__(self) -> None:
        Wishes.__post_init__(self)
        self._check_range()
        self._check_passage()
        self._check_contradictions()

    @property
    def closing(self) -> Ending:
        """On what to end: an answer closes, unless it is asked to stay open."""
        is_closed = self.mode is RequestMode.ANSWER and self.ending is Ending.ANY
        return Ending.TONIC if is_closed else self.ending

    def _check_range(self) -> None:
        if self.lowest is not None and self.highest is not None and self.lowest > self.highest:
            raise InvalidValueError(
                "The lowest pitch lies above the highest; widen the range or exchange them."
            )

    def _check_passage(self) -> None:
        first, last = self.first_bar, self.last_bar
        if first is None or last is None:
            if first is not last:
                raise InvalidValueError("A passage has a first and a last bar; say both.")
            if self.mode.needs_passage:
                raise InvalidValueError(f"Say which bars to {self.mode}, such as 3 to 4.")
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
        if self.form is not None and not self.mode.chooses_bars:
            raise InvalidValueError(
                f"A form is for continuing alone; to {self.mode}, leave the form out."
            )
        if self.held and not self.mode.has_passage:
            raise InvalidValueError(
                f"Notes can be held in filling and varying alone; to {self.mode}, hold none."
            )
