"""A card is dragged out of the window as a MIDI file."""

from __future__ import annotations

import tempfile
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, Qt
from PySide6.QtGui import QDrag
from pytestqt.qtbot import QtBot

from app.application import Application
from app.domain import Project, TakeTree
from app.formats import read_sketch, write_project
from tests.ui.screen import Screen, missing
from tests.ui.takes.conftest import MOTIF, continued

LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def drags(monkeypatch: pytest.MonkeyPatch) -> list[tuple[list[str], bytes]]:
    """The file names and the MIDI data of each drag; offscreen, there is no place to drop them."""
    begun: list[tuple[list[str], bytes]] = []

    def begin(drag: QDrag, _action: Qt.DropAction) -> Qt.DropAction:
        data: QMimeData = drag.mimeData()
        midi = bytes(data.data("audio/midi").data())
        begun.append(([url.toLocalFile() for url in data.urls()], midi))
        return Qt.DropAction.CopyAction

    monkeypatch.setattr(QDrag, "exec", begin)
    return begun


def test_drag_of_a_card_carries_a_midi_file_that_is_gone_when_motivo_is(
    taken: Application, drags: list[tuple[list[str], bytes]], qtbot: QtBot
) -> None:
    view, take = taken.window.takes_view, taken.document.takes[1]
    center = view.visualRect(view.takes_model.index(1)).center()
    qtbot.mousePress(view.viewport(), LEFT, pos=center)
    qtbot.mouseMove(view.viewport(), center + QPoint(-40, 0))
    qtbot.waitUntil(lambda: len(drags) == 1)
    ((name,), midi) = drags[0]
    path = Path(name)
    assert path.name == "Motif - take 2.mid"
    assert path.read_bytes() == midi
    assert [n.pitch for n in read_sketch(path).melody] == [n.pitch for n in take.sketch.melody]
    assert taken.document.previewed is None
    taken.close()
    assert not path.exists()


def test_card_that_is_let_go_before_its_file_is_there_is_not_dragged(
    taken: Application, drags: list[tuple[list[str], bytes]], qtbot: QtBot
) -> None:
    view = taken.window.takes_view
    center = view.visualRect(view.takes_model.index(1)).center()
    qtbot.mousePress(view.viewport(), LEFT, pos=center)
    with qtbot.waitSignal(taken.take_files.ready):
        qtbot.mouseMove(view.viewport(), center + QPoint(-40, 0))
        qtbot.mouseRelease(view.viewport(), LEFT, pos=center + QPoint(-40, 0))
    assert drags == []
    assert taken.document.previewed is None


@pytest.mark.parametrize("kind", ["upwards", "absolute", "empty of letters"])
def test_id_from_a_file_leads_nowhere(
    motivo: Application, qtbot: QtBot, tmp_path: Path, kind: str
) -> None:
    ids = {
        "upwards": "../" * 30 + str(tmp_path / "outside").lstrip("/"),
        "absolute": str(tmp_path / "outside"),
        "empty of letters": "..",
    }
    path = tmp_path / "theirs.motivo"
    take = replace(continued([62], 1), id=ids[kind])
    write_project(Project(MOTIF, TakeTree((take,))), path)
    motivo.files.open(path)
    qtbot.waitUntil(lambda: len(motivo.document.takes) == 1)
    with qtbot.waitSignal(motivo.take_files.ready) as written:
        motivo.take_files.want(motivo.document.takes[0])
    file = Path(written.args[1])
    assert file.resolve().parent.parent.name.startswith("motivo-takes-")
    assert file.resolve().parent.parent.parent == Path(tempfile.gettempdir()).resolve()
    assert sorted(entry.name for entry in tmp_path.iterdir()) == ["motivo-home", "theirs.motivo"]
    motivo.close()
    assert not file.exists()


def test_takes_of_two_files_with_the_same_id_are_not_mixed_up(
    motivo: Application, qtbot: QtBot
) -> None:
    for pitch in (62, 64):
        take = replace(continued([pitch], 1), id="one")
        motivo.document.open_project(Project(MOTIF, TakeTree((take,))), None)
        with qtbot.waitSignal(motivo.take_files.ready) as written:
            motivo.take_files.want(motivo.document.takes[0])
        assert [n.pitch for n in read_sketch(written.args[1]).melody][-1] == pitch


@pytest.mark.skipif(bool(missing()), reason=f"not installed: {', '.join(missing())}")
def test_card_that_is_dropped_on_its_own_list_is_opened_by_nobody(screen: Screen) -> None:
    start, end = screen.ask("point 0 69"), screen.ask("point 480 69")
    screen.drag([(start[0] + 4, start[1]), (end[0] - 4, end[1])])
    screen.keys("ctrl+g")
    screen.until("takes", lambda takes: takes == 8)
    screen.until("written", lambda files: len(files) == 1)
    (x, y), (_, below) = screen.ask("card 0"), screen.ask("card 3")
    screen.tool("mousemove", x, y, "mousedown", 1)
    for step in range(1, 31):
        screen.tool("mousemove", x, round(y + (below - y) * step / 30))
    screen.tool("mouseup", 1)
    # A question about unsaved work would take the keys.
    screen.until("audition", lambda told: told["shown"] == 2, "2")
    assert screen.ask("state")["dialogs"] == []
    assert screen.ask("takes") == 8


@pytest.mark.skipif(bool(missing()), reason=f"not installed: {', '.join(missing())}")
def test_card_is_dropped_into_another_program(screen: Screen) -> None:
    start, end = screen.ask("point 0 69"), screen.ask("point 480 69")
    screen.drag([(start[0] + 4, start[1]), (end[0] - 4, end[1])])
    screen.keys("ctrl+g")
    screen.until("takes", lambda takes: takes == 8)
    screen.until("written", lambda files: len(files) == 1)
    target = screen.start("tests.ui.drop_target")
    assert target.ask("dropped") is None
    x, y = screen.ask("card 1")
    screen.tool("mousemove", x, y, "mousedown", 1)
    for step in range(1, 31):
        share = step / 30
        screen.tool("mousemove", round(x + (120 - x) * share), round(y + (450 - y) * share))

    def stir() -> None:
        screen.tool("mousemove_relative", 1, 0, "mousemove_relative", "--", -1, 0)

    # A move is told once the one before was answered: what is let go of then is taken.
    target.until("moves", lambda moves: moves > 1, stir)
    screen.tool("mouseup", 1)
    told = target.until("dropped", bool)
    assert (told["midi"], told["same"]) == ("MThd", [True])
    assert [Path(name).name for name in told["files"]] == ["Sketch - take 2.mid"]
