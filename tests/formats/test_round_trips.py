import os
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.domain import (
    Author,
    Chords,
    ExportOptions,
    Key,
    Melody,
    Meter,
    Note,
    Sketch,
    Spelling,
    Take,
    TakeTree,
)
from app.domain.export_options import MIDI_TICKS, MIDI_TYPES
from app.domain.file_formats import FORMATS, Content, FileFormat
from app.domain.request import Request
from app.domain.spelling import spellings, with_needed_letters
from app.formats import Project, import_sketch, read_project, write_project, write_sketch
from tests.sketches import sketches

READ_AND_WRITTEN = [kind for kind in FORMATS if kind.is_read and kind.is_written]
NAMES = [kind.name for kind in READ_AND_WRITTEN]
FULL = Sketch(
    melody=Melody((Note(0, 480, 61, 40, Author.MODEL, "D"), Note(480, 960, 61, 90, letter="D"))),
    key=Key.parse("C# major"),
    meter=Meter.parse("2+3/4"),
    pickup_ticks=480,
    chords=Chords.parse("C#"),
)
"""A sketch with something of every kind of content."""

SHARED_FOLDER = settings(
    suppress_health_check=list(HealthCheck), max_examples=int(os.environ.get("MOTIVO_EXAMPLES", 60))
)
"""All examples share one folder, in which each overwrites the file of the one before.

`MOTIVO_EXAMPLES=600` makes 3,600 round trips of `test_sketch_comes_back_from_a_file`.
"""


def kept(sketch: Sketch, content: Content) -> object:
    """Return what a sketch has of a kind of content."""
    match content:
        case Content.CHORDS:
            return sketch.chord_changes
        case Content.DYNAMICS:
            return [note.velocity for note in sketch.melody]
        case Content.SPELLING:
            return sketch.key, [note.letter for note in sketch.melody], spellings(sketch)
        case Content.PICKUP:
            return sketch.pickup_ticks
        case Content.GROUPS:
            return sketch.meter.groups
        case Content.AUTHORS:
            return [note.author for note in sketch.melody]
        case Content.TAKES:
            return None  # a project has takes, a sketch has none


def always_kept(sketch: Sketch) -> tuple[object, ...]:
    """Return what every format can hold."""
    notes = [(n.onset_ticks, n.duration_ticks, n.pitch) for n in sketch.melody]
    names = sketch.title, sketch.composer
    return notes, names, sketch.key.scale, sketch.meter.signature, sketch.tempo_bpm


@st.composite
def rich_sketches(draw: st.DrawFn) -> Sketch:
    """Draw a sketch whose notes have letters, dynamics and authors of their own."""
    sketch = draw(sketches())
    notes = []
    for note in sketch.melody:
        letters = [letter for letter in "CDEFGAB" if can_be_written(note.pitch, letter)]
        letter = draw(st.sampled_from([None, None, *letters]))
        velocity, author = draw(st.integers(1, 127)), draw(st.sampled_from(Author))
        notes.append(replace(note, letter=letter, velocity=velocity, author=author))
    return with_needed_letters(replace(sketch, melody=Melody(tuple(notes))))


def can_be_written(pitch: int, letter: str) -> bool:
    try:
        Spelling.of(pitch, letter)
    except ValueError:
        return False
    return True


@pytest.mark.parametrize("kind", READ_AND_WRITTEN, ids=NAMES)
@SHARED_FOLDER
@given(sketch=rich_sketches())
def test_sketch_comes_back_from_a_file(tmp_path: Path, kind: FileFormat, sketch: Sketch) -> None:
    path = tmp_path / f"sketch{kind.suffix}"
    write_sketch(sketch, path)
    back = import_sketch(path).sketch
    assert always_kept(back) == always_kept(sketch)
    for content in Content:
        if content not in kind.lacks or kind.comes_back_whole:
            assert kept(back, content) == kept(sketch, content)
    if kind.comes_back_whole:
        assert back == sketch


@pytest.mark.parametrize("kind", READ_AND_WRITTEN, ids=NAMES)
def test_what_a_format_is_said_to_lack_does_not_come_back(tmp_path: Path, kind: FileFormat) -> None:
    path = tmp_path / f"sketch{kind.suffix}"
    write_sketch(FULL, path)
    back = import_sketch(path).sketch
    lost = {content for content in Content if kept(back, content) != kept(FULL, content)}
    assert lost == (set() if kind.comes_back_whole else kind.lacks - {Content.TAKES})


@SHARED_FOLDER
@given(sketch=sketches(), midi_type=st.sampled_from(MIDI_TYPES), ticks=st.sampled_from(MIDI_TICKS))
def test_midi_of_every_kind_keeps_everything(
    tmp_path: Path, sketch: Sketch, midi_type: int, ticks: int
) -> None:
    path = tmp_path / "sketch.mid"
    write_sketch(sketch, path, ExportOptions(midi_type=midi_type, midi_ticks=ticks))
    assert import_sketch(path).sketch == sketch


@SHARED_FOLDER
@given(first=sketches(), second=sketches())
def test_project_keeps_its_takes(tmp_path: Path, first: Sketch, second: Sketch) -> None:
    root = Take(second, Request(style="reel", lowest=50), seed=3, start_ticks=480, number=1)
    child = Take(first, Request(), seed=4, start_ticks=0, parent=root.id, name="Up", starred=True)
    project = Project(first, TakeTree((root, child)))
    write_project(project, tmp_path / "sketch.motivo")
    assert read_project(tmp_path / "sketch.motivo") == project


@pytest.mark.parametrize("ending", [".abc", ".musicxml"])
@pytest.mark.parametrize(
    "pickup", ["(3:2:2C/D/", "(3:2:1D", "C(3:2:1D", "(5:4:3D/E/F/", "(5:4:1D/", "(7:4:3D/E/F/"]
)
def test_pickup_that_begins_within_a_tuplet_comes_back(
    tmp_path: Path, ending: str, pickup: str
) -> None:
    tune = tmp_path / "tune.abc"
    tune.write_text(f"X:1\nT:Air\nM:4/4\nL:1/4\nQ:1/4=96\nK:C\n{pickup}|EFGA|G4|]\n")
    sketch = import_sketch(tune).sketch
    copy = tmp_path / f"copy{ending}"
    write_sketch(sketch, copy)
    read = import_sketch(copy).sketch
    assert read.pickup_ticks == sketch.pickup_ticks < 960
    assert always_kept(read) == always_kept(sketch)
