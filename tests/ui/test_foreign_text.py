"""Whatever stands in a file is shown as it is: never as markup, as a key, or as a place for values.

A file can hold any text as title, composer, name of a take, tune that a take resembles, and style.
"""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QTextDocument
from PySide6.QtWidgets import QApplication, QLabel, QMessageBox, QToolButton, QWidget
from pytestqt.qtbot import QtBot

from app.application import Application
from app.domain import Originality, Project, Request, TakeTree
from app.formats import write_project
from app.ui.widgets import in_tip
from tests.ui.takes.conftest import MOTIF, continued

ODD = '<img src="file:///etc/passwd"><h1>odd</h1> & &lt; {0} {x} %s %1 [*]'
NAME = "odd & so on.motivo" if sys.platform == "win32" else "<b>odd & [*].motivo"
PLAIN = Qt.TextFormat.PlainText


@pytest.fixture
def odd(motivo: Application, qtbot: QtBot, tmp_path: Path) -> Application:
    """The program with a file whose every text is odd."""
    take = continued([62, 64], 1)
    take = replace(
        take,
        name=ODD,
        sketch=replace(take.sketch, title=ODD, composer=ODD),
        originality=Originality(12, ODD),
        request=Request(bars=2, style=ODD),
        id=ODD,
    )
    path = tmp_path / NAME
    sketch = replace(MOTIF, title=ODD, composer=ODD)
    write_project(Project(sketch, TakeTree((take,))), path)
    motivo.files.open(path)
    qtbot.waitUntil(lambda: len(motivo.document.takes) == 1)
    view = motivo.window.takes_view
    view.pick(0)
    view.open_wishes()
    return motivo


def as_shown(text: str) -> str:
    """Return what Qt shows for a text that it may take for markup, as in a tooltip."""
    if "<" not in text and "&" not in text:
        return text
    document = QTextDocument()
    document.setHtml(text)
    return document.toPlainText()


def texts_taken_for_markup(widget: QWidget) -> list[str]:
    """Return the labels and tooltips below a widget in which Qt would obey what stands in ODD."""
    labels = widget.findChildren(QLabel)
    texts = [label.text() for label in labels if label.textFormat() != PLAIN]
    tips = [below.toolTip() for below in (widget, *widget.findChildren(QWidget))]
    return [text for text in (*texts, *tips) if "<img" in text or "<h1" in text]


def test_nothing_in_the_window_obeys_the_texts_of_a_file(odd: Application) -> None:
    assert texts_taken_for_markup(odd.window) == []


def test_card_is_explained_with_its_texts_as_they_are(odd: Application) -> None:
    model = odd.window.takes_view.takes_model
    tip = model.data(model.index(0), Qt.ItemDataRole.ToolTipRole)
    assert "<img" not in tip
    lines = as_shown(tip).splitlines()
    assert ODD in lines[0]
    assert any(line.endswith(f": {ODD}") for line in lines), "the tune that it resembles"
    assert len(lines) == 6
    spoken = model.data(model.index(0), Qt.ItemDataRole.AccessibleTextRole)
    assert ODD in spoken


def test_tooltip_of_plain_words_stays_as_it_is() -> None:
    assert in_tip("Take 1\n4 bars") == "Take 1\n4 bars"
    assert as_shown(in_tip("1 < 2 &amp; 3\nnext")) == "1 < 2 &amp; 3\nnext"


def test_window_has_the_name_of_the_file_as_it_is(odd: Application) -> None:
    # Qt leaves out the sign for “modified”, and halves it where it is doubled.
    shown = odd.window.windowTitle().replace("[*][*]", "\0").replace("[*]", "").replace("\0", "[*]")
    assert shown == f"{NAME} – Motivo"


def test_messages_show_names_as_they_are(odd: Application, tmp_path: Path) -> None:
    label = odd.window.findChild(QLabel, "statusLabel")
    assert isinstance(label, QLabel)
    odd.messages.failure(f"{ODD} can't be read.")
    assert label.text() == f"{ODD} can't be read."
    assert label.textFormat() == PLAIN
    assert as_shown(label.toolTip()) == label.text()
    assert label.accessibleName().endswith(label.text())


def test_style_that_is_none_is_named_as_it_is(odd: Application, qtbot: QtBot) -> None:
    odd.window.ask_panel.set_request(Request(bars=2, style=ODD))
    QApplication.processEvents()
    assert texts_taken_for_markup(odd.window) == []


def test_export_dialog_refuses_a_name_in_its_own_letters(odd: Application) -> None:
    odd.window.all_actions["export"].trigger()
    exporting = odd.exporting
    exporting.set_name(ODD)
    exporting.changed.emit()
    (sentence,) = (
        label for label in odd.window.findChildren(QLabel, "sentence") if ODD in label.text()
    )
    assert sentence.textFormat() == PLAIN
    assert texts_taken_for_markup(odd.window) == []


def test_questions_show_names_as_they_are(odd: Application, tmp_path: Path) -> None:
    odd.document.rename(odd.document.takes[0].id, f"{ODD}!")
    odd.files.new()
    odd.files.export_starred(tmp_path)
    for box in odd.window.findChildren(QMessageBox):
        assert texts_taken_for_markup(box) == []
        box.close()


def test_buttons_of_the_way_to_a_take_show_no_text_of_a_file(odd: Application) -> None:
    for button in odd.window.findChildren(QToolButton):
        assert "odd" not in button.text()
