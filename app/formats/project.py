"""Owns the native file: a sketch and all its takes, as JSON with a version number.

The layout is declared in `project_layout`. A change of it needs a new version and a step in
`project_migrations`, so that every file ever written can be opened. A new wish needs neither: older
files don't name it, so it has its default.
"""

from __future__ import annotations

import codecs
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path
from typing import Any, Final

import msgspec

from app.constants import FARTHEST_TICK
from app.domain import (
    Author,
    Chords,
    Key,
    Melody,
    Meter,
    Node,
    Note,
    Originality,
    Project,
    Request,
    Sketch,
    Take,
    TakeTree,
    Version,
)
from app.domain.file_stamp import FileStamp
from app.domain.imported import Imported
from app.domain.reading import Reading
from app.domain.wishes import WISHES
from app.errors import AppError, InvalidValueError, reason_of
from app.formats.content import content_of
from app.formats.project_layout import (
    VERSION,
    NoteRow,
    OriginalityLayout,
    ProjectLayout,
    SketchLayout,
    TakeLayout,
    VersionLayout,
)
from app.formats.project_migrations import MIGRATIONS
from app.formats.writing import write_whole

FROM_A_NEWER_MOTIVO: Final = "it was saved by a newer version of Motivo; please update"
EARLIEST_YEAR: Final = 1970
LATEST_YEAR: Final = 9998
DAMAGED: Final = "it isn't a Motivo file, or it is damaged"


def read_project(path: Path) -> Project:
    """Open a native file; raises AppError, naming the file, if it is none or is too new."""
    content = content_of(path)
    try:
        return parse_project(content)
    except AppError as error:
        raise AppError(f"{path.name} can't be opened: {error}.") from error


def write_project(project: Project, path: Path, known: FileStamp | None = None) -> FileStamp:
    """Save to a native file, whole or not at all; raises AppError if that fails.

    Raises FileChangedError if the file is not as `known` says.
    """
    return write_whole(path, export_project(project), known)


def parse_project(content: bytes) -> Project:
    """Read the JSON of a native file; raises AppError if it is none."""
    try:
        layout = msgspec.convert(
            _newest(msgspec.json.decode(content.removeprefix(codecs.BOM_UTF8))), ProjectLayout
        )
        takes, rejected = (tuple(map(_take, of_kind)) for of_kind in (layout.takes, layout.bin))
        versions = tuple(map(_version, layout.versions))
        _check_ids([*takes, *rejected, *versions])
        return Project(
            _sketch(layout.sketch), TakeTree(takes, versions), TakeTree(rejected), layout.origin
        )
    except msgspec.ValidationError as error:
        _, _, place = str(error).partition(" - at `$.")
        raise AppError(f"{DAMAGED} (at {place.rstrip('`')})" if place else DAMAGED) from error
    except InvalidValueError as error:
        raise AppError(f"{DAMAGED}: {reason_of(error)}") from error
    except (ValueError, LookupError, TypeError, AttributeError, RecursionError) as error:
        raise AppError(DAMAGED) from error


def _newest(data: Any) -> Any:
    """Convert what was read as JSON to the newest layout; raises AppError if it is newer still."""
    version = data["motivo"]
    if type(version) is not int or version < 1:
        raise AppError(DAMAGED)
    if version > VERSION:
        raise AppError(FROM_A_NEWER_MOTIVO)
    for older in range(version, VERSION):
        data = MIGRATIONS[older](data)
    return data


def _check_ids(nodes: Iterable[Node]) -> None:
    """Raise AppError if two takes or versions have the same id, by which others name them."""
    ids = [node.id for node in nodes]
    if len(set(ids)) < len(ids):
        raise AppError(f"{DAMAGED}: two of its takes have the same id")


def import_project(
    content: bytes, part: int | None = None, _reading: Reading | None = None
) -> Imported:
    """Read the sketch of a native file, which is its only part and can be read in one way only."""
    if part not in (None, 0):
        raise AppError("it has only one part")
    return Imported(parse_project(content).sketch)


def export_project(project: Project) -> bytes:
    """Return the JSON of a native file."""
    return msgspec.json.encode(
        ProjectLayout(
            motivo=VERSION,
            sketch=sketch_layout(project.sketch),
            origin=project.origin,
            versions=[version_layout(version) for version in project.takes.versions],
            takes=[take_layout(take) for take in project.takes],
            bin=[take_layout(take) for take in project.bin],
        )
    )


def sketch_layout(sketch: Sketch) -> SketchLayout:
    """Return what a native file holds of a sketch."""
    return SketchLayout(
        title=sketch.title,
        composer=sketch.composer,
        key=str(sketch.key),
        meter=str(sketch.meter),
        tempo_bpm=sketch.tempo_bpm,
        pickup_ticks=sketch.pickup_ticks,
        chords=str(sketch.chords),
        notes=notes_layout(sketch.melody),
    )


def _sketch(layout: SketchLayout) -> Sketch:
    sketch = Sketch(
        title=layout.title,
        composer=layout.composer,
        melody=Melody(_notes(layout.notes)),
        key=Key.parse(layout.key),
        meter=Meter.parse(layout.meter),
        tempo_bpm=layout.tempo_bpm,
        pickup_ticks=layout.pickup_ticks,
        chords=Chords.parse(layout.chords),
    )
    if sketch.melody.end_ticks > FARTHEST_TICK:
        raise AppError(f"{DAMAGED}: a note in it ends after {FARTHEST_TICK:,} ticks")
    return sketch


def notes_layout(notes: Iterable[Note]) -> list[NoteRow]:
    """Return what a native file holds of notes."""
    return [
        NoteRow(n.onset_ticks, n.duration_ticks, n.pitch, n.velocity, n.author.value, n.letter)
        for n in notes
    ]


def _notes(rows: Iterable[NoteRow]) -> tuple[Note, ...]:
    return tuple(
        Note(
            *(row.onset_ticks, row.duration_ticks, row.pitch, row.velocity),
            Author(row.author),
            row.letter,
        )
        for row in rows
    )


def _of_request(request: Request) -> dict[str, object]:
    wishes = {name: wish.to_plain(getattr(request, name)) for name, wish in WISHES.items()}
    bars = {"first_bar": request.first_bar, "last_bar": request.last_bar}
    return {**wishes, **bars, "held": notes_layout(request.held)}


def _request(data: dict[str, object]) -> Request:
    """Read a request; wishes that the file does not name are newer, and get their defaults."""
    wishes = dict(data)
    first_bar, last_bar = (
        msgspec.convert(wishes.pop(name), int | None) for name in ("first_bar", "last_bar")
    )
    held = msgspec.convert(wishes.pop("held"), list[NoteRow])
    if not wishes.keys() <= WISHES.keys():
        raise AppError(FROM_A_NEWER_MOTIVO)
    values: dict[str, Any] = {
        name: WISHES[name].from_plain(plain) for name, plain in wishes.items()
    }
    return Request(**values, first_bar=first_bar, last_bar=last_bar, held=_notes(held))


def take_layout(take: Take) -> TakeLayout:
    """Return what a native file holds of a take."""
    match = take.originality
    return TakeLayout(
        sketch=sketch_layout(take.sketch),
        request=_of_request(take.request),
        seed=take.seed,
        start_ticks=take.start_ticks,
        end_ticks=take.end_ticks,
        parent=take.parent,
        number=take.number,
        name=take.name,
        starred=take.starred,
        bits_per_note=take.bits_per_note,
        originality=OriginalityLayout(match.longest_match_notes, match.source),
        created=take.created,
        id=take.id,
    )


def _take(layout: TakeLayout) -> Take:
    if layout.end_ticks and layout.end_ticks < layout.start_ticks:
        raise AppError(f"{DAMAGED}: a take in it ends before it begins")
    match = layout.originality
    return Take(
        sketch=_sketch(layout.sketch),
        request=_request(layout.request),
        seed=layout.seed,
        start_ticks=layout.start_ticks,
        end_ticks=layout.end_ticks,
        parent=layout.parent,
        number=layout.number,
        name=layout.name,
        starred=layout.starred,
        bits_per_note=layout.bits_per_note,
        originality=Originality(match.longest_match_notes, match.source),
        created=_moment(layout.created),
        id=layout.id,
    )


def _moment(created: datetime) -> datetime:
    """Return when something was made; raises AppError for a moment that not every system knows."""
    if not EARLIEST_YEAR <= created.year <= LATEST_YEAR:
        raise AppError(f"{DAMAGED}: something in it was made in the year {created.year}")
    return created


def version_layout(version: Version) -> VersionLayout:
    """Return what a native file holds of a version."""
    return VersionLayout(sketch_layout(version.sketch), version.parent, version.created, version.id)


def _version(layout: VersionLayout) -> Version:
    return Version(_sketch(layout.sketch), layout.parent, _moment(layout.created), layout.id)
