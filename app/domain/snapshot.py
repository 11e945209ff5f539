"""Owns Snapshot, a document at a moment, and what is found of Motivos that crashed."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from app.domain.project import Project
from app.domain.sketch import Sketch


@dataclass(frozen=True, slots=True)
class Snapshot:
    """All that a document holds, its file, and whether that file lacks any of it."""

    project: Project = field(default_factory=lambda: Project(Sketch()))
    path: Path | None = None
    is_modified: bool = False


@dataclass(frozen=True, slots=True)
class LeftBehind:
    """Unsaved work of a Motivo that crashed, as it was last kept in `path`."""

    path: Path
    kept_at: datetime
    snapshot: Snapshot


@dataclass(frozen=True, slots=True)
class Recovered:
    """The work that was left behind, and the files of which none can be read."""

    works: tuple[LeftBehind, ...]
    damaged: tuple[Path, ...]
