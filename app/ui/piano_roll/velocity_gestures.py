"""The drags in the velocity lane: paint velocities, draw a line, or scale the selection."""

from __future__ import annotations

from typing import NamedTuple, Protocol

from app.domain import Edited, Melody, Note, Selection, edits
from app.ui.piano_roll.span import notes_between


class Spot(NamedTuple):
    """A point in the lane; `reach_ticks` is how near a stem has to be for the mouse to touch it."""

    ticks: int
    velocity: int
    reach_ticks: int


class VelocityDrag(Protocol):
    """A drag in the lane; at each move of the mouse it is asked for its result."""

    def edited(self, spot: Spot) -> Edited:
        """Return the melody as it would be if the drag ended here."""


class PaintGesture:
    """Gives each stem that the mouse passes the velocity at which the mouse passes it."""

    def __init__(self, melody: Melody, start: Spot, grabbed: Note | None) -> None:
        self._melody, self._last = melody, start
        self._painted: dict[Note, int] = {}
        if grabbed is not None:
            self._painted[grabbed] = start.velocity

    def edited(self, spot: Spot) -> Edited:
        """Return the melody with the velocities painted so far."""
        if len(self._painted) == 1 and abs(spot.ticks - self._last.ticks) <= spot.reach_ticks:
            # A drag straight up or down keeps changing the one stem it began at.
            self._painted = dict.fromkeys(self._painted, spot.velocity)
            self._last = self._last._replace(velocity=spot.velocity)
        else:
            passed = frozenset(_begin_between(self._melody, self._last, spot))
            line = edits.ramp_velocity(self._melody, passed, self._last[:2], spot[:2])
            loudness = {note.onset_ticks: note.velocity for note in line.selected}
            self._painted |= {note: loudness[note.onset_ticks] for note in passed}
            self._last = spot
        return edits.set_velocities(self._melody, self._painted)


class RampGesture:
    """Gives the stems between the press and the mouse velocities on a straight line.

    If several notes are selected, only their stems change.
    """

    def __init__(self, melody: Melody, selection: Selection, start: Spot) -> None:
        self._melody, self._start = melody, start
        self._subject = selection if len(selection) > 1 else frozenset(melody)

    def edited(self, spot: Spot) -> Edited:
        """Return the melody with the line drawn up to the mouse."""
        passed = self._subject.intersection(_begin_between(self._melody, self._start, spot))
        ends = (self._start.ticks, self._start.velocity), (spot.ticks, spot.velocity)
        return edits.ramp_velocity(self._melody, passed, *ends)


class ScaleGesture:
    """Multiplies the selected velocities by a factor, so that the grabbed one follows the mouse."""

    def __init__(self, melody: Melody, selection: Selection, start: Spot, grabbed: Note) -> None:
        self._melody, self._selection = melody, selection
        self._start, self._grabbed = start, grabbed

    def edited(self, spot: Spot) -> Edited:
        """Return the melody with the selected velocities scaled."""
        wanted = self._grabbed.velocity + spot.velocity - self._start.velocity
        factor = max(wanted, 1) / self._grabbed.velocity
        return edits.scale_velocity(self._melody, self._selection, factor)


def _begin_between(melody: Melody, one: Spot, other: Spot) -> list[Note]:
    """Return the notes whose stems are between two spots, or within reach of one of them."""
    first, last = sorted((one.ticks, other.ticks))
    first, last = first - one.reach_ticks, last + one.reach_ticks
    return [n for n in notes_between(melody.notes, first, last) if first <= n.onset_ticks <= last]
