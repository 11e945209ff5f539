"""The whole round on a real screen: draw, generate, hear, star, compare, refine, accept, undo."""

from __future__ import annotations

from typing import Any

import pytest

from tests.ui.screen import Screen, draw, missing

pytestmark = pytest.mark.skipif(bool(missing()), reason=f"not installed: {', '.join(missing())}")


def becomes(screen: Screen, name: str, value: Any) -> None:
    screen.until("audition", lambda told: told[name] == value)


def test_motif_is_taken_from_first_note_to_accepted_take(screen: Screen) -> None:
    for index, pitch in enumerate((67, 69, 71, 74)):
        draw(screen, index * 480, 480, pitch)
    screen.keys("ctrl+g")
    screen.until("takes", lambda takes: takes == 8)
    for number in range(1, 9):
        screen.keys(str(number))
        becomes(screen, "shown", number)
    becomes(screen, "playing", value=True)

    screen.keys("f", "3")
    becomes(screen, "shown", 3)
    screen.keys("f")
    becomes(screen, "starred", [3, 8])
    screen.keys("x")
    becomes(screen, "shown", 8)
    screen.keys("x")
    becomes(screen, "shown", 3)
    becomes(screen, "playing", value=True)

    screen.keys("g")
    screen.until("takes", lambda takes: takes >= 12)
    assert len(screen.ask("audition")["parents"]) == 2
    screen.until("audition", lambda told: told["shown"] > 8, "Down")
    in_sketch = screen.ask("audition")["in sketch"]
    assert in_sketch == 4
    screen.keys("Return")
    becomes(screen, "shown", 0)
    assert screen.ask("audition")["in sketch"] > 4
    screen.keys("ctrl+z")
    becomes(screen, "in sketch", 4)
    assert screen.ask("audition")["starred"] == [3, 8]
    screen.keys("space")
    becomes(screen, "playing", value=False)
