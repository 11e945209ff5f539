"""Owns Request: what the player asks the model for."""

from __future__ import annotations

from dataclasses import dataclass

from app.domain.ending import Ending
from app.domain.note import Note
from app.domain.wishes import Wishes
from app.errors import InvalidValueError


@dataclass(frozen=True, slots=True)
class Request(Wishes):
    """The wishes, together with the part of the sketch that they apply to.

    `first_bar` to `last_bar` (counted from 1, both included) are the bars to fill or vary; without
    them the whole sketch is varied. The notes in `held` stay as they are. Raises InvalidValueError
    for wishes that contradict each other.
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
        """The ending to write: some modes close on the tonic unless another ending is wished."""
        is_closed = self.mode.comes_to_a_close and self.ending is Ending.ANY
        return Ending.TONIC if is_closed else self.ending

    def _check_range(self) -> None:
        if self.lowest is not None and self.highest is not None and self.lowest > self.highest:
            raise InvalidValueError(
                "The lowest pitch is above the highest; swap them or widen the range."
            )

    def _check_passage(self) -> None:
        first, last = self.first_bar, self.last_bar
        if first is None or last is None:
            if first is not last:
                raise InvalidValueError("A passage needs a first and a last bar; name both.")
            if self.mode.needs_passage:
                raise InvalidValueError(f"Say which bars to {self.mode}, such as 3 to 4.")
        elif not self.mode.has_passage:
            raise InvalidValueError(
                f"Only fill and vary take a range of bars; to {self.mode}, leave it out."
            )
        elif not 1 <= first <= last:
            raise InvalidValueError(
                f"Bars {first} to {last} can't be a passage; start at bar 1 or later, and don't end"
                " before the start."
            )

    def _check_contradictions(self) -> None:
        if self.rhythm_lock and self.pitch_lock and self.mode.has_passage:
            raise InvalidValueError(
                "With rhythm and pitches both locked, nothing is left to change; unlock one of"
                " them."
            )
        if self.rhythm_lock and self.density is not None:
            raise InvalidValueError(
                "The locked rhythm already sets how many notes there are; leave the density out, or"
                " unlock the rhythm."
            )
        if self.form is not None and not self.mode.chooses_bars:
            raise InvalidValueError(
                f"Only continue can follow a form; to {self.mode}, leave the form out."
            )
        if self.held and not self.mode.has_passage:
            raise InvalidValueError(
                f"Only fill and vary can keep chosen notes; to {self.mode}, choose none to keep."
            )
