"""Owns State: what an edit of the sketch changes, and its undoing puts back."""

from dataclasses import dataclass

from app.domain import Selection, Sketch


@dataclass(frozen=True, slots=True)
class State:
    """The sketch, the notes selected, and ids of a take or version.

    `previewed` is the one in the window, `origin` the one that the sketch grew out of.
    """

    sketch: Sketch
    selection: Selection = frozenset()
    previewed: str | None = None
    origin: str | None = None
