"""Owns Project: everything that a Motivo file holds."""

from __future__ import annotations

from dataclasses import dataclass, field

from app.domain.sketch import Sketch
from app.domain.takes import TakeTree


@dataclass(frozen=True, slots=True)
class Project:
    """A sketch, its takes, and the rejected takes in the bin.

    `origin` is the id of the take or version that the sketch was made from, or None.
    """

    sketch: Sketch
    takes: TakeTree = field(default_factory=TakeTree)
    bin: TakeTree = field(default_factory=TakeTree)
    origin: str | None = None
