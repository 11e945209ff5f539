"""Aligns a RomanText analysis with a score: which of its chords sounds when in each passage."""

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
"""By how many bars an analysis may be numbered differently: some count the pickup as a bar."""

_SHIFT_GAIN: Final = 1.1
"""How many times better a shifted analysis has to fit to be preferred."""

FEWEST_CHORD_TONES: Final = 0.6
"""Share of downbeat notes that have to belong to their chord; where fewer do, the analysis must be
of another piece."""


@dataclass
class PassageHarmony:
    """The chords of a passage, and the key of the first chord that the analysis has in it.

    The key is None if it has none there.
    """

    harmonies: list[Harmony] = field(default_factory=list)
    key: Key | None = None


def align_analysis(
    bars: Sequence[RomanBar], passages: Sequence[XmlPassage]
) -> list[PassageHarmony]:
    """Return the chords of each passage, their onsets in quarters from its beginning.

    Passages have to be in the order of the score. If the analysis doesn't fit, no chords are
    returned for any of them.
    """
    tries = [_aligned(bars, passages, shift) for shift in _SHIFTS]
    fits = [_chord_tones(aligned, passages) for aligned in tries]
    best = max(range(len(_SHIFTS)), key=fits.__getitem__)
    if fits[best] < _SHIFT_GAIN * fits[0]:
        best = 0
    return tries[best] if fits[best] >= FEWEST_CHORD_TONES else [PassageHarmony() for _ in passages]


def _aligned(
    bars: Sequence[RomanBar], passages: Sequence[XmlPassage], shift: int
) -> list[PassageHarmony]:
    waiting: dict[str, deque[RomanBar]] = defaultdict(deque)
    for bar in bars:
        number = str(int(bar.number) + shift) if bar.number.isdigit() else bar.number
        waiting[number].append(bar)
    last: RomanChord | None = None
    results: list[PassageHarmony] = []
    for passage in passages:
        aligned = PassageHarmony([(0.0, last.root, last.kind)] if last else [])
        for index, (name, start) in enumerate(passage.measures):
            same_name = waiting.get(name)
            if not same_name:
                continue
            # Movements may number their bars anew, so several bars can have one name; they are
            # taken in turn. The last one stays, as a score may split it and name both parts so.
            bar = same_name.popleft() if len(same_name) > 1 else same_name[0]
            pickup = 0.0 if index else passage.pickup
            for chord in bar.chords:
                place = _place(chord.beat, passage.meter, pickup)
                if place is not None:
                    aligned.harmonies.append((start + place, chord.root, chord.kind))
                    aligned.key, last = aligned.key or chord.key, chord
        results.append(aligned)
    return results


def _place(beat: float, meter: Meter, pickup: float) -> float | None:
    """Return the place of a beat in its bar, in quarters; None if the bar has no such beat.

    `pickup` is the length of an incomplete bar, whose beats are counted as if it were whole, and 0
    for a whole bar. RomanText has three counts to a beat in 6, 9, 12 and 15.
    """
    whole = 4.0 * meter.counts / meter.unit
    is_compound = meter.counts > 3 and meter.counts % 3 == 0
    place = (beat - 1) * (3 if is_compound else 1) * 4.0 / meter.unit
    if place >= whole:
        return None
    missing = whole - pickup if pickup else 0.0
    return place - missing if place >= missing else min(place, pickup)


def _chord_tones(aligned: Sequence[PassageHarmony], passages: Sequence[XmlPassage]) -> float:
    """Return what share of the notes on downbeats belong to the chord there."""
    hits = count = 0
    for one, passage in zip(aligned, passages, strict=True):
        downbeats = {start for _, start in passage.measures}
        places = [place for place, _, _ in one.harmonies]
        for onset, _, pitch in passage.sounds:
            index = bisect_right(places, onset) - 1
            if onset in downbeats and index >= 0 and one.harmonies[index][1] != NO_CHORD:
                _, root, kind = one.harmonies[index]
                count += 1
                hits += (pitch - root) % 12 in KINDS[kind]
    return hits / max(1, count)
