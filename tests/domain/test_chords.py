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


@pytest.mark.parametrize(
    ("written", "name", "tones"),
    [
        ("C13", "C13", {0, 4, 7, 10, 2, 9}),
        ("C7b9", "C7♭9", {0, 4, 7, 10, 1}),
        ("C7(♭9,♯11)", "C7♭9♯11", {0, 4, 7, 10, 1, 6}),
        ("C7-5", "C7♭5", {0, 4, 6, 10}),
        ("C7+9", "C7♯9", {0, 4, 7, 10, 3}),
        ("C7#9#5", "C7♯5♯9", {0, 4, 8, 10, 3}),
        ("C+7", "C7♯5", {0, 4, 8, 10}),
        ("C7addb13", "C7♭13", {0, 4, 7, 10, 8}),
        ("C13b9", "C13♭9", {0, 4, 7, 10, 1, 9}),
        ("C7b9sus", "C7sus4♭9", {0, 5, 7, 10, 1}),
        ("C-9", "Cm9", {0, 3, 7, 10, 2}),
        ("C-7b5", "Cm7♭5", {0, 3, 6, 10}),
        ("CM7#11", "Cmaj7♯11", {0, 4, 7, 11, 6}),
        ("C(add9)", "Cadd9", {0, 4, 7, 2}),
        ("C69/E", "C6/9/E", {0, 4, 7, 9, 2}),
        ("Gb9", "G♭9", {6, 10, 1, 4, 8}),
    ],
)
def test_alterations_in_each_way_of_writing(written: str, name: str, tones: set[int]) -> None:
    chord = Chord.parse(written)
    assert (str(chord), {*chord.pitch_classes}) == (name, tones)
    assert Chord.parse(name) == chord


@pytest.mark.parametrize("text", ["X", "D | Hm", "% | %", "C7b9b9x", "C9b9", "C7b6", "C-5"])
def test_unknown_chords_are_refused_with_a_sentence(text: str) -> None:
    with pytest.raises(AppError, match=r"\.$"):
        Chords.parse(text)
