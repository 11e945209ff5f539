from __future__ import annotations

from pathlib import Path

import pytest

from app.domain import Meter

mido = pytest.importorskip("mido")

from app.training.read_midi import read_midi  # noqa: E402
from app.training.read_musicxml import read_musicxml  # noqa: E402


def note(step: str, octave: int, duration: int, inside: str = "") -> str:
    return (
        f"<note><pitch><step>{step}</step><octave>{octave}</octave></pitch>"
        f"<duration>{duration}</duration>{inside}</note>"
    )


def write_xml(folder: Path, *measures: str) -> Path:
    path = folder / "song.musicxml"
    body = "".join(f"<measure>{measure}</measure>" for measure in measures)
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


def test_midi_gives_sounds_and_the_pickup_by_accents(tmp_path: Path) -> None:
    midi = mido.MidiFile(ticks_per_beat=480)
    track = mido.MidiTrack()
    midi.tracks.append(track)
    track.append(mido.MetaMessage("time_signature", numerator=3, denominator=4))
    track.append(mido.MetaMessage("key_signature", key="Em"))
    for place in range(10):
        velocity = 105 if place % 3 == 1 else 80
        track.append(mido.Message("note_on", note=60 + place, velocity=velocity, time=1))
        track.append(mido.Message("note_on", note=60 + place, velocity=0, time=479))
    midi.save(tmp_path / "tune.mid")

    tune = read_midi(tmp_path / "tune.mid")

    assert (tune.meter, tune.key_name, tune.pickup) == (Meter(3, 4), "Em", 1.0)
    assert [pitch for _, _, pitch in tune.sounds] == list(range(60, 70))
    assert tune.sounds[2][1] == pytest.approx(479 / 480)
