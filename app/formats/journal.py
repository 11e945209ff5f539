"""Owns the journal's format: how a project came to be, as lines of JSON, one for each change.

The first line is an empty project in the native layout. Every other line changes what the lines
before it made, so that the cost of a change depends on what was changed, and not on how much there
is. A line that is cut off, and a change some of whose lines are missing, count as not written:
that is how a journal ends whose Motivo was killed.

Lines are applied to plain JSON, which is then read as a native file is. So a journal that an older
Motivo left behind is migrated, and a damaged one refused, by the same rules.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final, TypeVar

import msgspec
from msgspec import UNSET, Struct, UnsetType

from app.domain import Melody, Project
from app.domain.file_formats import NATIVE
from app.domain.snapshot import KeptWork, KeptWorks, Snapshot
from app.errors import AppError
from app.formats.project import (
    DAMAGED,
    export_project,
    notes_layout,
    parse_project,
    read_project,
    sketch_layout,
    take_layout,
    version_layout,
)

MOST_AT_ONCE: Final = {"notes": 500, "takes": 10, "bin": 10, "versions": 10}
"""The most that one line inserts, so that other threads get their turn between two lines."""

T = TypeVar("T")


class Splice(Struct, frozen=True, array_like=True):
    """Replaces `removed` items of a list, from place `at` on, by others."""

    at: int
    removed: int
    inserted: list[Any]


class Line(Struct, frozen=True, omit_defaults=True):
    """A line of a journal: what it replaces; `more` says that the next line is part of the change.

    `sketch` has the sketch without its notes. `path` is the document's file, and `modified` tells
    whether that file lacks anything.
    """

    sketch: Any = UNSET
    notes: Splice | UnsetType = UNSET
    takes: Splice | UnsetType = UNSET
    bin: Splice | UnsetType = UNSET
    versions: Splice | UnsetType = UNSET
    origin: str | UnsetType | None = UNSET
    path: str | UnsetType | None = UNSET
    modified: bool | UnsetType = UNSET
    more: bool = False


NOTHING: Final = Snapshot()
"""What a journal begins with."""


def heading() -> bytes:
    """Return the first line of every journal."""
    return export_project(NOTHING.project) + b"\n"


def lines_between(before: Snapshot, after: Snapshot) -> Iterator[bytes]:
    """Yield the lines that change one state into another; none if they are equal."""
    lines = list(_splices(before.project, after.project))
    rest = _rest(before, after)
    if rest is not None:
        lines.append(lambda: rest)
    for number, line in enumerate(lines, 1):
        yield msgspec.json.encode(msgspec.structs.replace(line(), more=number < len(lines))) + b"\n"


def read_journal(content: bytes) -> Snapshot:
    """Return the last state that a journal holds; raises AppError if it is none or damaged."""
    first, *rest = content.split(b"\n")
    try:
        project = msgspec.json.decode(first)
        path: str | None = None
        modified = False
        group: list[Line] = []
        for text in rest[:-1]:
            group.append(msgspec.json.decode(text, type=Line))
            if group[-1].more:
                continue
            for line in group:
                _apply(line, project)
                path = path if line.path is UNSET else line.path
                modified = modified if line.modified is UNSET else line.modified
            group.clear()
    except (ValueError, LookupError, TypeError, AttributeError, RecursionError) as error:
        raise AppError(DAMAGED) from error
    file = None if path is None or "\0" in path else Path(path)
    return Snapshot(parse_project(msgspec.json.encode(project)), file, modified)


def read_kept(paths: Sequence[Path]) -> KeptWorks:
    """Read journals and native files that Motivo kept, as far as that can be done."""
    works, damaged = [], []
    for path in paths:
        try:
            kept_at = datetime.fromtimestamp(path.stat().st_mtime, UTC)
            is_native = path.suffix == NATIVE.suffix
            snapshot = (
                Snapshot(read_project(path)) if is_native else read_journal(path.read_bytes())
            )
            works.append(KeptWork(path, kept_at, snapshot))
        except (OSError, AppError):
            damaged.append(path)
    return KeptWorks(tuple(works), tuple(damaged))


def _apply(line: Line, project: dict[str, Any]) -> None:
    if line.sketch is not UNSET:
        project["sketch"] = {**line.sketch, "notes": project["sketch"]["notes"]}
    lists = {"notes": project["sketch"], "takes": project, "bin": project, "versions": project}
    for name, holder in lists.items():
        splice = getattr(line, name)
        if splice is UNSET:
            continue
        items = holder[name]
        if not 0 <= splice.at <= splice.at + splice.removed <= len(items):
            raise LookupError(f"The journal changes {name} that there aren't")
        items[splice.at : splice.at + splice.removed] = splice.inserted
    if line.origin is not UNSET:
        project["origin"] = line.origin


def _rest(before: Snapshot, after: Snapshot) -> Line | None:
    """Return the line with whatever is not a list; None if nothing of it has changed."""
    values: dict[str, Any] = {}
    bare, was_bare = (
        replace(snapshot.project.sketch, melody=Melody()) for snapshot in (after, before)
    )
    if bare != was_bare:
        values["sketch"] = sketch_layout(bare)
    if after.project.origin != before.project.origin:
        values["origin"] = after.project.origin
    if after.path != before.path:
        values["path"] = None if after.path is None else str(after.path)
    if after.is_modified != before.is_modified:
        values["modified"] = after.is_modified
    return Line(**values) if values else None


def _splices(before: Project, after: Project) -> Iterator[Callable[[], Line]]:
    """Yield functions that make the lines for the lists; each takes a millisecond or so."""
    old, new = before.sketch.melody.notes, after.sketch.melody.notes
    yield from _spliced("notes", old, new, notes_layout)
    for name, was, tree in (("takes", before.takes, after.takes), ("bin", before.bin, after.bin)):
        yield from _spliced(
            name, was.takes, tree.takes, lambda takes: [take_layout(take) for take in takes]
        )
    yield from _spliced(
        "versions",
        before.takes.versions,
        after.takes.versions,
        lambda versions: [version_layout(version) for version in versions],
    )


def _spliced(
    name: str,
    before: Sequence[T],
    after: Sequence[T],
    laid_out: Callable[[Sequence[T]], list[Any]],
) -> Iterator[Callable[[], Line]]:
    if before is after:
        return
    begin, shortest = 0, min(len(before), len(after))
    while begin < shortest and before[begin] == after[begin]:
        begin += 1
    end, most = 0, shortest - begin
    while end < most and before[-1 - end] == after[-1 - end]:
        end += 1
    inserted = after[begin : len(after) - end]
    removed = len(before) - end - begin
    if not removed and not inserted:
        return
    size = MOST_AT_ONCE[name]
    for place in range(0, max(1, len(inserted)), size):

        def line(place: int = place) -> Line:
            some = laid_out(inserted[place : place + size])
            splice = Splice(begin + place, 0 if place else removed, some)
            return msgspec.structs.replace(Line(), **{name: splice})

        yield line
