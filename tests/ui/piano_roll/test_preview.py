from hypothesis import given
from hypothesis import strategies as st

from app.domain import Author, Melody, Note, edits
from app.ui.piano_roll.preview import Preview
from app.ui.piano_roll.span import notes_between
from tests.sketches import sketches


@given(sketches().map(lambda sketch: sketch.melody), st.integers(-4000, 4000), st.integers(-60, 60))
def test_preview_of_a_move_is_what_the_move_gives(
    melody: Melody, delta_ticks: int, semitones: int
) -> None:
    selection = frozenset(melody)
    reached = edits.possible_move(selection, delta_ticks, semitones)
    moved = edits.move(melody, selection, delta_ticks, semitones).melody
    preview = Preview.of(selection).shifted(*reached)
    assert tuple(preview.shifted_between(0, moved.end_ticks)) == moved.notes


@given(sketches().map(lambda sketch: sketch.melody), st.integers(0, 8000), st.integers(0, 8000))
def test_no_note_that_sounds_in_a_span_is_missed(melody: Melody, one: int, other: int) -> None:
    first, last = sorted((one, other))
    found = notes_between(melody.notes, first, last)
    heard = [note for note in melody if note.end_ticks > first and note.onset_ticks <= last]
    assert set(heard) <= set(found)
    assert len(found) <= len(heard) + 1


def test_what_is_shifted_is_the_players() -> None:
    note = Note(0, 480, 60, author=Author.MODEL)
    preview = Preview.of(frozenset({note}))
    assert tuple(preview.shifted_between(0, 480)) == (note,)
    (moved,) = preview.shifted(480, 0).shifted_between(0, 960)
    assert moved.author is Author.PLAYER
