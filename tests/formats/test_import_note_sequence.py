"""NoteSequences of other programs: in seconds or in steps, with tempi, pickups and performances."""

from __future__ import annotations

from typing import Any

import pytest

from app.domain import Key, Melody, Note, Sketch
from app.domain.spelling import spellings
from app.errors import AppError
from app.formats.export_note_sequence import export_note_sequence
from app.formats.import_note_sequence import import_note_sequence
from app.formats.magenta import note_seq

SCALE = (60, 62, 64, 65, 67, 65, 64, 62)
PLACES = [(index * 480, 480, pitch) for index, pitch in enumerate(SCALE)]


def new_sequence() -> Any:
    return note_seq("protobuf.music_pb2").NoteSequence()


def in_seconds(quarter: float = 0.5) -> Any:
    sequence = new_sequence()
    for index, pitch in enumerate(SCALE):
        start, end = index * quarter, (index + 1) * quarter
        sequence.notes.add(pitch=pitch, velocity=80, start_time=start, end_time=end)
    return sequence


def notes(sequence: Any) -> list[tuple[int, int, int]]:
    sketch = import_note_sequence(sequence.SerializeToString()).sketch
    return [(n.onset_ticks, n.duration_ticks, n.pitch) for n in sketch.melody]


def test_sequence_that_names_nothing_has_the_usual_tempo() -> None:
    sketch = import_note_sequence(in_seconds().SerializeToString()).sketch
    assert (notes(in_seconds()), sketch.tempo_bpm) == (PLACES, 120)


def test_drums_are_left_out_and_told() -> None:
    sequence = in_seconds()
    sequence.notes.add(pitch=36, velocity=80, start_time=0, end_time=0.5, is_drum=True)
    read = import_note_sequence(sequence.SerializeToString())
    assert "The drums were left out." in read.messages
    assert len(read.sketch.melody) == len(SCALE)
    for note in sequence.notes:
        note.is_drum = True
    with pytest.raises(AppError, match="drums alone"):
        import_note_sequence(sequence.SerializeToString())


@pytest.mark.parametrize("steps", [4, 24])
def test_steps_are_read_where_there_are_steps(steps: int) -> None:
    sequence = new_sequence()
    sequence.quantization_info.steps_per_quarter = steps
    for index, pitch in enumerate(SCALE):
        sequence.notes.add(
            pitch=pitch,
            velocity=80,
            quantized_start_step=index * steps,
            quantized_end_step=(index + 1) * steps,
        )
    assert notes(sequence) == PLACES


def test_steps_of_time_are_read_at_the_usual_tempo() -> None:
    sequence = new_sequence()
    sequence.quantization_info.steps_per_second = 100
    for index, pitch in enumerate(SCALE):
        sequence.notes.add(
            pitch=pitch,
            velocity=80,
            quantized_start_step=index * 50,
            quantized_end_step=index * 50 + 50,
        )
    assert notes(sequence) == PLACES


def test_notes_keep_their_place_in_beats_where_the_tempo_changes() -> None:
    sequence = new_sequence()
    sequence.tempos.add(time=0.0, qpm=60)
    sequence.tempos.add(time=4.0, qpm=120)
    for index, pitch in enumerate(SCALE):
        start = float(index) if index < 4 else 4 + (index - 4) / 2
        length = 1.0 if index < 4 else 0.5
        sequence.notes.add(pitch=pitch, velocity=80, start_time=start, end_time=start + length)
    imported = import_note_sequence(sequence.SerializeToString())
    assert (notes(sequence), imported.sketch.tempo_bpm) == (PLACES, 60)
    assert any("120" in message for message in imported.messages)


def test_instruments_of_one_name_are_parts_of_their_own() -> None:
    sequence = in_seconds()
    sequence.notes[0].instrument = 1
    for instrument in (0, 1):
        sequence.instrument_infos.add(instrument=instrument, name="Voice")
    imported = import_note_sequence(sequence.SerializeToString())
    assert [(part.name, part.notes) for part in imported.parts] == [("Voice", 7), ("Voice", 1)]


def test_first_short_bar_is_a_pickup() -> None:
    sequence = in_seconds()
    sequence.time_signatures.add(time=0.0, numerator=1, denominator=4)
    sequence.time_signatures.add(time=0.5, numerator=3, denominator=4)
    sketch = import_note_sequence(sequence.SerializeToString()).sketch
    assert (str(sketch.meter), sketch.pickup_ticks) == ("3/4", 480)


def test_performance_is_moved_to_a_grid_and_told() -> None:
    sequence = in_seconds()
    for note, late in zip(sequence.notes, (0.02, -0.015, 0.03, 0.011, -0.02, 0.024), strict=False):
        note.start_time = max(0.0, note.start_time + late)
    imported = import_note_sequence(sequence.SerializeToString())
    assert [n.onset_ticks for n in imported.sketch.melody] == [onset for onset, *_ in PLACES]
    assert any("performance" in message for message in imported.messages)


def test_meter_that_is_none_is_left_out_with_a_message() -> None:
    sequence = in_seconds()
    sequence.time_signatures.add(numerator=4, denominator=7)
    imported = import_note_sequence(sequence.SerializeToString())
    assert str(imported.sketch.meter) == "4/4"
    assert any("4/7" in message for message in imported.messages)


@pytest.mark.parametrize(
    ("where", "value"),
    [
        ("start_time", float("inf")),
        ("end_time", float("nan")),
        ("start_time", -1.0),
        ("end_time", 1e9),
        ("pitch", 200),
    ],
)
def test_notes_beyond_any_music_are_refused(where: str, value: float) -> None:
    sequence = in_seconds()
    setattr(sequence.notes[3], where, value)
    with pytest.raises(AppError):
        import_note_sequence(sequence.SerializeToString())


@pytest.mark.parametrize("tempo", [0.0, float("nan"), float("inf"), 1e300, -60.0])
def test_tempo_that_is_none_is_refused(tempo: float) -> None:
    sequence = in_seconds()
    sequence.tempos.add(qpm=tempo)
    with pytest.raises(AppError, match="tempo"):
        import_note_sequence(sequence.SerializeToString())


def test_chord_far_away_costs_nothing() -> None:
    sequence = in_seconds()
    sequence.text_annotations.add(
        time=1e9, text="C", annotation_type=type(sequence).TextAnnotation.CHORD_SYMBOL
    )
    with pytest.raises(AppError, match="longer"):
        import_note_sequence(sequence.SerializeToString())


def test_what_is_no_sequence_is_refused() -> None:
    with pytest.raises(AppError, match="NoteSequences"):
        import_note_sequence(b"Dear Clara")


def test_names_of_pitches_are_how_the_notes_are_spelled() -> None:
    sequence = in_seconds()
    for note, name in zip(sequence.notes, ("B_SHARP", "D", "F_FLAT"), strict=False):
        note.pitch_name = sequence.PitchName.Value(name)
    sketch = import_note_sequence(sequence.SerializeToString()).sketch
    spelled = [str(spelling) for spelling in spellings(sketch)]
    assert spelled[:5] == ["B♯3", "D4", "F♭4", "F4", "G4"]


@pytest.mark.parametrize("name", ["C_SHARP", "D_FLAT"])
def test_key_is_named_as_the_notes_are(name: str) -> None:
    sequence = new_sequence()
    sequence.key_signatures.add(key=1)
    pitch_name = sequence.PitchName.Value(name)
    sequence.notes.add(pitch=61, velocity=80, end_time=1.0, pitch_name=pitch_name)
    sketch = import_note_sequence(sequence.SerializeToString()).sketch
    assert sketch.key == Key("C#" if name == "C_SHARP" else "Db")


def test_name_that_belongs_to_another_pitch_is_passed_over() -> None:
    sequence = in_seconds()
    for note in sequence.notes:
        note.pitch_name = sequence.PitchName.Value("A_SHARP")
    assert notes(sequence) == PLACES


def test_other_programs_see_how_notes_are_spelled() -> None:
    sketch = Sketch(melody=Melody((Note(0, 480, 61, letter="D"), Note(480, 480, 66))))
    sequence = new_sequence()
    sequence.ParseFromString(export_note_sequence(sketch))
    names = [sequence.PitchName.Name(note.pitch_name) for note in sequence.notes]
    assert names == ["D_FLAT", "F_SHARP"]


def test_key_that_is_none_is_told() -> None:
    sequence = in_seconds()
    sequence.key_signatures.add(key=15)
    imported = import_note_sequence(sequence.SerializeToString())
    assert "A key that NoteSequences don't have was left out." in imported.messages


def test_odd_number_of_steps_a_second_is_exact() -> None:
    sequence = new_sequence()
    sequence.quantization_info.steps_per_second = 5
    for index in range(4):
        sequence.notes.add(
            pitch=60,
            velocity=80,
            quantized_start_step=index * 5,
            quantized_end_step=(index + 1) * 5,
        )
    assert notes(sequence) == [(index * 960, 960, 60) for index in range(4)]


def test_notes_that_end_before_they_begin_are_told() -> None:
    sequence = in_seconds()
    sequence.notes.add(pitch=50, velocity=80, start_time=5.0, end_time=4.0)
    imported = import_note_sequence(sequence.SerializeToString())
    assert len(imported.sketch.melody) == len(SCALE)
    assert "1 note of no length was left out." in imported.messages


def test_pause_of_the_chords_is_told() -> None:
    sequence = in_seconds()
    for time, text in ((0.0, "C"), (1.0, "N.C."), (9.0, "N.C.")):
        sequence.text_annotations.add(
            time=time, text=text, annotation_type=sequence.TextAnnotation.CHORD_SYMBOL
        )
    imported = import_note_sequence(sequence.SerializeToString())
    assert "Where the file has no chord (N.C.), the one before goes on." in imported.messages
