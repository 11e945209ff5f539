"""Declares the layout of the native file, once for reading, checking and writing.

msgspec checks every type and range while it reads. What it lets through can be shown, played and
written.
"""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Final, Literal

from msgspec import Meta, Struct

from app.constants import FARTHEST_TICK

VERSION: Final = 4
"""The version of the layout; see `project_migrations` for older ones."""

Tick = Annotated[int, Meta(ge=0, le=FARTHEST_TICK)]
Id = Annotated[str, Meta(min_length=1, max_length=200)]


class NoteRow(Struct, frozen=True, array_like=True, forbid_unknown_fields=True):
    """A note; the letter is left out if key and context decide how the pitch is written."""

    onset_ticks: Tick
    duration_ticks: Annotated[int, Meta(ge=1, le=FARTHEST_TICK)]
    pitch: Annotated[int, Meta(ge=0, le=127)]
    velocity: Annotated[int, Meta(ge=1, le=127)]
    author: str
    letter: str | None = None


class SketchLayout(Struct, frozen=True, forbid_unknown_fields=True):
    """A sketch; key, meter and chords are written as in the window."""

    title: str
    composer: str
    key: str
    meter: str
    tempo_bpm: float
    pickup_ticks: Tick
    chords: str
    notes: list[NoteRow]


class OriginalityLayout(Struct, frozen=True, forbid_unknown_fields=True):
    """The longest run of notes that a take shares with a tune, and the name of that tune."""

    longest_match_notes: Annotated[int, Meta(ge=0)]
    source: str


class TakeLayout(Struct, frozen=True, forbid_unknown_fields=True):
    """A take. Its request holds the wishes by name, and is checked by their own declarations."""

    sketch: SketchLayout
    request: dict[str, object]
    seed: Annotated[int, Meta(ge=0, le=2**63 - 1)]
    start_ticks: Tick
    end_ticks: Tick
    parent: Id | None
    number: Annotated[int, Meta(ge=0, le=10**9)]
    name: str
    starred: bool
    bits_per_note: float
    originality: OriginalityLayout
    created: datetime
    id: Id


class VersionLayout(Struct, frozen=True, forbid_unknown_fields=True):
    """A state of the player's own sketch from which takes were made."""

    sketch: SketchLayout
    parent: Id | None
    created: datetime
    id: Id


class ProjectLayout(Struct, frozen=True, forbid_unknown_fields=True):
    """The whole file; `motivo` is the version of the layout."""

    motivo: Literal[4]
    sketch: SketchLayout
    origin: Id | None
    versions: list[VersionLayout]
    takes: list[TakeLayout]
    bin: list[TakeLayout]
