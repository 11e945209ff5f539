from fractions import Fraction

import pytest

from app.domain import Key, Meter
from app.domain.found import Found, Part
from app.notation.reading.score_reading import read_musicxml
from tests.notation.reading.documents import HEAD, bars, note, notes, score

SCALE = notes("C5 D5 E5 F5")


def read(*parts: str, names: tuple[str, ...] = (), as_written: bool = False) -> Found:
    return read_musicxml(score(*parts, names=names), as_written=as_written)


def heard(part: Part) -> list[tuple[float, int]]:
    """Return place in quarters and pitch of each note."""
    return [(note.onset_ticks / 480, note.pitch) for note in part.notes]


def pitches(read: Found) -> list[int]:
    (voice,) = read.parts
    return [note.pitch for note in voice.notes]


def transposed(inner: str, fifths: int = 2) -> str:
    head = HEAD.replace("<fifths>0</fifths>", f"<fifths>{fifths}</fifths>")
    return head.replace("</attributes>", f"<transpose>{inner}</transpose></attributes>")


@pytest.mark.parametrize(
    ("inner", "pitch", "letter", "key"),
    [
        ("<diatonic>-1</diatonic><chromatic>-2</chromatic>", 72, "C", "C major"),
        ("<chromatic>-2</chromatic>", 72, "C", "C major"),
        ("<chromatic>-9</chromatic>", 65, "F", "F major"),
        ("<chromatic>0</chromatic><octave-change>-1</octave-change>", 62, "D", "D major"),
        ("<chromatic>-2</chromatic><octave-change>-1</octave-change>", 60, "C", "C major"),
        ("<diatonic>2</diatonic><chromatic>3</chromatic>", 77, "F", "F major"),
        ("<diatonic>-1</diatonic><chromatic>-1</chromatic>", 73, "C", "C♯ major"),
    ],
)
def test_transposing_instruments_sound(inner: str, pitch: int, letter: str, key: str) -> None:
    found = read(bars(note("D5", 8), head=transposed(inner)))
    (voice,) = found.parts
    assert [(note.pitch, note.letter) for note in voice.notes] == [(pitch, letter)]
    assert voice.keys == (Key.parse(key),)


def test_chord_symbols_of_a_transposing_part_sound_as_well() -> None:
    chord = "<harmony><root><root-step>E</root-step></root><kind>minor-seventh</kind></harmony>"
    found = read(bars(chord + note("D5", 8), head=transposed("<chromatic>-2</chromatic>")))
    assert found.chords == ((0, "Dm7"),)


def key_head(key: str) -> str:
    return HEAD.replace("<fifths>0</fifths><mode>major</mode>", key)


@pytest.mark.parametrize(
    ("key", "signatures", "message"),
    [
        ("<fifths>-3</fifths>", (-3,), None),
        ("<key-step>F</key-step><key-alter>1</key-alter>", (1,), None),
        (2 * "<key-step>B</key-step><key-alter>-1</key-alter>", (-1,), None),
        ("<key-step>B</key-step><key-alter>-0.5</key-alter>", (), "no traditional key"),
        ("<key-step>G</key-step><key-alter>1</key-alter>", (), "no traditional key"),
        ("<fifths>99</fifths>", (), "99 sharps"),
    ],
)  # fmt: skip
def test_signatures(key: str, signatures: tuple[int, ...], message: str | None) -> None:
    found = read(bars(SCALE, head=key_head(key)))
    assert (found.keys, found.signatures) == ((), signatures)
    assert (message is None) == (not found.messages)
    assert message is None or message in found.messages[0]


def harmony(inner: str, kind: str = "major", more: str = "", text: str = "") -> str:
    return f'<harmony>{inner}<kind text="{text}">{kind}</kind>{more}</harmony>'


def root(step: str) -> str:
    return f"<root><root-step>{step}</root-step></root>"


def numeral(degree: int, more: str = "") -> str:
    return f"<numeral><numeral-root>{degree}</numeral-root>{more}</numeral>"


IN_A_MINOR = (
    "<numeral-key><numeral-fifths>0</numeral-fifths>"
    "<numeral-mode>harmonic minor</numeral-mode></numeral-key>"
)


def degree(value: int, alter: int, kind: str) -> str:
    return (
        f"<degree><degree-value>{value}</degree-value><degree-alter>{alter}</degree-alter>"
        f"<degree-type>{kind}</degree-type></degree>"
    )


@pytest.mark.parametrize(
    ("inner", "name"),
    [
        (harmony(numeral(5), "dominant"), "G7"),
        (harmony(numeral(7, "<numeral-alter>-1</numeral-alter>")), "Bb"),
        (harmony(numeral(7, IN_A_MINOR), "diminished"), "G#dim"),
        (harmony("<function>ii</function>", "minor"), "Dm"),
        (harmony("<function>bVI</function>"), "Ab"),
        (harmony("<root><root-step>F</root-step><root-alter>1</root-alter></root>",
                 "half-diminished"), "F#m7b5"),
        (harmony(root("C"), "suspended-fourth", degree(7, -1, "add")), "C7sus4"),
        (harmony(root("C"), "major", "<bass><bass-step>E</bass-step></bass>"), "C/E"),
        (harmony(root("C"), "dominant-11th", text="11"), "C11"),
        (harmony(root("C"), "dominant-11th"), "C11"),
        (harmony(root("G"), "dominant", degree(9, -1, "add")), "G7b9"),
        (harmony(root("G"), "dominant", degree(11, 1, "add")), "G7#11"),
        (harmony(root("G"), "dominant", degree(5, 1, "alter") + degree(9, 1, "add")), "G7#5#9"),
        (harmony(root("G"), "dominant-ninth", degree(9, -1, "alter")), "G7b9"),
        (harmony(root("G"), "dominant-13th"), "G13"),
        (harmony(root("G"), "dominant", degree(13, 0, "add")), "G13"),
        (harmony(root("G"), "dominant-ninth", degree(13, 0, "add")), "G13"),
        (harmony(root("G"), "dominant-13th", degree(11, 1, "add")), "G13#11"),
        (harmony(root("G"), "augmented-seventh"), "G7#5"),
        (harmony(root("G"), "minor-seventh", degree(5, -1, "alter")), "Gm7b5"),
        (harmony(root("G"), "major", degree(9, 0, "add")), "Gadd9"),
        (harmony(root("G"), "suspended-fourth", degree(7, 0, "add")), "G7sus4"),
        (harmony(root("G"), "major-seventh", degree(5, 0, "subtract")), "Gmaj7(omit5)"),
        (harmony(root("G"), "diminished", degree(9, -1, "add")), "Gdim(b9)"),
        (harmony(root("G"), "Tristan"), "G Tristan"),
        (harmony(root("G"), "other", text="quartal"), "Gquartal"),
    ],
)  # fmt: skip
def test_chord_symbols(inner: str, name: str) -> None:
    assert read(bars(inner + SCALE)).chords == ((0, name),)


def test_chord_without_a_root_is_told() -> None:
    found = read(bars(harmony("<function>Ger+6</function>") + SCALE))
    assert found.chords == ()
    assert "Ger+6" in found.messages[0]


def test_cue_notes_are_silent_and_told() -> None:
    found = read(bars(SCALE, notes("G4 A4", 4, "<cue/>"), SCALE))
    assert heard(found.parts[0])[4] == (8, 72)
    assert found.messages == ("2 cue notes were left out.",)


def time(inner: str) -> str:
    return f"<attributes><divisions>2</divisions><time>{inner}</time></attributes>"


FIVE = "<beats>5</beats><beat-type>4</beat-type>"


def test_bar_before_the_meter_lasts_as_long_as_what_is_in_it() -> None:
    rest = '<note><rest measure="yes"/><duration>10</duration></note>'
    head = "<attributes><divisions>2</divisions></attributes>"
    found = read(bars(rest, time(FIVE) + SCALE + note("G5"), head=head))
    assert heard(found.parts[0])[0] == (5, 72)
    assert (found.meters, found.pickup_ticks) == ((Meter(5, 4),), 0)


def test_first_bar_that_is_longer_or_shorter_than_the_meter_is_a_pickup() -> None:
    assert read(bars(note("G4"), SCALE)).pickup_ticks == 480
    assert read(bars(SCALE + note("G4"), SCALE)).pickup_ticks == 480
    head = "<attributes><divisions>2</divisions></attributes>"
    later = "<beats>3</beats><beat-type>4</beat-type>"
    assert read(bars(SCALE, time(later) + notes("C5 C5 C5"), head=head)).pickup_ticks == 480


def test_short_first_bar_with_a_meter_of_its_own_is_a_pickup() -> None:
    short, long = (
        "<beats>1</beats><beat-type>4</beat-type>",
        "<beats>4</beats><beat-type>4</beat-type>",
    )
    found = read(bars(note("G4"), time(long) + SCALE, head=time(short)))
    assert (found.meters, found.pickup_ticks) == ((Meter(4, 4),), 480)


@pytest.mark.parametrize(
    ("inner", "meter"),
    [
        ("<beats>2+3</beats><beat-type>8</beat-type>", Meter(5, 8, (2, 3))),
        ("<beats> 3 + 2 </beats><beat-type>4</beat-type>", Meter(5, 4, (3, 2))),
        ("<beats>3</beats><beat-type>8</beat-type><beats>2</beats><beat-type>8</beat-type>",
         Meter(5, 8, (3, 2))),
        ("<beats>2</beats><beat-type>4</beat-type><beats>3</beats><beat-type>8</beat-type>",
         Meter(7, 8, (2, 2, 3))),
        ("<senza-misura/>", None),
    ],
)  # fmt: skip
def test_meters(inner: str, meter: Meter | None) -> None:
    found = read(bars(SCALE, head=time(inner)))
    assert found.meters == (() if meter is None else (meter,))


@pytest.mark.parametrize("beats", ["999999999", "0", "4.5", "-3", "vier", "40", "1+" * 40 + "1"])
def test_meter_that_cannot_be_written_is_told(beats: str) -> None:
    found = read(bars(SCALE, head=time(f"<beats>{beats}</beats><beat-type>4</beat-type>")))
    assert found.meters == ()
    assert "meter" in found.messages[0]


def tuplet(actual: int, normal: int, kind: str) -> str:
    return (
        f"<type>{kind}</type><time-modification><actual-notes>{actual}</actual-notes>"
        f"<normal-notes>{normal}</normal-notes></time-modification>"
    )


@pytest.mark.parametrize("actual", [3, 5, 6, 7, 9, 11, 13])
def test_tuplets_keep_their_exact_places(actual: int) -> None:
    head = time(FIVE).replace(">2<", f">{actual}<")
    found = read(bars("".join(note("C5", 2, tuplet(actual, 4, "eighth")) for _ in range(actual)),
                      head=head))  # fmt: skip
    onsets = [note.onset_ticks for note in found.parts[0].notes]
    assert onsets == [round(Fraction(960 * i, actual)) for i in range(actual)]


def test_tuplets_whose_durations_are_rounded_keep_their_exact_places() -> None:
    head = time(FIVE).replace(">2<", ">10<")
    seven = [note("C5", length, tuplet(7, 4, "16th")) for length in (1, 2, 1, 2, 1, 2, 1)]
    found = read(bars("".join(seven) + note("D5", 40), head=head))
    onsets = [note.onset_ticks for note in found.parts[0].notes]
    assert onsets == [round(Fraction(480 * i, 7)) for i in range(8)]


BACK = "<backup><duration>8</duration></backup>"


def voice(number: int, staff: int = 1) -> str:
    return f"<voice>{number}</voice><staff>{staff}</staff>"


def test_voice_is_the_same_in_bars_in_which_it_is_alone() -> None:
    both = notes("C5 D5 E5 F5", 2, voice(1)) + BACK + note("C4", 8, voice(2))
    first, second = note("A5", 8, voice(1)), note("G4", 8, voice(2))
    found = read(bars(both, second, first, both), names=("Flute",))
    assert [v.name for v in found.parts] == ["Flute, voice 1", "Flute, voice 2"]
    assert heard(found.parts[0])[4:] == [(8.0, 81), (12.0, 72), (13.0, 74), (14.0, 76), (15.0, 77)]
    assert heard(found.parts[1]) == [(0.0, 60), (4.0, 67), (12.0, 60)]
    assert {v.instrument for v in found.parts} == {"Flute"}


def test_staves_are_voices_also_where_they_share_a_number() -> None:
    bar = notes("C5 D5 E5 F5", 2, voice(1)) + BACK + note("C3", 8, voice(1, 2))
    found = read(bars(bar, bar), names=("Piano",))
    assert [v.name for v in found.parts] == ["Piano, upper staff", "Piano, lower staff"]
    assert [len(v.notes) for v in found.parts] == [8, 2]


def test_voice_that_crosses_to_the_other_staff_stays_one() -> None:
    crossing = notes("C5 D5", 2, voice(1)) + notes("E4 F4", 2, voice(1, 2))
    bar = crossing + BACK + note("C3", 8, voice(5, 2))
    found = read(bars(bar, bar.replace("E4", "G4")))
    assert [len(v.notes) for v in found.parts] == [8, 2]


def test_key_and_chords_are_those_of_each_part() -> None:
    chord = harmony(root("A"), "minor")
    found = read(bars(SCALE, head=key_head("<fifths>1</fifths><mode>major</mode>")),
                 bars(chord + SCALE))  # fmt: skip
    assert [v.keys for v in found.parts] == [(Key.parse("G"),), (Key.parse("C"),)]
    assert [v.chords for v in found.parts] == [None, ((0, "Am"),)]


def test_staff_that_begins_in_a_bass_clef_says_so() -> None:
    clef = "<attributes><clef{}><sign>{}</sign></clef></attributes>"
    bass = bars(clef.format("", "F") + note("C3", 8), clef.format("", "G") + note("C5", 8))
    piano = clef.format(' number="1"', "G") + clef.format(' number="2"', "F")
    staves = bars(piano + note("C5", 8, voice(1)) + BACK + note("C3", 8, voice(5, 2)))
    assert [part.has_bass_clef for part in read(bass, staves).parts] == [True, False, True]


def test_ties_join_notes_also_where_only_their_start_is_written() -> None:
    start, stop = '<tie type="start"/>', '<tie type="stop"/>'
    found = read(
        bars(note("C5", 8, start), note("C5", 8, stop), note("D5", 8, start), note("D5", 8))
    )
    assert [note.duration_ticks for note in found.parts[0].notes] == [3840, 3840]


def barline(inner: str, location: str = "right") -> str:
    return f'<barline location="{location}">{inner}</barline>'


REPEAT = barline('<repeat direction="backward"/>')


def ending(number: str, kind: str, inner: str = "", location: str = "right") -> str:
    return barline(f'<ending number="{number}" type="{kind}"/>{inner}', location)


def direction(inner: str, sound: str = "") -> str:
    return f"<direction><direction-type>{inner}</direction-type>{sound}</direction>"


def test_repeats_and_endings_are_played_or_left_as_written() -> None:
    first = ending("1", "start", location="left") + note("D5", 8)
    first += ending("1", "stop", '<repeat direction="backward"/>')
    second = ending("2", "start", location="left") + note("E5", 8) + ending("2", "stop")
    part = bars(note("C5", 8), first, second)
    assert pitches(played := read(part)) == [72, 74, 72, 76]
    assert "repeats and endings; 3 bars became 4" in played.messages[0]
    assert pitches(written := read(part, as_written=True)) == [72, 74, 76]
    assert "as it is written" in written.messages[0]


@pytest.mark.parametrize(
    ("fine", "da_capo"),
    [
        (direction("<words>Fine</words>"), direction("<words>D.C. al Fine</words>")),
        ('<sound fine="yes"/>', '<sound dacapo="yes"/>'),
        (direction("<words>FINE</words>"), direction("<words>Menuetto da capo</words>")),
    ],
)
def test_da_capo(fine: str, da_capo: str) -> None:
    found = read(bars(note("C5", 8) + fine, note("D5", 8), note("E5", 8) + da_capo))
    assert pitches(found) == [72, 74, 76, 72]
    assert "D.C. and Fine" in found.messages[0]


def test_dal_segno_with_printed_signs_only() -> None:
    to_coda, coda = direction("<coda/>"), direction("<coda/>")
    part = bars(
        note("C5", 8),
        direction("<segno/>") + note("D5", 8),
        note("E5", 8) + to_coda,
        note("F5", 8) + direction("<words>D.S. al Coda</words>"),
        coda + note("G5", 8),
    )
    assert pitches(read(part)) == [72, 74, 76, 77, 74, 76, 79]


def test_da_capo_printed_before_the_last_repeat_is_played_after_it() -> None:
    part = bars(
        note("C5", 8) + direction("<words>Fine</words>"),
        note("D5", 8) + direction("<words>D.C.</words>"),
        note("E5", 8) + REPEAT,
    )
    assert pitches(read(part)) == [72, 74, 76, 72, 74, 76, 72]


@pytest.mark.parametrize("place", ['<sound dacapo="yes"/>', "<words>D.C.</words>"])
def test_jump_within_a_piece_is_at_the_end_of_its_own_bar(place: str) -> None:
    jump = place if "sound" in place else direction(place)
    part = bars(
        note("C5", 8), note("D5", 8) + '<sound fine="yes"/>', note("E5", 8) + jump, note("F5", 8)
    )
    found = read(part)
    assert pitches(found) == [72, 74, 76, 72, 74]
    assert found.messages[0].endswith("4 bars became 5, and 1 of them is never reached.")


def test_da_capo_al_fine_without_a_fine_is_told() -> None:
    jump = direction("<words>D.C. al Fine</words>", '<sound dacapo="yes"/>')
    found = read(bars(note("C5", 8), note("D5", 8) + jump))
    assert pitches(found) == [72, 74, 72, 74]
    assert "There is no Fine, so it is played on to the end." in found.messages


def test_jump_that_sounds_before_the_last_bar_of_a_repeat_stays_there() -> None:
    jump = direction("<words>D.C.</words>", '<sound dacapo="yes"/>')
    part = bars(note("C5", 8) + '<sound fine="yes"/>', note("D5", 8) + jump, note("E5", 8) + REPEAT)
    assert pitches(read(part))[:3] == [72, 74, 72]


def test_tie_is_not_joined_over_a_jump() -> None:
    part = bars(note("C5", 8), note("C5", 8, '<tie type="start"/>') + REPEAT, note("C5", 8))
    (found,) = read(part).parts
    assert [note.duration_ticks for note in found.notes] == [1920, 1920, 1920, 3840]


@pytest.mark.parametrize("stop", ["", '<tie type="stop"/>'])
def test_tie_leads_into_the_second_ending_as_well(stop: str) -> None:
    tied = notes("C5 E5", 4).replace("</note>", '<tie type="start"/></note>')
    first = ending("1", "start", location="left") + note("E5", 8, '<tie type="stop"/>')
    first += ending("1", "stop", '<repeat direction="backward"/>')
    second = ending("2", "start", location="left") + note("E5", 4, stop) + note("F5", 4)
    (found,) = read(bars(tied, first, second + ending("2", "stop"))).parts
    assert heard(found) == [(0, 72), (2, 76), (8, 72), (10, 76), (14, 77)]
    assert [note.duration_ticks for note in found.notes] == [960, 2880, 960, 1920, 960]


def test_words_that_merely_contain_the_letters_are_no_jump() -> None:
    found = read(bars(note("C5", 8), note("D5", 8) + direction("<words>gli DC</words>")))
    assert (pitches(found), found.messages) == ([72, 74], ())


@pytest.mark.parametrize("words", ["see D.C. below", "D.C. Smith arr."])
def test_jump_that_words_only_may_ask_for_is_told(words: str) -> None:
    found = read(bars(note("C5", 8), note("D5", 8) + direction(f"<words>{words}</words>")))
    assert pitches(found) == [72, 74]
    assert found.messages == (f"A jump that “{words}” may ask for was left out.",)


def style(inner: str, number: str = "") -> str:
    return f"<attributes><measure-style{number}>{inner}</measure-style></attributes>"


BAR_REST = '<note><rest measure="yes"/><duration>8</duration></note>'


@pytest.mark.parametrize(
    ("count", "played"), [(1, [72, 74, 74, 74, 77]), (2, [72, 74, 72, 74, 77])]
)
def test_bars_that_are_written_as_a_repeat_sign_are_written_out(
    count: int, played: list[int]
) -> None:
    start = style(f'<measure-repeat type="start">{count}</measure-repeat>')
    stop = style('<measure-repeat type="stop"/>')
    found = read(
        bars(note("C5", 8), note("D5", 8), start + BAR_REST, BAR_REST, stop + note("F5", 8))
    )
    assert heard(found.parts[0]) == [(4 * place, pitch) for place, pitch in enumerate(played)]
    assert found.messages == ()


def test_repeated_bar_that_is_written_out_is_left_as_it_is() -> None:
    start = style('<measure-repeat type="start">1</measure-repeat>')
    assert pitches(read(bars(note("C5", 8), start + note("D5", 8), BAR_REST))) == [72, 74, 74]


def test_bar_of_one_staff_is_repeated_under_the_other() -> None:
    first = note("C5", 8, voice(1)) + BACK + note("C3", 8, voice(5, 2))
    sign = style('<measure-repeat type="start">1</measure-repeat>', ' number="2"')
    found = read(bars(first, sign + note("D5", 8, voice(1))))
    assert [heard(v) for v in found.parts] == [[(0, 72), (4, 74)], [(0, 48), (4, 48)]]


@pytest.mark.parametrize(
    ("inner", "told"),
    [
        (style('<measure-repeat type="start">2</measure-repeat>'), "bars which are not there"),
        (style('<beat-repeat type="start"/>') + SCALE, "repeat a beat"),
        (style('<slash type="start"/>') + SCALE, "Slashes"),
        (time("<senza-misura/>") + SCALE, "senza misura"),
    ],
)
def test_signs_for_music_that_is_not_written_are_told(inner: str, told: str) -> None:
    (message,) = read(bars(SCALE, inner)).messages
    assert told in message


def test_tempo_that_sounds_goes_before_the_printed_one() -> None:
    unit = "<beat-unit>quarter</beat-unit><beat-unit-dot/>"
    mark = f"<metronome>{unit}<per-minute>c. 80</per-minute></metronome>"
    assert read(bars(direction(mark) + SCALE)).tempi_bpm == (120,)
    assert read(bars(direction(mark, '<sound tempo="90.5"/>') + SCALE)).tempi_bpm == (90.5,)
    found = read(bars(direction(mark, '<sound tempo="inf"/>') + SCALE))
    assert found.tempi_bpm == ()
    assert "tempo" in found.messages[0]


def test_notes_that_midi_lacks_are_left_out_and_told() -> None:
    drum = "<note><unpitched/><duration>2</duration></note>"
    found = read(bars(drum + notes("C5 G9 E5")))
    assert pitches(found) == [72, 127, 76]
    assert found.messages == ("1 note without a pitch was left out.",)


def test_bar_that_one_part_overfills_by_a_slip_keeps_its_length() -> None:
    upper = bars(notes("C5 D5 E5 F5 G5", 2).replace("<duration>2", "<duration>1.7", 5), SCALE)
    lower = bars(note("C4", 8), note("C4", 8))
    found = read(upper, lower)
    assert (4.0, 60) in heard(found.parts[1])


def test_durations_rounded_to_nothing_keep_their_places() -> None:
    head = time(FIVE).replace(">2<", ">1<")
    upper = "".join(
        note("C5", length, tuplet(3, 2, "eighth") + voice(1)) for length in (0, 0, 1)
    ) + note("D5", 4, voice(1))
    back = "<backup><duration>5</duration></backup>"
    found = read(bars(upper + back + note("C4", 5, voice(2)), head=head))
    assert [note.onset_ticks for note in found.parts[0].notes] == [0, 160, 320, 480]
    assert [note.onset_ticks for note in found.parts[1].notes] == [0]


def test_impossible_numbers_of_what_stands_by_are_told() -> None:
    wrong = harmony("<root><root-step>C</root-step><root-alter>x</root-alter></root>")
    found = read(bars(wrong + SCALE, head=key_head("<fifths>1e9</fifths>")))
    assert found.messages == (
        "A key signature with an impossible number was left out.",
        "A chord with an impossible number was left out.",
    )


def test_tempo_with_many_decimals_is_read() -> None:
    sound = '<direction><sound tempo="100.50000000000001"/></direction>'
    assert [round(bpm, 3) for bpm in read(bars(sound + SCALE)).tempi_bpm] == [100.5]


def test_grace_notes_are_told() -> None:
    grace = "<note><grace/><pitch><step>B</step><octave>4</octave></pitch></note>"
    assert "2 grace notes were left out." in read(bars(grace + grace + SCALE)).messages


@pytest.mark.parametrize(
    ("lengths", "told"),
    [
        ((8, 4, 8), "Before bar 3, a bar is shorter or longer than 4/4; the bar lines"),
        ((8, 12, 8), "Before bar 3, a bar is shorter or longer than 4/4; the bar lines"),
        ((2, 8, 4, 8, 8), "Before bar 3, a bar is shorter or longer than 4/4; the bar lines"),
        ((8, 4, 8, 6, 8), "Before bar 3, a bar is shorter or longer than 4/4, and so is 1 other;"),
        ((8, 4, 8, 6, 7, 8), "Before bar 3, a bar is shorter or longer than 4/4, and so are 2 "),
    ],
)
def test_bars_that_move_those_after_them_are_told_once(lengths: tuple[int, ...], told: str) -> None:
    (message,) = read(bars(*(note("C5", length) for length in lengths))).messages
    assert message.startswith(told)


@pytest.mark.parametrize(
    "lengths",
    [
        (2, 8, 6),  # a pickup
        (10, 8, 8),  # a pickup in the first bar
        (8, 6, 2, 8, 8),  # divided by a repeat
        (8, 4, 2, 2, 8),
        (8, 8, 4),
        (8, 8, 12),
    ],
)
def test_bars_that_move_no_others_are_not_told(lengths: tuple[int, ...]) -> None:
    assert read(bars(*(note("C5", length) for length in lengths))).messages == ()
