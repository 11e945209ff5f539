"""Places the words above a staff, which are set in the interface's typeface: chords and bar number.

Heights are counted downward from the top line of the staff.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

from app.domain import ChordChange
from app.notation.drawing.rect import Rect
from app.notation.drawing.score_drawing import Label

CHORD_BASELINE_PX: Final = 15.0
"""The least distance of chord names above the staff."""

CHORD_HEIGHT_PX: Final = 9.0
CHORD_LETTER_PX: Final = 11.0
"""The height and width of a letter of 12 px, weight 600, in a wide typeface."""

NUMBER_HEIGHT_PX: Final = 8.0
NUMBER_DIGIT_PX: Final = 7.0
NUMBER_LEFT_PX: Final = 6.0
"""How far to the left of the staff a bar number begins."""

CLEAR_PX: Final = 4.0
"""The space between words and the music below them."""


def chord_labels(
    changes: Sequence[ChordChange], places: Iterable[float], music: Sequence[Rect]
) -> tuple[Label, ...]:
    """Return chord names at one common height, as low as the music below them allows.

    A name begins at the place of its chord, or where the name before it ends.
    """
    spans: list[tuple[str, float, float]] = []
    for change, place in zip(changes, places, strict=True):
        text = str(change.chord)
        left = max(place, spans[-1][2] + CLEAR_PX) if spans else place
        spans.append((text, left, left + len(text) * CHORD_LETTER_PX))
    baseline = min(
        [-CHORD_BASELINE_PX, *(_top(music, left, right) - CLEAR_PX for _, left, right in spans)]
    )
    return tuple(Label(text, left, baseline) for text, left, _ in spans)


def bar_number(bar: int, x: float, music: Sequence[Rect]) -> Label | None:
    """Return the label with the number of a line's first bar, which bar 1 doesn't have.

    The staff begins at `x`.
    """
    if bar <= 1:
        return None
    left = x - NUMBER_LEFT_PX
    right = left + len(str(bar)) * NUMBER_DIGIT_PX
    return Label(str(bar), left, _top(music, left, right) - CLEAR_PX)


def words_top(chords: Sequence[Label], number: Label | None) -> float:
    """Return the height of the topmost word."""
    tops = [label.y - CHORD_HEIGHT_PX for label in chords]
    if number is not None:
        tops.append(number.y - NUMBER_HEIGHT_PX)
    return min(tops, default=0.0)


def _top(music: Sequence[Rect], left: float, right: float) -> float:
    """Return the highest point of staff and music between two x places."""
    return min([0.0, *(box.y for box in music if box.x < right and left < box.right)])
