"""Writes Magenta's NoteSequences with note-seq."""

from __future__ import annotations

from app.constants import TICKS_PER_QUARTER
from app.domain import Sketch
from app.domain.spelling import spellings
from app.domain.timebase import ticks_to_seconds
from app.formats.kept import kept_text
from app.formats.magenta import MODES, NAME_OF_C, note_seq


def export_note_sequence(sketch: Sketch) -> bytes:
    """Return the sketch as a serialised NoteSequence."""
    kind = note_seq("protobuf.music_pb2").NoteSequence
    sequence = kind()
    sequence.ticks_per_quarter = TICKS_PER_QUARTER
    sequence.sequence_metadata.title = sketch.title
    if sketch.composer:
        sequence.sequence_metadata.composers.append(sketch.composer)
    sequence.tempos.add(time=0.0, qpm=sketch.tempo_bpm)
    sequence.time_signatures.add(numerator=sketch.meter.counts, denominator=sketch.meter.unit)
    sequence.key_signatures.add(key=sketch.key.tonic_pitch_class, mode=MODES[sketch.key.mode])
    for note, spelling in zip(sketch.melody, spellings(sketch), strict=True):
        sequence.notes.add(
            pitch=note.pitch,
            pitch_name=NAME_OF_C + spelling.fifths,
            velocity=note.velocity,
            start_time=ticks_to_seconds(note.onset_ticks, sketch.tempo_bpm),
            end_time=ticks_to_seconds(note.end_ticks, sketch.tempo_bpm),
        )
    for change in sketch.chord_changes:
        sequence.text_annotations.add(
            time=ticks_to_seconds(change.onset_ticks, sketch.tempo_bpm),
            text=str(change.chord),
            annotation_type=kind.TextAnnotation.CHORD_SYMBOL,
        )
    sequence.text_annotations.add(
        text=kept_text(sketch), annotation_type=kind.TextAnnotation.UNKNOWN
    )
    sequence.total_time = ticks_to_seconds(sketch.melody.end_ticks, sketch.tempo_bpm)
    written: bytes = sequence.SerializeToString()
    return written
