"""Lays an analysis over a score: which chord of RomanText sounds when in each passage."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict, deque
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

from app.domain import Key, Meter
from app.domain.chords import KINDS
from app.training.read_musicxml import XmlPassage
from app.training.read_rntxt import RomanBar, RomanChord
from app.training.tune import NO_CHORD, Harmony

_SHIFTS: Final = (0, 1, -1)
"""Bars by which the numbers of an analysis may miss the score's: some count the pickup as one."""

_SHIFT_GAIN: Final = 1.1
"""How much better a shifted analysis has to fit before it is believed."""

FEWEST_CHORD_TONES: Final = 0.6
"""Share of downbeat notes that belong to the chord; an analysis below is of something else."""


@dataclass
class Laid:
    """The chords of a passage, and the key in which the first of its own stands."""

    harmonies: list[Harmony] = field(default_factory=list)
    key: Key | None = None


def lay_over(bars: Sequence[RomanBar], passages: Sequence[XmlPassage]) -> list[Laid]:
    """Return the chords of each passage, in quarters from its beginning.

    Passages come in the order of the score. If the analysis does not fit, there are no chords.
    """
    tries = [_laid(bars, passages, shift) for shift in _SHIFTS]
    fits = [_chord_tones(laid, passages) for laid in tries]
    best = max(range(len(_SHIFTS)), key=fits.__getitem__)
    if fits[best] < _SHIFT_GAIN * fits[0]:
        best = 0
    return tries[best] if fits[best] >= FEWEST_CHORD_TONES else [Laid() for _ in passages]


def _laid(bars: Sequence[RomanBar], passages: Sequence[XmlPassage], shift: int) -> list[Laid]:
    waiting: dict[str, deque[RomanBar]] = defaultdict(deque)
    for bar in bars:
        number = str(int(bar.number) + shift) if bar.number.isdigit() else bar.number
        waiting[number].append(bar)
    last: RomanChord | None = None
    found: list[Laid] = []
    for passage in passages:
        laid = Laid([(0.0, last.root, last.kind)] if last else [])
        for index, (name, start) in enumerate(passage.measures):
            same_name = waiting.get(name)
            if not same_name:
                continue
            # Movements may count their bars anew; a bar that is split keeps its name.
            bar = same_name.popleft() if len(same_name) > 1 else same_name[0]
            pickup = 0.0 if index else passage.pickup
            for chord in bar.chords:
                place = _place(chord.beat, passage.meter, pickup)
                if place is not None:
                    laid.harmonies.append((start + place, chord.root, chord.kind))
                    laid.key, last = laid.key or chord.key, chord
        found.append(laid)
    return found


def _place(beat: float, meter: Meter, pickup: float) -> float | None:
    """Return where in its bar a beat is, in quarters; None if the bar is too short.

    `pickup` is the length of an incomplete bar, whose beats are counted as if it were whole.
    RomanText counts three to a beat in 6, 9, 12 and 15.
    """
    whole = 4.0 * meter.counts / meter.unit
    is_compound = meter.counts > 3 and meter.counts % 3 == 0
    place = (beat - 1) * (3 if is_compound else 1) * 4.0 / meter.unit
    if place >= whole:
        return None
    missing = whole - pickup if pickup else 0.0
    return place - missing if place >= missing else min(place, pickup)


def _chord_tones(laid: Sequence[Laid], passages: Sequence[XmlPassage]) -> float:
    """Return the share of notes on downbeats that belong to the chord there."""
    hits = count = 0
    for one, passage in zip(laid, passages, strict=True):
        downbeats = {start for _, start in passage.measures}
        places = [place for place, _, _ in one.harmonies]
        for onset, _, pitch in passage.sounds:
            index = bisect_right(places, onset) - 1
            if onset in downbeats and index >= 0 and one.harmonies[index][1] != NO_CHORD:
                _, root, kind = one.harmonies[index]
                count += 1
                hits += (pitch - root) % 12 in KINDS[kind]
    return hits / max(1, count)
