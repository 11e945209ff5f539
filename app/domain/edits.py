"""Pure functions that edit a melody: each takes a melody and a selection, and returns both anew.

A note that an edit changes becomes the player's. Selected notes move as a group: at the start of
the sketch all of them stop together. Changed notes are laid over what was there before.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from itertools import pairwise
from random import Random
from typing import Final

from app.constants import HIGHEST_PITCH, HIGHEST_VELOCITY, LOWEST_PITCH, LOWEST_VELOCITY
from app.domain.key import Key
from app.domain.melody import Melody
from app.domain.note import Author, Note
from app.errors import InvalidValueError

HUMAN_VELOCITY: Final = 8
"""Roughly how much a player's velocity differs from one note to the next."""

Selection = frozenset[Note]


@dataclass(frozen=True, slots=True)
class Edited:
    """A melody after an edit, and those of its notes that are selected now."""

    melody: Melody
    selected: Selection = frozenset()


def add(melody: Melody, notes: Iterable[Note]) -> Edited:
    """Lay new notes over the melody and select them."""
    voice = one_voice(notes)
    return Edited(melody.laid_over(voice), frozenset(voice))


def delete(melody: Melody, selected: Selection) -> Edited:
    """Remove the selected notes."""
    return Edited(_without(melody, selected))


def transpose(melody: Melody, selected: Selection, semitones: int) -> Edited:
    """Move the pitches by semitones; raises InvalidValueError if one would leave MIDI's range."""
    return _repitched(melody, selected, lambda pitch: pitch + semitones)


def transpose_in_scale(melody: Melody, selected: Selection, steps: int, key: Key) -> Edited:
    """Move the pitches by steps of the key's scale.

    Raises InvalidValueError if one would leave MIDI's range.
    """
    return _repitched(melody, selected, lambda pitch: key.stepped(pitch, steps))


def invert(melody: Melody, selected: Selection) -> Edited:
    """Mirror the pitches around the first selected note."""
    axis = _in_order(selected)[0].pitch if selected else 0
    return _repitched(melody, selected, lambda pitch: 2 * axis - pitch)


def possible_move(selected: Selection, delta_ticks: int, semitones: int) -> tuple[int, int]:
    """Return how far the selected notes can move of the ticks and semitones asked for."""
    if not selected:
        return 0, 0
    delta_ticks = max(delta_ticks, -min(note.onset_ticks for note in selected))
    semitones = max(semitones, LOWEST_PITCH - min(note.pitch for note in selected))
    semitones = min(semitones, HIGHEST_PITCH - max(note.pitch for note in selected))
    return delta_ticks, semitones


def move(melody: Melody, selected: Selection, delta_ticks: int, semitones: int = 0) -> Edited:
    """Move the selected notes in time and pitch, as far as they can go as a group."""
    if not selected:
        return Edited(melody)
    delta_ticks, semitones = possible_move(selected, delta_ticks, semitones)
    return exchanged(
        melody,
        selected,
        (
            replace(moved, onset_ticks=moved.onset_ticks + delta_ticks)
            for moved in (note.at_pitch(note.pitch + semitones) for note in selected)
        ),
    )


def resize(
    melody: Melody, selected: Selection, delta_ticks: int, shortest_ticks: int = 1
) -> Edited:
    """Move the ends of the selected notes, but shorten none to less than `shortest_ticks`."""
    return exchanged(
        melody,
        selected,
        (
            replace(
                note,
                duration_ticks=max(
                    note.duration_ticks + delta_ticks, min(shortest_ticks, note.duration_ticks)
                ),
            )
            for note in selected
        ),
    )


def resize_start(
    melody: Melody, selected: Selection, delta_ticks: int, shortest_ticks: int = 1
) -> Edited:
    """Move the onsets of the selected notes and leave their ends where they are."""

    def resized(note: Note) -> Note:
        latest = note.end_ticks - min(shortest_ticks, note.duration_ticks)
        onset = min(max(0, note.onset_ticks + delta_ticks), latest)
        return replace(note, onset_ticks=onset, duration_ticks=note.end_ticks - onset)

    return exchanged(melody, selected, map(resized, selected))


def quantise(melody: Melody, selected: Selection, grid_ticks: int) -> Edited:
    """Move onsets and ends to the nearest grid line; a note stays at least one grid cell long."""

    def quantised(note: Note) -> Note:
        onset = _nearest(note.onset_ticks, grid_ticks)
        end = max(_nearest(note.end_ticks, grid_ticks), onset + grid_ticks)
        return replace(note, onset_ticks=onset, duration_ticks=end - onset)

    return exchanged(melody, selected, map(quantised, selected))


def reverse(melody: Melody, selected: Selection) -> Edited:
    """Mirror the selected notes in time, between their first onset and last end."""
    if not selected:
        return Edited(melody)
    start = min(note.onset_ticks for note in selected)
    end = max(note.end_ticks for note in selected)
    turned = (replace(note, onset_ticks=start + end - note.end_ticks) for note in selected)
    return exchanged(melody, selected, turned)


def augment(melody: Melody, selected: Selection) -> Edited:
    """Double every length, counted from the first selected onset."""
    return _stretched(melody, selected, lambda ticks: ticks * 2)


def diminish(melody: Melody, selected: Selection) -> Edited:
    """Halve every length, counted from the first selected onset."""
    return _stretched(melody, selected, lambda ticks: ticks // 2)


def legato(melody: Melody, selected: Selection) -> Edited:
    """Make each selected note last until the next note of the melody begins.

    The last note of the melody stays as it is.
    """
    following = dict(pairwise(melody))

    def joined(note: Note) -> Note:
        after = following.get(note)
        length = note.duration_ticks if after is None else after.onset_ticks - note.onset_ticks
        return replace(note, duration_ticks=length)

    return exchanged(melody, selected, map(joined, selected))


def staccato(melody: Melody, selected: Selection) -> Edited:
    """Make each selected note half as long."""
    return exchanged(
        melody,
        selected,
        (replace(note, duration_ticks=max(1, note.duration_ticks // 2)) for note in selected),
    )


def quantise_length(melody: Melody, selected: Selection, grid_ticks: int) -> Edited:
    """Round each length to whole grid cells, at least one; onsets stay where they are."""

    def quantised(note: Note) -> Note:
        length = max(grid_ticks, _nearest(note.duration_ticks, grid_ticks))
        return replace(note, duration_ticks=length)

    return exchanged(melody, selected, map(quantised, selected))


def shift_velocity(melody: Melody, selected: Selection, delta: int) -> Edited:
    """Add `delta` to each selected velocity, within MIDI's range."""
    return _revelocitied(melody, selected, lambda note: note.velocity + delta)


def scale_velocity(melody: Melody, selected: Selection, factor: float) -> Edited:
    """Multiply each selected velocity by `factor`, within MIDI's range."""
    return _revelocitied(melody, selected, lambda note: note.velocity * factor)


def ramp_velocity(
    melody: Melody, selected: Selection, start: tuple[int, int], end: tuple[int, int]
) -> Edited:
    """Put the velocities of the selected notes on a straight line between two points.

    `start` and `end` are pairs of ticks and velocity.
    """
    (first_ticks, first), (last_ticks, last) = start, end
    length = last_ticks - first_ticks

    def on_line(note: Note) -> float:
        share = (note.onset_ticks - first_ticks) / length if length else 1.0
        return first + min(max(share, 0.0), 1.0) * (last - first)

    return _revelocitied(melody, selected, on_line)


def humanise_velocity(
    melody: Melody, selected: Selection, random: Random, most: int = HUMAN_VELOCITY
) -> Edited:
    """Change each selected velocity by a random amount of at most `most`."""
    by_note = {note: random.randint(-most, most) for note in _in_order(selected)}
    return _revelocitied(melody, selected, lambda note: note.velocity + by_note[note])


def set_velocities(melody: Melody, velocities: Mapping[Note, int]) -> Edited:
    """Give each of these notes its new velocity, within MIDI's range."""
    return _revelocitied(melody, frozenset(velocities), lambda note: velocities[note])


def one_voice(notes: Iterable[Note]) -> Melody:
    """Make a melody out of any notes.

    A note ends where the next one begins; of notes that begin together the highest is kept.
    """
    highest_at: dict[int, Note] = {}
    for note in sorted(notes, key=lambda note: note.pitch):
        highest_at[note.onset_ticks] = note
    ordered = _in_order(highest_at.values())
    trimmed = [
        note
        if note.end_ticks <= after.onset_ticks
        else replace(note, duration_ticks=after.onset_ticks - note.onset_ticks)
        for note, after in pairwise(ordered)
    ]
    return Melody((*trimmed, *ordered[-1:]))


def exchanged(melody: Melody, selected: Selection, changed: Iterable[Note]) -> Edited:
    """Replace `selected` by `changed`; a note that really differs becomes the player's."""
    unchanged = frozenset(melody)
    authored = (
        note if note in unchanged else replace(note, author=Author.PLAYER) for note in changed
    )
    voice = one_voice(authored)
    return Edited(_without(melody, selected).laid_over(voice), frozenset(voice))


def _repitched(melody: Melody, selected: Selection, to_pitch: Callable[[int], int]) -> Edited:
    pitches = {note: to_pitch(note.pitch) for note in selected}
    if any(not LOWEST_PITCH <= pitch <= HIGHEST_PITCH for pitch in pitches.values()):
        raise InvalidValueError(
            "A note would leave the range of MIDI; select fewer notes or move them less far."
        )
    return exchanged(melody, selected, (note.at_pitch(pitch) for note, pitch in pitches.items()))


def _revelocitied(
    melody: Melody, selected: Selection, to_velocity: Callable[[Note], float]
) -> Edited:
    def clamped(note: Note) -> Note:
        velocity = min(max(round(to_velocity(note)), LOWEST_VELOCITY), HIGHEST_VELOCITY)
        return replace(note, velocity=velocity)

    return exchanged(melody, selected, map(clamped, selected))


def _stretched(melody: Melody, selected: Selection, stretch: Callable[[int], int]) -> Edited:
    if not selected:
        return Edited(melody)
    start = min(note.onset_ticks for note in selected)
    return exchanged(
        melody,
        selected,
        (
            replace(
                note,
                onset_ticks=start + stretch(note.onset_ticks - start),
                duration_ticks=max(1, stretch(note.duration_ticks)),
            )
            for note in selected
        ),
    )


def _without(melody: Melody, selected: Selection) -> Melody:
    return Melody(tuple(note for note in melody if note not in selected))


def _in_order(notes: Iterable[Note]) -> list[Note]:
    return sorted(notes, key=lambda note: note.onset_ticks)


def _nearest(ticks: int, grid_ticks: int) -> int:
    return (ticks + grid_ticks // 2) // grid_ticks * grid_ticks
