"""The proof-reader finds faults, and finds none in correct scores."""

import os
import sys
import warnings

import pytest
from hypothesis import given, settings

from app.domain import Melody, Meter, Sketch
from app.notation.engraving import score_faults
from app.notation.engraving.score_faults import faults, heard
from app.notation.writing.bars import on_written_grid
from app.notation.writing.musicxml import to_musicxml
from tests.notation.tunes import quarters, tune
from tests.sketches import sketches


@settings(max_examples=20)
@given(sketch=sketches())
def test_scores_of_every_kind_pass(sketch: Sketch) -> None:
    assert faults(sketch) == ()


def test_empty_score_passes() -> None:
    assert faults(Sketch()) == ()


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("<duration>10080</duration>", "<duration>5040</duration>", "bar 1 is 3.5 quarters long"),
        ("<step>E</step>", "<step>F</step>", "note 3 comes back as another"),
        ("<fifths>0</fifths>", "<fifths>1</fifths>", "key, meter or pickup"),
    ],
)
def test_faulty_score_is_told(
    monkeypatch: pytest.MonkeyPatch, old: str, new: str, told: str
) -> None:
    def broken(sketch: Sketch) -> bytes:
        return to_musicxml(sketch).decode().replace(old, new, 1).encode()

    monkeypatch.setattr(score_faults, "to_musicxml", broken)
    assert any(told in fault for fault in faults(quarters(60, 62, 64, 65)))


def test_warnings_of_python_and_of_libraries_are_heard(capfd: pytest.CaptureFixture[str]) -> None:
    with heard() as told:
        warnings.warn("odd", stacklevel=1)
        sys.stderr.write("from Python\n")
        sys.stderr.flush()
        os.write(2, b"from a library\n")
    assert sorted(told) == ["from Python", "from a library", "odd"]
    os.write(2, b"after\n")
    assert capfd.readouterr().err == "after\n"


def test_note_beside_the_grid_is_put_where_it_is_written() -> None:
    sketch = tune(-1, 478, -1, 480, -2, 478, meter=Meter(3, 4))
    notes = on_written_grid(sketch).melody.notes
    assert [(note.onset_ticks, note.duration_ticks) for note in notes] == [
        *((0, 480), (480, 480), (960, 480))
    ]
    assert on_written_grid(Sketch(melody=Melody(notes))).melody.notes == notes
