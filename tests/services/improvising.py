"""Makes up, from a seed, what a pianist might play, and reduces it to one voice."""

from collections.abc import Callable, Iterator
from itertools import cycle
from math import inf
from random import Random
from typing import NamedTuple

Key = tuple[float, int, int]
"""Seconds since the key before, pitch, velocity: 0 for a release."""

TOGETHER_TICKS = 30
"""Keys struck within 30 ms are one chord, at a tempo at which a tick lasts a millisecond."""

PITCHES = range(36, 97)
BREATH_SECONDS = 0.15
"""The pause between phrases, long enough to keep them apart on a busy machine as well."""

ROLLS_SECONDS = (0.08, 0.1, 0.14, 0.2)
"""The time between the keys of rolled chords, which is clearly longer than TOGETHER_TICKS."""

OVERLAPPING_NOTES_A_SECOND = (6, 8, 12)
NOTES_A_SECOND = (6, 8, 12, 16)
FASTEST = 24
"""The notes per second of the fastest run, which every performance has once."""


class Improviser:
    """Plays phrases of every kind in turn, each with its own speed, pitches and velocities."""

    def __init__(self, seed: int) -> None:
        self._random = Random(seed)
        velocities = [*range(1, 128)]
        self._random.shuffle(velocities)
        self._velocities = cycle(velocities)
        self._kinds: list[Callable[[], list[Key]]] = [
            self._struck_chord,
            self._rolled_chord,
            self._run,
            self._smooth_run,
            self._repeated,
            self._crossed_hands,
            self._stuck,
        ]
        self._waiting = [*self._kinds, self._fastest_run]

    def phrases(self, seconds: float) -> Iterator[list[Key]]:
        """Yield phrases that last at least so long together."""
        played = 0.0
        while played < seconds:
            if not self._waiting:
                self._waiting = self._kinds.copy()
            phrase = self._waiting.pop(self._random.randrange(len(self._waiting)))()
            phrase[0] = (BREATH_SECONDS, *phrase[0][1:])
            played += sum(gap for gap, _, _ in phrase)
            yield phrase

    def held(self) -> list[Key]:
        """Press two keys, one after the other, for longer than the phrase."""
        return [self._press(pitch, 0.3) for pitch in self._pitches(2)]

    def _struck_chord(self) -> list[Key]:
        """Strike keys at once and lift them at once."""
        return self._chord(0)

    def _rolled_chord(self) -> list[Key]:
        return self._chord(self._random.choice(ROLLS_SECONDS))

    def _chord(self, roll_seconds: float) -> list[Key]:
        first, *others = self._pitches(self._random.randint(3, 5))
        pressed = [self._press(first, 0.2), *(self._press(each, roll_seconds) for each in others)]
        last, *lifted = self._random.sample([first, *others], len(others) + 1)
        return [*pressed, (0.25, last, 0), *((0, pitch, 0) for pitch in lifted)]

    def _run(self) -> list[Key]:
        return self._detached(self._random.randint(6, 12), self._random.choice(NOTES_A_SECOND))

    def _fastest_run(self) -> list[Key]:
        return self._detached(10, FASTEST)

    def _detached(self, count: int, notes_a_second: float) -> list[Key]:
        """Go up or down, each key lifted before the next."""
        step = 1 / notes_a_second
        keys = (self._note(pitch, step / 3, 2 * step / 3) for pitch in self._scale(count))
        return [key for note in keys for key in note]

    def _smooth_run(self) -> list[Key]:
        """Lift each key a little after the next was pressed."""
        step = 1 / self._random.choice(OVERLAPPING_NOTES_A_SECOND)
        before, *pitches = self._scale(self._random.randint(6, 12))
        keys = [self._press(before, step)]
        for pitch in pitches:
            keys += [self._press(pitch, 3 * step / 4), (step / 4, before, 0)]
            before = pitch
        return [*keys, (step, before, 0)]

    def _repeated(self) -> list[Key]:
        step = 1 / self._random.choice(NOTES_A_SECOND)
        (pitch,) = self._pitches(1)
        count = self._random.randint(4, 8)
        return [key for _ in range(count) for key in self._note(pitch, step / 2, step / 2)]

    def _crossed_hands(self) -> list[Key]:
        """Hold a low key, or a high one, while others move."""
        held = self._random.choice((PITCHES[0] - 1, PITCHES[-1] + 1))
        moved = self._detached(self._random.randint(4, 6), self._random.choice(NOTES_A_SECOND))
        return [self._press(held, 0.15), (0.08, *moved[0][1:]), *moved[1:], (0.1, held, 0)]

    def _stuck(self) -> list[Key]:
        """Strike a key again without having lifted it, and go on with another key."""
        stuck, other = self._pitches(2)
        return [
            self._press(stuck, 0.2),
            self._press(stuck, 0.2),
            *self._note(other, 0.25, 0.15),
            self._press(stuck, 0.1),
        ]

    def _note(self, pitch: int, wait_seconds: float, held_seconds: float) -> list[Key]:
        return [self._press(pitch, wait_seconds), (held_seconds, pitch, 0)]

    def _press(self, pitch: int, wait_seconds: float) -> Key:
        return wait_seconds, pitch, next(self._velocities)

    def _pitches(self, count: int) -> list[int]:
        return self._random.sample(PITCHES, count)

    def _scale(self, count: int) -> list[int]:
        lowest = self._random.choice(PITCHES[:-count])
        return [*range(lowest, lowest + count)][:: self._random.choice((1, -1))]


class Moved(NamedTuple):
    """A key that was moved, and when."""

    at_ticks: float
    pitch: int
    velocity: int


class Heard(NamedTuple):
    """A note of the one voice."""

    onset_ticks: float
    end_ticks: float
    pitch: int
    velocity: int


def one_voice(moved: list[Moved], shortest_ticks: int) -> list[Heard]:
    """Return which notes are heard; every key that is heard has to be lifted in the end.

    Of keys that are struck together, each within TOGETHER_TICKS of the one before, only the highest
    is heard. It ends when it is lifted or when the next key or chord is struck, but lasts for at
    least `shortest_ticks` if the next one leaves it the time. Of notes in the same tick, which a
    busy machine may deliver together, only the highest is heard.
    """
    chords: list[list[int]] = []
    for index, key in enumerate(moved):
        if key.velocity == 0:
            continue
        before = chords[-1] if chords else []
        if (
            before
            and key.at_ticks - moved[before[-1]].at_ticks <= TOGETHER_TICKS
            and lifted(moved, highest(moved, before)) > index
        ):
            before.append(index)
        else:
            chords.append([index])
    notes = []
    for chord, later in zip(chords, [*chords[1:], [len(moved)]], strict=True):
        (onset, pitch, velocity), after = moved[highest(moved, chord)], moved[later[0] :]
        end = moved[min(lifted(moved, highest(moved, chord)), later[0])].at_ticks
        limit = after[0].at_ticks if after else inf
        notes.append(Heard(onset, min(max(end, onset + shortest_ticks), limit), pitch, velocity))
    in_tick = {round(note.onset_ticks): note for note in sorted(notes, key=lambda n: n.pitch)}
    return [in_tick[tick] for tick in sorted(in_tick)]


def highest(moved: list[Moved], chord: list[int]) -> int:
    return max(chord, key=lambda index: moved[index].pitch)


def lifted(moved: list[Moved], pressed: int) -> int:
    """Return the index at which the key that was pressed at `pressed` is lifted.

    If it never is, return the number of moved keys.
    """
    places = range(pressed + 1, len(moved))
    lifts = (place for place in places if moved[place][1:] == (moved[pressed].pitch, 0))
    return next(lifts, len(moved))
