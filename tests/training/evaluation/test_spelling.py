from dataclasses import replace
from pathlib import Path

from app.domain import Key, Melody, Mode, Note, Sketch
from app.formats import write_sketch
from app.training.evaluation.spelling import agreement


def written(path: Path, letter: str | None = None) -> Path:
    """Write C, C sharp, D, E, and many a G, the C sharp with a letter of its own."""
    pitches = (60, 61, 62, 64, 67, 65, 62, 60)
    notes = [Note(index * 480, 480, pitch) for index, pitch in enumerate(pitches)]
    notes[1] = replace(notes[1], letter=letter)
    write_sketch(Sketch(melody=Melody(tuple(notes))), path)
    return path


def test_notes_that_agree_are_counted(tmp_path: Path) -> None:
    found = agreement([written(tmp_path / "a.musicxml"), written(tmp_path / "b.mxl", "D")])
    assert (found.scores, found.notes, found.agreeing) == (2, 16, 15)
    assert found.percent == 93.75


def test_passage_that_keeps_to_its_key_is_counted_separately(tmp_path: Path) -> None:
    scale = (57, 59, 60, 62, 64, 66, 68, 69, 67, 65, 64, 62, 60, 59, 57, 57)
    notes = tuple(Note(place * 480, 480, pitch) for place, pitch in enumerate(scale))
    minor = Sketch(melody=Melody(notes), key=Key("A", Mode.MINOR))
    write_sketch(minor, tmp_path / "minor.musicxml")
    found = agreement([tmp_path / "minor.musicxml", written(tmp_path / "a.musicxml")])
    assert (found.notes, found.in_key, found.percent_in_key) == (24, 16, 100.0)


def test_part_that_transposes_and_file_that_is_no_score_count_for_nothing(tmp_path: Path) -> None:
    clarinet = written(tmp_path / "clarinet.musicxml")
    moved = "<transpose><chromatic>-2</chromatic></transpose></attributes>"
    clarinet.write_text(clarinet.read_text().replace("</attributes>", moved, 1))
    broken = tmp_path / "broken.musicxml"
    broken.write_text("<score")
    found = agreement([clarinet, broken])
    assert (found.scores, found.notes, found.percent) == (0, 0, 100.0)
