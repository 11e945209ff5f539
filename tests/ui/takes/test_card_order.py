"""Which takes are listed, and in which order, tested without Qt."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from app.domain import Melody, Node, Note, Request, Sketch, Take, TakeTree, Version
from app.domain.take_figures import figures_of
from app.ui.takes.card_order import CardOrder, Order, Row

START = datetime(2026, 1, 1, tzinfo=UTC)
MOTIF = (Note(0, 480, 60), Note(480, 480, 64))
BASE = Version(Sketch(melody=Melody(MOTIF)), created=START, id="base")


def take(
    number: int, pitches: tuple[int, ...], parent: Node = BASE, *, starred: bool = False
) -> Take:
    new = tuple(Note(1920 + i * 240, 240, pitch) for i, pitch in enumerate(pitches))
    return Take(
        Sketch(melody=Melody((*MOTIF, *new))),
        Request(),
        seed=number,
        start_ticks=1920,
        parent=parent.id,
        number=number,
        starred=starred,
        bits_per_note=10 - number,
        created=START + timedelta(minutes=number),
        id=f"take {number}",
    )


ONE = take(1, (60, 64, 67), starred=True)
TWO = take(2, (60, 61))
THREE = take(3, (60, 80, 62, 64), ONE, starred=True)
EDITED = Version(Sketch(), parent="take 1", created=START + timedelta(minutes=9), id="edited")
FOUR = take(4, (60,), EDITED)
TREE = TakeTree((ONE, TWO, THREE, FOUR), (BASE, EDITED))


def ids(card_order: CardOrder) -> list[str]:
    return [row.node.id for row in card_order.rows(TREE, TakeTree((TWO,)), figures_of)]


@pytest.mark.parametrize(
    ("order", "numbers"),
    [
        (Order.CAME, [1, 2, 3, 4]),
        (Order.DENSITY, [4, 2, 1, 3]),
        (Order.RANGE, [4, 2, 1, 3]),
        (Order.SURPRISE, [4, 3, 2, 1]),
    ],
)
def test_orders(order: Order, numbers: list[int]) -> None:
    assert ids(CardOrder(order)) == [f"take {number}" for number in numbers]
    assert ids(CardOrder(order, is_reversed=True)) == [f"take {n}" for n in reversed(numbers)]


def test_closest_to_the_motif_comes_first() -> None:
    close = Take(
        Sketch(melody=Melody((*MOTIF, Note(1920, 480, 62), Note(2400, 480, 66)))),
        Request(),
        5,
        1920,
        id="close",
    )
    rows = CardOrder(Order.CLOSENESS).rows(TakeTree((TWO, close)), TakeTree(), figures_of)
    assert [row.node for row in rows] == [close, TWO]


def test_only_starred_and_the_bin() -> None:
    assert ids(CardOrder(starred_only=True)) == ["take 1", "take 3"]
    assert ids(CardOrder(shows_bin=True)) == ["take 2"]


def test_tree_has_children_below_their_parents_and_tells_its_branches() -> None:
    rows = CardOrder(Order.TREE).rows(TREE, TakeTree(), figures_of)
    assert rows == [
        Row(BASE),
        Row(ONE, (True,)),
        Row(THREE, (True, True)),
        Row(EDITED, (True, False)),
        Row(FOUR, (True, False, False)),
        Row(TWO, (False,)),
    ]


def test_tree_of_the_starred_shows_what_led_to_them() -> None:
    assert ids(CardOrder(Order.TREE, starred_only=True)) == ["base", "take 1", "take 3"]


def test_take_whose_parent_is_not_listed_stands_at_the_root() -> None:
    rows = CardOrder(Order.TREE).rows(TakeTree((FOUR,)), TakeTree(), figures_of)
    assert rows == [Row(FOUR)]


def test_chain_of_thousands_is_no_trouble() -> None:
    chain: list[Take] = [ONE]
    for number in range(2, 3000):
        chain.append(take(number, (60,), chain[-1]))
    rows = CardOrder(Order.TREE).rows(TakeTree(tuple(chain)), TakeTree(), figures_of)
    assert len(rows[-1].branches) == 2998
