"""Infers the chords under a melody from the voices that sound with it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from app.domain.chords import KINDS
from app.training.tune import Harmony, Sound

_CANDIDATE_KINDS: Final = ("", "m", "7", "m7", "dim")
_OUTSIDE: Final = 0.7
"""What sound outside a chord costs the chord, where as much sound inside gains 1."""

_ABSENT: Final = 0.12
"""What a tone that doesn't sound costs its chord, so that a seventh has to sound to be found."""

_SEVENTH: Final = 0.1
"""What having a fourth tone costs, so that a short passing note doesn't make a seventh chord."""

_COMMON: Final = 0.1
"""What a chord gains by its tones' share in the whole piece; it decides if a third is missing."""

_BASS_IS_ROOT: Final = 0.15
"""What a chord gains if its root is the lowest tone."""

_FEWEST_TONES: Final = 2
"""Different pitch classes that have to sound to make a chord."""


def infer_harmonies(sounds: Iterable[Sound], span: float, pickup: float) -> list[Harmony]:
    """Return the chords that the sounds make; `span` is the length in quarters of each look.

    Spans are counted from the first bar line, `pickup` quarters after the beginning. The chord of a
    span is the one, of any root and `_CANDIDATE_KINDS`, that fits best what sounds in it: template
    matching as in Pardo & Birmingham (2002), Algorithms for chordal analysis. A chord that stays
    is returned once.
    """
    first = pickup % span - span if pickup % span else 0.0
    sounding: dict[int, list[tuple[float, int]]] = {}
    for onset, length, pitch in sounds:
        index = int((onset - first) // span)
        while first + index * span < onset + length - 1e-3:
            begin = max(onset, first + index * span)
            share = min(onset + length, first + (index + 1) * span) - begin
            if share > 1e-3:
                sounding.setdefault(index, []).append((share, pitch))
            index += 1
    everywhere = _weights(note for notes in sounding.values() for note in notes)
    found: list[Harmony] = []
    for index in sorted(sounding):
        chord = _best_chord(sounding[index], everywhere)
        if chord is not None and (not found or found[-1][1:] != chord):
            found.append((max(0.0, first + index * span), *chord))
    return found


def _weights(sounding: Iterable[tuple[float, int]]) -> list[float]:
    """Return how long each of the 12 pitch classes sounds, as a share of all."""
    weights = [0.0] * 12
    for share, pitch in sounding:
        weights[pitch % 12] += share
    total = sum(weights) or 1.0
    return [weight / total for weight in weights]


def _best_chord(
    sounding: Sequence[tuple[float, int]], everywhere: Sequence[float]
) -> tuple[int, str] | None:
    """Return root and kind of the chord that fits best, None if too few pitch classes sound.

    `sounding` has the quarters and the pitch of what sounds; `everywhere` the share of each pitch
    class in the whole piece.
    """
    weights = _weights(sounding)
    if sum(weight > 0 for weight in weights) < _FEWEST_TONES:
        return None
    bass = min(pitch for _, pitch in sounding) % 12

    def fit(chord: tuple[int, str]) -> float:
        root, kind = chord
        tones = {(root + above) % 12 for above in KINDS[kind]}
        inside = sum(weights[tone] for tone in tones)
        absent = sum(not weights[tone] for tone in tones)
        penalty = _OUTSIDE * (1 - inside) + _ABSENT * absent + _SEVENTH * (len(tones) > 3)
        common = _COMMON * sum(everywhere[tone] for tone in tones)
        return inside - penalty + common + _BASS_IS_ROOT * (root == bass)

    return max(_candidates(), key=fit)


def _candidates() -> Iterator[tuple[int, str]]:
    return ((root, kind) for kind in _CANDIDATE_KINDS for root in range(12))
