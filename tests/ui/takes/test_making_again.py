"""Takes in the window: keeping them, going through them, and making them again."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from PySide6.QtWidgets import QSpinBox
from pytestqt.qtbot import QtBot

from app.application import Application
from app.domain import Melody, Note, RequestMode, Sketch, Take, edits
from app.formats import read_project
from app.generation import generate, load_model
from app.ui.widgets import ChoiceBox

PITCHES = (62, 66, 69, 66, 67, 64, 69, 62)
MOTIF = Sketch(
    title="Motif",
    melody=Melody(tuple(Note(i * 480, 480, pitch) for i, pitch in enumerate(PITCHES))),
)


def ask(motivo: Application, qtbot: QtBot, takes: int, mode: RequestMode | None = None) -> None:
    """Press Generate and wait for the takes."""
    box = motivo.window.findChild(QSpinBox, "takesBox")
    assert box is not None
    box.setValue(takes)
    if mode is not None:
        modes = motivo.window.findChild(ChoiceBox, "modeBox")
        assert modes is not None
        modes.setCurrentIndex(modes.findData(mode))
    motivo.window.all_actions["generate"].trigger()
    qtbot.waitUntil(lambda: not motivo.generation.is_running)


def test_every_take_is_made_again_by_its_request_seed_and_parent(
    motivo: Application, qtbot: QtBot, tmp_path: Path
) -> None:
    document = motivo.document
    document.open(MOTIF)
    ask(motivo, qtbot, 2)
    document.accept(document.takes[0].id)
    melody = document.sketch.melody
    document.edit("Transpose", edits.transpose(melody, frozenset(melody.notes[:1]), 2))
    ask(motivo, qtbot, 2)
    document.preview(document.takes[2].id)
    ask(motivo, qtbot, 2, RequestMode.VARY)
    document.mark_saved(tmp_path / "kept.motivo", motivo.document.project)
    motivo.files.save()
    qtbot.waitUntil((tmp_path / "kept.motivo").exists)

    project = read_project(tmp_path / "kept.motivo")
    assert project == document.project
    model = load_model()
    starts = {take.id: take.sketch for take in project.takes}
    starts |= {version.id: version.sketch for version in project.takes.versions}
    for take in project.takes:
        assert take.parent is not None
        request = replace(take.request, seed=take.seed, takes=1)
        (again,) = generate(model, starts[take.parent], request)
        assert again.sketch == take.sketch
    first, _, third, *_, varied = project.takes
    assert [told(document.takes.find(node.id)) for node in document.way_to(varied.id)] == [
        None,
        first.number,
        None,
        third.number,
        varied.number,
    ]


def told(take: Take | None) -> int | None:
    return None if take is None else take.number
