"""A model that is damaged is told in a sentence; everything but new takes works without it."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from app.application import Application, create
from app.domain import Melody, Note, edits
from app.generation.model import INDEX_NAME, WEIGHTS_NAME
from app.logs import LOG_NAME, log_dir
from app.resources import resource_path
from app.services.messages import Level
from tests.ui.ask import damaged_model

Told = list[tuple[str, Level]]


@pytest.fixture(params=[WEIGHTS_NAME, INDEX_NAME])
def damaged(
    request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Path:
    """A file of the model in which a single bit is another."""
    folder = Path(shutil.copytree(resource_path("model"), tmp_path / "model"))
    content = bytearray((folder / request.param).read_bytes())
    content[-9] ^= 1
    (folder / request.param).write_bytes(content)
    monkeypatch.setenv(damaged_model.FOLDER, str(folder))
    monkeypatch.setattr("app.workers.jobs.prepare_generation", damaged_model.prepare)
    return folder / str(request.param)


@pytest.fixture
def told(damaged: Path, qtbot: QtBot) -> Iterator[tuple[Application, Told]]:
    """The program with such a model, and what it tells."""
    with closing(create(["motivo"])) as motivo:
        told: Told = []
        motivo.messages.shown.connect(lambda text, level: told.append((text, level)))
        motivo.window.show()
        yield motivo, told


def test_damaged_model_is_told_at_the_start_and_again_by_generate(
    told: tuple[Application, Told], damaged: Path, qtbot: QtBot
) -> None:
    motivo, messages = told
    sentence = f"The model's file {damaged.name} is damaged; install Motivo again."
    qtbot.waitUntil(lambda: messages == [(sentence, Level.FAILURE)])
    motivo.document.edit("Draw", edits.add(Melody(), [Note(0, 480, 60)]))
    assert len(motivo.document.sketch.melody) == 1
    messages.clear()
    motivo.window.all_actions["generate"].trigger()
    qtbot.waitUntil(lambda: (sentence, Level.FAILURE) in messages)
    qtbot.waitUntil(lambda: motivo.generation.is_idle)
    assert len(motivo.document.takes) == 0
    assert "Traceback" not in (log_dir() / LOG_NAME).read_text(encoding="utf-8")


def test_process_does_without_the_damage_once_the_file_is_whole_again(
    told: tuple[Application, Told], damaged: Path, qtbot: QtBot
) -> None:
    motivo, messages = told
    qtbot.waitUntil(lambda: len(messages) == 1)
    shutil.copy(resource_path("model", damaged.name), damaged)
    motivo.document.edit("Draw", edits.add(Melody(), [Note(0, 480, 60)]))
    motivo.window.all_actions["generate"].trigger()
    qtbot.waitUntil(lambda: len(motivo.document.takes) > 0)
    motivo.generation.cancel()
    qtbot.waitUntil(lambda: motivo.generation.is_idle)
