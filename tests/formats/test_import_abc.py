"""ABC as other programs and people write it, each rule of the standard with music of its own."""

import pytest

from app.domain import Key, Meter, Sketch
from app.domain.imported import Imported
from app.domain.reading import Reading
from app.domain.spelling import spellings
from app.errors import AppError
from app.formats.import_abc import MOST_LOOKED_INTO, import_abc

HEAD = "X:1\nT:Air\nM:4/4\nL:1/4\n"


def imported(text: str, part: int | None = None, *, as_written: bool = False) -> Imported:
    return import_abc(text.encode(), part, Reading.WRITTEN if as_written else None)


def read(body: str, head: str = HEAD) -> Sketch:
    return imported(f"{head}{body}\n").sketch


def pitches(sketch: Sketch) -> list[int]:
    return [note.pitch for note in sketch.melody]


def lengths(sketch: Sketch) -> list[float]:
    return [note.duration_ticks / 480 for note in sketch.melody]


def onsets(sketch: Sketch) -> list[float]:
    return [note.onset_ticks / 480 for note in sketch.melody]


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("K:C\n_E F E e | E4 |", [63, 65, 63, 75, 64]),
        ("K:F\n=B b B, B | B4 |", [71, 83, 59, 71, 70]),
        ("K:C\n%%propagate-accidentals octave\n_E e E2 | E4 |", [63, 76, 63, 64]),
        ("K:C\n%%propagate-accidentals not\n_E E E2 |", [63, 64, 64]),
        ("K:C\n^G3 G- | G A G2 | G4 |", [68, 68, 69, 67, 67]),
        ("K:C\n[^CE] C c2 |", [64, 61, 73]),
        ("K:C\n^^F __B F B |", [67, 69, 67, 69]),
        ("K:C\n^G2 & z G |", [68]),
    ],
)
def test_accidentals_hold_as_the_standard_says(body: str, expected: list[int]) -> None:
    assert pitches(read(body)) == expected


@pytest.mark.parametrize(
    ("key", "named", "expected"),
    [
        ("A", "A major", [66, 73, 68]),
        ("Em", "E minor", [66, 72, 67]),
        ("EM", "E minor", [66, 72, 67]),
        ("E Minor", "E minor", [66, 72, 67]),
        ("Gaeo", "G minor", [65, 72, 67]),
        ("D mixolydian", "D mixolydian", [66, 72, 67]),
        ("Dmix=c", "D mixolydian", [66, 72, 67]),
        ("D =c", "D mixolydian", [66, 72, 67]),
        ("Bbdor", "B♭ dorian", [65, 72, 67]),
        ("G exp ^f", "G major", [66, 72, 67]),
        ("A clef=bass =g", "A mixolydian", [66, 73, 67]),
        ("HP", "A mixolydian", [66, 73, 67]),
        ("F#loc", "F♯ locrian", [66, 72, 67]),
        ("C exp ^f _b", "C major", [66, 72, 67]),
    ],
)
def test_keys_come_through_with_their_mode(key: str, named: str, expected: list[int]) -> None:
    sketch = read(f"K:{key}\nF c G2 |")
    assert (str(sketch.key), pitches(sketch)) == (named, expected)


def test_signature_of_no_scale_is_told() -> None:
    read_file = imported(f"{HEAD}K:C exp ^f _b\nF B c2 |\n")
    assert pitches(read_file.sketch) == [66, 70, 72]
    assert any("key signature" in message for message in read_file.messages)


@pytest.mark.parametrize(
    ("music", "expected"),
    [
        ("A>B", [1.5, 0.5]),
        ("A<B", [0.5, 1.5]),
        ("A>>B", [1.75, 0.25]),
        ("A<<<B", [0.125, 1.875]),
        ("A>{c}B", [1.5, 0.5]),
        ("A>.B", [1.5, 0.5]),
        ("(A>B)", [1.5, 0.5]),
        ("A> !fermata! (B)", [1.5, 0.5]),
        ("A2>z2 B", [3, 1]),
        ("[FA]<[GB]", [0.5, 1.5]),
        ("A>|B", [1.5, 0.5]),
        ("A````>B", [1.5, 0.5]),
        ("(3ABc d", [2 / 3, 2 / 3, 2 / 3, 1]),
        ("(3:2:2A2B d", [4 / 3, 2 / 3, 1]),
        ("(3A>Bc", [1, 1 / 3, 2 / 3]),
        ("(3A|Bc d", [2 / 3, 2 / 3, 2 / 3, 1]),
        ("(5ABcde f", [0.4, 0.4, 0.4, 0.4, 0.4, 1]),
        ("(7:4:7ABcdefg", [4 / 7] * 7),
        ("A// B3/ c3/4 d/3", [0.25, 1.5, 0.75, 1 / 3]),
        ("A/8 B/32 c", [0.125, 1 / 32, 1]),
        ("(0ABc", [1, 1, 1]),
        ("(99:AB", [1, 1]),
        ("(10:4:5ABcde f", [0.4, 0.4, 0.4, 0.4, 0.4, 1]),
        ("A/0 B0 c10", [1, 1, 10]),
    ],
)
def test_lengths(music: str, expected: list[float]) -> None:
    assert lengths(read(f"K:C\n{music} |")) == pytest.approx(expected, abs=0.002)


def test_five_notes_in_a_compound_meter_take_the_time_of_three() -> None:
    sketch = read("K:C\n(5ABcde f3 |", "X:1\nM:6/8\nL:1/8\n")
    assert lengths(sketch) == pytest.approx([0.3] * 5 + [1.5], abs=0.002)


@pytest.mark.parametrize(
    ("fields", "bpm"),
    [
        ("Q: 1/4 = 72", 72),
        ("Q:3/8=60", 90),
        ("Q:1/4 3/8 1/4=40", 140),
        ('Q:"Slowly" 1/2=50', 100),
        ('Q:1/4=66 "Slowly"', 66),
        ("Q:80", 80),
        ("L:1/8\nQ:160", 80),
        ("Q:C=90", 90),
        ("Q:C3=40", 120),
        ('Q:"Adagio"', 59),
        ("Q:1/4=88.5", 88.5),
    ],
)
def test_tempo_in_each_of_its_forms(fields: str, bpm: float) -> None:
    assert read(f"{fields}\nK:C\nCDEF|").tempo_bpm == bpm


def test_tempo_word_without_a_number_is_told() -> None:
    for words in ("Andante", "As you like it"):
        read_file = imported(f'{HEAD}Q:"{words}"\nK:C\nCDEF|\n')
        assert any(words in message for message in read_file.messages)


@pytest.mark.parametrize(
    ("meter", "expected"),
    [("C", "4/4"), ("C|", "2/2"), ("3+2/8", "3+2/8"), ("(2+2+3)/8", "2+2+3/8"), ("9/8", "9/8")],
)
def test_meters(meter: str, expected: str) -> None:
    assert str(read("K:C\nCDEF|", f"X:1\nM:{meter}\nL:1/8\n").meter) == expected


@pytest.mark.parametrize(
    ("head", "unit"),
    [("M:2/4\n", 0.25), ("M:3/4\n", 0.5), ("M:none\n", 0.5), ("", 0.5), ("L:1/2\nM:2/4\n", 2)],
)
def test_length_of_a_note_without_a_field_for_it(head: str, unit: float) -> None:
    assert lengths(read("K:C\nCD|", f"X:1\n{head}")) == [unit, unit]


def test_fields_within_the_music_hold_from_there_on() -> None:
    read_file = imported(f"{HEAD}K:C\nFG[K:D]FG|[L:1/8]FG[M:2/4]\\\nFG|[r:f g][I:stretch 2]F|\n")
    assert pitches(read_file.sketch) == [65, 67, 66, 67, 66, 67, 66, 67, 66]
    assert lengths(read_file.sketch) == [1, 1, 1, 1, 0.5, 0.5, 0.5, 0.5, 0.5]
    assert any("2/4" in message for message in read_file.messages)
    assert any("D major" in message for message in read_file.messages)


TURN = "K:C\n|:CD|EF|1GA:|2Bc|]\nde|"


def test_repeats_and_endings_are_played_and_told() -> None:
    played = imported(HEAD + TURN)
    assert pitches(played.sketch) == [60, 62, 64, 65, 67, 69, 60, 62, 64, 65, 71, 72, 74, 76]
    assert any("5 bars became 7" in message for message in played.messages)
    written = imported(HEAD + TURN, as_written=True)
    assert pitches(written.sketch) == [60, 62, 64, 65, 67, 69, 71, 72, 74, 76]
    assert any("as it is written" in message for message in written.messages)


@pytest.mark.parametrize(
    ("music", "expected"),
    [
        ("C:|D::E:|", "CCDDEE"),
        ("C|D:||:E:|", "CDCDEE"),
        ("|::C::|D|", "CCCD"),
        ("|:C|1,3D:|2E:|F|", "CDCECDF"),
        ("|:C[1D:|[2E|F|", "CDCEF"),
        ("C|D!fine!|E!D.C.!|", "CDECD"),
        ('C|D"^Fine"|E|"^D.C. al Fine"F|', "CDEFCD"),
        ("C|!segno!D|E!D.S.!|", "CDEDE"),
        ("C!dacoda!|D!D.C.!|!coda!E|", "CDCE"),
        ("|:C:|D!D.C.!|", "CCDCD"),
        ("SC|D|", "CD"),
        ('C|D"^Fine"|E|]"D.C."', "CDECD"),
        ('C|D"^Fine"|\n"^D.C."E|', "CDECD"),
        ("|::C:|D|", "CCCD"),
        ("C||D|E:|", "CDEDE"),
        ("C|D|]E:|F|", "CDEEF"),
        ("|:C||D:|", "CDCD"),
        ("C|1D||E:|2F|", "CDECF"),
        ("C|1D:|2E||F:|", "CDCEFF"),
        ("C:|D|1E:|2F|", "CCDEDF"),
        ("C|D:|2E|F|", "CDCEF"),
    ],
)
def test_order_of_bars(music: str, expected: str) -> None:
    sketch = read(f"K:C\n{music}")
    assert pitches(sketch) == [60 + {"C": 0, "D": 2, "E": 4, "F": 5}[name] for name in expected]


@pytest.mark.parametrize(
    ("music", "played", "last"),
    [
        ("C2^F2-|1F4:|2F2E2|", [60, 66, 60, 66, 64], [2, 6, 2, 4, 2]),
        ("C2[CF]2-|1F4:|2F2E2|", [60, 65, 60, 65, 64], [2, 6, 2, 4, 2]),
        ("C2^F2-|1,3F4:|2F2E2:|4F4|", [60, 66, 60, 66, 64, 60, 66, 60, 66], None),
        ("C2^F2|1E4:|2-F2E2|", [60, 66, 64, 60, 66, 64], [2, 2, 4, 2, 4, 2]),
        ("C2^F2-|1E4:|2 F2E2|", [60, 66, 64, 60, 66, 64], [2, 2, 4, 2, 4, 2]),
        ("C2F2-:|F4|", [60, 65, 60, 65], [2, 2, 2, 6]),
        ("|:F2F2-:|C4|", [65, 65, 65, 65, 60], [2, 2, 2, 2, 4]),
        ("^F2-|1F2:|2F2|:C|1F:|2F|", [66, 66, 60, 65, 60, 65], [4, 4, 1, 1, 1, 1]),
    ],
)
def test_tie_leads_into_every_ending(
    music: str, played: list[int], last: list[float] | None
) -> None:
    sketch = read(f"K:C\n{music}")
    assert pitches(sketch) == played
    assert last is None or lengths(sketch) == last


def test_parts_are_played_in_the_order_of_the_head() -> None:
    text = "X:1\nL:1/4\nP:A2(BA)\nK:C\nP:A\nC|\nP:B\nD|\n"
    assert pitches(imported(text).sketch) == [60, 60, 62, 60]
    assert pitches(imported(text, as_written=True).sketch) == [60, 62]


def test_order_of_parts_goes_before_a_da_capo() -> None:
    read_file = imported("X:1\nL:1/4\nP:AB\nK:C\nP:A\nC|\nP:B\nD!D.C.!|\n")
    assert pitches(read_file.sketch) == [60, 62]
    assert any(
        message.startswith("D.C. and D.S. were passed over") for message in read_file.messages
    )


def test_repeats_that_make_too_many_bars_are_not_played() -> None:
    read_file = imported(f"{HEAD}K:C\nC{':' * 50_000}|\n")
    assert pitches(read_file.sketch) == [60]
    assert "Its repeats make it too long, so it was read as it is written." in read_file.messages


def test_voice_without_repeats_follows_the_one_that_has_them() -> None:
    text = f"{HEAD}V:1\nV:2\nK:C\nV:1\n|:C|D:|\nV:2\nE|F|\n"
    assert pitches(imported(text, 1).sketch) == [64, 65, 64, 65]


def test_voices_are_parts_with_their_names_and_properties() -> None:
    text = (
        f'{HEAD}V:T1 name="Whistle" clef=treble+8\nV:B transpose=-12 nm=Low\nV:3 octave=-1\nK:G\n'
        "[V:T1]GF|\n[V:B]GF|\n[V:3]GF|\n"
    )
    found = [imported(text, part) for part in range(3)]
    assert [part.name for part in found[0].parts] == ["Whistle", "Low", "Voice 3"]
    assert [pitches(one.sketch) for one in found] == [[79, 78], [55, 54], [55, 54]]


def test_other_voices_are_named_as_voices() -> None:
    read_file = imported(f"{HEAD}K:C\n[V:1]cdef|\n[V:2]EFGA|\n[V:3]CDEF|\n")
    told = "“Voice 1” was taken as the melody; left out: Voice 2, Voice 3."
    assert told in read_file.messages


@pytest.mark.parametrize("clef", ["clef=bass", "bass", 'clef="bass"', "clef=F4"])
def test_bass_by_its_clef_is_not_taken_for_the_melody(clef: str) -> None:
    text = f"{HEAD}V:T1 name=Tenor\nV:B1 {clef}\nK:C\n[V:T1]cdef|gfed|\n[V:B1]C,D,E,F,|C,4|\n"
    assert imported(text).part == 0


@pytest.mark.parametrize("music", ["CDEF&c4|G4|]", "[V:1]CDEF|GABA|EFGE|C4|\n[V:2]z4|c'4|z8|"])
def test_voice_with_few_notes_is_not_taken_for_the_melody(music: str) -> None:
    assert imported(f"{HEAD}K:C\n{music}\n").part == 0


@pytest.mark.parametrize("music", ["[V:1][K:G]FGAB|", "V:1\nK:G\nFGAB|", "V:1\n[K:G]FGAB|"])
def test_key_before_the_first_note_of_a_voice_is_its_key(music: str) -> None:
    read_file = imported(f"{HEAD}V:1\nV:2\nK:C\n{music}\n[V:2]CDEF|\n", 0)
    assert read_file.sketch.key == Key.parse("G")
    assert not any("key" in message for message in read_file.messages)
    assert imported(f"{HEAD}V:1\nV:2\nK:C\n{music}\n[V:2]CDEF|\n", 1).sketch.key == Key()


def test_transposed_voice_sounds_in_its_own_key() -> None:
    sketch = read("K:D transpose=-2\nD ^E F A |")
    assert (str(sketch.key), pitches(sketch)) == ("C major", [60, 63, 64, 67])


def test_middle_of_a_clef_changes_no_note() -> None:
    assert pitches(read("K:C clef=bass middle=d\nC |")) == [60]


def test_rests_of_bars_last_as_the_meter_says() -> None:
    sketch = read("K:C\nC3|Z2|D3|X|x2y E|", "X:1\nM:3/4\nL:1/4\n")
    assert onsets(sketch) == [0, 9, 17]


def test_overlay_is_a_part_of_its_own_and_leaves_the_tune() -> None:
    text = f"{HEAD}K:C\nc4|cdef&C2D2|c4|\n"
    assert pitches(imported(text, 0).sketch) == [72, 72, 74, 76, 77, 72]
    assert onsets(imported(text, 1).sketch) == [4, 6]


def test_macros_stand_for_music() -> None:
    sketch = read("K:C\n~G2 !x F|", f"{HEAD}m:~n2=n/o/n/m/\nm:!x=EE\n")
    assert pitches(sketch) == [67, 69, 67, 65, 64, 64, 65]


def test_signs_of_the_user_are_no_notes() -> None:
    assert pitches(read("U:w=!turn!\nK:C\nwCTD~E uF|")) == [60, 62, 64, 65]


def test_grace_notes_and_strange_signs_are_told() -> None:
    read_file = imported(f"{HEAD}K:C\n{{cd}}C!foo!D#E|\n")
    assert pitches(read_file.sketch) == [60, 62, 64]
    assert "2 grace notes were left out." in read_file.messages
    assert any("!foo!, #" in message for message in read_file.messages)


@pytest.mark.parametrize(
    ("body", "told"),
    [
        ("K:C\nC>D2|", "different lengths"),
        ("K:C\n[CE2]D|", "first one's length"),
        ("K:C\n^/CD|", "1 quarter tone was moved"),
        ("K:C\n_/CD_3/2E|", "2 quarter tones were moved"),
        ("K:D freygish\nCD|", "“freygish” is no mode"),
        ("Q:1/4\nK:C\nCD|", "names no tempo"),
        ("Q:0\nK:C\nCD|", "names no tempo"),
        ("P:ABA\nK:C\nP:A\nCD|\nP:C\nEF|", "no part B is marked"),
        ("K:Q\nCD|", "is no key"),
        ("M:99/7\nK:C\nCD|", "is no meter"),
        ("L:0\nK:C\nCD|", "no length"),
        ('K:C\nCD|"Am', "quotation mark"),
        ("%%MIDI nobarlines\nK:C\nCD|", "MIDI nobarlines"),
        ("K:C shift=2\nCD|", "shift=2"),
        ("K:C\nCD|\n\nEF|GA|", "empty line"),
        ("P:AB\nK:C\nCD|", "order of parts"),
        ('K:C\n"H7"C"Cm7"D|', "H7"),
        ('K:C\nCD|\ns: "C" *', "(s:)"),
        ("K:C\nCD|\ns: * !D.C.!", "(s:)"),
        ("K:C\n(0CDE|", "“(0” is no tuplet"),
        ("K:C\n(1CDE|", "“(1” is no tuplet"),
        ("K:C\n(99:CDEF|", "“(99” is no tuplet"),
        ("K:C\n(3:0:3CDE|", "“(3:0:3” is no tuplet"),
        ("K:C\n(3:2:0CDE|", "“(3:2:0” is no tuplet"),
        ("K:C\nC/0D|", "“/0” is no length"),
        ("K:C\nC0D|", "“0” is no length"),
        ("K:C\n[C0E0]D|", "“0” is no length"),
        ("K:C\nz0D|", "“0” is no length"),
        ("Q:1/0=60\nK:C\nCD|", "names no tempo"),
        ("M:none\nK:C\nCD|", "names no meter; it is shown in 4/4"),
        ("K:C\nC!dacoda!D|E|", "To Coda changed nothing"),
        ("K:C\nC!dacoda!D|E!D.C.!|", "there is no coda"),
        ("K:C\nC!D.S.!D|E|", "There is no segno"),
        ('K:C\n"^D.C. Smith arr."CD|', "“D.C. Smith arr.” was not taken for a jump"),
        ("K:C\nC!al!D|", "!al!"),
    ],
)
def test_what_is_not_followed_is_told(body: str, told: str) -> None:
    read_file = imported(f"{HEAD}{body}\n")
    assert any(told in message for message in read_file.messages)


def test_chord_symbols_keep_their_kinds_through_repeats() -> None:
    sketch = read('K:C\n|:"Bm7b5"c2 "E7"B2|"A-"A4:|"^loud"A4|')
    assert str(sketch.chords) == "Bm7♭5 E7 | Am | Bm7♭5 E7 | Am | /"


@pytest.mark.parametrize(
    ("written", "chord"),
    [("G7b9", "G7♭9"), ("G13", "G13"), ("G7(#11)", "G7♯11"), ("G7+5", "G7♯5"), ("C6/9", "C6/9")],
)
def test_chords_of_jazz_are_kept(written: str, chord: str) -> None:
    assert str(read(f'K:C\n"{written}"C4|').chords) == chord


def test_line_that_begins_with_a_repeat_is_no_field() -> None:
    assert pitches(read("K:C\nC2\nD:|\nE::F:|\n")) == [60, 62, 60, 62, 64, 64, 65, 65]


BOOK = """A book of tunes

M:3/4
L:1/4

% 1
X:7
T:One
K:C
CDE|

Some words | here.

X:8
T:Two
M:2/4
K:G
FG|
"""


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "latin-1"])
def test_book_in_any_letters(encoding: str) -> None:
    content = BOOK.replace("Two", "Élan").replace("\n", "\r\n").encode(encoding)
    first, second = import_abc(content), import_abc(content, 1)
    assert [part.name for part in first.parts] == ["One", "Élan"]
    assert (str(first.sketch.meter), str(second.sketch.meter)) == ("3/4", "2/4")
    assert pitches(second.sketch) == [66, 67]


def test_charset_that_the_file_names() -> None:
    text = "%%abc-charset iso-8859-2\nX:1\nT:Žal\nK:C\nC|\n"
    assert import_abc(text.encode("iso-8859-2")).sketch.title == "Žal"


@pytest.mark.parametrize(
    ("written", "title"),
    [
        (r"Caf\'e", "Café"),
        ("Caf&eacute;", "Café"),
        (r"Caf\u00e9", "Café"),
        (r"\AAse & \o/", "Åse & \\o/"),
        (r"\/Oster \ss", "Øster ß"),
        (r"100 \% pure % or not", "100 % pure"),
        ("First\n+:line", "First line"),
    ],
)
def test_escapes_in_titles(written: str, title: str) -> None:
    assert imported(f"X:1\nT:{written}\nK:C\nC|\n").sketch.title == title


@pytest.mark.parametrize(
    "text",
    [
        "",
        "X:1\nK:C\nz4|\n",
        f"{HEAD}K:C\n" + "[" * 50_000,
        f"{HEAD}K:C\n" + "CDEF|" * 20_000,
        f"{HEAD}K:C\nC" + "9" * 5_000 + "|",
        f"{HEAD}K:C\nC99999999|",
        f"{HEAD}K:C\nZ99999999|C|",
        f"{HEAD}K:C\nC" + "'" * 40 + "|",
        f"{HEAD}K:C\n" + "C&" * 40 + "|",
        HEAD + "K:C\n" + "".join(f"V:{voice}\nC|\n" for voice in range(500)),
        HEAD + "".join(f"m:{a}={b}{b}{b}{b}\n" for a, b in zip("KLMNOPQ", "LMNOPQC", strict=True))
        + "m:h=KKKK\nK:C\n" + "K" * 60 + "|",
    ],
)  # fmt: skip
def test_what_no_music_has_is_refused_in_a_sentence(text: str) -> None:
    with pytest.raises(AppError, match=r"^[a-z]"):
        imported(text)


@pytest.mark.parametrize(
    "text",
    [
        f"{HEAD}K:C\n" + "K:C\n" * 50_000 + "C|",
        "%%begin" + "a" * 200_000 + "\nX:1\nK:C\nC|\n",
        f"{HEAD}P:((((A9)9)9)9)9\nK:C\nC|",
        f"{HEAD}Q:1/4=1e999\nK:C\nC|",
        "X:1\nM:999999999/1\nK:C\nC|",
        f"{HEAD}K:C\n" + " " * 200_000 + "C|",
        f"{HEAD}K:C\n(99CDEF|",
        f"{HEAD}K:C\nC" + ":" * 50_000 + "|",
    ],
)
def test_strange_fields_do_not_stop_the_music(text: str) -> None:
    try:
        assert imported(text).sketch.melody
    except AppError as error:
        assert "no line with the key" in str(error)  # noqa: PT017


SOLO, DUET = (
    "T:Solo\nL:1/4\nK:C\n|:CDEF:|\n",
    ("T:Duet\nL:1/4\nV:1 name=Low\nV:2 name=Melody\nK:C\n[V:1]C,4|\n[V:2]cdef|\n"),
)


def test_voices_of_the_tunes_of_a_book_can_be_chosen() -> None:
    book = f"X:1\n{DUET}\nX:2\n{SOLO}\nX:3\nT:Silence\nK:C\n"
    first = imported(book)
    assert [str(part) for part in first.parts] == [
        "Duet, Low (1 note)", "Duet, Melody (4 notes)", "Solo (4 notes)", "Silence",
    ]  # fmt: skip
    assert [part.index for part in first.parts] == [0, 1, 2, 3]
    assert [len(part.beginning) for part in first.parts] == [1, 4, 4, 0]
    assert (first.part, pitches(first.sketch)) == (1, [72, 74, 76, 77])
    assert first.messages[0] == "“Duet” was opened; the file has 3 tunes to choose from."
    low, solo = imported(book, 0), imported(book, 2)
    assert (low.part, pitches(low.sketch)) == (0, [48])
    assert (solo.part, pitches(solo.sketch)) == (2, 2 * [60, 62, 64, 65])
    assert pitches(imported(book, 2, as_written=True).sketch) == [60, 62, 64, 65]


def test_tune_that_cannot_be_read_does_not_hide_the_others_of_its_book() -> None:
    book = f"X:1\nT:Broken\nL:1/4\nK:C\nC99999999|\n\nX:2\n{SOLO}"
    first = imported(book)
    assert [str(part) for part in first.parts] == ["Broken", "Solo (4 notes)"]
    assert (first.part, first.sketch.title) == (1, "Solo")
    with pytest.raises(AppError, match="longer than"):
        imported(book, 0)


def test_tunes_of_a_large_book_are_listed_by_name() -> None:
    book = "\n".join(f"X:{number}\n{SOLO}" for number in range(MOST_LOOKED_INTO)) + f"\nX:0\n{DUET}"
    first, last = imported(book), imported(book, MOST_LOOKED_INTO)
    assert {str(part) for part in first.parts} == {"Solo", "Duet"}
    assert len(first.parts) == MOST_LOOKED_INTO + 1
    assert (first.sketch.title, last.sketch.title) == ("Solo", "Duet")


def test_first_tune_of_a_book_that_has_notes_is_opened() -> None:
    read_file = imported("X:1\nT:Intro\nK:C\n\nX:2\nT:Air\nK:C\nCDEF|\n")
    assert (read_file.sketch.title, read_file.part) == ("Air", 1)
    with pytest.raises(AppError, match="no notes"):
        imported("X:1\nT:Intro\nK:C\n\nX:2\nT:Air\nK:C\nCDEF|\n", 0)


def test_fields_between_the_head_and_the_first_voice_hold_for_all_voices() -> None:
    body = "K:C\nL:1/4\nM:3/4\nV:S name=High\ncde|\nV:B\nC3|"
    for part, expected in ((0, [1, 1, 1]), (1, [3])):
        read_file = imported(f"{HEAD}{body}\n", part)
        assert lengths(read_file.sketch) == expected
        assert read_file.sketch.meter == Meter(3, 4)
        assert not any("meter" in message for message in read_file.messages)


@pytest.mark.parametrize(
    ("field", "music", "key", "spelled"),
    [
        ("Db transpose=-2", "DF", "B", ["B3", "D♯4"]),
        ("E transpose=6", "EG", "Bb", ["B♭4", "D5"]),
        ("Bb transpose=2", "Bd", "C", ["C5", "E5"]),
    ],
)
def test_transposed_notes_are_spelled_in_the_key_that_sounds(
    field: str, music: str, key: str, spelled: list[str]
) -> None:
    sketch = read(f"K:{field}\n{music}|")
    assert sketch.key == Key(key)
    assert [str(spelling) for spelling in spellings(sketch)] == spelled


def test_only_what_is_played_otherwise_can_be_read_otherwise() -> None:
    twice = imported(f"{HEAD}K:C\n|:CDEF:|\n")
    assert twice.reading is Reading.PLAYED
    assert "It was read as it is played, with its repeats; 1 bar became 2." in twice.messages, (
        twice.messages
    )
    assert imported(f"{HEAD}K:C\n|:CDEF|G4|]\n").reading is None


def test_block_of_text_without_an_end_leaves_the_next_tune() -> None:
    read_file = imported(f"{HEAD}K:C\nC|\n%%begintext\nwords\nX:2\nT:Next\nK:C\nDE|\n", 1)
    assert pitches(read_file.sketch) == [62, 64]


def test_block_of_text_without_an_end_is_told() -> None:
    read_file = imported(f"{HEAD}K:C\nCDEF|\n%%begintext\nABCD EFG\nGABc|]\n")
    assert pitches(read_file.sketch) == [60, 62, 64, 65]
    assert "“%%begintext” has no end (%%endtext); what follows it was left out." in (
        read_file.messages
    )
    text = f"{HEAD}K:C\nC|\n%%begintext\nX:2\nK:C\n%%begintext\na\n%%endtext\nDE|\n"
    assert pitches(imported(text, 1).sketch) == [62, 64]


def test_number_of_a_tune_within_a_text_begins_none() -> None:
    read_file = imported(f"{HEAD}K:C\nCD|\n%%begintext\nX:3\nABCD\n%%endtext\nEF|\n")
    assert pitches(read_file.sketch) == [60, 62, 64, 65]
    assert not any("begintext" in message for message in read_file.messages)


@pytest.mark.parametrize(
    ("music", "expected", "group"),
    [
        ("CDEF|{GABc|cBAG|]", [60, 62, 64, 65, 72, 71, 69, 67], "{GABc"),
        ("CD{E FG|AB{c}c2|", [60, 62, 65, 67, 69, 71, 72], "{E"),
    ],
)
def test_open_grace_notes_take_no_more_than_their_group(
    music: str, expected: list[int], group: str
) -> None:
    read_file = imported(f"{HEAD}K:C\n{music}\n")
    assert pitches(read_file.sketch) == expected
    assert any(f"“{group}” has no closing brace" in message for message in read_file.messages)


@pytest.mark.parametrize(
    "page",
    [
        "<html><body><pre>\n{}\n</pre></body></html>",
        "<pre>{}</pre><p>A bad cafe</p>",
        "<PRE>\n{}\n</PRE>\nA bad cafe\n",
        "<div class=abc>\n{}<br />\n</div>",
    ],
)
def test_tags_of_a_web_page_are_no_notes(page: str) -> None:
    read_file = imported(page.format(f"{HEAD}K:C\nC<a>D<p B>E|\nF|"))
    assert len(read_file.sketch.melody) == 6
    assert not any("ABC doesn't have" in message for message in read_file.messages)


def test_tune_as_long_as_an_opera_is_read() -> None:
    assert len(read("K:C\nL:1/8\n" + "CDEFGABc|" * 2_000).melody) == 16_000


def test_decorations_between_plus_signs_are_no_notes() -> None:
    read_file = imported(f"{HEAD}I:decoration +\nK:C\n+trill+C D E F|G A B c +D.C.+|\n")
    assert pitches(read_file.sketch) == [60, 62, 64, 65, 67, 69, 71, 72] * 2


def test_accidental_of_a_grace_note_holds_to_the_end_of_the_bar() -> None:
    sketch = read("K:C\n{^f}fF{_B}cB|fB|")
    assert pitches(sketch) == [78, 66, 72, 70, 77, 71]


def test_bar_that_moves_those_after_it_is_told() -> None:
    read_file = imported(f"{HEAD}K:C\nCDEF|GA|cBAG|FEDC|\n")
    told = "Before bar 3, a bar is shorter or longer than 4/4;"
    assert any(message.startswith(told) for message in read_file.messages)
    late = imported(f"{HEAD}K:C\nCDEF|GA|c4|\n")
    assert any(message.startswith(told) for message in late.messages)
    divided = imported(f"{HEAD}K:C\nG|CDEF|GAB:|c|BAGF|E4|\n")
    assert not any("bar lines" in message for message in divided.messages)
