"""Has music21 render a sketch as MIDI, with exact onsets and lengths instead of written ones."""

from __future__ import annotations

from app.domain import Sketch
from app.domain.timebase import ticks_to_quarters
from app.notation.library import music21


def to_midi(sketch: Sketch) -> bytes:
    """Return notes and tempo as a standard MIDI file in music21's resolution."""
    part = music21.stream.Part()
    part.insert(0, music21.tempo.MetronomeMark(number=sketch.tempo_bpm, referent=1.0))
    for note in sketch.melody:
        sounding = music21.note.Note()
        sounding.pitch.midi = note.pitch
        sounding.duration.quarterLength = ticks_to_quarters(note.duration_ticks)
        sounding.volume.velocity = note.velocity
        sounding.volume.velocityIsRelative = False
        part.coreInsert(ticks_to_quarters(note.onset_ticks), sounding)
    part.coreElementsChanged()
    rendered: bytes = music21.midi.translate.streamToMidiFile(
        part, acceptableChannelList=[1]
    ).writestr()
    return rendered
