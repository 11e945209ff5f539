from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain import Author, Key, Melody, Note, Sketch, Spelling, score_edits
from app.domain.key import LETTERS
from app.domain.score_edits import VALUES
from app.domain.spelling import spelling_of, spellings
from app.errors import InvalidValueError
from tests.domain.test_melody import voices
from tests.sketches import KEYS

C_MAJOR, D_MAJOR = Key(), Key.parse("D major")
MELODY = Melody((Note(0, 480, 60), Note(480, 480, 60), Note(960, 240, 64), Note(1440, 480, 65)))
NOTES = MELODY.notes


def respelled(sketch: Sketch) -> Sketch:
    edited = score_edits.respell(sketch, frozenset(sketch.melody))
    return replace(sketch, melody=edited.melody)


def places(melody: Melody) -> list[tuple[int, int, int]]:
    return [(note.onset_ticks, note.duration_ticks, note.pitch) for note in melody]


def test_a_note_that_grows_trims_or_removes_what_follows() -> None:
    whole = score_edits.set_length(MELODY, frozenset(NOTES[:1]), 1920)
    assert places(whole.melody) == [(0, 1920, 60)]
    dotted = score_edits.set_length(MELODY, frozenset(NOTES[2:3]), 720)
    assert places(dotted.melody)[2:] == [(960, 720, 64)], "covered where it begins"
    eighth = score_edits.set_length(MELODY, frozenset(NOTES[:1]), 240)
    assert places(eighth.melody) == [(0, 240, 60), *places(MELODY)[1:]], "a rest follows"


def test_several_notes_that_grow_do_not_cover_each_other() -> None:
    edited = score_edits.set_length(MELODY, frozenset(NOTES), 960)
    assert [length for _, length, _ in places(edited.melody)] == [480, 480, 480, 960]
    assert edited.selected == frozenset(edited.melody)


def test_a_dot_is_given_and_taken() -> None:
    selected = frozenset(NOTES[2:])
    given_ = score_edits.toggle_dot(MELODY, selected)
    assert places(given_.melody)[2:] == [(960, 360, 64), (1440, 720, 65)]
    taken = score_edits.toggle_dot(given_.melody, given_.selected)
    assert taken.melody == MELODY


def test_where_only_some_have_a_dot_all_get_one() -> None:
    melody = Melody((Note(0, 720, 60), Note(960, 480, 60)))
    edited = score_edits.toggle_dot(melody, frozenset(melody))
    assert [note.duration_ticks for note in edited.melody] == [720, 720]


@pytest.mark.parametrize(
    ("length", "then"), [(30, 30), (45, 90), (470, 720), (730, 480), (320, 360), (9, 9)]
)
def test_dots_of_lengths_that_are_no_plain_value(length: int, then: int) -> None:
    melody = Melody((Note(0, length, 60),))
    edited = score_edits.toggle_dot(melody, frozenset(melody))
    assert edited.melody.notes[0].duration_ticks == then


def test_a_tie_makes_one_note_of_two() -> None:
    edited = score_edits.tie(MELODY, frozenset(NOTES[:1]))
    assert places(edited.melody) == [(0, 960, 60), *places(MELODY)[2:]]
    assert edited.selected == frozenset(edited.melody.notes[:1])


def test_a_tie_needs_a_note_of_the_same_pitch_at_once() -> None:
    for note in NOTES[1:]:
        assert score_edits.tie(MELODY, frozenset({note})).melody == MELODY


def test_a_chain_of_selected_notes_becomes_one() -> None:
    melody = Melody(tuple(Note(480 * i, 480, 60, author=Author.MODEL) for i in range(4)))
    edited = score_edits.tie(melody, frozenset(melody.notes[:2]))
    assert places(edited.melody) == [(0, 1440, 60), (1440, 480, 60)]
    assert [note.author for note in edited.melody] == [Author.PLAYER, Author.MODEL]


def test_the_note_that_ends_at_the_caret_gets_longer() -> None:
    edited = score_edits.lengthen_before(MELODY, 1200, 480)
    assert places(edited.melody)[2:] == [(960, 720, 64)]
    assert score_edits.lengthen_before(MELODY, 1300, 480).melody == MELODY


@given(voices(), st.integers(0, 4000), st.integers(1, 2000))
def test_nothing_sounds_in_a_rest_and_the_rest_stays(
    melody: Melody, start: int, length: int
) -> None:
    silent = score_edits.silence(melody, start, start + length).melody
    assert all(n.end_ticks <= start or n.onset_ticks >= start + length for n in silent)
    clear = [n for n in melody if n.end_ticks <= start or n.onset_ticks >= start + length]
    assert set(clear) <= set(silent)


@given(voices(), st.sampled_from(VALUES))
def test_a_length_leaves_one_voice(melody: Melody, length: int) -> None:
    edited = score_edits.set_length(melody, frozenset(melody.notes[::2]), length)
    for earlier, later in pairwise(edited.melody):
        assert earlier.end_ticks <= later.onset_ticks


@given(st.sampled_from(KEYS), st.integers(12, 115))
def test_respelling_goes_through_every_letter_and_back(key: Key, pitch: int) -> None:
    sketch = Sketch(melody=Melody((Note(0, 480, pitch),)), key=key)
    seen = [spellings(sketch)[0].letter]
    while True:
        sketch = respelled(sketch)
        if sketch.melody.notes[0].letter is None:
            break
        seen.append(spellings(sketch)[0].letter)
    assert len(seen) == len(set(seen)) >= 2
    assert {Spelling.of(pitch, letter).pitch for letter in seen} == {pitch}


def test_double_accidentals_come_only_where_nothing_else_does() -> None:
    def letters(pitch: int) -> list[str | None]:
        sketch, found = Sketch(melody=Melody((Note(0, 480, pitch),))), []
        for _ in range(3):
            sketch = respelled(sketch)
            found.append(sketch.melody.notes[0].letter)
        return found

    assert letters(60) == ["B", None, "B"]
    assert letters(61) == ["D", None, "D"]
    assert letters(62) == ["E", "C", None]


def test_raising_keeps_the_letter_where_one_accidental_will_do() -> None:
    def raised(note: Note, semitones: int, key: Key = C_MAJOR) -> str:
        sketch = Sketch(melody=Melody((note,)), key=key)
        edited = score_edits.alter(sketch, frozenset({note}), semitones)
        return str(spellings(replace(sketch, melody=edited.melody))[0])

    assert raised(Note(0, 480, 62), 1) == "D♯4"
    assert raised(Note(0, 480, 62), -1) == "D♭4"
    assert raised(Note(0, 480, 64), 1) == "E♯4"
    assert raised(Note(0, 480, 61, letter="C"), 1) == "D4"
    assert raised(Note(0, 480, 66), -1, D_MAJOR) == "F4"


def test_raised_and_lowered_again_a_note_is_as_before() -> None:
    up = score_edits.alter(Sketch(melody=MELODY), frozenset(NOTES[2:]), 1)
    down = score_edits.alter(Sketch(melody=up.melody), up.selected, -1)
    assert down.melody == MELODY


def test_altering_out_of_range_is_refused() -> None:
    melody = Melody((Note(0, 480, 127),))
    with pytest.raises(InvalidValueError, match="MIDI"):
        score_edits.alter(Sketch(melody=melody), frozenset(melody), 1)


@given(st.sampled_from(KEYS), st.integers(30, 100), st.sampled_from(LETTERS))
def test_a_letter_enters_the_nearest_note_of_the_key(key: Key, pitch: int, letter: str) -> None:
    sketch = Sketch(melody=Melody((Note(0, 480, pitch),)), key=key)
    note = score_edits.on_letter(sketch, 480, 240, letter)
    assert (note.onset_ticks, note.duration_ticks) == (480, 240)
    assert key.contains(note.pitch)
    spelling = spelling_of(note, sketch)
    assert spelling.letter == letter
    before = spellings(sketch)[0]
    assert abs(spelling.step - before.step) <= 3


def test_the_first_note_lies_in_the_staff() -> None:
    pitches = [score_edits.on_letter(Sketch(), 0, 480, c).pitch for c in "CDEFGAB"]
    assert pitches == [72, 74, 76, 65, 67, 69, 71]


def test_a_note_before_the_caret_counts_and_not_one_after() -> None:
    sketch = Sketch(melody=Melody((Note(0, 480, 48), Note(960, 480, 84))))
    assert score_edits.on_letter(sketch, 480, 480, "D").pitch == 50
    assert score_edits.on_letter(sketch, 0, 480, "D").pitch == 50, "without one before, the first"


def test_accidentals_count_from_the_signature() -> None:
    sketch = Sketch(key=D_MAJOR)
    natural = score_edits.on_letter(sketch, 0, 480, "F", -1)
    assert str(spelling_of(natural, sketch)) == "F4"
    sharp = score_edits.on_letter(sketch, 0, 480, "E", 1)
    assert str(spelling_of(sharp, sketch)) == "E♯5"


def test_a_step_outside_midi_is_refused() -> None:
    with pytest.raises(InvalidValueError):
        score_edits.on_step(C_MAJOR, 0, 480, 80)


@given(st.sampled_from(KEYS), st.sampled_from(LETTERS))
def test_the_signature_makes_the_scale(key: Key, letter: str) -> None:
    assert key.contains(Spelling(letter, key.alteration(letter), 4).pitch)
