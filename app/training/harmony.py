"""Hears the chords under a melody from the voices that sound with it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from app.domain.chords import KINDS
from app.training.tune import Harmony, Sound

_HEARD_KINDS: Final = ("", "m", "7", "m7", "dim")
_OUTSIDE: Final = 0.7
"""What sound outside a chord takes from its fit, as a share of what sound inside gives."""

_ABSENT: Final = 0.12
"""What each absent tone of a chord takes, so that a seventh is heard only where one sounds."""

_SEVENTH: Final = 0.1
"""What a fourth tone takes, so that a short passing note makes no seventh."""

_COMMON: Final = 0.1
"""What tones give by their share in all that sounds: it decides where a third is missing."""

_BASS_IS_ROOT: Final = 0.15
_FEWEST_TONES: Final = 2


def heard_harmonies(sounds: Iterable[Sound], span: float, pickup: float) -> list[Harmony]:
    """Return the chords that the sounds make, looking at `span` quarters at a time.

    Each is the one of `_HEARD_KINDS` in which most of what sounds meanwhile has its place:
    template matching as in Pardo & Birmingham (2002), Algorithms for chordal analysis.
    """
    first = pickup % span - span if pickup % span else 0.0
    heard: dict[int, list[tuple[float, int]]] = {}
    for onset, length, pitch in sounds:
        index = int((onset - first) // span)
        while first + index * span < onset + length - 1e-3:
            begin = max(onset, first + index * span)
            share = min(onset + length, first + (index + 1) * span) - begin
            if share > 1e-3:
                heard.setdefault(index, []).append((share, pitch))
            index += 1
    everywhere = _weights(note for notes in heard.values() for note in notes)
    found: list[Harmony] = []
    for index in sorted(heard):
        chord = _best(heard[index], everywhere)
        if chord is not None and (not found or found[-1][1:] != chord):
            found.append((max(0.0, first + index * span), *chord))
    return found


def _weights(sounding: Iterable[tuple[float, int]]) -> list[float]:
    """Return how long each pitch class sounds, as a share of all."""
    weights = [0.0] * 12
    for share, pitch in sounding:
        weights[pitch % 12] += share
    total = sum(weights) or 1.0
    return [weight / total for weight in weights]


def _best(
    sounding: Sequence[tuple[float, int]], everywhere: Sequence[float]
) -> tuple[int, str] | None:
    """Return root and kind of the chord that fits what sounds, with its shares of the span."""
    weights = _weights(sounding)
    if sum(weight > 0 for weight in weights) < _FEWEST_TONES:
        return None
    bass = min(pitch for _, pitch in sounding) % 12

    def fit(chord: tuple[int, str]) -> float:
        root, kind = chord
        tones = {(root + above) % 12 for above in KINDS[kind]}
        inside = sum(weights[tone] for tone in tones)
        absent = sum(not weights[tone] for tone in tones)
        without = _OUTSIDE * (1 - inside) + _ABSENT * absent + _SEVENTH * (len(tones) > 3)
        common = _COMMON * sum(everywhere[tone] for tone in tones)
        return inside - without + common + _BASS_IS_ROOT * (root == bass)

    return max(_candidates(), key=fit)


def _candidates() -> Iterator[tuple[int, str]]:
    return ((root, kind) for kind in _HEARD_KINDS for root in range(12))
