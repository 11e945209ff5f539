"""Earlier states of a document are kept, within bounds, and only for that document."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from app.document import Document, history
from app.document.history import History, Moment
from app.domain import Melody, Note, Sketch
from app.formats import journal as journal_format
from app.formats.journal import read_kept

SKETCH = Sketch(title="Lantern Hill", melody=Melody((Note(0, 480, 60),)))


@pytest.fixture
def kept(document: Document, tmp_path: Path) -> Iterator[History]:
    kept = History(document, tmp_path / "history", lambda: journal_format)
    yield kept
    kept.close()


def titles(kept: History) -> list[str]:
    works = read_kept(kept.states())
    assert works.damaged == ()
    return [work.snapshot.project.sketch.title for work in works.works]


def test_states_come_back_the_latest_first(document: Document, kept: History) -> None:
    for title in ("One", "Two", "Three"):
        document.change_sketch("Title", replace(SKETCH, title=title))
        kept.keep(Moment.GENERATED)
    assert titles(kept) == ["Three", "Two", "One"]


def test_state_is_kept_once_and_an_empty_one_not_at_all(document: Document, kept: History) -> None:
    kept.keep(Moment.SAVED)
    assert kept.states() == ()
    document.change_sketch("Title", SKETCH)
    kept.keep(Moment.GENERATED)
    kept.keep(Moment.SAVED)
    assert len(kept.states()) == 1


def test_each_document_has_a_history_of_its_own(
    document: Document, kept: History, tmp_path: Path
) -> None:
    document.open(replace(SKETCH, title="Mine"), path=tmp_path / "mine.motivo")
    kept.keep(Moment.SAVED)
    document.open(replace(SKETCH, title="Yours"), path=tmp_path / "yours.motivo")
    kept.keep(Moment.SAVED)
    assert titles(kept) == ["Yours"]
    other = Document()
    other.open(SKETCH, path=tmp_path / "mine.motivo")
    again = History(other, tmp_path / "history", lambda: journal_format)
    assert titles(again) == ["Mine"]
    again.close()


def test_what_was_never_saved_keeps_its_history_when_it_gets_a_file(
    document: Document, kept: History, tmp_path: Path
) -> None:
    document.change_sketch("Title", replace(SKETCH, title="Before"))
    kept.keep(Moment.GENERATED)
    document.mark_saved(tmp_path / "mine.motivo", document.project)
    document.change_sketch("Title", replace(SKETCH, title="After"))
    kept.keep(Moment.SAVED)
    assert titles(kept) == ["After", "Before"]


def test_oldest_states_go_when_there_are_too_many(
    document: Document, kept: History, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(history, "MOST_STATES", 3)
    for number in range(5):
        document.change_sketch("Title", replace(SKETCH, title=str(number)))
        kept.keep(Moment.GENERATED)
    assert titles(kept) == ["4", "3", "2"]
    monkeypatch.setattr(history, "MOST_BYTES", kept.states()[0].stat().st_size)
    document.change_sketch("Title", replace(SKETCH, title="5"))
    kept.keep(Moment.GENERATED)
    assert titles(kept) == ["5"]


def test_what_a_crash_left_unfinished_is_swept_up(
    document: Document, kept: History, tmp_path: Path
) -> None:
    document.change_sketch("Title", SKETCH)
    kept.keep(Moment.GENERATED)
    (state,) = kept.states()
    left, begun = state.with_name("left.new"), state.with_name("begun.new")
    for path in (left, begun):
        path.write_bytes(b"")
    os.utime(left, (1_000_000_000, 1_000_000_000))
    document.change_sketch("Title", replace(SKETCH, title="Other"))
    kept.keep(Moment.SAVED)
    assert len(kept.states()) == 2
    assert (left.exists(), begun.exists()) == (False, True)


def test_folder_that_cant_be_made_stops_nobody(document: Document, tmp_path: Path) -> None:
    (tmp_path / "history").write_text("a file")
    kept = History(document, tmp_path / "history" / "below", lambda: journal_format)
    document.change_sketch("Title", SKETCH)
    kept.keep(Moment.GENERATED)
    assert kept.states() == ()
    kept.close()
