"""Follows the order of parts (`P:`) of an ABC tune (standard 2.1, section 3.1.9)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from app.notation.reading.marks import Marks
from app.notation.reading.play_order import MOST_PLAYED, Order, play_order

MOST_PARTS: Final = 500


def expanded_parts(text: str) -> str:
    """Return an order of parts such as `A2(BC)3` in full; nothing if it is none or too long."""
    words = re.sub(r"[\s.]", "", text[:MOST_PARTS])
    while group := re.search(r"\(([A-Za-z]*)\)(\d{0,2})|([A-Za-z])(\d{1,2})", words):
        inner, count = (group[1], group[2]) if group[3] is None else (group[3], group[4])
        words = words[: group.start()] + inner * int(count or 1) + words[group.end() :]
        if len(words) > MOST_PARTS:
            return ""
    return words if words.isalpha() else ""


def follows_parts(labels: Sequence[str], parts: str) -> bool:
    """Tell whether an order of parts can be followed: each of its parts has a label."""
    order = expanded_parts(parts)
    return len(order) > 1 and set(order) <= set(labels)


def order_with_parts(marks: Sequence[Marks], labels: Sequence[str], parts: str) -> Order:
    """Return the order of the bars; `labels` has the part that begins at each bar, or nothing.

    Each part is played with its repeats. There is no D.C. or D.S. then, because the order of parts
    says already what is played again.
    """
    if not follows_parts(labels, parts):
        return play_order(marks)
    starts = [index for index, label in enumerate(labels) if label]
    spans: dict[str, range] = {}
    for index, end in zip(starts, [*starts[1:], len(marks)], strict=True):
        spans.setdefault(labels[index], range(index, end))
    without_jumps = [replace(mark, da_capo=False, dal_segno=None) for mark in marks]
    played = [*range(starts[0])]
    for part in expanded_parts(parts):
        span = spans[part]
        found = play_order(without_jumps[span.start : span.stop])
        played += [span.start + index for index in found.measures]
        if not found.is_whole or len(played) > MOST_PLAYED:
            return Order(tuple(range(len(marks))), is_whole=False)
    return Order(tuple(played))
