import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from app.constants import FARTHEST_TICK
from app.document import Document
from app.document.document import MOST_UNDO_STEPS
from app.domain import (
    Key,
    Melody,
    Note,
    Project,
    Request,
    Sketch,
    Take,
    TakeTree,
    edits,
)
from app.formats.project import export_project, parse_project

SKETCH = Sketch(melody=Melody((Note(0, 480, 60), Note(480, 480, 62))))
LONGER = replace(SKETCH, melody=Melody((*SKETCH.melody, Note(1920, 960, 64))))


@pytest.fixture
def document(qtbot: QtBot) -> Document:
    opened = Document()
    opened.open(SKETCH)
    return opened


def take(seed: int = 1) -> Take:
    return Take(LONGER, Request(), seed=seed, start_ticks=1920)


def arrived(document: Document) -> Take:
    document.add_take(take())
    return document.takes[len(document.takes) - 1]


def transposed(document: Document) -> None:
    document.edit("Transpose", edits.transpose(SKETCH.melody, frozenset(SKETCH.melody), 2))


CHANGES: dict[str, Callable[[Document], None]] = {
    "edit": transposed,
    "key": lambda document: document.change_sketch(
        "Key", replace(document.sketch, key=Key.parse("D minor"))
    ),
    "accept": lambda document: document.accept(document.takes[0].id),
    "star": lambda document: document.star(document.takes[0].id, starred=True),
    "rename": lambda document: document.rename(document.takes[0].id, "Up"),
    "reject": lambda document: document.reject(document.takes[0].id),
    "put back": lambda document: document.put_back(document.bin[0].id),
    "star in the bin": lambda document: document.star(document.bin[0].id, starred=True),
    "empty the bin": Document.empty_bin,
    "bring back": lambda document: document.accept(document.takes.versions[0].id),
}


@pytest.mark.parametrize("name", CHANGES)
def test_every_change_is_undone_and_done_again(document: Document, name: str) -> None:
    base = document.base_of(SKETCH)
    for seed in (1, 2, 3):
        document.add_take(replace(take(seed), parent=base.id), base)
    document.add_take(replace(take(4), parent=document.takes[2].id))
    document.reject(document.takes[2].id)
    document.accept(document.takes[1].id)

    def state() -> object:
        return document.project, document.selection

    before = state()
    CHANGES[name](document)
    after = state()
    assert after != before
    document.undo_stack.undo()
    assert state() == before
    document.undo_stack.redo()
    assert state() == after


def test_edit_of_a_previewed_take_takes_it_in_with_one_step(document: Document) -> None:
    came = arrived(document)
    document.preview(came.id)
    last = document.shown.melody.notes[-1:]
    document.edit("Delete", edits.delete(document.shown.melody, frozenset(last)))
    assert document.sketch.melody == Melody(LONGER.melody.notes[:-1])
    assert document.previewed is None
    document.undo_stack.undo()
    assert (document.sketch, document.shown) == (SKETCH, LONGER)


def test_preview_shows_a_take_and_changes_nothing(document: Document, qtbot: QtBot) -> None:
    came = arrived(document)
    with qtbot.waitSignal(document.shown_changed):
        document.preview(came.id)
    assert (document.shown, document.sketch, document.previewed) == (LONGER, SKETCH, came)
    assert document.undo_stack.count() == 0
    document.preview(None)
    assert document.shown == SKETCH


def test_takes_that_come_after_an_edit_outlive_its_undoing(document: Document) -> None:
    transposed(document)
    document.add_take(take())
    document.undo_stack.undo()
    assert len(document.takes) == 1


def test_rejecting_the_previewed_take_shows_the_sketch(document: Document) -> None:
    came = arrived(document)
    document.preview(came.id)
    document.reject(came.id)
    assert document.shown == SKETCH


def test_rejected_takes_are_in_the_bin_and_can_be_looked_at(document: Document) -> None:
    came = arrived(document)
    document.reject(came.id)
    assert (len(document.takes), tuple(document.bin)) == (0, (came,))
    document.preview(came.id)
    assert document.shown == LONGER
    document.put_back(came.id)
    assert (tuple(document.takes), len(document.bin)) == ((came,), 0)


def test_emptied_bin_leaves_what_takes_were_made_from(document: Document) -> None:
    first = arrived(document)
    document.add_take(replace(take(2), parent=first.id))
    document.reject(first.id)
    document.empty_bin()
    assert len(document.bin) == 0
    start = document.node(document.takes[0].parent)
    assert start is not None
    assert start.sketch == first.sketch


def test_sketch_that_takes_were_made_from_is_kept_as_a_version(document: Document) -> None:
    base = document.base_of(document.sketch)
    assert len(document.takes.versions) == 0
    document.add_take(replace(take(), parent=base.id), base)
    assert list(document.takes.versions) == [base]
    assert document.base_of(document.sketch) == base
    transposed(document)
    edited = document.base_of(document.sketch)
    assert (edited.sketch, edited.parent) == (document.sketch, None)
    document.undo_stack.undo()
    assert document.base_of(document.sketch) == base


def test_edited_take_is_a_child_of_the_take(document: Document) -> None:
    came = arrived(document)
    document.accept(came.id)
    assert document.base_of(document.sketch) == came
    document.edit("Delete", edits.delete(LONGER.melody, frozenset(LONGER.melody.notes[:1])))
    edited = document.base_of(document.sketch)
    document.add_take(replace(take(2), parent=edited.id), edited)
    assert document.way_to(document.takes[1].id) == (came, edited, document.takes[1])
    document.accept(edited.id)
    assert document.undo_stack.undoText() == "Bring back the sketch"


def test_edit_of_a_shown_version_goes_on_from_there(document: Document) -> None:
    base = document.base_of(document.sketch)
    document.add_take(replace(take(), parent=base.id), base)
    transposed(document)
    document.preview(base.id)
    assert document.shown == SKETCH
    document.edit("Delete", edits.delete(SKETCH.melody, frozenset(SKETCH.melody.notes[:1])))
    assert document.base_of(document.sketch).parent == base.id


def test_tempo_turned_step_by_step_is_one_step_to_undo(document: Document) -> None:
    for tempo in (100, 101, 102):
        document.change_sketch("Tempo", replace(document.sketch, tempo_bpm=tempo), "tempo")
    document.undo_stack.undo()
    assert document.sketch.tempo_bpm == SKETCH.tempo_bpm


@pytest.mark.parametrize("other_key", [None, "length of the pickup"])
def test_changes_of_two_controls_are_two_steps_to_undo(
    document: Document, other_key: str | None
) -> None:
    faster = replace(document.sketch, tempo_bpm=200)
    document.change_sketch("Tempo", faster, "tempo")
    document.change_sketch("Pickup", replace(faster, pickup_ticks=480), other_key)
    document.change_sketch("Tempo", replace(document.sketch, tempo_bpm=210), "tempo")
    for before in (replace(faster, pickup_ticks=480), faster, SKETCH):
        document.undo_stack.undo()
        assert document.sketch == before


def test_oldest_steps_are_forgotten_beyond_the_limit(document: Document) -> None:
    for number in range(MOST_UNDO_STEPS + 5):
        document.change_sketch("Title", replace(document.sketch, title=f"{number}"))
    assert document.undo_stack.count() == MOST_UNDO_STEPS
    while document.undo_stack.canUndo():
        document.undo_stack.undo()
    assert document.sketch.title == "4"


def test_take_that_is_the_sketch_already_is_not_taken_in_again(document: Document) -> None:
    came = arrived(document)
    document.accept(came.id)
    document.accept(came.id)
    document.preview(came.id)
    document.accept(came.id)
    assert (document.sketch, document.previewed) == (LONGER, None)
    assert document.undo_stack.count() == 1
    document.undo_stack.undo()
    assert document.sketch == SKETCH


def test_change_to_what_is_there_is_no_step(document: Document) -> None:
    document.change_sketch("Key", document.sketch)
    assert document.undo_stack.count() == 0


def test_saving_ends_being_modified_and_new_takes_begin_it(document: Document) -> None:
    assert not document.is_modified
    transposed(document)
    assert document.is_modified
    document.mark_saved(Path("tune.motivo"), document.project)
    assert (document.is_modified, document.path) == (False, Path("tune.motivo"))
    document.add_take(take())
    assert document.is_modified


def test_numbers_are_not_given_twice(document: Document) -> None:
    document.add_take(take())
    document.reject(document.takes[0].id)
    document.add_take(take(2))
    assert document.takes[0].number == 2


def test_numbers_go_on_after_those_of_a_file_rejected_takes_too(document: Document) -> None:
    kept, rejected = replace(take(1), number=4), replace(take(2), number=7)
    document.open_project(Project(SKETCH, TakeTree((kept,)), TakeTree((rejected,))))
    document.add_take(take(3))
    assert [each.number for each in document.takes] == [4, 8]


def test_notes_stay_selected_when_something_else_of_the_sketch_changes(document: Document) -> None:
    selected = frozenset(SKETCH.melody.notes[:1])
    document.select(selected)
    document.change_sketch("Tempo", replace(document.sketch, tempo_bpm=200))
    assert document.selection == selected
    document.change_sketch("Cut", replace(document.sketch, melody=Melody(SKETCH.melody.notes[1:])))
    assert document.selection == frozenset(), "only notes that are there can be selected"


FORGETTING = """
import gc
from dataclasses import replace
from PySide6.QtCore import QCoreApplication
from app.constants import FARTHEST_TICK
from app.document import Document

application = QCoreApplication([])
for _ in range(5):
    document = Document()
    for step in range(600):
        document.change_sketch("Title", replace(document.sketch, title=str(step)))
    document = None
    gc.collect()
"""


def test_document_with_many_steps_can_be_let_go() -> None:
    """Python's garbage collector used to destroy the steps before Qt did, which crashed Motivo."""
    ended = subprocess.run([sys.executable, "-c", FORGETTING], capture_output=True, check=False)
    assert (ended.returncode, ended.stderr) == (0, b"")


def test_sketch_that_would_be_too_long_to_open_again_is_refused(qtbot: QtBot) -> None:
    document = Document()
    longest = Sketch(melody=Melody((Note(0, FARTHEST_TICK, 60),)))
    document.change_sketch("Open", longest)
    assert document.sketch == longest
    longer = Sketch(melody=Melody((Note(0, FARTHEST_TICK + 1, 60),)))
    with qtbot.waitSignal(document.refused) as refused:
        document.change_sketch("Open", longer)
    assert refused.args == ["A sketch can't be longer than 40000 quarters, so nothing was changed."]
    with qtbot.waitSignal(document.refused):
        document.add_take(Take(longer, Request(), 1, 0))
    assert (document.sketch, len(document.takes)) == (longest, 0)
    assert parse_project(export_project(document.project)).sketch == longest
