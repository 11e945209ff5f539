from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import (
    QKeySequenceEdit,
    QLabel,
    QLineEdit,
    QPushButton,
    QTreeWidget,
    QTreeWidgetItem,
    QWidget,
)
from pytestqt.qtbot import QtBot
from shiboken6 import isValid

from app.application import Application
from app.services.settings import SHORTCUTS, Settings
from app.ui.actions import ACTIONS, MOUSE, Actions
from app.ui.shortcuts import Shortcuts
from app.ui.shortcuts.dialog import ShortcutsDialog


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(tmp_path / "settings.ini")


@pytest.fixture
def actions(qtbot: QtBot) -> Iterator[Actions]:
    window = QWidget()
    qtbot.addWidget(window)
    yield Actions(window)
    assert isValid(window)


@pytest.fixture
def dialog(actions: Actions, settings: Settings, qtbot: QtBot) -> Iterator[ShortcutsDialog]:
    parent = actions.parent()
    assert isinstance(parent, QWidget)
    shown = ShortcutsDialog(Shortcuts(actions, settings), parent)
    shown.open()
    qtbot.waitUntil(shown.isVisible)
    yield shown
    shown.close()


def items(dialog: ShortcutsDialog) -> dict[str, QTreeWidgetItem]:
    """Return the rows of the list that are to be seen, by what they do."""
    tree = dialog.findChild(QTreeWidget, "shortcutList")
    assert isinstance(tree, QTreeWidget)
    rows = tree.findItems("", Qt.MatchFlag.MatchContains | Qt.MatchFlag.MatchRecursive)
    return {row.text(0): row for row in rows if row.parent() is not None and not row.isHidden()}


def choose(dialog: ShortcutsDialog, text: str) -> None:
    tree = dialog.findChild(QTreeWidget, "shortcutList")
    assert isinstance(tree, QTreeWidget)
    tree.setCurrentItem(items(dialog)[text])


def click(qtbot: QtBot, dialog: ShortcutsDialog, name: str) -> None:
    button = dialog.findChild(QPushButton, name)
    assert isinstance(button, QPushButton)
    assert button.isEnabled()
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)


def type_keys(dialog: ShortcutsDialog, keys: str) -> None:
    field = dialog.findChild(QKeySequenceEdit, "shortcutEdit")
    assert isinstance(field, QKeySequenceEdit)
    field.setKeySequence(QKeySequence(keys))


def test_every_action_and_what_the_mouse_does_is_listed(dialog: ShortcutsDialog) -> None:
    listed = items(dialog)

    assert len(listed) == len(ACTIONS) + len(MOUSE)
    assert listed["Play"].text(1) == "Space"
    assert listed["Up an octave"].text(1) == "Shift+Up, Ctrl+Up"


def test_the_list_can_be_filtered_by_name_and_by_key(dialog: ShortcutsDialog) -> None:
    field = dialog.findChild(QLineEdit, "shortcutFilter")
    assert isinstance(field, QLineEdit)
    field.setText("octave")
    assert set(items(dialog)) == {
        *("Up an octave", "Down an octave"),
        *("An octave higher", "An octave lower"),
    }
    field.setText("ctrl+g")
    assert set(items(dialog)) == {"Generate"}


def test_an_action_gets_other_keys_and_keeps_them(
    dialog: ShortcutsDialog, actions: Actions, settings: Settings, qtbot: QtBot
) -> None:
    choose(dialog, "Generate")
    type_keys(dialog, "Ctrl+Return")
    click(qtbot, dialog, "assignButton")

    assert items(dialog)["Generate"].text(1) == "Ctrl+Return, Ctrl+G"
    written = [keys.toString() for keys in actions["generate"].shortcuts()]
    assert written == ["Ctrl+Return", "Ctrl+G"]
    window = QWidget()
    qtbot.addWidget(window)
    later = Actions(window)
    Shortcuts(later, settings)
    assert [keys.toString() for keys in later["generate"].shortcuts()] == written


def test_keys_that_are_taken_are_named_before_they_are_taken_over(
    dialog: ShortcutsDialog, actions: Actions, qtbot: QtBot
) -> None:
    choose(dialog, "Quantise")
    type_keys(dialog, "L")
    note = dialog.findChild(QLabel, "shortcutNote")
    button = dialog.findChild(QPushButton, "assignButton")
    assert isinstance(note, QLabel)
    assert isinstance(button, QPushButton)
    assert note.text().startswith("L is used for Loop.")
    assert button.text() == "Take over"

    click(qtbot, dialog, "assignButton")

    assert items(dialog)["Loop"].text(1) == ""
    assert actions["loop"].shortcuts() == []
    assert items(dialog)["Quantise"].text(1) == "L, Q"


def test_the_same_keys_may_mean_two_things_in_two_panes(
    actions: Actions, settings: Settings
) -> None:
    shortcuts = Shortcuts(actions, settings)
    assert shortcuts.clashes("fit", "F") == []
    assert [spec.name for spec in shortcuts.clashes("star", "Space")] == ["play"]


def test_keys_can_be_taken_away_and_given_back(
    dialog: ShortcutsDialog, actions: Actions, settings: Settings, qtbot: QtBot
) -> None:
    choose(dialog, "Undo")
    click(qtbot, dialog, "clearButton")
    assert actions["undo"].shortcuts() == []
    click(qtbot, dialog, "resetButton")
    assert [keys.toString() for keys in actions["undo"].shortcuts()] == ["Ctrl+Z"]
    assert settings.get(SHORTCUTS) == ""


def test_keys_that_another_action_has_by_now_are_not_given_back(
    dialog: ShortcutsDialog, actions: Actions, qtbot: QtBot
) -> None:
    choose(dialog, "Undo")
    type_keys(dialog, "L")
    click(qtbot, dialog, "assignButton")
    choose(dialog, "Loop")
    click(qtbot, dialog, "resetButton")
    assert actions["loop"].shortcuts() == []
    assert items(dialog)["Undo"].text(1) == "L, Ctrl+Z"


@pytest.mark.parametrize("stored", ["no JSON", "[]", '{"nothing": ["X"]}', '{"play": "P"}'])
def test_settings_that_make_no_sense_change_nothing(
    actions: Actions, settings: Settings, stored: str
) -> None:
    settings.set(SHORTCUTS, stored)
    Shortcuts(actions, settings)
    assert [keys.toString() for keys in actions["play"].shortcuts()] == ["Space"]


def test_a_question_mark_opens_the_keys(focused: Application, qtbot: QtBot) -> None:
    qtbot.keyClick(focused.window.roll, "?")
    dialog = focused.window.findChild(ShortcutsDialog)
    assert isinstance(dialog, ShortcutsDialog)
    assert dialog.isVisible()
    dialog.close()
