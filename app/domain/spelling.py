"""Spells a melody: each note by the key, by the music around it, and by where it leads.

The method follows Temperley (2001), The Cognition of Basic Musical Structures, chapter 5. Every
spelling is a place on the line of fifths (… B♭ F C G D …). A note takes the place nearest to the
centre of gravity of the notes around it. If it moves on by a semitone, it leans towards the
spelling that makes this a step to another letter: F♯ to G, but G♭ to F. Since the key is known
here, it draws the centre towards its scale. The figures were fitted to the spellings of printed
songs, string quartets and lead sheets (`motivo proof`).
"""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import replace
from itertools import accumulate, groupby, pairwise
from typing import Final

from app.domain.key import LETTERS_BY_FIFTHS, Key, Mode, Spelling
from app.domain.melody import Melody
from app.domain.note import Note
from app.domain.sketch import Sketch

NOTES_AROUND: Final = 8
"""How many different notes before and after a note make up its centre of gravity."""

KEY_WEIGHT: Final = 24
"""How many notes the middle of the key's scale counts as in the centre of gravity."""

SCALE_CENTRE: Final = {Mode.MINOR: 2.3}
"""The middle of a scale, in fifths above the tonic of its relative major.

It is 2 unless given here: in minor, leading notes move it up.
"""

LEAN_FROM: Final = {-2: -0.7, -1: 1.6, 1: -0.7, 2: 0.5}
LEAN_TO: Final = {-1: -1.6, 1: 1.9, 2: -0.8}
"""How many fifths a note leans towards the sharps, by the semitones from the note before and to the
note after."""

RUN_LEAN: Final = 6.0
"""How many fifths the notes of a chromatic scale lean: to the sharps going up, to the flats going
down."""

ROUNDS: Final = 2
"""How often the centres are computed again from the spellings found before."""

FLATTEST: Final = -15
SHARPEST: Final = 19
"""The ends of the line of fifths: no note is written beyond F double flat or B double sharp."""

KEPT: Final = 8

_kept: list[tuple[tuple[Note, ...], Key, tuple[Spelling, ...]]] = []


def spellings(sketch: Sketch) -> tuple[Spelling, ...]:
    """Return how each note of the melody is written: with the player's letter, or else by context.

    A letter that the player chose changes that note alone. The results for the last few melodies
    are remembered.
    """
    notes, key = sketch.melody.notes, sketch.key
    for index, (known, in_key, spelled) in enumerate(_kept):
        if known is notes and in_key == key:
            if index:
                _kept.insert(0, _kept.pop(index))
            return spelled
    spelled = tuple(
        [
            by_context if note.letter is None else Spelling.of(note.pitch, note.letter)
            for note, by_context in zip(notes, _by_context(notes, key), strict=True)
        ]
    )
    _kept.insert(0, (notes, key, spelled))
    del _kept[KEPT:]
    return spelled


def spelling_of(note: Note, sketch: Sketch) -> Spelling:
    """Return how a note is written; one outside the melody is spelled by its letter or the key."""
    notes = sketch.melody.notes
    index = bisect_left(notes, note.onset_ticks, key=_onset)
    if index < len(notes):
        there = notes[index]
        if (there.onset_ticks, there.pitch) == (note.onset_ticks, note.pitch):
            return spellings(sketch)[index]
    if note.letter is not None:
        return Spelling.of(note.pitch, note.letter)
    return sketch.key.spell(note.pitch)


def with_needed_letters(sketch: Sketch) -> Sketch:
    """Drop every chosen letter with which the note would be written anyway."""
    notes = sketch.melody.notes
    if all(note.letter is None for note in notes):
        return sketch
    by_context = _by_context(notes, sketch.key)
    needed = (
        replace(note, letter=None) if note.letter == spelling.letter else note
        for note, spelling in zip(notes, by_context, strict=True)
    )
    return replace(sketch, melody=Melody(tuple(needed)))


def _onset(note: Note) -> int:
    return note.onset_ticks


def _by_context(notes: tuple[Note, ...], key: Key) -> list[Spelling]:
    runs = [(pitch, len(list(run))) for pitch, run in groupby([note.pitch for note in notes])]
    pitches = [pitch for pitch, _ in runs]
    found: dict[tuple[int, int], Spelling] = {}
    spelled: list[Spelling] = []
    for (pitch, count), fifths in zip(runs, _fifths(pitches, key), strict=True):
        spelling = found.get((pitch, fifths))
        if spelling is None:
            letter = LETTERS_BY_FIFTHS[(fifths + 1) % 7]
            spelling = found[pitch, fifths] = Spelling.of(pitch, letter)
        spelled += [spelling] * count
    return spelled


def _fifths(pitches: list[int], key: Key) -> list[int]:
    """Return the places of pitches on the line of fifths; no two neighbours may be equal."""
    if not pitches:
        return []
    usual = [key.spell(pitch).fifths for pitch in range(12)]
    by_key = [usual[pitch % 12] for pitch in pitches]
    leans = _leans(pitches, key)
    home = KEY_WEIGHT * (key.fifths + SCALE_CENTRE.get(key.mode, 2.0))
    starts = [max(index - NOTES_AROUND, 0) for index in range(len(pitches))]
    ends = [min(index + NOTES_AROUND + 1, len(pitches)) for index in range(len(pitches))]
    places = by_key
    for _ in range(ROUNDS):
        sums = [0, *accumulate(places)]
        places = [
            _nearest(by, (home + sums[b] - sums[a] - now) / (KEY_WEIGHT + b - a - 1) + lean)
            for by, now, lean, a, b in zip(by_key, places, leans, starts, ends, strict=True)
        ]
    return places


def _leans(pitches: list[int], key: Key) -> list[float]:
    """Return how many fifths each note leans towards the sharps."""
    steps = [after - before for before, after in pairwise(pitches)]
    leans = [0.0, *(LEAN_FROM.get(step, 0.0) for step in steps)]
    for index, step in enumerate(steps):
        leans[index] += LEAN_TO.get(step, 0.0)
    scale = key.scale
    for index in range(2, len(steps)):
        step = steps[index]
        if step in (1, -1) and step == steps[index - 1] == steps[index - 2]:
            for inner in (index - 1, index):
                if pitches[inner] % 12 not in scale:
                    leans[inner] = step * RUN_LEAN
    return leans


def _nearest(by_key: int, centre: float) -> int:
    """Return the place nearest to the centre: the key's own, or one of its two enharmonics."""
    if by_key - centre > 6 and by_key - 12 >= FLATTEST:
        return by_key - 12
    if by_key - centre < -6 and by_key + 12 <= SHARPEST:
        return by_key + 12
    return by_key
