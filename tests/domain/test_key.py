import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain import Key, Mode, Spelling
from app.errors import AppError

KEYS = [Key.from_fifths(fifths, mode) for mode in Mode for fifths in range(-7, 8)]


@pytest.mark.parametrize(
    ("text", "name", "fifths"),
    [
        ("D major", "D major", 2),
        ("f# minor", "F♯ minor", 3),
        ("B♭", "B♭ major", -2),
        ("Am", "A minor", 0),
        ("Bb dorian", "B♭ dorian", -4),
        ("g mixolydian", "G mixolydian", 0),
    ],
)
def test_key_is_read_as_musicians_write_it(text: str, name: str, fifths: int) -> None:
    key = Key.parse(text)
    assert (str(key), key.fifths) == (name, fifths)


@pytest.mark.parametrize("text", ["", "H major", "D sharp", "G# major", "D major minor"])
def test_text_that_is_no_key_is_refused(text: str) -> None:
    with pytest.raises(AppError, match=r"\.$"):
        Key.parse(text)


@pytest.mark.parametrize("key", KEYS, ids=str)
def test_signature_and_name_tell_the_same_key(key: Key) -> None:
    assert Key.from_fifths(key.fifths, key.mode) == key == Key.parse(str(key))


@pytest.mark.parametrize("key", KEYS, ids=str)
def test_scale_pitches_are_spelled_on_seven_letters_without_doubles(key: Key) -> None:
    spelled = [key.spell(60 + pitch_class) for pitch_class in key.scale]
    assert len({spelling.letter for spelling in spelled}) == 7
    assert all(abs(spelling.alter) <= 1 for spelling in spelled)


@given(st.sampled_from(KEYS), st.integers(0, 127))
def test_spelling_names_the_pitch_it_came_from(key: Key, pitch: int) -> None:
    assert key.spell(pitch).pitch == pitch


@given(st.sampled_from(KEYS), st.integers(24, 100), st.integers(-14, 14))
def test_stepping_back_comes_home_and_seven_steps_are_an_octave(
    key: Key, pitch: int, steps: int
) -> None:
    assert key.stepped(pitch, 7) == pitch + 12
    if key.contains(pitch):
        there = key.stepped(pitch, steps)
        assert key.contains(there)
        assert key.stepped(there, -steps) == pitch


def test_a_flat_in_e_flat_is_no_g_sharp() -> None:
    assert str(Key.parse("Eb").spell(68)) == "A♭4"


def test_leading_note_of_a_minor_is_g_sharp() -> None:
    assert str(Key.parse("A minor").spell(68)) == "G♯4"


def test_pitch_is_written_with_a_letter() -> None:
    assert [str(Spelling.of(61, letter)) for letter in "CDB"] == ["C♯4", "D♭4", "B𝄪3"]
    for pitch, letter in ((59, "C"), (60, "B")):
        assert Spelling.of(pitch, letter).pitch == pitch
    for letter in ("F", "H"):
        with pytest.raises(AppError, match="can't be written"):
            Spelling.of(61, letter)
