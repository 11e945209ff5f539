import zipfile
from collections.abc import Callable
from dataclasses import replace
from importlib.metadata import version
from io import BytesIO
from xml.etree import ElementTree

import pytest

from app.domain import Chord, Chords, Key, Meter, Sketch
from app.domain.chords import KINDS
from app.domain.imported import Imported
from app.formats.import_abc import import_abc
from app.formats.scores import export_abc, export_musicxml, export_mxl, import_musicxml
from tests.notation.tunes import tune

AIR = replace(
    tune(*[240] * 6 * 9, meter=Meter(6, 8), key=Key.parse("A minor")),
    title="50 % <Air>",
    composer="Béla & Co",
    chords=Chords.parse("Am | E7"),
)


def test_musicxml_has_its_head_in_the_order_of_the_schema() -> None:
    content = export_musicxml(AIR)
    assert b"DOCTYPE" not in content
    assert b"usic21" not in content
    score = ElementTree.fromstring(content)
    assert (score.tag, score.get("version")) == ("score-partwise", "4.0")
    assert [child.tag for child in score] == ["work", "identification", "part-list", "part"]
    assert score.findtext("work/work-title") == AIR.title
    creator = score.find("identification/creator")
    assert creator is not None
    assert (creator.get("type"), creator.text) == ("composer", AIR.composer)
    assert score.findtext("identification/encoding/software") == f"Motivo {version('motivo')}"
    ids = [element.get("id") for element in score.iter() if element.get("id")]
    assert len({*ids}) == len(ids) - 1  # the part has the id of its entry in the list
    assert [element.get("placement") for element in score.iter("direction")] == ["above"]
    assert export_musicxml(AIR) == content


def test_musicxml_of_a_nameless_sketch_names_nobody() -> None:
    score = ElementTree.fromstring(export_musicxml(tune(480)))
    assert [child.tag for child in score] == ["identification", "part-list", "part"]
    assert score.find("identification/creator") is None


def test_composer_that_music21_invents_is_nobody() -> None:
    content = export_musicxml(AIR).replace("Béla &amp; Co".encode(), b"Music21")
    assert import_musicxml(content).sketch.composer == ""


def test_packed_musicxml_names_its_score_in_the_container() -> None:
    with zipfile.ZipFile(BytesIO(export_mxl(AIR))) as packed:
        assert packed.testzip() is None
        container = ElementTree.fromstring(packed.read("META-INF/container.xml"))
        (rootfile,) = container.iter("rootfile")
        assert packed.read(rootfile.attrib["full-path"]) == export_musicxml(AIR)
        assert rootfile.get("media-type") == "application/vnd.recordare.musicxml+xml"


@pytest.mark.parametrize("meter", ["2+3/8", "3+2/4", "3+3+2/8", "6/8"])
def test_groups_of_a_meter_come_back_from_musicxml(meter: str) -> None:
    content = export_musicxml(replace(AIR, meter=Meter.parse(meter), chords=Chords()))
    assert ElementTree.fromstring(content).findtext(".//beats") == meter.split("/")[0]
    assert import_musicxml(content).sketch.meter == Meter.parse(meter)


@pytest.mark.parametrize(
    ("write", "read"), [(export_musicxml, import_musicxml), (export_abc, import_abc)]
)
def test_chords_of_every_kind_come_back(
    write: Callable[[Sketch], bytes], read: Callable[[bytes], Imported]
) -> None:
    every = tuple((Chord("Eb", kind), Chord("C", kind, "E")) for kind in KINDS)
    sketch = replace(tune(*[1920] * len(KINDS)), chords=Chords(every))
    back = read(write(sketch))
    assert back.sketch.chord_changes == sketch.chord_changes
    assert back.messages == ()


def test_altered_chord_is_written_as_musicxml_asks_for() -> None:
    sketch = replace(tune(1920), chords=Chords.parse("G7b9#11"))
    (harmony,) = ElementTree.fromstring(export_musicxml(sketch)).iter("harmony")
    kind = harmony.find("kind")
    assert kind is not None
    assert (kind.text, kind.get("text")) == ("dominant", "7♭9♯11")
    assert [
        (degree.get("print-object"), *(child.text for child in degree))
        for degree in harmony.findall("degree")
    ] == [("no", "9", "-1", "add"), ("no", "11", "1", "add")]


def test_abc_begins_with_its_version_and_fields_in_order() -> None:
    lines = export_abc(AIR).decode().splitlines()
    assert lines[0] == "%abc-2.1"
    assert [line[:2] for line in lines[1:8]] == ["X:", "T:", "C:", "M:", "L:", "Q:", "K:"]
    music = lines[8:]
    assert [line.count("|") for line in music] == [4, 4, 1]
    assert music[0].startswith('"Am"BBB BBB | "E7"BBB')
    assert music[-1].endswith("|]")


@pytest.mark.parametrize(
    ("quarters", "pickup", "music"),
    [
        (1, 0, "B2 z2 z4 |]"),
        (5, 0, "B2 B2 B2 B2 | B2 z2 z4 |]"),
        (2, 1, "B2 | B2 z2 z4 |]"),
        (9, 0, "B2 B2 B2 B2 | B2 B2 B2 B2 | B2 z2 z4 |]"),
    ],
)
def test_abc_has_no_more_bars_than_the_sketch(quarters: int, pickup: int, music: str) -> None:
    sketch = replace(tune(*[480] * quarters), pickup_ticks=480 * pickup)
    assert export_abc(sketch).decode().splitlines()[-1] == music
    assert import_abc(export_abc(sketch)).sketch == sketch


def test_chord_that_comes_while_a_note_lasts_cuts_the_note_in_abc() -> None:
    long = replace(tune(2880, meter=Meter(6, 8)), chords=Chords.parse("C | G7 C"))
    assert export_abc(long).decode().splitlines()[-1] == '"C"B6- | "G7"B3-"C"B3 |]'
    assert import_abc(export_abc(long)).sketch.chord_changes == long.chord_changes


@pytest.mark.parametrize(
    ("head", "title", "composer"),
    [
        ("T:Air % a comment\nC:Anon.\nC: Béla\n", "Air", "Anon., Béla"),
        ("T:50 \\% Air\n", "50 % Air", ""),
        ("C:% nobody\n", "", ""),
    ],
)
def test_names_of_an_abc_tune_are_read_without_comments(
    head: str, title: str, composer: str
) -> None:
    text = f"X:1\n{head}M:4/4\nL:1/4\nK:C\nCDEF | GABc | c4 |]\n"
    sketch: Sketch = import_abc(text.encode()).sketch
    assert (sketch.title, sketch.composer) == (title, composer)
