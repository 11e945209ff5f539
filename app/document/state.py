"""Owns State: what an edit of the sketch changes, and its undoing puts back."""

from dataclasses import dataclass

from app.domain import Selection, Sketch


@dataclass(frozen=True, slots=True)
class State:
    """The sketch, the notes selected, and the id of the take that is previewed."""

    sketch: Sketch
    selection: Selection = frozenset()
    previewed: str | None = None
