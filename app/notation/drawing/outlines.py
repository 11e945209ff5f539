"""Makes, moves and measures outlines of lines and cubic curves, and reads and writes path data.

Path data is that of SVG 1.1, chapter 8; outlines have absolute coordinates.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from math import cos, radians, sin
from typing import Final

from app.notation.drawing.rect import Rect
from app.notation.drawing.score_drawing import Outline, Segment

COUNTS: Final = {"M": 2, "L": 2, "H": 1, "V": 1, "C": 6, "S": 4, "Q": 4, "T": 2, "Z": 0}
ROUND: Final = 0.5523
"""The length of the handles with which a cubic curve draws a quarter of a circle of radius 1."""


def read_path(data: str, *, flips: bool = False) -> Outline:
    """Return the outline of path data; `flips` mirrors it vertically, as fonts count y upward."""
    segments: list[Segment] = []
    x = y = start_x = start_y = 0.0
    handle: tuple[float, ...] = (0.0, 0.0)
    before = ""
    for command, numbers in _commands(data):
        upper = command.upper()
        if command.islower():
            if upper == "V":
                numbers = [numbers[0] + y]
            else:
                numbers = [n + (y if at % 2 else x) for at, n in enumerate(numbers)]
        mirrored = (2 * x - handle[0], 2 * y - handle[1])
        if upper == "Z":
            segments.append(("Z", ()))
            x, y = start_x, start_y
        elif upper in "CSQT":
            curve = _cubic(upper, numbers, (x, y), mirrored if before in _kin(upper) else (x, y))
            handle = curve[2:4] if upper in "CS" else _quadratic_handle(upper, numbers, mirrored)
            segments.append(("C", curve))
            x, y = curve[4:6]
        else:
            x = numbers[0] if upper != "V" else x
            y = numbers[-1] if upper != "H" else y
            segments.append(("M" if upper == "M" else "L", (x, y)))
            if upper == "M":
                start_x, start_y = x, y
        before = upper
    if flips:
        return tuple((kind, _flipped(numbers)) for kind, numbers in segments)
    return tuple(segments)


def polygon(*points: tuple[float, float]) -> Outline:
    """Return a closed outline through points."""
    first, *others = points
    return (("M", first), *(("L", point) for point in others), ("Z", ()))


def disc(radius: float) -> Outline:
    """Return a circle around the origin."""
    r, h = radius, radius * ROUND
    return (
        ("M", (r, 0.0)),
        ("C", (r, h, h, r, 0.0, r)),
        ("C", (-h, r, -r, h, -r, 0.0)),
        ("C", (-r, -h, -h, -r, 0.0, -r)),
        ("C", (h, -r, r, -h, r, 0.0)),
        ("Z", ()),
    )


def turned(
    outline: Outline,
    across: float,
    down: float,
    degrees: float,
    place: tuple[float, float] = (0.0, 0.0),
) -> Outline:
    """Return the outline stretched by two factors, then turned clockwise, then moved to a place."""
    turn_x, turn_y = cos(radians(degrees)), sin(radians(degrees))

    def moved(x: float, y: float) -> tuple[float, float]:
        x, y = x * across, y * down
        return x * turn_x - y * turn_y + place[0], x * turn_y + y * turn_x + place[1]

    return tuple(
        (kind, tuple(n for point in zip(*[iter(numbers)] * 2, strict=True) for n in moved(*point)))
        for kind, numbers in outline
    )


def joined(*outlines: Outline) -> Outline:
    """Return several outlines as one."""
    return tuple(segment for outline in outlines for segment in outline)


def bounds(outline: Outline) -> Rect:
    """Return the rectangle around all points, including the handles of curves."""
    xs = [n for _, numbers in outline for n in numbers[::2]]
    ys = [n for _, numbers in outline for n in numbers[1::2]]
    return Rect(min(xs), min(ys), max(xs) - min(xs), max(ys) - min(ys))


def path_data(outline: Outline) -> str:
    """Return an outline as path data."""
    return "".join(
        kind + " ".join(f"{number:.6g}" for number in numbers) for kind, numbers in outline
    )


def _commands(data: str) -> Iterator[tuple[str, list[float]]]:
    for match in re.finditer(r"([A-Za-z])([^A-Za-z]*)", data):
        command = match[1]
        numbers = [float(n) for n in re.findall(r"-?(?:\d+\.?\d*|\.\d+)", match[2])]
        count = COUNTS[command.upper()]
        if count == 0:
            yield command, []
        for start in range(0, len(numbers), count or 1):
            yield command, numbers[start : start + count]
            # Further pairs after a move are lines.
            command = {"M": "L", "m": "l"}.get(command, command)


def _kin(kind: str) -> str:
    return "CS" if kind in "CS" else "QT"


def _cubic(
    kind: str, numbers: list[float], at: tuple[float, float], mirrored: tuple[float, float]
) -> tuple[float, ...]:
    if kind == "C":
        return tuple(numbers)
    if kind == "S":
        return (*mirrored, *numbers)
    handle = (numbers[0], numbers[1]) if kind == "Q" else mirrored
    end = (numbers[-2], numbers[-1])
    near = [a + (h - a) * 2 / 3 for a, h in zip(at, handle, strict=True)]
    far = [e + (h - e) * 2 / 3 for e, h in zip(end, handle, strict=True)]
    return (*near, *far, *end)


def _quadratic_handle(
    kind: str, numbers: list[float], mirrored: tuple[float, float]
) -> tuple[float, float]:
    return (numbers[0], numbers[1]) if kind == "Q" else mirrored


def _flipped(numbers: tuple[float, ...]) -> tuple[float, ...]:
    return tuple(-n if at % 2 else n for at, n in enumerate(numbers))
