"""Puts takes and versions into words, for cards, tooltips and screen readers."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime
from functools import partial

from PySide6.QtCore import QCoreApplication, QDateTime, QLocale

from app.domain import Node, Take, Version
from app.domain.describe import Trait
from app.domain.spelling import spelling_of
from app.domain.take_figures import ends_on_tonic
from app.domain.timebase import ticks_to_seconds

tr = partial(QCoreApplication.translate, "Takes")

Find = Callable[[str | None], Node | None]
"""Finds the take or version with an id."""

AND = ", "
FEWEST_QUOTED_NOTES = 10
"""A take that shares at least so many notes in a row with a tune is said to quote it."""


def particulars(traits: Iterable[Trait]) -> str:
    """Write what sets a take apart, such as "climbs, repeats bar 2"."""
    return AND.join(tr(trait.word).format(trait.bar) for trait in traits)


def length_of(take: Take) -> str:
    """Write which bars are new if some were replaced, or otherwise how many were added."""
    sketch = take.sketch
    first, last = sketch.bar_at(take.start_ticks), sketch.bar_at(take.end_ticks - 1)
    if not take.request.mode.has_passage:
        return counted_bars(last - max(first, 1) + 1)
    if first == last:
        return tr("bar {0}").format(first)
    return tr("bars {0}–{1}").format(max(first, 1), last)


def ending_of(take: Take) -> str:
    """Write how a take ends; "" if it goes on in bars that were there before."""
    if take.end_ticks < take.sketch.end_ticks:
        return ""
    return tr("tonic") if ends_on_tonic(take) else tr("open")


def match_of(take: Take) -> str:
    """Write how many notes in a row the take shares with a tune the model learned from."""
    return tr("longest match {0}").format(take.originality.longest_match_notes)


def is_quote(take: Take) -> bool:
    """Tell whether a take shares so many notes with a tune that the player should know."""
    return take.originality.longest_match_notes >= FEWEST_QUOTED_NOTES


def name_of(node: Node, find: Find) -> str:
    """Name a take by its number, and a version by what was edited in it."""
    if isinstance(node, Take):
        return tr("Take {0}").format(node.number)
    parent = find(node.parent)
    if isinstance(parent, Take):
        return tr("Edited take {0}").format(parent.number)
    return tr("Edited sketch") if isinstance(parent, Version) else tr("Sketch")


def counted_bars(bars: int) -> str:
    """Write a number of bars."""
    return tr("1 bar") if bars == 1 else tr("{0} bars").format(bars)


def spoken(take: Take, words: str) -> str:
    """Describe a take for a screen reader."""
    told = [tr("Take {0}").format(take.number)]
    if take.name:
        told.append(take.name)
    if take.starred:
        told.append(tr("starred"))
    return AND.join((*told, words, length_of(take)))


def details(take: Take, words: str, find: Find) -> str:
    """Return everything that is known about a take, one fact on each line."""
    sketch, originality = take.sketch, take.originality
    ticks = take.end_ticks - take.start_ticks
    seconds = round(ticks_to_seconds(ticks, sketch.tempo_bpm))
    parent = find(take.parent)
    origin = QCoreApplication.translate("Wishes", take.request.mode.words.origin)
    lines = [
        " – ".join(filter(None, (name_of(take, find), take.name, words))),
        origin.format(tr("the sketch") if parent is None else name_of(parent, find)),
        " · ".join(
            filter(
                None,
                (
                    length_of(take),
                    tr("{0} notes").format(len(take.new_notes)),
                    f"{seconds // 60}:{seconds % 60:02d}",
                    _ending_in_words(take),
                ),
            )
        ),
        tr("Seed {0} · {1} bits per note").format(take.seed, f"{take.bits_per_note:.2f}"),
        match_of(take) + (f": {originality.source}" if originality.source else ""),
        _when(take.created),
    ]
    return "\n".join(lines)


def version_details(version: Version, find: Find) -> str:
    """Return everything that is known about a version, one fact on each line."""
    made = _when(version.created)
    length = counted_bars(version.sketch.bars)
    return "\n".join(
        (name_of(version, find), length, made, tr("Press Enter to make it the sketch again."))
    )


def _when(moment: datetime) -> str:
    local = QDateTime.fromSecsSinceEpoch(int(moment.timestamp()))
    return QLocale().toString(local, QLocale.FormatType.ShortFormat)


def _ending_in_words(take: Take) -> str:
    ending = ending_of(take)
    if not ending:
        return ""
    last = take.new_notes[-1:]
    if ends_on_tonic(take):
        return tr("ends on the tonic, {0}").format(spelling_of(last[0], take.sketch))
    return tr("ends open, on {0}").format(spelling_of(last[0], take.sketch)) if last else ending
