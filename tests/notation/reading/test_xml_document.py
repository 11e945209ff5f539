import codecs

import pytest

from app.errors import AppError
from app.notation.reading import xml_document
from app.notation.reading.score_reading import read_musicxml
from tests.notation.reading.documents import HEAD, bars, note, notes, score

SCALE = notes("C5 D5 E5 F5")
TITLE = "<work><work-title>Früh</work-title></work>"
PLAIN = score(bars(SCALE), before=TITLE).decode()


def declared(encoding: str, text: str = PLAIN) -> str:
    return f'<?xml version="1.0" encoding="{encoding}"?>\n{text}'


@pytest.mark.parametrize(
    "content",
    [
        PLAIN.encode(),
        declared("UTF-8").encode("utf-8-sig"),
        declared("UTF-16").encode("utf-16"),
        declared("UTF-16").encode("utf-16-be"),
        declared("UTF-16LE").encode("utf-16-le"),
        codecs.BOM_UTF16_BE + declared("UTF-16").encode("utf-16-be"),
        declared("UTF-32").encode("utf-32"),
        declared("ISO-8859-1").encode("latin-1"),
        declared("windows-1252").encode("cp1252"),
        declared("UTF-16").encode(),  # it says so, but isn't
        ("\n \n" + declared("UTF-8")).encode(),
    ],
)
def test_encodings_are_read(content: bytes) -> None:
    read = read_musicxml(content)
    assert (read.title, read.messages) == ("Früh", ())


def test_encodings_of_several_bytes_are_read() -> None:
    content = declared("Shift_JIS", PLAIN.replace("Früh", "春")).encode("shift_jis")
    assert read_musicxml(content).title == "春"


@pytest.mark.parametrize("name", ["nonsense", "rot13", "base64", "idna"])
@pytest.mark.parametrize("encoding", ["utf-8", "latin-1"])
def test_unknown_encodings_are_guessed_and_told(name: str, encoding: str) -> None:
    read = read_musicxml(declared(name).encode(encoding))
    assert read.title == "Früh"
    assert name in read.messages[0]


def test_wrong_encoding_is_guessed_and_told() -> None:
    read = read_musicxml(declared("UTF-8").encode("latin-1"))
    assert read.title == "Früh"
    assert "Latin-1" in read.messages[0]


def test_timewise_scores_are_read() -> None:
    def measure(number: int, upper: str, lower: str) -> str:
        lower = f'<part id="P2">{lower}</part>' if lower else ""
        return f'<measure number="{number}"><part id="P1">{upper}</part>{lower}</measure>'

    listed = '<part-list><score-part id="P1"><part-name>A</part-name></score-part></part-list>'
    first = measure(1, HEAD + SCALE, "")
    second = measure(2, note("G5", 8), HEAD + note("C4", 8))
    document = f"<score-timewise>{listed}{first}{second}</score-timewise>"
    upper, lower = read_musicxml(document.encode()).parts
    assert [note.onset_ticks for note in upper.notes] == [0, 480, 960, 1440, 1920]
    assert [note.onset_ticks for note in lower.notes] == [1920]


def test_namespaces_are_no_hindrance() -> None:
    text = PLAIN.replace("<score-partwise>", '<m:score-partwise xmlns:m="urn:x">')
    text = text.replace("</score-partwise>", "</m:score-partwise>")
    assert len(read_musicxml(text.encode()).parts) == 1


FAR = "<transpose><chromatic>999</chromatic></transpose>"

LAUGHS = (
    '<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">'
    '<!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;">]>'
)


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "damaged"),
        (b"\xff\xfe", "damaged"),
        (b"<html><p/></html>", "begins with <html>"),
        (b"<opus/>", "opus"),
        (b"X:1\nK:C\nCDEF|", "damaged at line"),
        (PLAIN[: PLAIN.index("<step>F")].encode(), "in bar 1"),
        (PLAIN.replace("</duration>", "</length>", 1).encode(), "mismatched tag"),
        ((LAUGHS + PLAIN.replace("Früh", "&c;")).encode(), "entities"),
        ((f'<!DOCTYPE x [<!ENTITY a "{"ha" * 999}">]>' + PLAIN).encode(), "entities"),
        (("<a>" * 99 + "</a>" * 99).encode(), "nested more than 64"),
        (b"<score-partwise/>", "no part"),
        (score(bars(note("C5", 2), note("C5", 1).replace(">1<", ">1e400<"))), "in bar 2 of a part"),
        (score(bars(note("C5").replace(">2<", f">{'9' * 5000}<"))), "5,000 signs"),
        (score(bars(note("C5").replace(">2<", ">inf<"))), "no number that music has (inf)"),
        (score(bars(note("C5").replace(">2<", ">nan<"))), "length of a note"),
        (score(bars(note("C5").replace(">2<", ">-2<"))), "length of a note"),
        (score(bars(note("C5", 999_999_999))), "longer than 40,000 quarters"),
        (score(bars(*[note("C5", 60_000)] * 2)), "in bar 2"),
        (score(bars("<forward><duration>999999999</duration></forward>")), "longer than"),
        (score(bars(SCALE, head=HEAD.replace(">2<", ">0<"))), "number of divisions"),
        (score(bars(SCALE, head=HEAD.replace(">2<", ">many<"))), "divisions"),
        (score(bars(note("C5").replace("<octave>5</octave>", ""))), "no pitch"),
        (score(bars(note("C5").replace("<step>C", "<step>H"))), "no pitch"),
        (score(bars(note("C5").replace(">0<", ">99<"))), "altered by 99"),
        (score(bars(SCALE, head=HEAD.replace("</time>", f"</time>{FAR}"))), "transposition"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_one_sentence(content: bytes, sentence: str) -> None:
    with pytest.raises(AppError) as caught:
        read_musicxml(content)
    assert sentence in str(caught.value)
    assert "\n" not in str(caught.value)
    assert len(str(caught.value)) < 200


@pytest.mark.parametrize(
    ("limit", "sentence"),
    [("MOST_NOTES", "notes"), ("MOST_MEASURES", "bars"), ("MOST_BYTES", "larger")],
)
def test_limits_are_told(limit: str, sentence: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(xml_document, limit, 2)
    with pytest.raises(AppError, match=sentence):
        read_musicxml(score(bars(SCALE, SCALE, SCALE)))


def test_entity_of_a_few_letters_is_read() -> None:
    text = '<!DOCTYPE x [<!ENTITY name "Anon">]>' + PLAIN.replace("Früh", "&name;")
    assert read_musicxml(text.encode()).title == "Anon"


def test_repeats_beyond_all_measure_leave_the_score_as_written() -> None:
    repeat = '<barline location="right"><repeat direction="backward" times="99999999"/></barline>'
    read = read_musicxml(score(bars(SCALE + repeat)))
    assert len(read.parts[0].notes) == 4
    assert "too long" in read.messages[0]
