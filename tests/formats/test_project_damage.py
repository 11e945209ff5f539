"""A native file whose content can't be is refused in a sentence; what is read can be used."""

from __future__ import annotations

import json
from typing import Any

import pytest

from app.domain import Melody, Note, Project, Request, RequestMode, Sketch, Take, TakeTree, Version
from app.domain.wishes import WISHES
from app.errors import AppError
from app.formats.project import export_project, parse_project
from app.notation.writing.bars import written_bars
from tests.fuzz.damage_json import Path, places, with_twin, with_value, without

SKETCH = Sketch(title="Air", melody=Melody((Note(0, 480, 60, letter="C"), Note(480, 480, 62))))
VERSION = Version(SKETCH, id="version")
ASKED = Request(mode=RequestMode.VARY, first_bar=1, last_bar=1, held=(Note(0, 480, 60),))
TAKE = Take(SKETCH, ASKED, 1, 480, parent=VERSION.id, number=1, id="take")
PROJECT = Project(SKETCH, TakeTree((TAKE,), (VERSION,)), TakeTree(), origin=VERSION.id)
WHOLE: dict[str, Any] = json.loads(export_project(PROJECT))

WRONG: list[object] = [
    *("x", "", None, [], {}, [[]], "\0", True, -1, 1.5, float("nan"), 10**15, 2**63),
]
PLACES = list(places(WHOLE))


def test_variants_are_a_thousand_and_more() -> None:
    assert len(PLACES) * (len(WRONG) + 2) > 1_000


@pytest.mark.parametrize("path", PLACES, ids=lambda path: ".".join(map(str, path)))
def test_anything_else_anywhere_is_refused_or_can_be_used(path: Path) -> None:
    variants = [with_value(WHOLE, path, value) for value in WRONG]
    told = []
    for content in (*variants, without(WHOLE, path), with_twin(WHOLE, path, None)):
        try:
            project = parse_project(content)
        except AppError as error:
            told.append(str(error))
            continue
        assert parse_project(export_project(project)) == project
        for node in (*project.takes, *project.takes.versions, project):
            assert node.sketch.bars <= 10_000
            written_bars(node.sketch)
    assert all(sentence.isprintable() and len(sentence) < 200 for sentence in told)


NAMED = [path for path in PLACES if isinstance(path[-1], str)]


@pytest.mark.parametrize("path", NAMED, ids=lambda path: ".".join(map(str, path)))
def test_nothing_may_be_missing(path: Path) -> None:
    content = without(WHOLE, path)
    if path[-2:-1] == ("request",) and path[-1] in WISHES and path[-1] != "mode":
        parse_project(content)  # older files don't have every wish
        return
    with pytest.raises(AppError):
        parse_project(content)


def test_place_of_the_damage_is_told() -> None:
    with pytest.raises(AppError, match=r"damaged \(at takes\[0\]\.end_ticks\)"):
        parse_project(with_value(WHOLE, ("takes", 0, "end_ticks"), "x"))


@pytest.mark.parametrize(
    ("path", "value"),
    [
        (("sketch", "notes", 0, 0), float("nan")),
        (("takes", 0, "bits_per_note"), float("inf")),
        (("takes", 0, "start_ticks"), 4000),
        (("versions", 0, "id"), TAKE.id),
        (("sketch", "title"), "\ud800"),
        (("takes", 0, "created"), "yesterday"),
        (("takes", 0, "created"), "0001-01-01T00:00:00"),
        (("versions", 0, "created"), "9999-12-31T23:59:59-12:00"),
        (("takes", 0, "surplus"), 1),
    ],
    ids=str,
)
def test_what_can_not_be_is_refused(path: Path, value: object) -> None:
    with pytest.raises(AppError, match="damaged"):
        parse_project(with_value(WHOLE, path, value))


@pytest.mark.parametrize(
    "content",
    [b"", b"[]", b"{}", b"null", b"[" * 100_000, b'{"motivo": "4"}', b'{"motivo": 0}', b"\xff\xfe"],
)
def test_what_is_no_such_file_is_refused(content: bytes) -> None:
    with pytest.raises(AppError, match="isn't a Motivo file"):
        parse_project(content)
