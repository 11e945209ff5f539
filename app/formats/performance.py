"""Reads performances in MIDI files: pretty_midi follows the tempo map, note-seq finds the grid."""

from __future__ import annotations

import io
import warnings

from app.domain import Note
from app.domain.timebase import quarters_to_ticks
from app.errors import AppError
from app.formats.choosing import Part
from app.formats.magenta import quantised
from app.formats.midi_file import NOT_MIDI, text_of


def quantised_parts(content: bytes) -> tuple[Part, ...]:
    """Return the instruments of a performance, each with its name and its notes on a grid."""
    import pretty_midi

    try:
        with warnings.catch_warnings():
            # pretty_midi warns of tempo events outside the first track, but it does read them.
            warnings.simplefilter("ignore", RuntimeWarning)
            performance = pretty_midi.PrettyMIDI(io.BytesIO(content))
    except (OSError, EOFError, ValueError, KeyError, IndexError) as error:
        raise AppError(NOT_MIDI) from error
    parts = []
    for index, instrument in enumerate(performance.instruments):
        if instrument.is_drum:
            continue
        in_quarters = [
            (
                performance.time_to_tick(note.start) / performance.resolution,
                performance.time_to_tick(note.end) / performance.resolution,
                note.pitch,
                note.velocity,
            )
            for note in instrument.notes
        ]
        steps = quantised(in_quarters)
        notes = tuple(
            Note(quarters_to_ticks(start), quarters_to_ticks(end - start), pitch, velocity)
            for start, end, pitch, velocity in steps
        )
        name = text_of(instrument.name) or f"Track {index + 1}"
        parts.append(Part(name, notes))
    return tuple(parts)
