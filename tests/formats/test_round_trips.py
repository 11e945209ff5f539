from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.domain import Author, ExportOptions, Melody, Sketch, Spelling, Take, TakeTree
from app.domain.export_options import MIDI_TICKS, MIDI_TYPES
from app.domain.request import Request
from app.domain.spelling import spellings, with_needed_letters
from app.formats import Project, import_sketch, read_project, write_project, write_sketch
from tests.sketches import sketches

SHARED_FOLDER = settings(suppress_health_check=list(HealthCheck), max_examples=60)
"""Each example writes over the file of the one before."""


def said_by(sketch: Sketch) -> tuple[object, ...]:
    """Tell what a file has to keep of a sketch."""
    notes = [(n.onset_ticks, n.duration_ticks, n.pitch) for n in sketch.melody]
    names = sketch.title, sketch.composer
    return notes, names, sketch.key, sketch.meter, sketch.tempo_bpm, sketch.pickup_ticks


def respelled(sketch: Sketch, data: st.DataObject) -> Sketch:
    """Give some notes one of the letters that they can be written with."""
    notes = []
    for note in sketch.melody:
        letters = [letter for letter in "CDEFGAB" if can_be_written(note.pitch, letter)]
        letter = data.draw(st.sampled_from([None, None, *letters]))
        notes.append(replace(note, letter=letter))
    return replace(sketch, melody=Melody(tuple(notes)))


def can_be_written(pitch: int, letter: str) -> bool:
    try:
        Spelling.of(pitch, letter)
    except ValueError:
        return False
    return True


@pytest.mark.parametrize("ending", ["mid", "musicxml", "mxl", "abc"])
@SHARED_FOLDER
@given(sketch=sketches())
def test_sketch_comes_back_from_a_file(tmp_path: Path, ending: str, sketch: Sketch) -> None:
    path = tmp_path / f"sketch.{ending}"
    write_sketch(sketch, path)
    assert said_by(import_sketch(path).sketch) == said_by(sketch)


@pytest.mark.parametrize("ending", ["musicxml", "mxl", "abc"])
@SHARED_FOLDER
@given(sketch=sketches(), data=st.data())
def test_players_spelling_comes_back_from_a_score(
    tmp_path: Path, ending: str, sketch: Sketch, data: st.DataObject
) -> None:
    sketch = with_needed_letters(respelled(sketch, data))
    path = tmp_path / f"sketch.{ending}"
    write_sketch(sketch, path)
    back = import_sketch(path).sketch
    assert back.melody == sketch.melody
    assert spellings(back) == spellings(sketch)


@pytest.mark.parametrize("ending", ["musicxml", "abc", "pb"])
@SHARED_FOLDER
@given(sketch=sketches())
def test_chords_come_back_from_a_file(tmp_path: Path, ending: str, sketch: Sketch) -> None:
    path = tmp_path / f"sketch.{ending}"
    write_sketch(sketch, path)
    assert import_sketch(path).sketch.chord_changes == sketch.chord_changes


@SHARED_FOLDER
@given(sketch=sketches())
def test_note_sequence_keeps_what_it_has_fields_for(tmp_path: Path, sketch: Sketch) -> None:
    path = tmp_path / "sketch.pb"
    write_sketch(sketch, path)
    back = import_sketch(path).sketch
    assert back.melody == sketch.melody
    assert (back.meter, back.tempo_bpm) == (sketch.meter, sketch.tempo_bpm)
    assert (back.title, back.composer) == (sketch.title, sketch.composer)
    assert back.key.scale == sketch.key.scale


@SHARED_FOLDER
@given(sketch=sketches())
def test_midi_and_the_native_file_keep_everything(tmp_path: Path, sketch: Sketch) -> None:
    notes = sketch.melody.notes
    mixed = (replace(note, author=Author.MODEL) if i % 3 else note for i, note in enumerate(notes))
    sketch = replace(sketch, melody=Melody(tuple(mixed)))
    for ending in ("mid", "motivo"):
        path = tmp_path / f"sketch.{ending}"
        write_sketch(sketch, path)
        assert import_sketch(path).sketch == sketch


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
