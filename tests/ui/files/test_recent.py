"""The files that were opened or saved last are offered again, in the menu and at the start."""

from __future__ import annotations

import os
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QApplication, QMessageBox
from pytestqt.qtbot import QtBot

from app.application import Application, create
from app.constants import NEW_WINDOW
from app.domain import Melody, Note, Project, Sketch
from app.formats import write_project, write_sketch
from app.services.settings import LAST_FILE, RECENT_FILES, REOPEN, Settings
from app.ui.files.recent_files import MOST_FILES, RecentFile, texts_of

AIR = Sketch(title="Air", melody=Melody((Note(0, 480, 60), Note(480, 480, 62))))

Write = Callable[..., Path]


@pytest.fixture
def write(tmp_path: Path) -> Write:
    """Write a tune to a file in the folder of the test."""

    def write(name: str) -> Path:
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        if path.suffix == ".motivo":
            write_project(Project(AIR), path)
        else:
            write_sketch(AIR, path)
        return path

    return write


def open_file(motivo: Application, qtbot: QtBot, path: Path) -> None:
    with qtbot.waitSignal(motivo.files.used):
        motivo.files.open(path)


def shown(motivo: Application) -> list[QAction]:
    """Return the files in the menu, as they are when it opens."""
    motivo.window.recent_menu.aboutToShow.emit()
    actions = motivo.window.recent_menu.actions()
    return actions[: next(i for i, action in enumerate(actions) if action.isSeparator())]


def names(motivo: Application) -> list[str]:
    return [action.text().split("  ")[-1] for action in shown(motivo)]


def test_files_that_were_opened_imported_and_saved_are_listed_the_latest_first(
    motivo: Application, qtbot: QtBot, write: Write, tmp_path: Path
) -> None:
    assert [(action.text(), action.isEnabled()) for action in shown(motivo)] == [
        ("No file yet", False)
    ]
    air = write("air.motivo")
    open_file(motivo, qtbot, air)
    open_file(motivo, qtbot, write("tune.mid"))
    motivo.document.mark_saved(tmp_path / "saved.motivo", motivo.document.project)
    with qtbot.waitSignal(motivo.files.used):
        motivo.files.save()
    assert names(motivo) == ["saved.motivo", "tune.mid", "air.motivo"]
    (tmp_path / "folder").mkdir()
    open_file(motivo, qtbot, tmp_path / "folder" / ".." / "air.motivo")
    assert names(motivo) == ["air.motivo", "saved.motivo", "tune.mid"]


def test_ten_files_are_kept_for_the_next_start_until_the_list_is_cleared(
    motivo: Application, tmp_path: Path
) -> None:
    for number in range(MOST_FILES + 2):
        motivo.recent.add(tmp_path / f"{number}.mid")
    motivo.close()
    with closing(create(["motivo"])) as again:
        actions = shown(again)
        assert len(actions) == MOST_FILES
        assert actions[0].text() == f"&1  {MOST_FILES + 1}.mid (missing)"
        assert actions[-1].text() == "1&0  2.mid (missing)"
        again.window.all_actions["clear_recent"].trigger()
        assert names(again) == ["No file yet"]
    assert Settings().get(RECENT_FILES) == "[]"


def test_what_other_windows_opened_is_listed_as_well(motivo: Application, tmp_path: Path) -> None:
    motivo.recent.add(tmp_path / "mine.mid")
    with closing(create(["motivo", NEW_WINDOW])) as other:
        other.recent.add(tmp_path / "other.mid")
        motivo.recent.add(tmp_path / "mine too.mid")
        for window in (motivo, other):
            texts = [text.removesuffix(" (missing)") for text in names(window)]
            assert texts == ["mine too.mid", "other.mid", "mine.mid"]


def test_missing_file_is_greyed_as_long_as_it_is_missing(
    motivo: Application, qtbot: QtBot, write: Write
) -> None:
    air, tune = write("air.motivo"), write("tune.mid")
    for path in (air, tune):
        motivo.recent.add(path)
    air.unlink()
    assert [action.isEnabled() for action in shown(motivo)] == [True, False]
    write(air.name)
    assert [action.isEnabled() for action in shown(motivo)] == [True, True]


def test_file_is_opened_by_keys_alone_and_unsaved_work_is_asked_about(
    focused: Application, qtbot: QtBot, write: Write
) -> None:
    air, tune = write("air.motivo"), write("tune.mid")
    for path in (air, tune):
        focused.recent.add(path)
    focused.document.change_sketch("Change title", Sketch(title="Mine"))
    qtbot.keyClick(focused.window, Qt.Key.Key_F10)
    for key, menu in ((Qt.Key.Key_R, focused.window.menu), (Qt.Key.Key_2, None)):
        popup = menu or focused.window.recent_menu
        qtbot.waitUntil(popup.isVisible)
        qtbot.keyClick(popup, key)
    qtbot.waitUntil(lambda: bool(focused.window.findChildren(QMessageBox)))
    (box,) = focused.window.findChildren(QMessageBox)
    assert focused.document.sketch.title == "Mine"
    box.button(QMessageBox.StandardButton.Discard).click()
    qtbot.waitUntil(lambda: focused.document.path == air)


def test_names_are_shown_literally_on_one_line(motivo: Application) -> None:
    menu = motivo.window.recent_menu
    strange = ["Tom & Jerry.mid", "<b>bold<i>.mid", "two\nlines\tand a tab.mid", "x" * 300 + ".mid"]
    paths = [Path("/music", name) for name in [*strange, os.fsdecode(b"caf\xe9.mid")]]
    menu.show_files([RecentFile(p, t) for p, t in zip(paths, texts_of(paths), strict=True)])
    texts = [action.text().split("  ", 1)[1] for action in menu.actions()[: len(paths)]]
    assert texts[:3] == ["Tom && Jerry.mid", "<b>bold<i>.mid", "two lines and a tab.mid"]
    assert len(texts[3]) < 100
    assert texts[3].endswith("x.mid")
    assert texts[4] == "caf\ufffd.mid"
    chosen: list[Path] = []
    menu.file_chosen.connect(chosen.append)
    for action in menu.actions()[: len(paths)]:
        action.trigger()
    assert chosen == paths


def test_equal_names_are_told_apart_by_their_folders() -> None:
    home = Path.home()
    paths = [home / "songs" / "air.mid", Path("/a" * 60, "air.mid"), home / "b" / "tune.mid"]
    mine, far, tune = texts_of(paths)
    assert mine == f"air.mid – {Path('~', 'songs')}"
    assert far.startswith("air.mid – ")
    assert "…" in far
    assert tune == "tune.mid"


@pytest.mark.parametrize("kept", ["{", "17", "[1, 2]", "null", '{"a": []}', '"air.mid"'])
def test_list_that_makes_no_sense_does_no_harm(motivo: Application, kept: str) -> None:
    for option in (RECENT_FILES, LAST_FILE):
        motivo.settings.set(option, kept)
    motivo.settings.set(REOPEN, value=True)
    shown(motivo)
    motivo.recent.add(Path("air.mid").absolute())
    assert names(motivo)[0] == "air.mid (missing)"


def wish_to_reopen() -> None:
    settings = Settings()
    settings.set(REOPEN, value=True)
    settings.save()


def reopened_by(argv: list[str]) -> list[Path]:
    """Start Motivo, and return what it opens because it was open at the end."""
    reopened: list[Path] = []
    with closing(create(argv)) as motivo:
        motivo.recent.reopened.connect(reopened.append)
        QApplication.processEvents()
        motivo.files.cancel()
    return reopened


@pytest.mark.parametrize("name", ["air.motivo", "tune.mid"])
def test_last_file_is_opened_at_the_start_if_that_is_wished(
    motivo: Application, qtbot: QtBot, write: Write, name: str
) -> None:
    for path in (write("other.motivo"), write(name)):
        open_file(motivo, qtbot, path)
    motivo.close()
    wish_to_reopen()
    assert reopened_by(["motivo"]) == [path]


def test_last_file_is_not_opened_unless_that_is_wished(
    motivo: Application, qtbot: QtBot, write: Write
) -> None:
    open_file(motivo, qtbot, write("air.motivo"))
    motivo.close()
    assert reopened_by(["motivo"]) == []


def test_last_file_is_opened_neither_in_another_window_nor_beside_a_file_that_is_named(
    motivo: Application, qtbot: QtBot, write: Write
) -> None:
    path = write("air.motivo")
    open_file(motivo, qtbot, path)
    motivo.close()
    wish_to_reopen()
    assert reopened_by(["motivo", NEW_WINDOW]) == []
    assert reopened_by(["motivo", str(write("other.motivo"))]) == []


def test_nothing_is_opened_where_the_last_sketch_had_no_file(
    motivo: Application, qtbot: QtBot, write: Write
) -> None:
    open_file(motivo, qtbot, write("air.motivo"))
    motivo.files.new()
    motivo.close()
    wish_to_reopen()
    assert reopened_by(["motivo"]) == []


def test_of_several_windows_the_one_that_was_closed_last_counts(
    motivo: Application, qtbot: QtBot, write: Write
) -> None:
    air = write("air.motivo")
    open_file(motivo, qtbot, air)
    with closing(create(["motivo", NEW_WINDOW])) as other:
        open_file(other, qtbot, write("other.motivo"))
    motivo.close()
    wish_to_reopen()
    assert reopened_by(["motivo"]) == [air]


def test_last_file_that_is_missing_is_told_in_a_sentence(
    motivo: Application, qtbot: QtBot, write: Write
) -> None:
    air = write("air.motivo")
    open_file(motivo, qtbot, air)
    motivo.close()
    air.unlink()
    wish_to_reopen()
    with closing(create(["motivo"])) as again:
        qtbot.waitUntil(lambda: again.window.findChild(QMessageBox, "failureBox") is not None)
        box = again.window.findChild(QMessageBox, "failureBox")
        assert box is not None
        assert "air.motivo" in box.text()
        assert again.document.project == Project(Sketch())
