"""Owns the native file: a sketch and all its takes, as JSON with a version number.

A change of the layout needs a new version and a step in MIGRATIONS, so that every file ever written
can be opened. A new wish needs neither: older files don't name it, so it has its default.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from typing import Any, Final

from app.domain import (
    Author,
    Chords,
    Key,
    Melody,
    Meter,
    Note,
    Originality,
    Project,
    Request,
    Sketch,
    Take,
    TakeTree,
    Version,
)
from app.domain.wishes import WISHES
from app.errors import AppError
from app.formats.imported import Imported
from app.formats.plain_sketch import plain_frame
from app.formats.writing import write_whole

VERSION: Final = 4
FROM_A_NEWER_MOTIVO: Final = "it was saved by a newer version of Motivo; please update"


def _from_1(data: dict[str, Any]) -> dict[str, Any]:
    """Convert version 1, in which every take continues its sketch and has fewer wishes."""
    wishes: dict[str, object] = {
        "first_bar": None,
        "last_bar": None,
        "closeness": 0.5,
        "rhythm_lock": False,
        "pitch_lock": False,
        "density": None,
        "ending": "any",
        "form": None,
        "held": [],
    }
    takes = [
        {**take, "request": {**take["request"], **wishes}, "end_ticks": 0} for take in data["takes"]
    ]
    return {**data, "motivo": 2, "takes": takes}


def _from_2(data: dict[str, Any]) -> dict[str, Any]:
    """Convert version 2 by adding the versions of the sketch that takes were made from.

    For a take that added bars, that is what comes before those bars.
    """
    versions: list[dict[str, Any]] = []
    takes = []
    for take in data["takes"]:
        if take["parent"] is None and take["request"]["mode"] in ("continue", "answer"):
            notes = [note for note in take["sketch"]["notes"] if note[0] < take["start_ticks"]]
            sketch = {**take["sketch"], "notes": notes}
            version = next((found for found in versions if found["sketch"] == sketch), None)
            if version is None:
                version = {"sketch": sketch, "parent": None, "created": take["created"]}
                version["id"] = f"before-{take['id']}"
                versions.append(version)
            takes.append({**take, "parent": version["id"]})
        else:
            takes.append(take)
    return {
        **data,
        "motivo": 3,
        "takes": takes,
        "versions": versions,
        "bin": [],
        "origin": None,
    }


def _from_3(data: dict[str, Any]) -> dict[str, Any]:
    """Convert version 3 by adding an empty composer to every sketch."""

    def named(holder: dict[str, Any]) -> dict[str, Any]:
        return {**holder, "sketch": {**holder["sketch"], "composer": ""}}

    kinds = ("takes", "bin", "versions")
    return {
        **named(data),
        "motivo": 4,
        **{kind: [named(holder) for holder in data[kind]] for kind in kinds},
    }


MIGRATIONS: Final[dict[int, Callable[[dict[str, Any]], dict[str, Any]]]] = {
    1: _from_1,
    2: _from_2,
    3: _from_3,
}
"""For each older version, the function that converts its data to the next version."""


def read_project(path: Path) -> Project:
    """Open a native file; raises AppError, naming the file, if it is none or is too new."""
    try:
        return parse_project(path.read_bytes())
    except OSError as error:
        raise AppError(f"{path.name} can't be read ({error.strerror}); choose another.") from error
    except AppError as error:
        raise AppError(f"{path.name} can't be opened: {error}.") from error


def write_project(project: Project, path: Path) -> None:
    """Save to a native file, whole or not at all; raises AppError if that fails."""
    write_whole(path, export_project(project))


def parse_project(content: bytes) -> Project:
    """Read the JSON of a native file; raises AppError if it is none."""
    try:
        data = json.loads(content)
        version = data["motivo"]
        if version > VERSION:
            raise AppError(FROM_A_NEWER_MOTIVO)
        for older in range(version, VERSION):
            data = MIGRATIONS[older](data)
        takes, rejected = (tuple(map(_take, data[kind])) for kind in ("takes", "bin"))
        versions = tuple(map(_version, data["versions"]))
        return Project(
            _sketch(data["sketch"]), TakeTree(takes, versions), TakeTree(rejected), data["origin"]
        )
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise AppError("it isn't a Motivo file, or it is damaged") from error


def import_project(content: bytes, part: int | None = None) -> Imported:
    """Read the sketch of a native file, which is its only part."""
    if part not in (None, 0):
        raise AppError("it has only one part")
    return Imported(parse_project(content).sketch)


def export_project(project: Project) -> bytes:
    """Return the JSON of a native file."""
    data = {
        "motivo": VERSION,
        "sketch": _of_sketch(project.sketch),
        "origin": project.origin,
        "versions": [_of_version(version) for version in project.takes.versions],
        "takes": [_of_take(take) for take in project.takes],
        "bin": [_of_take(take) for take in project.bin],
    }
    return json.dumps(data, ensure_ascii=False, separators=(",", ":")).encode()


def _of_sketch(sketch: Sketch) -> dict[str, object]:
    return {**plain_frame(sketch), "notes": _of_notes(sketch.melody)}


def _sketch(data: dict[str, Any]) -> Sketch:
    return Sketch(
        title=data["title"],
        composer=data["composer"],
        melody=Melody(_notes(data["notes"])),
        key=Key.parse(data["key"]),
        meter=Meter.parse(data["meter"]),
        tempo_bpm=data["tempo_bpm"],
        pickup_ticks=data["pickup_ticks"],
        chords=Chords.parse(data["chords"]),
    )


def _of_notes(notes: Iterable[Note]) -> list[list[object]]:
    return [
        [n.onset_ticks, n.duration_ticks, n.pitch, n.velocity, n.author.value, *(n.letter or "")]
        for n in notes
    ]


def _notes(rows: list[list[Any]]) -> tuple[Note, ...]:
    return tuple(
        Note(onset, duration, pitch, velocity, Author(author), *letter)
        for onset, duration, pitch, velocity, author, *letter in rows
    )


def _of_request(request: Request) -> dict[str, object]:
    wishes = {name: wish.to_plain(getattr(request, name)) for name, wish in WISHES.items()}
    bars = {"first_bar": request.first_bar, "last_bar": request.last_bar}
    return {**wishes, **bars, "held": _of_notes(request.held)}


def _request(data: dict[str, Any]) -> Request:
    """Read a request; wishes that the file does not name are newer, and get their defaults."""
    wishes = dict(data)
    first_bar, last_bar, held = (wishes.pop(name) for name in ("first_bar", "last_bar", "held"))
    if not wishes.keys() <= WISHES.keys():
        raise AppError(FROM_A_NEWER_MOTIVO)
    values = {name: WISHES[name].from_plain(plain) for name, plain in wishes.items()}
    return Request(**values, first_bar=first_bar, last_bar=last_bar, held=_notes(held))


def _of_take(take: Take) -> dict[str, object]:
    return {
        "sketch": _of_sketch(take.sketch),
        "request": _of_request(take.request),
        "seed": take.seed,
        "start_ticks": take.start_ticks,
        "end_ticks": take.end_ticks,
        "parent": take.parent,
        "number": take.number,
        "name": take.name,
        "starred": take.starred,
        "bits_per_note": take.bits_per_note,
        "originality": asdict(take.originality),
        "created": take.created.isoformat(),
        "id": take.id,
    }


def _take(data: dict[str, Any]) -> Take:
    return Take(
        **{
            **data,
            "sketch": _sketch(data["sketch"]),
            "request": _request(data["request"]),
            "originality": Originality(**data["originality"]),
            "created": datetime.fromisoformat(data["created"]),
        }
    )


def _of_version(version: Version) -> dict[str, object]:
    return {
        "sketch": _of_sketch(version.sketch),
        "parent": version.parent,
        "created": version.created.isoformat(),
        "id": version.id,
    }


def _version(data: dict[str, Any]) -> Version:
    return Version(
        sketch=_sketch(data["sketch"]),
        parent=data["parent"],
        created=datetime.fromisoformat(data["created"]),
        id=data["id"],
    )
