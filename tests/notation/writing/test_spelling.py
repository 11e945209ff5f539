"""Pitches as a player reads them: in the MusicXML, and on the staff."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.domain import Key, Melody, Mode, Sketch
from app.notation.engraving.engraver import engrave
from tests.notation.tunes import quarters, tune, xml_notes, xml_spelling
from tests.sketches import KEYS

TONICS = ("C", "Db", "D", "Eb", "E", "F", "Gb", "G", "Ab", "A", "Bb", "B")
ENHARMONIC = {"Db": "C#", "Eb": "D#", "Gb": "F#", "Ab": "G#", "Bb": "A#"}


def key_on(tonic: str, mode: Mode) -> Key:
    """Return the key on a tonic, by its other name where the signature would pass seven."""
    try:
        return Key(tonic, mode)
    except ValueError:
        return Key(ENHARMONIC[tonic], mode)


def with_letter(sketch: Sketch, index: int, letter: str) -> Sketch:
    notes = list(sketch.melody.notes)
    notes[index] = replace(notes[index], letter=letter)
    return replace(sketch, melody=Melody(tuple(notes)))


def spelled(key: Key, *pitches: int) -> list[str]:
    return [xml_spelling(note) for note in xml_notes(quarters(*pitches, key=key))]


def shown(key: Key, *pitches: int) -> list[str | None]:
    return [note.findtext("accidental") for note in xml_notes(quarters(*pitches, key=key))]


@pytest.mark.parametrize("mode", Mode)
@pytest.mark.parametrize("tonic", TONICS)
def test_scale_uses_each_letter_once_and_shows_no_accidental(tonic: str, mode: Mode) -> None:
    key = key_on(tonic, mode)
    start = 60 + key.tonic_pitch_class
    scale = [key.stepped(start, step) for step in range(8)]
    names = spelled(key, *scale)
    assert len({name[0] for name in names[:7]}) == 7
    assert names[0][:-1] == names[7][:-1] == key.tonic
    assert shown(key, *scale) == [None] * 8


@pytest.mark.parametrize(
    ("key", "pitch", "name", "accidental"),
    [
        (Key("Eb"), 68, "Ab4", None),
        (Key("E"), 68, "G#4", None),
        (Key("A", Mode.MINOR), 68, "G#4", "sharp"),
        (Key("C", Mode.MINOR), 71, "B4", "natural"),
        (Key("D", Mode.MINOR), 73, "C#5", "sharp"),
        (Key("F#", Mode.MINOR), 65, "E#4", "sharp"),
        (Key("G#", Mode.MINOR), 67, "F##4", "double-sharp"),
        (Key("C"), 66, "F#4", "sharp"),
        (Key("C"), 70, "Bb4", "flat"),
        (Key("F"), 71, "B4", "natural"),
        (Key("E", Mode.PHRYGIAN), 65, "F4", None),
        (Key("D", Mode.DORIAN), 71, "B4", None),
        (Key("B", Mode.LOCRIAN), 65, "F4", None),
    ],
    ids=str,
)
def test_pitch_has_the_name_that_its_key_gives_it(
    key: Key, pitch: int, name: str, accidental: str | None
) -> None:
    assert spelled(key, pitch)[0] == name
    assert shown(key, pitch)[0] == accidental


@settings(max_examples=60)
@given(st.sampled_from(KEYS), st.lists(st.integers(55, 79), min_size=1, max_size=12))
def test_reader_who_keeps_to_the_rules_hears_every_pitch(key: Key, pitches: list[int]) -> None:
    """Players read an accidental as valid for its line of the staff until the end of the bar."""
    signature = {s.letter: s.alter for s in (key.spell(60 + degree) for degree in key.scale)}
    signs = {"flat-flat": -2, "flat": -1, "natural": 0, "sharp": 1, "double-sharp": 2}
    altered: dict[tuple[str, str], int] = {}
    for index, note in enumerate(xml_notes(quarters(*pitches, key=key))):
        if index % 4 == 0:
            altered = {}
        step, octave = note.findtext("pitch/step"), note.findtext("pitch/octave")
        if step is None or octave is None:
            continue
        sign = note.findtext("accidental")
        before = altered.get((step, octave), signature[step])
        if sign is not None:
            assert signs[sign] != before, "a redundant accidental"
            altered[step, octave] = signs[sign]
        alter = altered.get((step, octave), signature[step])
        assert int(note.findtext("pitch/alter", "0")) == alter


def test_accidental_ends_with_the_bar() -> None:
    assert shown(Key("C"), 66, 66, 65, 64, 66)[:5] == ["sharp", None, "natural", None, "sharp"]


@pytest.mark.parametrize(("pitches", "count"), [((65, 65), 0), ((66, 66), 1), ((66, 65), 2)])
def test_staff_shows_as_many_accidentals_as_are_needed(
    pitches: tuple[int, ...], count: int
) -> None:
    (system,) = engrave(quarters(*pitches), 800, 32).systems
    drawn = 0
    for box in system.notes:
        of_note = [mark for mark in system.marks if mark.note == box.note]
        drawn += sum(mark.bounds.right <= box.head.x for mark in of_note)
    assert drawn == count


def test_bar_met_again_is_engraved_with_its_own_spelling() -> None:
    """The same bar has an F sharp when it leads up to G, and a G flat when it leads down to E."""
    bar = (60, 64, 67, 66)
    (system,) = engrave(quarters(*bar, 67, 67, 67, 67, *bar, 65, 64, 62, 60), 1600, 32).systems
    heads = {box.note: box.head.y for box in system.notes}
    assert heads[3] > heads[11] == heads[10]


def test_accidentals_of_a_bar_follow_the_letters() -> None:
    notes = xml_notes(with_letter(quarters(66, 66, 65, 64, 66), 1, "G"))
    assert [xml_spelling(note) for note in notes[:5]] == ["F#4", "Gb4", "F4", "E4", "F#4"]
    assert [note.findtext("accidental") for note in notes[:5]] == [
        *("sharp", "flat", "natural", None, "sharp")
    ]


def test_accidental_holds_over_a_tie_and_no_longer() -> None:
    notes = xml_notes(tune(-1440, 960, 480, 480, pitch=66))
    found = [note.findtext("accidental") for note in notes if note.find("rest") is None]
    assert found == ["sharp", None, "sharp", None]
