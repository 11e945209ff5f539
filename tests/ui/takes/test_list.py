"""The list of takes as it is seen, clicked and heard."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPoint, Qt
from PySide6.QtWidgets import QLabel, QPushButton, QToolButton
from pytestqt.qtbot import QtBot

from app.application import Application
from app.domain import edits
from app.ui.takes.card_order import CardOrder, Order
from app.ui.takes.model import TakesModel
from tests.ui.takes.conftest import MOTIF, continued

LEFT = Qt.MouseButton.LeftButton


def spoken(motivo: Application, row: int) -> str:
    text = motivo.window.takes_view.takes_model.index(row).data(Qt.ItemDataRole.AccessibleTextRole)
    assert isinstance(text, str)
    return text


def numbers(model: TakesModel) -> list[int]:
    nodes = (model.node(row) for row in range(model.rowCount()))
    return [getattr(node, "number", 0) for node in nodes]


def note(motivo: Application) -> str:
    label = motivo.window.takes_panel.header.findChild(QLabel, "paneNote")
    assert label is not None
    return label.text()


def crumbs(motivo: Application) -> list[QToolButton]:
    way = motivo.window.takes_panel.findChildren(QToolButton)
    return [button for button in way if button.property("crumb") and button.isVisible()]


def test_screen_reader_hears_what_is_particular(taken: Application) -> None:
    document = taken.document
    document.star(document.takes[2].id, starred=True)
    document.rename(document.takes[2].id, "Up")
    assert spoken(taken, 0) == "Take 1, calmer, lower, 2 bars"
    assert spoken(taken, 2).startswith("Take 3, Up, starred, ")


def test_rows_are_put_in_where_they_belong(taken: Application, qtbot: QtBot) -> None:
    model = taken.window.takes_view.takes_model
    model.arrange(CardOrder(Order.DENSITY))
    inserted: list[int] = []
    model.rowsInserted.connect(lambda _parent, first, _last: inserted.append(first))
    model.modelReset.connect(lambda: inserted.append(-1))
    before = numbers(model)
    taken.document.add_take(continued([62] * 5, 99, taken.document.takes[0].parent))
    assert inserted == [before.index(3)]
    assert sorted(numbers(model)) == list(range(1, 12))


def test_star_shows_only_the_starred_and_the_header_counts(
    taken: Application, qtbot: QtBot
) -> None:
    document, window = taken.document, taken.window
    assert note(taken) == "10"
    star = window.takes_panel.findChild(QToolButton, "starredTakesChip")
    assert star is not None
    assert star.text() == "Starred 0"
    qtbot.mouseClick(star, LEFT)
    assert note(taken) == "0 of 10"
    every = window.takes_view.findChild(QPushButton, "showAllButton")
    assert every is not None
    assert every.isVisible()
    qtbot.mouseClick(every, LEFT)
    assert note(taken) == "10"
    assert not every.isVisible()
    document.star(document.takes[3].id, starred=True)
    qtbot.mouseClick(star, LEFT)
    assert (note(taken), numbers(window.takes_view.takes_model)) == ("1 of 10", [4])
    assert star.text() == "Starred 1"


def test_chip_lists_what_grew_out_of_the_take_that_is_shown(
    taken: Application, qtbot: QtBot
) -> None:
    document, window = taken.document, taken.window
    chip = window.takes_panel.findChild(QToolButton, "moreLikeChip")
    assert chip is not None
    assert not chip.isVisible()
    third = document.takes[2]
    for seed in (11, 12):
        document.add_take(continued([70 + seed], seed, third.id), third)
    document.preview(third.id)
    assert chip.text() == "More like 3  2"
    qtbot.mouseClick(chip, LEFT)
    assert numbers(window.takes_view.takes_model) == [11, 12]
    document.preview(document.takes[0].id)
    assert chip.isChecked()
    qtbot.mouseClick(window.takes_panel.findChild(QToolButton, "allTakesChip"), LEFT)
    assert len(numbers(window.takes_view.takes_model)) == 12


def test_take_that_is_shown_stays_in_view_when_the_order_changes(taken: Application) -> None:
    view, document = taken.window.takes_view, taken.document
    document.preview(document.takes[0].id)
    view.takes_model.arrange(CardOrder(Order.CAME, is_reversed=True))
    assert view.currentIndex().row() == 9
    assert view.viewport().rect().intersects(view.visualRect(view.currentIndex()))


def test_tree_shows_what_takes_were_made_from_and_a_version_can_be_brought_back(
    taken: Application, qtbot: QtBot
) -> None:
    document, view = taken.document, taken.window.takes_view
    document.accept(document.takes[1].id)
    melody = document.sketch.melody
    document.edit("Transpose", edits.transpose(melody, frozenset(melody.notes[:1]), 2))
    base = document.base_of(document.sketch)
    document.add_take(continued([70], 11, base.id), base)
    view.takes_model.arrange(CardOrder(Order.TREE))
    assert spoken(taken, 0) == "Sketch"
    assert numbers(view.takes_model)[:5] == [0, 1, 2, 0, 11]
    assert spoken(taken, 3) == "Edited take 2"
    view.pick(0)
    assert document.shown == MOTIF
    qtbot.keyClick(view, Qt.Key.Key_Return)
    assert document.sketch == MOTIF


def test_the_way_to_a_take_can_be_gone_back(taken: Application, qtbot: QtBot) -> None:
    document = taken.document
    document.add_take(continued([70], 11, document.takes[2].id))
    document.preview(document.takes[10].id)
    assert [step.text() for step in crumbs(taken)] == ["Sketch", "3", "11"]
    qtbot.mouseClick(crumbs(taken)[1], LEFT)
    assert document.previewed == document.takes[2]
    qtbot.mouseClick(crumbs(taken)[0], LEFT)
    assert document.shown == MOTIF
    assert document.previewed is None


def test_click_on_the_star_stars_and_does_not_pick(taken: Application, qtbot: QtBot) -> None:
    view = taken.window.takes_view
    card = view.visualRect(view.takes_model.index(1))
    qtbot.mouseClick(view.viewport(), LEFT, pos=card.topLeft() + QPoint(18, card.height() - 22))
    assert taken.document.takes[1].starred
    assert taken.document.previewed is None
    qtbot.mouseClick(view.viewport(), LEFT, pos=card.center())
    assert taken.document.previewed == taken.document.takes[1]
    taken.transport.stop()


def test_tooltip_tells_all_there_is_to_know(taken: Application) -> None:
    index: QModelIndex = taken.window.takes_view.takes_model.index(0)
    told = index.data(Qt.ItemDataRole.ToolTipRole).split("\n")
    assert told[0] == "Take 1 – calmer, lower"
    assert told[1] == "Continues Sketch"
    assert told[2] == "2 bars · 2 notes · 0:05 · ends open, on D♯4"
    assert told[3:5] == ["Seed 1 · 0.00 bits per note", "longest match 4"]
