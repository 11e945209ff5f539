"""Pure functions that edit a melody as it is written: note values, dots, ties, rests, spellings.

A note of a melody is one tone, however it is written: a tie joins two notes into a longer one, and
a rest is a stretch of time without a note.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from app.constants import HIGHEST_PITCH, LOWEST_PITCH, TICKS_PER_QUARTER
from app.domain.edits import Edited, Selection, exchanged
from app.domain.key import LETTERS, Key, Spelling
from app.domain.melody import Melody
from app.domain.note import Author, Note
from app.domain.sketch import Sketch
from app.domain.spelling import spelling_of, spellings
from app.errors import InvalidValueError

SHORTEST_TICKS: Final = TICKS_PER_QUARTER // 16
VALUES: Final = tuple(SHORTEST_TICKS << power for power in range(7))
"""The lengths in ticks of the note values from a sixty-fourth to a whole note."""

MIDDLE_STEP: Final = Spelling("B", 0, 4).step
"""The step near which the first note of a melody is entered: the middle of the treble staff."""

OCTAVE_STEPS: Final = len(LETTERS)


def dotted(value_ticks: int) -> int:
    """Return the length of a dotted note value; a sixty-fourth can't have a dot and stays."""
    return value_ticks * 3 // 2 if value_ticks > SHORTEST_TICKS else value_ticks


def set_length(melody: Melody, selected: Selection, length_ticks: int) -> Edited:
    """Give the selected notes a length; each ends no later than the next selected one begins."""
    return exchanged(
        melody, selected, (replace(note, duration_ticks=length_ticks) for note in selected)
    )


def toggle_dot(melody: Melody, selected: Selection) -> Edited:
    """Add a dot to each selected note, or remove the dots if all have one.

    A length that is not a single note value counts as the longest value that fits into it, which
    is how it begins when written.
    """
    undotted = {note: _undotted(_written_ticks(note)) for note in selected}
    takes_away = None not in undotted.values()

    def changed(note: Note) -> Note:
        length = undotted[note]
        if length is not None:
            return replace(note, duration_ticks=length) if takes_away else note
        held = [value for value in VALUES if value <= _written_ticks(note)]
        return replace(note, duration_ticks=dotted(held[-1])) if len(held) > 1 else note

    return exchanged(melody, selected, map(changed, selected))


def tie(melody: Melody, selected: Selection) -> Edited:
    """Join each selected note with the note of the same pitch that begins where it ends, if any."""
    runs: list[list[Note]] = []
    for note in melody:
        last = runs[-1][-1] if runs else None
        if last in selected and last.pitch == note.pitch and last.end_ticks == note.onset_ticks:
            runs[-1].append(note)
        else:
            runs.append([note])
    notes = tuple(map(_joined, runs))
    kept = (note for note, run in zip(notes, runs, strict=True) if selected.intersection(run))
    return Edited(Melody(notes), frozenset(kept))


def lengthen_before(melody: Melody, ticks: int, by_ticks: int) -> Edited:
    """Make the note that ends at `ticks` longer, over what follows it; without one, do nothing."""
    ending = next((note for note in melody if note.end_ticks == ticks), None)
    if ending is None:
        return Edited(melody)
    longer = replace(ending, duration_ticks=ending.duration_ticks + by_ticks)
    return exchanged(melody, frozenset({ending}), [longer])


def silence(melody: Melody, start_ticks: int, end_ticks: int) -> Edited:
    """Turn a stretch of time into a rest.

    A note that sounds into it ends at its start, and notes that begin within it are removed.
    """
    rest = Note(start_ticks, end_ticks - start_ticks, LOWEST_PITCH)
    return Edited(Melody(tuple(note for note in melody.laid_over([rest]) if note is not rest)))


def respell(sketch: Sketch, selected: Selection) -> Edited:
    """Write each selected note with the next possible letter, and after the last one as usual."""
    notes = sketch.melody.notes
    plain = (replace(note, letter=None) if note in selected else note for note in notes)
    usual = spellings(replace(sketch, melody=Melody(tuple(plain))))
    respelled = (
        replace(note, letter=_next_letter(note, spelling.letter))
        for note, spelling in zip(notes, usual, strict=True)
        if note in selected
    )
    return exchanged(sketch.melody, selected, respelled)


def alter(sketch: Sketch, selected: Selection, semitones: int) -> Edited:
    """Raise or lower the selected notes; they keep their letters where one accidental is enough.

    Raises InvalidValueError if a note would leave MIDI's range.
    """

    def altered(note: Note) -> Note:
        pitch, letter = note.pitch + semitones, spelling_of(note, sketch).letter
        return replace(note, pitch=pitch, letter=_chosen(pitch, letter, sketch.key, most=1))

    if any(not LOWEST_PITCH <= note.pitch + semitones <= HIGHEST_PITCH for note in selected):
        raise InvalidValueError("A note would leave the range of MIDI; select fewer notes.")
    return exchanged(sketch.melody, selected, map(altered, selected))


def on_letter(
    sketch: Sketch, onset_ticks: int, length_ticks: int, letter: str, semitones: int = 0
) -> Note:
    """Return the note that a letter means, in the octave nearest to the note before.

    The key's signature applies to it, and it is raised by `semitones` in addition.
    """
    step = _step_before(sketch, onset_ticks)
    up = (LETTERS.index(letter) - step) % OCTAVE_STEPS
    step += up if up <= OCTAVE_STEPS // 2 else up - OCTAVE_STEPS
    return on_step(sketch.key, onset_ticks, length_ticks, step, semitones)


def on_step(key: Key, onset_ticks: int, length_ticks: int, step: int, semitones: int = 0) -> Note:
    """Return the note on a step of the staff (see `Spelling.step`), with the signature applied.

    Raises InvalidValueError if that is outside MIDI's range.
    """
    octave, place = divmod(step, OCTAVE_STEPS)
    letter = LETTERS[place]
    pitch = Spelling(letter, key.alteration(letter), octave).pitch + semitones
    return Note(onset_ticks, length_ticks, pitch, letter=_chosen(pitch, letter, key, most=2))


def _joined(run: list[Note]) -> Note:
    first, last = run[0], run[-1]
    if first is last:
        return first
    length = last.end_ticks - first.onset_ticks
    return replace(first, duration_ticks=length, author=Author.PLAYER)


def _written_ticks(note: Note) -> int:
    """Return the length rounded to the shortest note value, as a score writes it."""
    return (note.duration_ticks + SHORTEST_TICKS // 2) // SHORTEST_TICKS * SHORTEST_TICKS


def _undotted(length_ticks: int) -> int | None:
    """Return the length without its dot; None for a length that is not a dotted value."""
    return next((value for value in VALUES[1:] if dotted(value) == length_ticks), None)


def _next_letter(note: Note, usual: str) -> str | None:
    place = LETTERS.index(usual)
    others = LETTERS[place + 1 :] + LETTERS[:place]
    simple = [other for other in others if abs(_alteration(note.pitch, other)) <= 1]
    letters = simple or [other for other in others if abs(_alteration(note.pitch, other)) <= 2]
    following = letters.index(note.letter) + 1 if note.letter in letters else 0
    return letters[following] if following < len(letters) else None


def _chosen(pitch: int, letter: str, key: Key, most: int) -> str | None:
    """Return the letter to keep for a pitch, with at most `most` sharps or flats.

    None if the letter is not possible, or if the key would write the pitch with it anyway.
    """
    is_usual = key.contains(pitch) and key.spell(pitch).letter == letter
    return letter if not is_usual and abs(_alteration(pitch, letter)) <= most else None


def _alteration(pitch: int, letter: str) -> int:
    """Return the semitones from the nearest natural note of a letter to a pitch."""
    return (pitch - Spelling(letter, 0, 0).pitch + 6) % 12 - 6


def _step_before(sketch: Sketch, ticks: int) -> int:
    """Return the step of the last note that begins before a tick, or else of the first note."""
    notes = sketch.melody.notes
    before = [note for note in notes if note.onset_ticks < ticks]
    near = before[-1:] or notes[:1]
    return spelling_of(near[0], sketch).step if near else MIDDLE_STEP
