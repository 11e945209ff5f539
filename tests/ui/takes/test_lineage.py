import pytest
from PySide6.QtCore import QPoint, Qt
from pytestqt.qtbot import QtBot

from app.application import Application
from app.document import Document
from app.domain import Take
from app.ui.takes.family import Circle, Family, Picture, family_of, picture_of
from app.ui.takes.lineage import Lineage
from app.ui.theme import Theme
from tests.ui.takes.conftest import continued

EDGES = (12.0, 300.0)


def family(document: Document, awaited_of: str | None = None, awaited: int = 0) -> Family:
    found = family_of(document, awaited_of, awaited)
    assert found is not None
    return found


def picture(document: Document) -> Picture:
    return picture_of(family(document), document.shown_node, *EDGES)


def takes_in(circles: tuple[Circle, ...]) -> list[Take | None]:
    return [circle.take for circle in circles]


@pytest.fixture
def lineage(taken: Application, qtbot: QtBot) -> Lineage:
    shown = Lineage(taken.document, Theme())
    qtbot.addWidget(shown)
    shown.resize(312, shown.height())
    shown.show()
    shown.node_chosen.connect(taken.document.preview)
    return shown


def test_take_stands_among_those_made_from_the_same_sketch(taken: Application) -> None:
    document = taken.document
    document.preview(document.takes[2].id)
    around = family(document)
    assert around.root == document.takes.versions[0]
    assert around.children == document.takes.takes
    assert (around.chosen, around.grandchildren) == (document.takes[2], ())


def test_takes_more_like_another_stand_below_it(taken: Application) -> None:
    document = taken.document
    parent = document.takes[2]
    for seed in (11, 12):
        document.add_take(continued([70], seed, parent.id))
    for shown in (parent, document.takes[11]):
        document.preview(shown.id)
        around = family(document)
        assert around.chosen == parent
        assert around.grandchildren == document.takes.takes[10:]
    drawn = picture(document)
    (above,) = (circle for circle in drawn.children if circle.take == parent)
    assert drawn.root_x == above.x
    assert drawn.grandchildren[0].x < above.x < drawn.grandchildren[-1].x


def test_takes_still_to_come_have_a_place(taken: Application) -> None:
    document = taken.document
    document.preview(document.takes[2].id)
    base = document.takes.versions[0]
    assert family(document, base.id, 3).awaited_children == 3
    around = family(document, document.takes[2].id, 8)
    assert (around.awaited_children, around.awaited_grandchildren) == (0, 8)
    circles = picture_of(around, document.takes[2], *EDGES).grandchildren
    assert takes_in(circles) == [None] * 8


def test_current_take_stays_in_sight_among_many(taken: Application) -> None:
    document = taken.document
    base = document.takes.versions[0].id
    for seed in range(100, 140):
        document.add_take(continued([70], seed, base))
    for at in (0, 25, 49):
        document.preview(document.takes[at].id)
        drawn = picture(document)
        assert len(drawn.children) < len(document.takes)
        assert document.takes[at] in takes_in(drawn.children)
        assert EDGES[0] <= drawn.children[0].x - 9
        assert drawn.children[-1].x + 9 <= EDGES[1]


def test_nothing_is_drawn_before_the_first_take(motivo: Application) -> None:
    assert family_of(motivo.document) is None


def test_click_on_a_circle_shows_its_take_and_on_the_square_the_sketch(
    taken: Application, lineage: Lineage, qtbot: QtBot
) -> None:
    document = taken.document
    document.preview(document.takes[2].id)
    drawn = picture_of(family(document), document.shown_node, 12, lineage.width() - 12)
    fifth = drawn.children[4]
    qtbot.mouseClick(lineage, Qt.MouseButton.LeftButton, pos=QPoint(round(fifth.x), round(fifth.y)))
    assert document.previewed == document.takes[4]
    drawn = picture_of(family(document), document.shown_node, 12, lineage.width() - 12)
    qtbot.mouseClick(lineage, Qt.MouseButton.LeftButton, pos=QPoint(round(drawn.root_x), 39))
    assert document.shown_node == document.takes.versions[0]


def test_ring_opens_where_a_take_is_being_made(taken: Application, lineage: Lineage) -> None:
    before = lineage.grab().toImage()
    lineage.await_takes(taken.document.takes.versions[0].id, 2)
    assert lineage.grab().toImage() != before
    lineage.await_takes("", 0)
    assert lineage.grab().toImage() == before
