import json
from dataclasses import fields
from datetime import UTC, datetime
from pathlib import Path

import pytest

from app.domain import (
    Author,
    Ending,
    Form,
    Melody,
    Meter,
    Note,
    Originality,
    Request,
    RequestMode,
    Sketch,
    Take,
    TakeTree,
    Version,
)
from app.domain.wishes import WISHES
from app.errors import AppError
from app.formats import Project, read_project, write_project

FILES = Path(__file__).parent / "files"

SKETCH = Sketch(melody=Melody(tuple(Note(i * 480, 480, 60 + i % 5) for i in range(16))))
EVERY_WISH = Request(
    mode=RequestMode.VARY,
    bars=3,
    takes=2,
    seed=9,
    temperature=0.7,
    top_p=0.8,
    style="reel",
    scale_lock=True,
    lowest=55,
    highest=79,
    first_bar=2,
    last_bar=3,
    closeness=0.25,
    pitch_lock=True,
    density=2.5,
    ending=Ending.OPEN,
    held=(Note(1920, 480, 64, 70, Author.MODEL),),
)


def test_every_wish_comes_back(tmp_path: Path) -> None:
    continuing = Request(form=Form.parse("a a' b a"), rhythm_lock=True, ending=Ending.TONIC)
    plain = Request()
    differ = [
        field.name
        for field in fields(Request)
        if any(
            getattr(r, field.name) != getattr(plain, field.name) for r in (EVERY_WISH, continuing)
        )
    ]
    assert len(differ) == len(fields(Request)), "a new wish belongs in this test"
    takes = (
        Take(SKETCH, EVERY_WISH, seed=9, start_ticks=1920, end_ticks=5760),
        Take(SKETCH, continuing, seed=1, start_ticks=3840),
    )
    project = Project(SKETCH, TakeTree(takes))
    write_project(project, tmp_path / "sketch.motivo")
    assert read_project(tmp_path / "sketch.motivo") == project


def test_bin_versions_and_origin_come_back(tmp_path: Path) -> None:
    version = Version(SKETCH)
    edited = Version(SKETCH, parent=version.id)
    first, second = (Take(SKETCH, Request(), n, 3840, parent=edited.id, number=n) for n in (1, 2))
    tree = TakeTree((first,), (version, edited))
    project = Project(SKETCH, tree, TakeTree((second,)), origin=edited.id)
    write_project(project, tmp_path / "sketch.motivo")
    assert read_project(tmp_path / "sketch.motivo") == project


def test_file_of_the_second_version_tells_what_takes_were_made_from(tmp_path: Path) -> None:
    path = tmp_path / "sketch.motivo"
    added = Take(SKETCH, Request(), seed=1, start_ticks=3840)
    another = Take(SKETCH, Request(), seed=2, start_ticks=3840)
    child = Take(SKETCH, Request(), seed=3, start_ticks=3840, parent=added.id)
    filled = Take(SKETCH, EVERY_WISH, seed=9, start_ticks=1920, end_ticks=5760)
    takes = (added, another, child, filled)
    write_project(Project(SKETCH, TakeTree(takes)), path)
    data = json.loads(path.read_bytes())
    for new in ("versions", "bin", "origin"):
        del data[new]
    path.write_text(json.dumps({**data, "motivo": 2}), encoding="utf-8")
    project = read_project(path)
    (version,) = project.takes.versions
    assert version.sketch.melody.notes == SKETCH.melody.notes[:8]
    parents = [take.parent for take in project.takes]
    assert parents == [version.id, version.id, added.id, None]
    assert (project.sketch, len(project.bin), project.origin) == (SKETCH, 0, None)


def test_file_of_the_first_version_opens_with_all_it_held() -> None:
    project = read_project(FILES / "version-1.motivo")
    assert (project.sketch.title, str(project.sketch.key)) == ("Lantern Hill", "D major")
    assert len(project.sketch.melody) == 8
    (take,) = project.takes
    assert take.request == Request(
        bars=1, takes=2, seed=5, style="reel", scale_lock=True, lowest=60, highest=74
    )
    assert [note.pitch for note in take.new_notes] == [62, 69]
    assert (take.start_ticks, take.end_ticks) == (3840, 5760)
    assert (take.name, take.starred, take.seed, take.number) == ("Up", True, 6, 2)
    assert take.originality == Originality(5, "The Merry Blacksmith")
    assert take.created == datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)


def test_file_of_a_newer_version_is_told(tmp_path: Path) -> None:
    path = tmp_path / "new.motivo"
    path.write_text(json.dumps({"motivo": 99}), encoding="utf-8")
    with pytest.raises(AppError, match="newer version of Motivo"):
        read_project(path)


def changed_request(path: Path, **changes: object) -> None:
    """Write a file with one take, in whose request some wishes are changed; ... leaves one out."""
    write_project(Project(SKETCH, TakeTree((Take(SKETCH, EVERY_WISH, 1, 1920),))), path)
    data = json.loads(path.read_bytes())
    request = {**data["takes"][0]["request"], **changes}
    data["takes"][0]["request"] = {k: wish for k, wish in request.items() if wish is not ...}
    path.write_text(json.dumps(data), encoding="utf-8")


@pytest.mark.parametrize("name", [name for name in WISHES if name != "mode"])
def test_wish_that_is_younger_than_the_file_was_not_made(tmp_path: Path, name: str) -> None:
    path = tmp_path / "sketch.motivo"
    changed_request(path, **{name: ...})
    (take,) = read_project(path).takes
    assert getattr(take.request, name) == WISHES[name].default


def test_wish_that_is_younger_than_motivo_is_told(tmp_path: Path) -> None:
    path = tmp_path / "sketch.motivo"
    changed_request(path, swing=0.6)
    with pytest.raises(AppError, match="newer version of Motivo"):
        read_project(path)


@pytest.mark.parametrize(
    "wish", [{"form": "a 1"}, {"ending": "loud"}, {"held": [[0, 480]]}, {"bars": 1.5}]
)
def test_damaged_wish_is_told(tmp_path: Path, wish: dict[str, object]) -> None:
    path = tmp_path / "sketch.motivo"
    changed_request(path, **wish)
    with pytest.raises(AppError, match=r"sketch\.motivo can't be opened"):
        read_project(path)


def test_composer_letters_and_grouped_beats_come_back(tmp_path: Path) -> None:
    notes = (Note(0, 480, 61, letter="D"), Note(480, 480, 62))
    sketch = Sketch(melody=Melody(notes), meter=Meter(5, 8, (2, 3)), composer="Clara")
    write_project(Project(sketch), tmp_path / "sketch.motivo")
    assert read_project(tmp_path / "sketch.motivo") == Project(sketch)
