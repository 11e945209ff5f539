"""Exports open with equal notes in the programs that musicians have, where those are installed."""

from __future__ import annotations

import base64
import io
import os
import shutil
import subprocess
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import mido
import pytest
import verovio

from app.bench.patience import PATIENCE_SECONDS
from app.constants import TICKS_PER_QUARTER
from app.domain import Chords, Key, Melody, Meter, Mode, Note, Sketch
from app.domain.timebase import quarters_to_ticks
from app.formats import write_sketch
from app.notation.library import music21
from tests.formats.heard import Heard, heard

SHORTEST_SHARE = 7 / 8
"""The share of a note's length that LilyPond and abc2midi play at least."""

ROUNDING_TICKS = 5
"""How far the coarser ticks of Verovio and LilyPond may be from those of a triplet."""


def melody(*notes: tuple[int, int]) -> Melody:
    """Make a melody of lengths in ticks and pitches; pitch 0 is a rest."""
    made, position = [], 0
    for length, pitch in notes:
        if pitch:
            made.append(Note(position, length, pitch))
        position += length
    return Melody(tuple(made))


MINOR_JIG = Sketch(
    title="Jig",
    melody=melody(
        *((240, 69), (240, 71), (240, 72), (240, 74), (240, 76), (240, 78), (240, 80), (1200, 81)),
        *((240, 79), (240, 77), (240, 76), (480, 75), (240, 76), (720, 69)),
    ),
    key=Key("A", Mode.MINOR),
    meter=Meter(6, 8),
    pickup_ticks=240,
)
CHROMATIC = Sketch(
    title="Up and down",
    melody=melody(*((240, pitch) for pitch in (*range(60, 73), *range(71, 59, -1)))),
    key=Key("Eb"),
)
OCTAVES = Sketch(
    title="Accidentals in other octaves",
    melody=melody(*((240, pitch) for pitch in (61, 72, 73, 60, 66, 78, 77, 65))),
)
TRIPLETS = Sketch(
    title="Triplets and ties",
    melody=melody(
        *((160, 62), (160, 64), (160, 66), (320, 67), (160, 69), (1440, 71), (480, 0), (960, 73)),
        *((480, 74), (80, 74), (80, 73), (80, 71), (240, 69), (1680, 62)),
    ),
    key=Key("D"),
    meter=Meter(5, 4),
    tempo_bpm=90,
)
FLATS = Sketch(
    title="Letters of the player",
    melody=Melody(
        (
            Note(0, 480, 59, letter="C"),
            Note(480, 480, 60, letter="B"),
            Note(960, 480, 62, letter="E"),
            Note(1440, 480, 61, letter="B"),
        )
    ),
    key=Key("Gb"),
)
SKETCHES = (MINOR_JIG, CHROMATIC, OCTAVES, TRIPLETS, FLATS)


@pytest.fixture(autouse=True)
def _home_of_their_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Keep what other programs remember apart: from the user's, and from a test beside this one."""
    monkeypatch.setenv("HOME", str(tmp_path))


def needs(program: str, package: str) -> pytest.MarkDecorator:
    missing = shutil.which(program) is None
    return pytest.mark.skipif(missing, reason=f"needs {program} of the Debian package {package}")


def run(*command: str | Path) -> None:
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    subprocess.run(
        command, check=True, capture_output=True, env=environment, timeout=PATIENCE_SECONDS
    )


def in_midi(content: bytes) -> Heard:
    """Return the notes of the first track that has any: the melody's."""
    file = mido.MidiFile(file=io.BytesIO(content))
    scale = TICKS_PER_QUARTER / file.ticks_per_beat
    for track in file.tracks:
        found = heard(track, scale)
        if found:
            return sorted(found)
    return []


def by_verovio(score: Path) -> Heard:
    toolkit = verovio.toolkit()
    assert toolkit.loadFile(str(score))
    return in_midi(base64.b64decode(toolkit.renderToMIDI()))


def by_music21(score: Path) -> Heard:
    parsed = music21.converter.parse(score, forceSource=True)
    return [
        (
            quarters_to_ticks(note.offset),
            quarters_to_ticks(note.duration.quarterLength),
            note.pitch.midi,
        )
        for note in parsed.stripTies().flatten().getElementsByClass("Note")
    ]


def by_musescore(score: Path) -> Heard:
    run("mscore3", "-o", score.with_suffix(".mid"), score)
    return in_midi(score.with_suffix(".mid").read_bytes())


def by_lilypond(score: Path) -> Heard:
    run("musicxml2ly", "--midi", score, "-o", score.with_suffix(".ly"))
    run("lilypond", "-dno-print-pages", "-o", score.with_suffix(""), score.with_suffix(".ly"))
    return in_midi(score.with_suffix(".midi").read_bytes())


def by_abc2midi(tune: Path) -> Heard:
    run("abc2midi", tune, "-silent", "-o", tune.with_suffix(".mid"))
    return in_midi(tune.with_suffix(".mid").read_bytes())


@pytest.mark.parametrize("sketch", SKETCHES, ids=lambda sketch: sketch.title)
@pytest.mark.parametrize(
    ("suffix", "reader"),
    [
        ("musicxml", by_verovio),
        ("musicxml", by_music21),
        pytest.param("musicxml", by_musescore, marks=needs("mscore3", "musescore3")),
        pytest.param("mxl", by_musescore, marks=needs("mscore3", "musescore3")),
        pytest.param("musicxml", by_lilypond, marks=needs("musicxml2ly", "lilypond")),
        pytest.param("abc", by_abc2midi, marks=needs("abc2midi", "abcmidi")),
    ],
)
def test_other_programs_hear_the_same_notes(
    tmp_path: Path, sketch: Sketch, suffix: str, reader: Callable[[Path], Heard]
) -> None:
    path = tmp_path / f"tune.{suffix}"
    write_sketch(sketch, path)
    found = reader(path)
    assert [pitch for _, _, pitch in found] == [note.pitch for note in sketch.melody]
    for (onset, duration, _), note in zip(found, sketch.melody, strict=True):
        assert onset == pytest.approx(note.onset_ticks, abs=ROUNDING_TICKS)
        assert duration <= note.duration_ticks + ROUNDING_TICKS
        assert duration >= note.duration_ticks * SHORTEST_SHARE - ROUNDING_TICKS


@pytest.mark.parametrize(
    ("suffix", "reader"),
    [
        ("musicxml", by_verovio),
        pytest.param("musicxml", by_musescore, marks=needs("mscore3", "musescore3")),
        pytest.param("abc", by_abc2midi, marks=needs("abc2midi", "abcmidi")),
    ],
)
def test_chord_symbols_leave_the_melody_as_it_is(
    tmp_path: Path, suffix: str, reader: Callable[[Path], Heard]
) -> None:
    path = tmp_path / f"tune.{suffix}"
    write_sketch(replace(MINOR_JIG, chords=Chords.parse("Am | E7 F#dim | Am")), path)
    assert [pitch for _, _, pitch in reader(path)] == [n.pitch for n in MINOR_JIG.melody]
