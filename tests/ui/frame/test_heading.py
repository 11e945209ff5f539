"""Title and composer, typed into their dialog."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QLineEdit
from pytestqt.qtbot import QtBot

from app.application import Application
from app.domain import Melody, Note, Sketch

SKETCH = Sketch(title="Air", composer="Anon.", melody=Melody((Note(0, 480, 60),)))


@pytest.fixture
def dialog(motivo: Application) -> QDialog:
    motivo.document.open(SKETCH)
    motivo.window.all_actions["heading"].trigger()
    found = motivo.window.findChild(QDialog, "headingDialog")
    assert found is not None
    return found


def field(dialog: QDialog, name: str) -> QLineEdit:
    found = dialog.findChild(QLineEdit, name)
    assert found is not None
    return found


def test_both_are_changed_in_one_step_and_undone(
    motivo: Application, dialog: QDialog, qtbot: QtBot
) -> None:
    title, composer = field(dialog, "headingTitleEdit"), field(dialog, "composerEdit")
    assert (title.text(), composer.text()) == ("Air", "Anon.")
    assert (title.accessibleName(), composer.accessibleName()) == ("Title", "Composer")
    qtbot.keyClicks(title, "Jig")
    composer.selectAll()
    qtbot.keyClicks(composer, " Turlough O'Carolan ")
    qtbot.keyClick(composer, Qt.Key.Key_Return)
    assert motivo.document.sketch.title == "Jig"
    assert motivo.document.sketch.composer == "Turlough O'Carolan"
    assert motivo.document.sketch.melody == SKETCH.melody
    assert motivo.document.undo_stack.count() == 1
    motivo.window.all_actions["undo"].trigger()
    assert motivo.document.sketch == SKETCH


def test_escape_changes_nothing(motivo: Application, dialog: QDialog, qtbot: QtBot) -> None:
    qtbot.keyClicks(field(dialog, "headingTitleEdit"), "Jig")
    qtbot.keyClick(dialog, Qt.Key.Key_Escape)
    assert motivo.document.sketch == SKETCH
    assert motivo.document.undo_stack.count() == 0
