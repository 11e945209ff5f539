import pytest

from app.domain import Chord, Chords, Meter
from app.errors import AppError


@pytest.mark.parametrize("text", ["D | G A7 | D", "C | / | F♯m7 / / G/B", "B♭maj7 | E♭"])
def test_chords_are_written_as_they_were_read(text: str) -> None:
    assert str(Chords.parse(text)) == text


def test_pattern_repeats_from_the_first_full_bar_and_shares_a_bar_evenly() -> None:
    chords = Chords.parse("D | G A7")
    changes = chords.changes(Meter(4, 4), 480, 480 + 3 * 1920)
    assert [(change.onset_ticks, str(change.chord)) for change in changes] == [
        (480, "D"),
        (2400, "G"),
        (3360, "A7"),
        (4320, "D"),
    ]


def test_chord_tells_its_pitch_classes() -> None:
    assert Chord.parse("A7").pitch_classes == {9, 1, 4, 7}
    assert Chord.parse("C/B♭").pitch_classes == {0, 4, 7, 10}


@pytest.mark.parametrize("text", ["X", "D | Hm", "% | %", "C13b9"])
def test_unknown_chords_are_refused_with_a_sentence(text: str) -> None:
    with pytest.raises(AppError, match=r"\.$"):
        Chords.parse(text)
