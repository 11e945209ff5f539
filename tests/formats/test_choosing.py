import pytest

from app.domain import Key, Meter, Note
from app.domain.found import Found, Part
from app.domain.imported import Imported
from app.domain.reading import Reading
from app.formats.choosing import MOST_LISTED, choose
from app.formats.scores import import_musicxml
from tests.notation.reading.documents import bars, note, notes, score


def line(pitch: int, count: int = 16, length: int = 480) -> tuple[Note, ...]:
    return tuple(Note(index * length, length, pitch + index % 3) for index in range(count))


def chords(pitch: int, count: int = 16) -> tuple[Note, ...]:
    return tuple(
        Note(index * 480, 480, pitch + above) for index in range(count) for above in (0, 4, 7)
    )


@pytest.mark.parametrize(
    ("melody", "others"),
    [
        (("Violin I", line(76)), [("Violin II", line(70, 32, 240)), ("Violoncello", line(50))]),
        (("1st Violin", line(70)), [("2nd Violin", line(69, 64, 120)), ("Viola", line(60))]),
        (("Singstimme", line(67, 8)), [("Klavier", chords(64, 32)), ("Klavier", line(48, 32))]),
        (("Tenor", line(62)), [("Piano", chords(67)), ("Piano", line(45))]),
        (("Cello", line(55)), [("Piano", chords(67)), ("Piano", line(45))]),
        (("Clarinet in Bb", line(72)), [("Guitar", chords(60)), ("Contrabass", line(40))]),
        (("Soprano", line(70)), [("Alto", line(65)), ("Tenor", line(60)), ("Bass", line(50))]),
        (("", line(70)), [("", line(65)), ("", chords(60)), ("", line(50))]),
        (("Solo", line(60)), [("Strings", chords(72)), ("Drums", line(40))]),
    ],
)
def test_melody_is_found_wherever_it_stands(
    melody: tuple[str, tuple[Note, ...]], others: list[tuple[str, tuple[Note, ...]]]
) -> None:
    parts = [Part(*melody), *(Part(*other) for other in others)]
    assert choose(Found("", tuple(parts))).part == 0
    if melody[0]:
        assert choose(Found("", tuple(reversed(parts)))).part == len(parts) - 1


def test_bass_clef_counts_where_the_name_says_nothing() -> None:
    tenor, low = Part("Tenor", line(60)), Part("", line(48, 32, 240), has_bass_clef=True)
    assert choose(Found("", (low, tenor))).part == 1
    lead = Part("Lead", line(48), has_bass_clef=True)
    assert choose(Found("", (tenor, lead))).part == 1


def test_names_that_motivo_makes_don_t_decide() -> None:
    low = Part("Horn, voice 1", line(60), instrument="Horn")
    high = Part("Clarinet", line(72), instrument="Clarinet")
    assert choose(Found("", (low, high))).part == 1


def test_key_and_chords_are_those_of_the_part_that_is_taken() -> None:
    own = Part("Flute", line(72), keys=(Key.parse("G"),), chords=((0, "G"),))
    found = Found("", (own, Part("Bass", line(40))), (Key.parse("C"),), chords=((0, "C"),))
    assert str(choose(found).sketch.chords).startswith("G |")
    assert choose(found).sketch.key == Key.parse("G")
    assert choose(found, 1).sketch.key == Key.parse("C")


def test_long_lists_of_parts_are_cut() -> None:
    parts = tuple(Part(f"Part {number}", line(60)) for number in range(100))
    (message, *_) = choose(Found("", parts)).messages
    assert f"and {99 - MOST_LISTED} more" in message


def test_staves_of_a_piano_can_be_chosen() -> None:
    upper = notes("C5 D5 E5 F5", 2, "<voice>1</voice><staff>1</staff>")
    back = "<backup><duration>8</duration></backup>"
    lower = note("C3", 8, "<voice>5</voice><staff>2</staff>")
    content = score(bars(upper + back + lower, upper + back + lower), names=("Piano",))
    imported = import_musicxml(content)
    assert [part.name for part in imported.parts] == ["Piano, upper staff", "Piano, lower staff"]
    assert imported.part == 0
    assert [note.pitch for note in import_musicxml(content, 1).sketch.melody] == [48, 48]


def test_what_the_reader_tells_is_among_the_messages() -> None:
    repeat = '<barline location="right"><repeat direction="backward"/></barline>'
    content = score(bars(notes("C5 D5 E5 F5") + repeat))
    assert "repeats; 1 bar became 2." in import_musicxml(content).messages[0]
    assert len(import_musicxml(content, reading=Reading.WRITTEN).sketch.melody) == 4
    assert import_musicxml(content).sketch.meter == Meter(4, 4)


def chords_of(*placed: tuple[int, str], meter: str = "4/4", pickup: int = 0) -> Imported:
    """Choose a part under chords, whose places are in ticks."""
    parts = (Part("Melody", line(60, 8)),)
    found = Found("", parts, meters=(Meter.parse(meter),), chords=placed, pickup_ticks=pickup)
    return choose(found)


@pytest.mark.parametrize(
    ("meter", "places", "taken"),
    [
        ("4/4", (0, 240, 960), (0, 240, 960)),
        ("4/4", (0, 960), (0, 960)),
        ("2/4", (0, 320, 640), (0, 320, 640)),
        ("12/8", (0, 1920), (0, 1920)),
        ("4/4", (0, 823), (0, 960)),  # over the fourth of seven notes in a bar
    ],
)
def test_every_chord_of_a_bar_has_its_place(
    meter: str, places: tuple[int, ...], taken: tuple[int, ...]
) -> None:
    placed = tuple(zip(places, ("C", "G7", "F"), strict=False))
    read = chords_of(*placed, meter=meter)
    found = [(change.onset_ticks, str(change.chord)) for change in read.sketch.chord_changes]
    assert found == list(zip(taken, ("C", "G7", "F"), strict=False))
    assert not any("Chords" in message for message in read.messages)


def test_chords_that_have_no_place_are_told() -> None:
    read = chords_of((0, "G"), (480, "C"), (490, "F"), (500, "Am"), pickup=480)
    assert str(read.sketch.chords).split(" |")[0] == "Am"
    assert "Chords over the pickup were left out: G." in read.messages
    assert "Chords that stand too close to the next one were left out: C, F." in read.messages


def test_notes_that_are_cut_off_are_told() -> None:
    notes = (Note(0, 960, 60), Note(480, 500, 64), Note(960, 480, 67))
    read = choose(Found("", (Part("Melody", notes),)))
    assert [note.duration_ticks for note in read.sketch.melody] == [480, 480, 480]
    told = "1 note that sounds on over the next was cut off there; a melody has one voice."
    assert told in read.messages
