"""Owns State: what an edit of the sketch changes, and what undoing it restores."""

from dataclasses import dataclass

from app.domain import Selection, Sketch


@dataclass(frozen=True, slots=True)
class State:
    """The sketch, the selected notes, and the ids of two takes or versions.

    `previewed` is the one that is shown, and `origin` the one that the sketch was made from.
    """

    sketch: Sketch
    selection: Selection = frozenset()
    previewed: str | None = None
    origin: str | None = None
