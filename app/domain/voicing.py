"""Voices chords for a keyboard: a bass note, and the other tones close to the chord before."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from itertools import product
from typing import Final

from app.domain.chords import Chord

LOWEST_BASS: Final = 40
"""E2: the bass lies in the octave that begins here."""

LOWEST_TONE: Final = 53
HIGHEST_TONE: Final = 69
"""F3 to A4: where the accompanying hand plays, below most melodies."""

CENTRE: Final = 60


def voiced(chords: Iterable[Chord]) -> tuple[tuple[int, ...], ...]:
    """Return the keys of each chord with the bass first; each voice moves as little as possible."""
    found: list[tuple[int, ...]] = []
    hand: Sequence[int] = ()
    for chord in chords:
        hand = _hand(chord, hand)
        found.append((_bass(chord), *hand))
    return tuple(found)


def _bass(chord: Chord) -> int:
    return LOWEST_BASS + (chord.bass_pitch_class - LOWEST_BASS) % 12


def _hand(chord: Chord, before: Sequence[int]) -> tuple[int, ...]:
    """Choose, among all ways to place the tones, the one closest to the chord before."""
    places = [
        [p for p in range(LOWEST_TONE, HIGHEST_TONE + 1) if p % 12 == pitch_class]
        for pitch_class in sorted(chord.pitch_classes)
    ]
    return min((tuple(sorted(tones)) for tones in product(*places)), key=_effort_from(before))


def _effort_from(
    before: Sequence[int],
) -> Callable[[tuple[int, ...]], tuple[int, int, tuple[int, ...]]]:
    def effort(tones: tuple[int, ...]) -> tuple[int, int, tuple[int, ...]]:
        moved = sum(min(abs(tone - old) for old in before) for tone in tones) if before else 0
        return moved, abs(sum(tones) - CENTRE * len(tones)) + tones[-1] - tones[0], tones

    return effort
