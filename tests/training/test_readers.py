from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

from app.domain import Meter

mido = pytest.importorskip("mido")

from app.training.read_midi import read_midi  # noqa: E402
from app.training.read_musicxml import read_musicxml  # noqa: E402
from app.training.report import Reason  # noqa: E402


def note(step: str, octave: int, duration: int, inside: str = "") -> str:
    return (
        f"<note><pitch><step>{step}</step><octave>{octave}</octave></pitch>"
        f"<duration>{duration}</duration>{inside}</note>"
    )


def write_xml(folder: Path, *measures: str) -> Path:
    path = folder / "song.musicxml"
    body = "".join(
        f"<measure number='{number}'>{measure}</measure>"
        for number, measure in enumerate(measures, 1)
    )
    path.write_text(f"<score-partwise><part id='P1'>{body}</part></score-partwise>")
    return path


def attributes(fifths: int, beats: int = 2) -> str:
    return (
        f"<attributes><divisions>2</divisions><key><fifths>{fifths}</fifths></key><time>"
        f"<beats>{beats}</beats><beat-type>4</beat-type></time></attributes>"
    )


def test_musicxml_gives_sounds_pickup_and_ties(tmp_path: Path) -> None:
    tie, tied = '<tie type="start"/>', '<tie type="stop"/>'
    path = write_xml(
        tmp_path,
        attributes(1) + note("D", 4, 2),
        note("G", 4, 2) + note("A", 4, 2, tie),
        note("A", 4, 2, tied) + "<note><rest/><duration>2</duration></note>",
    )

    (passage,) = read_musicxml(path)

    assert passage.sounds == [(0.0, 1.0, 62), (1.0, 1.0, 67), (2.0, 2.0, 69)]
    assert (passage.pickup, passage.fifths, passage.meter) == (1.0, 1, Meter(2, 4))
    assert passage.complete


def test_musicxml_is_cut_where_the_signature_changes(tmp_path: Path) -> None:
    path = write_xml(
        tmp_path,
        attributes(0) + note("C", 4, 4),
        attributes(2) + note("D", 4, 4),
        attributes(2, 3) + note("E", 4, 6),
    )

    passages = list(read_musicxml(path))

    assert [passage.fifths for passage in passages] == [0, 2, 2]
    assert [passage.complete for passage in passages] == [False, False, True]
    assert all(passage.sounds[0][0] == 0.0 for passage in passages)


def test_musicxml_leaves_out_first_endings_grace_notes_and_lower_notes(tmp_path: Path) -> None:
    path = write_xml(
        tmp_path,
        attributes(0)
        + note("C", 4, 4)
        + "<note><chord/><pitch><step>A</step><octave>3</octave></pitch><duration>4</duration>"
        + "</note>",
        '<barline><ending number="1" type="start"/></barline>'
        + note("D", 4, 4)
        + '<barline><ending number="1" type="stop"/></barline>',
        "<note><grace/><pitch><step>B</step><octave>4</octave></pitch></note>" + note("E", 4, 4),
    )

    (passage,) = read_musicxml(path)

    assert passage.sounds == [(0.0, 2.0, 60), (2.0, 2.0, 64)]


def ending(number: str, kind: str) -> str:
    return f'<barline><ending number="{number}" type="{kind}"/></barline>'


@pytest.mark.parametrize("numbers", [("1", "2"), ("1, 2", "3"), ("1,3", "2, 4")])
def test_musicxml_keeps_the_last_of_alternative_endings(
    tmp_path: Path, numbers: tuple[str, str]
) -> None:
    first, last = numbers
    path = write_xml(
        tmp_path,
        attributes(0) + note("C", 4, 4),
        ending(first, "start") + note("D", 4, 4),
        note("E", 4, 4) + ending(first, "stop"),
        ending(last, "start") + note("F", 4, 4) + ending(last, "discontinue"),
        note("G", 4, 4),
    )

    (passage,) = read_musicxml(path)

    assert passage.sounds == [(0.0, 2.0, 60), (2.0, 2.0, 65), (4.0, 2.0, 67)]
    assert passage.measures == [("1", 0.0), ("4", 2.0), ("5", 4.0)]


def test_musicxml_gives_chords_as_the_nearest_kind_known(tmp_path: Path) -> None:
    def chord(step: str, alter: int, kind: str) -> str:
        root = f"<root-step>{step}</root-step><root-alter>{alter}</root-alter>"
        return f"<harmony><root>{root}</root><kind>{kind}</kind></harmony>"

    path = write_xml(
        tmp_path,
        attributes(0) + chord("B", -1, "major") + note("D", 4, 2) + chord("C", 0, "dominant-13th")
        + note("E", 4, 2),
        chord("F", 1, "half-diminished") + note("A", 4, 4),
        chord("C", 0, "none") + note("A", 4, 2) + chord("C", 0, "pedal") + note("A", 4, 2),
    )  # fmt: skip

    (passage,) = read_musicxml(path)

    assert passage.harmonies == [(0.0, 10, ""), (1.0, 0, "9"), (2.0, 6, "m7b5"), (4.0, -1, "")]


def test_musicxml_fills_up_a_short_bar_and_joins_halves_of_one(tmp_path: Path) -> None:
    path = write_xml(
        tmp_path,
        attributes(0) + note("C", 4, 4),
        note("D", 4, 2),
        note("E", 4, 4),
        note("F", 4, 2),
        note("G", 4, 2),
        note("A", 4, 4),
    )

    (passage,) = read_musicxml(path)

    assert [onset for onset, _, _ in passage.sounds] == [0.0, 2.0, 4.0, 6.0, 7.0, 8.0]


def test_musicxml_whose_bars_do_not_add_up_is_dropped(tmp_path: Path) -> None:
    path = write_xml(tmp_path, attributes(0) + note("C", 4, 4), *[note("C", 4, 3)] * 6)
    reasons: list[Reason] = []

    assert list(read_musicxml(path, reasons.append)) == []
    assert reasons == [Reason.OFF_METER]


def test_musicxml_without_a_meter_gets_the_one_that_its_bars_have(tmp_path: Path) -> None:
    start = "<attributes><divisions>2</divisions></attributes>"
    path = write_xml(tmp_path, start + note("C", 4, 2), *[note("C", 4, 6)] * 6)

    (passage,) = read_musicxml(path)

    assert (passage.meter, passage.fifths, passage.pickup) == (Meter(3, 4), None, 1.0)


def test_musicxml_movements_end(tmp_path: Path) -> None:
    bars = [note(step, 4, 4) for step in "CDE"]
    path = write_xml(tmp_path, attributes(0) + bars[0], *bars[1:])
    path.write_text(path.read_text().replace("number='3'", "number='1'"))

    assert [passage.complete for passage in read_musicxml(path)] == [True, True]


def test_musicxml_of_several_parts_and_voices_gives_the_top_line(tmp_path: Path) -> None:
    upper, lower = "<voice>1</voice>", "<voice>2</voice>"
    silent = "<measure number='1'><note><rest/><duration>4</duration></note></measure>"
    path = write_xml(
        tmp_path,
        attributes(0)
        + note("C", 5, 4, upper)
        + note("E", 5, 4, upper).replace("<note>", "<note><chord/>")
        + "<backup><duration>4</duration></backup>"
        + note("C", 4, 2, lower)
        + note("D", 4, 2, lower),
    )
    path.write_text(path.read_text().replace("<part ", f"<part id='P0'>{silent}</part><part "))

    (passage,) = read_musicxml(path)

    assert passage.sounds == [(0.0, 2.0, 76)]


def test_packed_musicxml_is_read(tmp_path: Path) -> None:
    plain = write_xml(tmp_path, attributes(0) + note("C", 4, 4))
    container = '<container><rootfiles><rootfile full-path="s.xml"/></rootfiles></container>'
    with zipfile.ZipFile(tmp_path / "song.mxl", "w") as packed:
        packed.writestr("META-INF/container.xml", container)
        packed.write(plain, "s.xml")

    (passage,) = read_musicxml(tmp_path / "song.mxl")

    assert passage.sounds == [(0.0, 2.0, 60)]


def write_midi(path: Path, *tracks: list[tuple[int, int]], changes: dict[int, str] | None) -> Path:
    """Write tracks of quarters with pitch and velocity; key signatures by quarter."""
    midi = mido.MidiFile(ticks_per_beat=480)
    for index, notes in enumerate(tracks):
        track = mido.MidiTrack()
        midi.tracks.append(track)
        if not index:
            track.append(mido.MetaMessage("time_signature", numerator=3, denominator=4))
        for place, (pitch, velocity) in enumerate(notes):
            if not index and changes and place in changes:
                track.append(mido.MetaMessage("key_signature", key=changes[place]))
            track.append(mido.Message("note_on", note=pitch, velocity=velocity, time=1))
            track.append(mido.Message("note_on", note=pitch, velocity=0, time=479))
    midi.save(path)
    return path


def test_midi_gives_sounds_and_the_pickup_by_accents(tmp_path: Path) -> None:
    notes = [(60 + place, 105 if place % 3 == 1 else 80) for place in range(10)]
    path = write_midi(tmp_path / "tune.mid", notes, changes={0: "Em"})

    (tune,) = read_midi(path)

    assert (tune.meter, tune.key_name, tune.complete) == (Meter(3, 4), "Em", True)
    assert tune.pickup == pytest.approx(1.0, abs=0.01)
    assert [pitch for _, _, pitch in tune.sounds] == list(range(60, 70))
    assert tune.sounds[2][1] == pytest.approx(479 / 480)


def test_midi_of_even_loudness_has_no_pickup(tmp_path: Path) -> None:
    (tune,) = read_midi(write_midi(tmp_path / "t.mid", [(60, 80)] * 10, changes=None))

    assert (tune.pickup, tune.irregular_share, tune.key_name) == (0.0, 0.0, None)


def test_midi_bars_that_accents_show_to_be_short_are_filled_up(tmp_path: Path) -> None:
    lengths = [3] * 6 + [2] + [3] * 6
    loudness = [105 if not beat else 80 for bar in lengths for beat in range(bar)]
    notes = [(60 + place % 12, velocity) for place, velocity in enumerate(loudness)]

    (tune,) = read_midi(write_midi(tmp_path / "t.mid", notes, changes=None))

    places = [round(onset) for onset, _, _ in tune.sounds]
    assert places == [*range(20), *range(21, 39)]
    assert 0 < tune.irregular_share < 0.1


def test_midi_is_cut_where_the_key_changes(tmp_path: Path) -> None:
    path = write_midi(tmp_path / "t.mid", [(60, 80)] * 12, changes={0: "C", 6: "G"})

    first, second = read_midi(path)

    assert [first.key_name, second.key_name] == ["C", "G"]
    assert [first.complete, second.complete] == [False, True]
    assert [len(first.sounds), len(second.sounds)] == [6, 6]
    assert second.sounds[0][0] == pytest.approx(0.0, abs=0.01)


def test_the_highest_track_is_the_melody_unless_another_is_named_so(tmp_path: Path) -> None:
    path = write_midi(tmp_path / "t.mid", [(48, 80)] * 4, [(72, 80)] * 4, changes=None)
    assert {pitch for _, _, pitch in read_midi(path)[0].sounds} == {72}

    midi = mido.MidiFile(path)
    midi.tracks[0].insert(0, mido.MetaMessage("track_name", name="Melody"))
    midi.save(path)
    (tune,) = read_midi(path)

    assert {pitch for _, _, pitch in tune.sounds} == {48}
    assert {pitch for _, _, pitch in tune.accompaniment} == {72}
    assert tune.title == "Melody"
