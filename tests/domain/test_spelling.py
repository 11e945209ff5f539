"""Spelling by key and melodic context, on examples that every theory book has."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain import Key, Melody, Note, Sketch
from app.domain.spelling import spellings
from tests.sketches import KEYS, sketches


def line(key: str, *pitches: int) -> Sketch:
    notes = (Note(index * 480, 480, pitch) for index, pitch in enumerate(pitches))
    return Sketch(melody=Melody(tuple(notes)), key=Key.parse(key))


def spelled(key: str, *pitches: int) -> str:
    """Return the names, without their octaves."""
    return " ".join(str(spelling)[:-1] for spelling in spellings(line(key, *pitches)))


@pytest.mark.parametrize(
    ("key", "first", "up", "down"),
    [
        ("A minor", 69, "A B C D E F♯ G♯ A", "A G F E D C B A"),
        ("C minor", 60, "C D E♭ F G A B C", "C B♭ A♭ G F E♭ D C"),
        ("F♯ minor", 66, "F♯ G♯ A B C♯ D♯ E♯ F♯", "F♯ E D C♯ B A G♯ F♯"),
        ("B♭ minor", 58, "B♭ C D♭ E♭ F G A B♭", "B♭ A♭ G♭ F E♭ D♭ C B♭"),
        ("G♯ minor", 68, "G♯ A♯ B C♯ D♯ E♯ F𝄪 G♯", "G♯ F♯ E D♯ C♯ B A♯ G♯"),
    ],
)
def test_melodic_minor_goes_up_raised_and_comes_down_lowered(
    key: str, first: int, up: str, down: str
) -> None:
    rise = [first + step for step in (0, 2, 3, 5, 7, 9, 11, 12)]
    fall = [first + step for step in (12, 10, 8, 7, 5, 3, 2, 0)]
    assert spelled(key, *rise) == up
    assert spelled(key, *fall) == down


@pytest.mark.parametrize(
    ("key", "first", "up", "down"),
    [
        (
            *("C major", 60),
            "C C♯ D D♯ E F F♯ G G♯ A A♯ B C",
            "C B B♭ A A♭ G G♭ F E E♭ D D♭ C",
        ),
        (
            *("D major", 62),
            "D D♯ E E♯ F♯ G G♯ A A♯ B B♯ C♯ D",
            "D C♯ C B B♭ A A♭ G F♯ F E E♭ D",
        ),
        (
            *("E♭ major", 63),
            "E♭ E F F♯ G A♭ A B♭ B C C♯ D E♭",
            "E♭ D D♭ C C♭ B♭ B𝄫 A♭ G G♭ F F♭ E♭",
        ),
        (
            *("A minor", 69),
            "A A♯ B C C♯ D D♯ E F F♯ G G♯ A",
            "A A♭ G G♭ F E E♭ D D♭ C B B♭ A",
        ),
    ],
)
def test_chromatic_scale_goes_up_with_sharps_and_down_with_flats(
    key: str, first: int, up: str, down: str
) -> None:
    assert spelled(key, *range(first, first + 13)) == up
    assert spelled(key, *range(first + 12, first - 1, -1)) == down


@pytest.mark.parametrize(
    ("key", "pitches", "names"),
    [
        ("C major", (60, 64, 67, 66, 67, 64), "C E G F♯ G E"),
        ("C major", (67, 69, 68, 69, 67, 64), "G A G♯ A G E"),
        ("C major", (67, 68, 67, 65, 64, 60), "G A♭ G F E C"),
        ("C major", (64, 62, 61, 62, 64, 60), "E D C♯ D E C"),
        ("C major", (60, 61, 60, 59, 60), "C D♭ C B C"),
        ("C major", (64, 63, 64, 67, 72), "E D♯ E G C"),
        ("F major", (65, 64, 65, 72, 71, 72), "F E F C B C"),
        ("G minor", (67, 66, 67, 69, 70), "G F♯ G A B♭"),
        ("E♭ major", (70, 69, 70, 75), "B♭ A B♭ E♭"),
        ("A minor", (76, 77, 76, 75, 76), "E F E D♯ E"),
    ],
)
def test_neighbour_is_named_by_the_note_it_leans_to(
    key: str, pitches: tuple[int, ...], names: str
) -> None:
    assert spelled(key, *pitches) == names


@pytest.mark.parametrize(
    ("key", "pitches", "names"),
    [
        ("C major", (60, 61, 62, 64, 65, 64), "C C♯ D E F E"),
        ("C major", (67, 68, 69, 72), "G G♯ A C"),
        ("C major", (69, 68, 67, 65, 64), "A A♭ G F E"),
        ("C major", (64, 63, 62, 60), "E E♭ D C"),
        ("C major", (71, 70, 69, 67), "B B♭ A G"),
        ("G major", (74, 75, 76, 74, 71), "D D♯ E D B"),
        ("B♭ major", (70, 71, 72, 70), "B♭ B C B♭"),
    ],
)
def test_passing_note_goes_the_way_of_the_line(
    key: str, pitches: tuple[int, ...], names: str
) -> None:
    assert spelled(key, *pitches) == names


@pytest.mark.parametrize(
    ("key", "pitches", "names"),
    [
        # Applied leading notes: of V, of ii, of vi, of iii.
        ("C major", (60, 64, 69, 66, 67, 71), "C E A F♯ G B"),
        ("C major", (67, 69, 64, 61, 62, 65), "G A E C♯ D F"),
        ("C major", (71, 64, 68, 69, 72), "B E G♯ A C"),
        ("A♭ major", (68, 72, 77, 74, 75), "A♭ C F D E♭"),
        # The lowered seventh on the way to the fourth degree, and borrowed notes of minor.
        ("C major", (72, 70, 69, 65), "C B♭ A F"),
        ("D major", (74, 72, 71, 67), "D C B G"),
        ("C major", (67, 68, 65, 62, 60), "G A♭ F D C"),
        ("C major", (72, 75, 74, 72), "C E♭ D C"),
        # The Neapolitan sixth's second degree.
        ("A minor", (77, 70, 74, 68, 69), "F B♭ D G♯ A"),
    ],
)
def test_altered_note_tells_where_it_leads(key: str, pitches: tuple[int, ...], names: str) -> None:
    assert spelled(key, *pitches) == names


def test_passage_in_another_key_is_spelled_in_that_key() -> None:
    in_e_major = (64, 66, 68, 69, 71, 73, 75, 76, 75, 73, 71, 68, 71, 68, 64, 64)
    names = spelled("C major", 60, 64, 67, 72, *in_e_major)
    assert names.startswith("C E G C E F♯ G♯ A B C♯ D♯ E D♯ C♯ B G♯")


def test_letter_of_the_player_is_obeyed_and_changes_no_other_note() -> None:
    sketch = line("C major", 60, 61, 62, 61, 60)
    notes = list(sketch.melody.notes)
    notes[1] = replace(notes[1], letter="D")
    respelled = spellings(replace(sketch, melody=Melody(tuple(notes))))
    assert [str(spelling) for spelling in respelled] == [
        "C4",
        "D♭4",
        *map(str, spellings(sketch)[2:]),
    ]


def test_note_that_is_struck_again_keeps_its_name() -> None:
    names = spelled("C major", 67, 68, 68, 68, 69).split()
    assert names == ["G", "G♯", "G♯", "G♯", "A"]


def test_scale_of_every_key_is_as_its_signature_has_it() -> None:
    for key in KEYS:
        start = 60 + key.tonic_pitch_class
        scale = [key.stepped(start, step) for step in (*range(8), *range(7, -1, -1))]
        found = spellings(line(str(key), *scale))
        assert list(found) == [key.spell(pitch) for pitch in scale]


@given(st.sampled_from(KEYS), st.lists(st.integers(0, 127), max_size=60))
def test_every_note_is_named_and_sounds_as_before(key: Key, pitches: list[int]) -> None:
    found = spellings(line(str(key), *pitches))
    assert [spelling.pitch for spelling in found] == pitches


@given(sketches())
def test_octave_changes_octaves_alone(sketch: Sketch) -> None:
    higher = Melody(tuple(note.at_pitch(note.pitch + 12) for note in sketch.melody))
    pairs = zip(spellings(sketch), spellings(replace(sketch, melody=higher)), strict=True)
    assert all(replace(low, octave=low.octave + 1) == high for low, high in pairs)


def test_melody_is_spelled_once() -> None:
    sketch = line("C major", 60, 61, 62)
    renamed = replace(sketch, title="Air", tempo_bpm=90)
    assert spellings(renamed) is spellings(sketch)
    assert spellings(replace(sketch, key=Key.parse("D♭"))) is not spellings(sketch)
