"""Standard MIDI files out: music21 renders the notes, mido writes the messages."""

from __future__ import annotations

import io
import json
from itertools import groupby

import mido

from app.constants import TICKS_PER_QUARTER
from app.domain import Author, Meter, Mode, Sketch

MARK = "motivo "
"""Begins the text event that keeps what MIDI has no event for."""


def export_midi(sketch: Sketch) -> bytes:
    """Return a one-track MIDI file at 480 ticks a quarter that Motivo reads back unchanged."""
    from app.notation.performance import to_midi

    rendered = mido.MidiFile(file=io.BytesIO(to_midi(sketch)))
    scale = TICKS_PER_QUARTER / rendered.ticks_per_beat
    notes: list[mido.Message] = []
    for track in rendered.tracks:
        now = 0
        for message in track:
            now += message.time
            if message.type in ("note_on", "note_off"):
                notes.append(message.copy(time=round(now * scale)))
    track = mido.MidiTrack([*_head(sketch), *_in_deltas(sketch, notes)])
    file = mido.MidiFile(type=0, ticks_per_beat=TICKS_PER_QUARTER, tracks=[track])
    written = io.BytesIO()
    file.save(file=written)
    return written.getvalue()


def _head(sketch: Sketch) -> list[mido.MetaMessage]:
    title = sketch.title.encode("latin-1", "replace").decode("latin-1")
    mode = "m" if sketch.key.mode is Mode.MINOR else ""
    signature = sketch.key.tonic + mode
    if sketch.key.mode not in (Mode.MAJOR, Mode.MINOR):
        from app.domain import Key

        signature = Key.from_fifths(sketch.key.fifths).tonic
    return [
        mido.MetaMessage("track_name", name=title),
        mido.MetaMessage("text", text=MARK + json.dumps(_kept(sketch))),
        mido.MetaMessage("set_tempo", tempo=mido.bpm2tempo(sketch.tempo_bpm)),
        mido.MetaMessage("key_signature", key=signature),
    ]


def _in_deltas(sketch: Sketch, notes: list[mido.Message]) -> list[mido.Message]:
    """Return notes and time signatures in order, each `time` counted from the one before."""
    timed: list[tuple[int, int, mido.Message]] = []
    pickup = _pickup_meter(sketch)
    if pickup is not None:
        timed.append((0, 0, _signature(pickup)))
    start = sketch.pickup_ticks if pickup is not None else 0
    timed.append((start, 0, _signature(sketch.meter)))
    timed += [(m.time, 1 if m.type == "note_off" else 2, m) for m in notes]
    timed.append((max(sketch.end_ticks, sketch.melody.end_ticks), 3, _end()))
    timed.sort(key=lambda item: item[:2])
    now, messages = 0, []
    for ticks, _, message in timed:
        messages.append(message.copy(time=ticks - now))
        now = ticks
    return messages


def _signature(meter: Meter) -> mido.MetaMessage:
    return mido.MetaMessage("time_signature", numerator=meter.counts, denominator=meter.unit)


def _end() -> mido.MetaMessage:
    return mido.MetaMessage("end_of_track")


def _pickup_meter(sketch: Sketch) -> Meter | None:
    """Return the meter of a first bar as short as the pickup, so that bar lines stand right."""
    if sketch.pickup_ticks:
        for unit in (4, 8, 16, 32):
            counts, rest = divmod(sketch.pickup_ticks, TICKS_PER_QUARTER * 4 // unit)
            if rest == 0 and counts <= 32:
                return Meter(counts, unit)
    return None


def _kept(sketch: Sketch) -> dict[str, object]:
    """Return what MIDI has no event for; runs of the model's notes as [first, count]."""
    runs, position = [], 0
    for author, group in groupby(note.author for note in sketch.melody):
        count = len(list(group))
        if author is Author.MODEL:
            runs.append([position, count])
        position += count
    return {
        "title": sketch.title,
        "key": str(sketch.key),
        "tempo_bpm": sketch.tempo_bpm,
        "pickup_ticks": sketch.pickup_ticks,
        "chords": str(sketch.chords),
        "notes": position,
        "model": runs,
    }
