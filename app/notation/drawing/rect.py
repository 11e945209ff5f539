"""Owns Rect: a rectangle of a drawing, in pixels, y downward. Standard library alone."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Rect:
    """A rectangle by its left upper corner and size."""

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
        """How far a point lies outside; 0 inside."""
        across = max(self.x - x, x - self.right, 0.0)
        down = max(self.y - y, y - self.bottom, 0.0)
        return float((across**2 + down**2) ** 0.5)

    def united(self, other: Rect) -> Rect:
        """Return the smallest rectangle around both."""
        x, y = min(self.x, other.x), min(self.y, other.y)
        right, bottom = max(self.right, other.right), max(self.bottom, other.bottom)
        return Rect(x, y, right - x, bottom - y)

    def moved(self, x: float, y: float) -> Rect:
        """Return it shifted."""
        return Rect(self.x + x, self.y + y, self.width, self.height)
