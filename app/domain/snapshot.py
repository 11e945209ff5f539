"""Owns Snapshot, a document at a moment, and what is found of snapshots in files."""

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
class KeptWork:
    """A snapshot that Motivo kept in a file of its own, `path`."""

    path: Path
    kept_at: datetime
    snapshot: Snapshot


@dataclass(frozen=True, slots=True)
class KeptWorks:
    """What was read from such files, and those of which nothing can be read."""

    works: tuple[KeptWork, ...]
    damaged: tuple[Path, ...]
