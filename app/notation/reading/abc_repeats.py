"""Finds the order in which the bars of an ABC voice are played, or takes them as written.

It follows the ABC standard 2.1 (sections 3.1.9, 4.8 to 4.10 and 4.14).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from app.errors import AppError
from app.notation.reading.abc_bars import Bar

MOST_BARS: Final = 20_000
MOST_PARTS: Final = 500
LONGEST_ENDING: Final = 200
"""As many bars are searched for the ending of the next pass."""

SEGNO, CODA, TO_CODA, FINE = "segno", "coda", "to coda", "fine"
LEAPS: Final = ("D.C.", "D.S.")

DA_CAPO: Final = re.compile(r"\W*(?:D\.\s?C\b|DC\b|da\s?capo)", re.I)
DAL_SEGNO: Final = re.compile(r"\W*(?:D\.\s?S\b|DS\b|dal\s?segno)", re.I)


def mark_of(text: str) -> str:
    """Return what a sign or a text means for the order of bars; nothing if it is another."""
    words = text.strip(" ^_<>@.").lower()
    if words in ("segno", "coda", "fine"):
        return words
    if words in ("dacoda", "tocoda", "to coda"):
        return TO_CODA
    for leap, pattern in ((LEAPS[0], DA_CAPO), (LEAPS[1], DAL_SEGNO)):
        if pattern.match(text.lstrip(" ^_<>@")):
            return leap
    return ""


def has_repeats(bars: list[Bar]) -> bool:
    """Tell whether bars are heard more than once, or not at all, when the voice is played."""
    return any(
        bar.opens or bar.closes or bar.endings or any(mark in LEAPS for mark in bar.marks)
        for bar in bars
    )


def played_order(bars: list[Bar], parts: str = "") -> list[int]:
    """Return the indexes of the bars in the order in which they are played.

    `parts` is the order of parts in the head (`P:`). Raises AppError where it grows beyond all
    music.
    """
    labels = [index for index, bar in enumerate(bars) if bar.part]
    order = expanded_parts(parts)
    named = {bars[index].part for index in labels}
    if len(order) > 1 and set(order) <= named:
        spans: dict[str, range] = {}
        for index, end in zip(labels, [*labels[1:], len(bars)], strict=True):
            spans.setdefault(bars[index].part, range(index, end))
        before = list(range(labels[0]))
        pieces = [before, *([*_unrolled(bars, spans[part])] for part in order)]
        return _limited(place for piece in pieces for place in piece)
    return _with_leaps(bars, _limited(_unrolled(bars, range(len(bars)))))


def expanded_parts(text: str) -> str:
    """Return an order of parts such as `A2(BC)3` in full; nothing if it is none or too long."""
    words = re.sub(r"[\s.]", "", text[:MOST_PARTS])
    while group := re.search(r"\(([A-Za-z]*)\)(\d{0,2})|([A-Za-z])(\d{1,2})", words):
        inner, count = (group[1], group[2]) if group[3] is None else (group[3], group[4])
        words = words[: group.start()] + inner * int(count or 1) + words[group.end() :]
        if len(words) > MOST_PARTS:
            return ""
    return words if words.isalpha() else ""


def _limited(order: Iterator[int]) -> list[int]:
    found: list[int] = []
    for place in order:
        found.append(place)
        if len(found) > MOST_BARS:
            raise AppError(
                f"its repeats make more than {MOST_BARS:,} bars, which is more than Motivo reads;"
                " remove some"
            )
    return found


def _unrolled(bars: list[Bar], span: range) -> Iterator[int]:
    """Yield the bars of a span with its repeats and endings, each section before the next."""
    start = place = span.start
    passing = 1
    while place < span.stop:
        bar = bars[place]
        if bar.opens and place != start:
            start, passing = place, 1
        if bar.endings and passing not in bar.endings:
            following = _ending_for(bars, span, place, passing)
            if following is None:
                start, passing = _after_endings(bars, span, place), 1
                place = start
            else:
                place = following
            continue
        yield place
        if bar.closes and passing < _passes(bars, span, start, place):
            passing += 1
            place = start
        else:
            if bar.closes:
                start, passing = place + 1, 1
            place += 1


def _passes(bars: list[Bar], span: range, start: int, place: int) -> int:
    """Return how often the section that ends at `place` is played."""
    endings = _endings(bars, span, start)
    if endings:
        return max(endings)
    return max(bars[place].closes, bars[start].opens) + 1


def _endings(bars: list[Bar], span: range, start: int) -> set[int]:
    """Return the numbers of the endings of the section that begins at `start`."""
    found: set[int] = set()
    for place in range(start, span.stop):
        bar = bars[place]
        if found and (bar.opens or (bar.endings and found & bar.endings)):
            break
        if bar.opens and place != start:
            break
        found |= bar.endings or set()
        following = bars[place + 1] if place + 1 < span.stop else None
        if bar.closes and (following is None or not following.endings):
            break
    return found


def _ending_for(bars: list[Bar], span: range, place: int, passing: int) -> int | None:
    """Return where the ending for a pass begins, after another ending at `place`."""
    for later in range(place + 1, min(span.stop, place + LONGEST_ENDING)):
        endings = bars[later].endings
        if bars[later].opens:
            return None
        if endings:
            if passing in endings:
                return later
            if 1 in endings:
                return None
    return None


def _after_endings(bars: list[Bar], span: range, place: int) -> int:
    """Return where the tune goes on if no ending is meant for the pass."""
    for later in range(place, span.stop):
        if bars[later].closes:
            return later + 1
    return span.stop


def _with_leaps(bars: list[Bar], order: list[int]) -> list[int]:
    """Follow the first D.C. or D.S.: back to the beginning or the segno, then to Fine or the coda.

    What is played again is played without its repeats, with the last endings.
    """
    leaps = [place for place, bar in enumerate(bars) if any(mark in LEAPS for mark in bar.marks)]
    if not leaps:
        return order
    leap = leaps[0]
    marks = {mark: [i for i, bar in enumerate(bars) if mark in bar.marks] for mark in
             (SEGNO, CODA, TO_CODA, FINE)}  # fmt: skip
    codas = marks[CODA]
    away = marks[TO_CODA] or (codas[:1] if len(codas) > 1 else [])
    target = next((place for place in reversed(codas) if away and place > away[0]), None)
    played = order[: len(order) - order[::-1].index(leap)] if leap in order else order
    begin = marks[SEGNO][0] if "D.S." in bars[leap].marks and marks[SEGNO] else 0
    last_endings = _last_endings(bars)
    for place in range(begin, len(bars)):
        if target is not None and place == away[0] + 1:
            return [*played, *range(target, len(bars))]
        if place not in last_endings:
            played.append(place)
        if marks[FINE] and place == marks[FINE][-1]:
            return played
    return played


def _last_endings(bars: list[Bar]) -> set[int]:
    """Return the bars of all endings but the last ones, which a D.C. leaves out."""
    left: set[int] = set()
    inside = False
    for place, bar in enumerate(bars):
        if bar.endings:
            inside = _ending_for(bars, range(len(bars)), place, max(bar.endings) + 1) is not None
        if inside:
            left.add(place)
        if bar.closes:
            inside = False
    return left
