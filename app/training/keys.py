"""Estimates the key of a melody whose file names no mode, or no key at all."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

from app.domain import Key, Mode
from app.domain.chords import KINDS
from app.training.tune import NO_CHORD, Harmony, Sound

_PROFILES: Final = {
    Mode.MAJOR: (6.35, 2.23, 3.48, 2.33, 4.38, 4.09, 2.52, 5.19, 2.39, 3.66, 2.29, 2.88),
    Mode.MINOR: (6.33, 2.68, 3.52, 5.38, 2.60, 3.53, 2.54, 4.75, 3.98, 2.69, 3.34, 3.17),
}
"""How well each pitch class above the tonic fits a key: Krumhansl & Kessler (1982), Tracing the
dynamic changes in perceived tonal organization."""

_LAST_NOTE_WEIGHT: Final = 4.0
"""What a key gains, in twelfths, if the melody ends on its tonic."""

_MODES: Final = {False: (Mode.MAJOR, Mode.MIXOLYDIAN), True: (Mode.MINOR, Mode.DORIAN)}
"""The modes that a tune may have despite its signature, by whether its home chord is minor."""


def estimated_key(
    fifths: int | None, sounds: Iterable[Sound], harmonies: Sequence[Harmony] = ()
) -> Key:
    """Return the likeliest key.

    `fifths` are the sharps of the signature, which leave a choice of major or minor, None if there
    is no signature. The last chord decides, or else the first, if it is the tonic of one of these
    keys. If the tune begins and ends on a chord that is neither, the signature only saves
    accidentals, and the key is on that chord's root. Otherwise the pitches, with their lengths, and
    the last note decide.
    """
    weights: dict[int, float] = {}
    last = None
    for _, length, pitch in sounds:
        weights[pitch % 12] = weights.get(pitch % 12, 0.0) + length
        last = pitch % 12
    total = sum(weights.values()) or 1.0

    def fit(key: Key) -> float:
        tonic, profile = key.tonic_pitch_class, _PROFILES[key.mode]
        score = sum(weights[pc] * profile[(pc - tonic) % 12] for pc in weights) / total
        return score + _LAST_NOTE_WEIGHT * (last == tonic) / len(profile)

    def inside(key: Key) -> float:
        return sum(weights.get(pitch_class, 0.0) for pitch_class in key.scale)

    signatures = range(-5, 7) if fifths is None else (fifths,)
    keys = [Key.from_fifths(sharps, mode) for sharps in signatures for mode in _PROFILES]
    homes = [
        (root, 3 in KINDS[kind] and 4 not in KINDS[kind])
        for _, root, kind in harmonies
        if root != NO_CHORD
    ]
    for home in (homes[-1], homes[0]) if homes else ():
        for key in keys:
            if (key.tonic_pitch_class, key.mode == Mode.MINOR) == home:
                return key
    if homes and homes[0] == homes[-1]:
        root, is_minor = homes[0]
        return max((_key_on(root, mode) for mode in _MODES[is_minor]), key=inside)
    return max(keys, key=fit)


def _key_on(tonic: int, mode: Mode) -> Key:
    """Return the key on a pitch class that has the fewest sharps or flats."""
    keys = (Key.from_fifths(fifths, mode) for fifths in range(-5, 7))
    return next(key for key in keys if key.tonic_pitch_class == tonic)
