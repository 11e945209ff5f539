"""What a drag in the velocity lane does: paint across, draw a line, or scale the selection."""

from __future__ import annotations

from typing import NamedTuple, Protocol

from app.domain import Edited, Melody, Note, Selection, edits
from app.ui.piano_roll.span import notes_between


class Spot(NamedTuple):
    """Where the mouse is in the lane; `reach_ticks` is how near it has to come to a stem."""

    ticks: int
    velocity: int
    reach_ticks: int


class VelocityDrag(Protocol):
    """A drag; what it does is asked for at every move."""

    def edited(self, spot: Spot) -> Edited:
        """Return the melody as it would be if the drag ended here."""


class PaintGesture:
    """Gives every stem that the mouse passes the velocity it passes at."""

    def __init__(self, melody: Melody, start: Spot, grabbed: Note | None) -> None:
        self._melody, self._last = melody, start
        self._painted: dict[Note, int] = {}
        if grabbed is not None:
            self._painted[grabbed] = start.velocity

    def edited(self, spot: Spot) -> Edited:
        """Paint up to the mouse."""
        if len(self._painted) == 1 and abs(spot.ticks - self._last.ticks) <= spot.reach_ticks:
            # A drag up or down from one stem holds on to it.
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
    """Gives the stems between press and mouse velocities on a straight line.

    Where several notes are selected, only those.
    """

    def __init__(self, melody: Melody, selection: Selection, start: Spot) -> None:
        self._melody, self._start = melody, start
        self._subject = selection if len(selection) > 1 else frozenset(melody)

    def edited(self, spot: Spot) -> Edited:
        """Draw the line up to the mouse."""
        passed = self._subject.intersection(_begin_between(self._melody, self._start, spot))
        ends = (self._start.ticks, self._start.velocity), (spot.ticks, spot.velocity)
        return edits.ramp_velocity(self._melody, passed, *ends)


class ScaleGesture:
    """Multiplies the selected velocities as that of the grabbed note follows the mouse."""

    def __init__(self, melody: Melody, selection: Selection, start: Spot, grabbed: Note) -> None:
        self._melody, self._selection = melody, selection
        self._start, self._grabbed = start, grabbed

    def edited(self, spot: Spot) -> Edited:
        """Scale to where the mouse is."""
        wanted = self._grabbed.velocity + spot.velocity - self._start.velocity
        factor = max(wanted, 1) / self._grabbed.velocity
        return edits.scale_velocity(self._melody, self._selection, factor)


def _begin_between(melody: Melody, one: Spot, other: Spot) -> list[Note]:
    """Return the notes whose stems lie between two spots, or within reach of one of them."""
    first, last = sorted((one.ticks, other.ticks))
    first, last = first - one.reach_ticks, last + one.reach_ticks
    return [n for n in notes_between(melody.notes, first, last) if first <= n.onset_ticks <= last]
