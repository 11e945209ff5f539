"""Owns Project: all that is kept of the work on one sketch."""

from __future__ import annotations

from dataclasses import dataclass, field

from app.domain.sketch import Sketch
from app.domain.takes import TakeTree


@dataclass(frozen=True, slots=True)
class Project:
    """The sketch, its takes, the rejected ones in the bin, and what the sketch grew out of.

    `origin` is the id of a take or version, None where there is none.
    """

    sketch: Sketch
    takes: TakeTree = field(default_factory=TakeTree)
    bin: TakeTree = field(default_factory=TakeTree)
    origin: str | None = None
