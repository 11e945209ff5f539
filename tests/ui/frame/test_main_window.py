"""The menu, the docks, and how the window remembers its place for the next start."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QSize
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QMessageBox
from pytestqt.qtbot import QtBot

from app.application import Application, create
from app.domain import Melody, Note, Sketch, edits
from app.services import open_windows
from app.ui.frame import main_window

MENU = (
    "&New", "New &window", "&Open…", "Open &recent", "C&hoose another part…",
    "Read the &file as it is written", "&Save", "Save &as…", "Histor&y…", "T&itle and composer…",
    "E&xport…", "&Print…", "Print pr&eview…", "",
    "E&dit", "&Transform", "&View", "Re&cord", "", "Co&lours", "Ask", "Takes", "",
    "Metronome", "Play the chords", "So&und and MIDI…", "&Keys…", "",
    "Show the lo&g", "Copy a report of pro&blems", "", "&Quit",
)  # fmt: skip
"""The texts of the menu; an empty text is a separator."""


def entry(motivo: Application, text: str) -> QAction:
    (found,) = (action for action in motivo.window.menu.actions() if action.text() == text)
    return found


def test_menu_has_every_part_and_no_part_is_empty(motivo: Application) -> None:
    actions = motivo.window.menu.actions()
    assert tuple(action.text() for action in actions) == MENU
    parts = [part for part in motivo.window.menu.findChildren(QMenu) if part.title()]
    assert len(parts) == 4, "two menus that change are the window's own"
    assert all(part.actions() for part in parts)


def test_no_two_entries_of_a_menu_share_a_letter(motivo: Application) -> None:
    menu = motivo.window.menu
    parts = [action.menu() for action in menu.actions() if action.menu() is not None]
    assert len(parts) == 6
    for part in (menu, *parts):
        assert isinstance(part, QMenu)
        texts = [action.text() for action in part.actions()]
        letters = [text[text.index("&") + 1].lower() for text in texts if "&" in text]
        assert len(letters) == len(set(letters)), (part.title(), letters)


def test_title_bar_names_the_file_or_else_the_sketch(motivo: Application, tmp_path: Path) -> None:
    document, window = motivo.document, motivo.window
    titles = [window.windowTitle()]
    document.open(Sketch(title="Air"))
    titles.append(window.windowTitle())
    document.change_sketch("Title", Sketch(title="Jig"))
    titles.append(window.windowTitle())
    document.mark_saved(tmp_path / "mine.motivo", document.project)
    titles.append(window.windowTitle())
    names = [title.removesuffix(" – Motivo").replace("[*]", "") for title in titles]
    assert names == ["New sketch", "Air", "Jig", "mine.motivo"]


def test_docks_are_hidden_and_shown_from_the_menu(motivo: Application) -> None:
    window = motivo.window
    for text, panel in (("Ask", window.ask_panel), ("Takes", window.takes_panel)):
        entry(motivo, text).trigger()
        assert not panel.isVisible()
        entry(motivo, text).trigger()
        assert panel.isVisible()


def test_another_window_begins_where_it_hides_no_other(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(main_window, "NARROWEST", (400, 300))
    with closing(create(["motivo"])) as first:
        first.window.setGeometry(40, 40, 500, 400)
    for others in range(3):
        monkeypatch.setattr(open_windows, "count", lambda others=others: others)
        with closing(create(["motivo"])) as another:
            place = another.window.geometry()
            assert place.topLeft() == QPoint(40, 40) + main_window.STEP_ASIDE * others
            assert place.size() == QSize(500, 400)
            another.window.setGeometry(40, 40, 500, 400)
    monkeypatch.setattr(open_windows, "count", lambda: 20)
    with closing(create(["motivo"])) as last:
        assert last.window.pos() == QPoint(40, 40), "there is no more room"


def test_window_begins_where_it_ended_even_where_its_sketch_was_let_go(
    motivo: Application, qtbot: QtBot
) -> None:
    motivo.document.edit("Draw", edits.add(Melody(), [Note(0, 480, 60)]))
    entry(motivo, "Takes").trigger()
    motivo.window.resize(motivo.window.width(), 700)
    motivo.window.close()
    (box,) = motivo.window.findChildren(QMessageBox)
    box.button(QMessageBox.StandardButton.Discard).click()
    assert not motivo.window.isVisible()
    motivo.close()
    with closing(create(["motivo"])) as again:
        again.window.show()
        qtbot.waitUntil(again.window.isVisible)
        assert not again.window.takes_panel.isVisible()
        assert again.window.ask_panel.isVisible()
        assert again.window.height() == 700
