"""Owns CardOrder: which takes are listed, in which order, and how their tree is drawn. No Qt."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import StrEnum

from app.domain import Node, Take, TakeTree
from app.domain.take_figures import TakeFigures


class Order(StrEnum):
    """What the list is sorted by."""

    CAME = "came"
    CLOSENESS = "closeness"
    DENSITY = "density"
    RANGE = "range"
    SURPRISE = "surprise"
    TREE = "tree"


@dataclass(frozen=True, slots=True)
class Row:
    """A take or version in the list.

    `branches` tells how the tree is drawn: for each level above the row, and last for its own
    level, whether another child follows below.
    """

    node: Node
    branches: tuple[bool, ...] = ()


@dataclass(frozen=True, slots=True)
class CardOrder:
    """What the player has chosen to see in the list."""

    order: Order = Order.CAME
    is_reversed: bool = False
    starred_only: bool = False
    child_of: str | None = None
    """The id of a take; if it is set, only takes made from that one are listed."""
    shows_bin: bool = False

    def rows(
        self, takes: TakeTree, rejected: TakeTree, figures_of: Callable[[Take], TakeFigures]
    ) -> list[Row]:
        """Return the rows of the list."""
        tree = rejected if self.shows_bin else takes
        if self.order is Order.TREE and not self.shows_bin and self.child_of is None:
            return _branched(tree, starred_only=self.starred_only)
        listed = [
            take
            for take in tree
            if (take.starred or not self.starred_only) and self.child_of in (None, take.parent)
        ]
        key = _KEYS.get(self.order)
        if key is not None:
            listed.sort(key=lambda take: key(figures_of(take)))
        if self.is_reversed:
            listed.reverse()
        return [Row(take) for take in listed]


_KEYS: dict[Order, Callable[[TakeFigures], float]] = {
    Order.CLOSENESS: lambda figures: -figures.closeness,
    Order.DENSITY: lambda figures: figures.density,
    Order.RANGE: lambda figures: figures.range_semitones,
    Order.SURPRISE: lambda figures: figures.surprise,
}


def _branched(tree: TakeTree, *, starred_only: bool) -> list[Row]:
    """Return all nodes, each below its parent, and children in the order in which they came."""
    everything: tuple[Node, ...] = (*tree.versions, *tree.takes)
    nodes = {node.id: node for node in everything}
    wanted = _led_to(nodes, tree.takes) if starred_only else nodes.keys()
    children: dict[str | None, list[Node]] = {}
    for node in sorted(everything, key=lambda node: node.created):
        if node.id in wanted:
            parent = node.parent if node.parent in nodes else None
            children.setdefault(parent, []).append(node)
    rows = []
    waiting = [Row(node) for node in reversed(children.get(None, []))]
    while waiting:
        row = waiting.pop()
        rows.append(row)
        below = children.get(row.node.id, [])
        waiting += [
            Row(child, (*row.branches, child is not below[-1])) for child in reversed(below)
        ]
    return rows


def _led_to(nodes: dict[str, Node], takes: Iterable[Take]) -> set[str]:
    """Return the ids of the starred takes and of all their ancestors."""
    wanted: set[str] = set()
    for take in takes:
        node: Node | None = take if take.starred else None
        while node is not None and node.id not in wanted:
            wanted.add(node.id)
            node = nodes.get(node.parent or "")
    return wanted
