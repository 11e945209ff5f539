from dataclasses import replace

import pytest

from app.domain import Author, Key, Melody, Meter, Note, Sketch
from app.domain.spoken import spoken_note

D = Sketch(key=Key.parse("D major"))


@pytest.mark.parametrize(
    ("note", "sketch", "words"),
    [
        (Note(2880, 240, 66), D, "F sharp 4, bar 2 beat 3, eighth note"),
        (Note(0, 1920, 62), D, "D 4, bar 1 beat 1, whole note"),
        (Note(240, 720, 61), D, "C sharp 4, bar 1 beat 1.5, dotted quarter note"),
        (Note(0, 160, 62), D, "D 4, bar 1 beat 1, triplet eighth note"),
        (Note(0, 100, 62), D, "D 4, bar 1 beat 1, 0.21 quarters long"),
        (
            Note(0, 480, 70, author=Author.MODEL),
            Sketch(key=Key.parse("F major")),
            "B flat 4, bar 1 beat 1, quarter note, by the model",
        ),
        (
            Note(720, 240, 67),
            Sketch(meter=Meter(6, 8)),
            "G 4, bar 1 beat 2, eighth note",
        ),
        (
            Note(1200 + 960, 240, 67),
            Sketch(meter=Meter.parse("2+3/8")),
            "G 4, bar 2 beat 2 count 3, eighth note",
        ),
        (
            Note(1200 + 840, 120, 67),
            Sketch(meter=Meter.parse("3+2/8")),
            "G 4, bar 2 beat 2 count 1.5, sixteenth note",
        ),
        (Note(0, 30, 66, letter="G"), D, "G flat 4, bar 1 beat 1, sixty-fourth note"),
        (Note(0, 480, 67), Sketch(pickup_ticks=480), "G 4, pickup beat 1, quarter note"),
        (Note(480, 480, 67), Sketch(pickup_ticks=480), "G 4, bar 1 beat 1, quarter note"),
    ],
)
def test_a_note_is_said_as_a_musician_would(note: Note, sketch: Sketch, words: str) -> None:
    assert spoken_note(note, sketch) == words


def test_a_note_is_named_as_it_is_written() -> None:
    falling = (Note(index * 480, 480, pitch) for index, pitch in enumerate((76, 75, 74, 72)))
    sketch = Sketch(melody=Melody(tuple(falling)))
    assert spoken_note(sketch.melody.notes[1], sketch).startswith("E flat 5, ")
    wanted = Note(480, 480, 75, letter="D")
    respelled = replace(sketch, melody=sketch.melody.laid_over([wanted]))
    assert spoken_note(wanted, respelled).startswith("D sharp 5, ")
