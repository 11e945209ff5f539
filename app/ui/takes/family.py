"""Owns Family, the part of the tree around the shown take, and the places of its circles."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Final

from app.document import Document
from app.domain import Node, Take

CHILD_PX: Final = 18.0
GRANDCHILD_PX: Final = 9.0
"""The diameters of the circles."""

CHILD_GAPS: Final = (5.0, 16.0)
GRANDCHILD_GAPS: Final = (3.0, 5.0)
"""The least and the largest gap between two circles of a row."""

LABEL_PX: Final = 96.0
"""The width of the words to the right of the lower row."""

ROOT_Y: Final = 39.0
CHILDREN_Y: Final = 66.0
GRANDCHILDREN_Y: Final = 93.0
"""The y of the centres of each row."""


@dataclass(frozen=True, slots=True)
class Family:
    """A node, the takes made from it, and the takes made from one of those, the `chosen` one.

    `awaited` takes of the node, or of the chosen take, are still being made.
    """

    root: Node | None
    children: tuple[Take, ...]
    chosen: Take | None = None
    grandchildren: tuple[Take, ...] = ()
    awaited_children: int = 0
    awaited_grandchildren: int = 0


def family_of(document: Document, awaited_of: str | None = None, awaited: int = 0) -> Family | None:
    """Return the family around what the window shows; for the sketch, around its latest take.

    Returns None if nothing has been generated yet. `awaited` takes of the node with the id
    `awaited_of` are still being made.
    """
    find = document.node
    shown = document.shown_node
    if shown is None:
        newest = max(document.takes, key=lambda take: take.number, default=None)
        root = find(awaited_of) if awaited else find(newest.parent) if newest else None
        if newest is None and not awaited:
            return None
        chosen = None
    elif isinstance(shown, Take):
        parent = find(shown.parent)
        has_children = any(take.parent == shown.id for take in document.takes)
        is_awaited = bool(awaited) and awaited_of == shown.id
        if isinstance(parent, Take) and not has_children and not is_awaited:
            root, chosen = find(parent.parent), parent
        else:
            root, chosen = parent, shown
    else:
        root, chosen = shown, None
    root_id = root.id if root is not None else chosen.parent if chosen is not None else None
    return Family(
        root,
        _made_from(document, root_id),
        chosen,
        _made_from(document, chosen.id) if chosen is not None else (),
        awaited if awaited_of == root_id else 0,
        awaited if chosen is not None and awaited_of == chosen.id else 0,
    )


def _made_from(document: Document, node_id: str | None) -> tuple[Take, ...]:
    return tuple(take for take in document.takes if take.parent == node_id)


@dataclass(frozen=True, slots=True)
class Circle:
    """The circle of a take, or of None if the take is still being made; lengths are in pixels."""

    take: Take | None
    x: float
    y: float
    size: float

    def contains(self, x: float, y: float) -> bool:
        """Tell whether a point lies in the circle, or about the width of a finger around it."""
        reach = self.size / 2 + 2
        return abs(x - self.x) <= reach and abs(y - self.y) <= reach


@dataclass(frozen=True, slots=True)
class Picture:
    """The circles of a family from left to right; the words of the lower row begin at `label_x`.

    If there is not enough room, the takes farthest from the current one are left out.
    """

    root_x: float
    children: tuple[Circle, ...]
    grandchildren: tuple[Circle, ...]
    label_x: float

    def take_at(self, x: float, y: float) -> Take | None:
        """Return the take whose circle is at a point, or None."""
        circles = chain(self.children, self.grandchildren)
        return next((circle.take for circle in circles if circle.contains(x, y)), None)


def picture_of(family: Family, current: Node | None, left: float, right: float) -> Picture:
    """Lay a family out between two x coordinates in pixels."""
    children = _row(
        [*family.children, *[None] * family.awaited_children],
        family.chosen,
        (left, right),
        (left + right) / 2,
        CHILDREN_Y,
        CHILD_PX,
        CHILD_GAPS,
    )
    chosen = (circle.x for circle in children if circle.take and circle.take == family.chosen)
    root_x = next(chosen, (left + right) / 2)
    grandchildren = _row(
        [*family.grandchildren, *[None] * family.awaited_grandchildren],
        current,
        (left, right - LABEL_PX),
        root_x,
        GRANDCHILDREN_Y,
        GRANDCHILD_PX,
        GRANDCHILD_GAPS,
    )
    end = grandchildren[-1].x + GRANDCHILD_PX if grandchildren else root_x
    return Picture(root_x, children, grandchildren, end)


def _row(
    takes: Sequence[Take | None],
    current: Node | None,
    edges: tuple[float, float],
    middle: float,
    y: float,
    size: float,
    gaps: tuple[float, float],
) -> tuple[Circle, ...]:
    """Return as many circles of a row as fit, centred on `middle` as far as the edges allow."""
    left, right = edges
    most = max(1, int((right - left + gaps[0]) // (size + gaps[0])))
    shown = takes[_first_shown(takes, current, most) :][:most]
    gap = min(gaps[1], (right - left - size * len(shown)) / max(1, len(shown) - 1))
    width = len(shown) * (size + gap) - gap
    start = min(max(middle - width / 2, left), max(left, right - width)) + size / 2
    return tuple(
        Circle(take, start + place * (size + gap), y, size) for place, take in enumerate(shown)
    )


def _first_shown(takes: Sequence[Take | None], current: Node | None, most: int) -> int:
    """Return the index of the first take to show, so that the current take is among them."""
    at = next((at for at, take in enumerate(takes) if take and take == current), 0)
    return min(max(0, at - most // 2), max(0, len(takes) - most))
