"""Decides how many bars stand on a line: where possible, a phrase begins a line."""

from __future__ import annotations

from typing import Final

from app.domain import Author, Sketch
from app.notation.writing.bars import Bar, Written

SPACES: Final = {
    "breve": 8.0,
    "whole": 7.0,
    "half": 5.2,
    "quarter": 4.0,
    "eighth": 3.1,
    "16th": 2.6,
    "32nd": 2.3,
}
"""The staff spaces that a value needs to be easy to read; Verovio gives it about as much."""

FINEST_SPACES: Final = 2.1
DOT_SPACES: Final = 0.4
ACCIDENTAL_SPACES: Final = 1.2
BAR_LINE_SPACES: Final = 1.6
CLEF_SPACES: Final = 4.5
METER_SPACES: Final = 2.6
TIGHTEST: Final = 0.85
"""How far a line may be compressed, as a share of its natural width."""

ROOMY: Final = 1.2
"""How much wider than a phrase a line must be to take more bars than the phrase has."""

USUAL_PHRASE_BARS: Final = 4
LONGEST_LINE_BARS: Final = 16


def bars_of_lines(sketch: Sketch, bars: tuple[Bar, ...], width_spaces: float) -> list[list[Bar]]:
    """Distribute bars to lines whose width is given in staff spaces.

    A line has as many bars as the motif, or a multiple or a fraction of them; where that is too
    many, it is divided. A pickup stands on the line of the first bar.
    """
    first = bars[:1] if bars[0].number == 0 else ()
    full = bars[len(first) :]
    scale = sketch.key.scale
    is_plain = [note.pitch % 12 in scale for note in sketch.melody]
    widths = {bar.number: _width(bar, is_plain) for bar in bars}
    head = CLEF_SPACES + abs(sketch.key.fifths) * 1.1
    available = width_spaces - head
    pickup_width = sum(widths[bar.number] for bar in first) + METER_SPACES

    def width(line: tuple[Bar, ...]) -> float:
        opens = bool(line) and line[0] is full[0]
        return sum(widths[bar.number] for bar in line) + (pickup_width if opens else 0)

    phrase = phrase_bars(sketch)
    count = next(
        count
        for count in _counts(phrase)
        if count == 1
        or _fits_mostly(
            [width(line) for line in _cut(full, count)],
            available / (ROOMY if count > max(phrase, USUAL_PHRASE_BARS) else TIGHTEST),
        )
    )
    lines: list[list[Bar]] = []
    waiting = list(reversed(_cut(full, count)))
    while waiting:
        line = waiting.pop()
        if len(line) > 1 and width(line) > available / TIGHTEST:
            middle = (len(line) + 1) // 2
            waiting += [line[middle:], line[:middle]]
        else:
            lines.append(list(line))
    lines[0][:0] = first
    return lines


def phrase_bars(sketch: Sketch) -> int:
    """Return how many bars a phrase has: those of the player's motif, or else the usual number."""
    model = next((n for n in sketch.melody if n.author is Author.MODEL), None)
    motif = sketch.bar_at(model.onset_ticks) - 1 if model is not None else 0
    if 1 <= motif <= 8:
        return motif
    return next((n for n in (4, 3) if motif % n == 0), USUAL_PHRASE_BARS)


def _counts(phrase: int) -> list[int]:
    multiples = range(LONGEST_LINE_BARS // phrase * phrase, 0, -phrase)
    parts = [n for n in range(phrase - 1, 0, -1) if phrase % n == 0]
    return [*multiples, *parts]


def _cut(bars: tuple[Bar, ...], count: int) -> list[tuple[Bar, ...]]:
    return [bars[start : start + count] for start in range(0, len(bars), count)]


def _fits_mostly(widths: list[float], available: float) -> bool:
    return 2 * sum(width > available for width in widths) < len(widths)


def _width(bar: Bar, is_plain: list[bool]) -> float:
    """Return the natural width of a bar; `is_plain` tells which notes need no accidental."""
    return BAR_LINE_SPACES + sum(_spaces(written, is_plain) for written in bar.written)


def _spaces(written: Written, is_plain: list[bool]) -> float:
    if written.value is None:
        return SPACES["half"]
    spaces = SPACES.get(written.value.type, FINEST_SPACES) + DOT_SPACES * written.value.dots
    if written.note is not None and written.tie in (None, "start"):
        spaces += 0 if is_plain[written.note] else ACCIDENTAL_SPACES
    return spaces
