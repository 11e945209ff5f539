"""Owns Rect: a rectangle of a drawing in pixels, with y counted downward."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Rect:
    """A rectangle, given by its upper left corner and its size."""

    x: float
    y: float
    width: float
    height: float

    @property
    def right(self) -> float:
        """The right edge."""
        return self.x + self.width

    @property
    def bottom(self) -> float:
        """The lower edge."""
        return self.y + self.height

    def distance(self, x: float, y: float) -> float:
        """Return how far a point lies outside the rectangle; 0 if it is inside."""
        across = max(self.x - x, x - self.right, 0.0)
        down = max(self.y - y, y - self.bottom, 0.0)
        return float((across**2 + down**2) ** 0.5)

    def united(self, other: Rect) -> Rect:
        """Return the smallest rectangle that contains both."""
        x, y = min(self.x, other.x), min(self.y, other.y)
        right, bottom = max(self.right, other.right), max(self.bottom, other.bottom)
        return Rect(x, y, right - x, bottom - y)

    def moved(self, x: float, y: float) -> Rect:
        """Return the rectangle moved by x and y."""
        return Rect(self.x + x, self.y + y, self.width, self.height)
