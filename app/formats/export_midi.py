"""Writes Standard MIDI files: music21 renders the notes, mido writes the messages."""

from __future__ import annotations

import io
from dataclasses import dataclass
from typing import Final

import mido

from app.constants import TICKS_PER_QUARTER
from app.domain import ExportOptions, Key, Meter, Mode, Sketch
from app.domain.export_options import DEFAULT_OPTIONS
from app.formats.kept import kept_text

OWN_USE: Final = 0x7D
"""The manufacturer's number that MIDI reserves for those who have none."""

TITLE: Final = "@T"
"""The beginning of the text events for the title and then the composer, as in karaoke files (.kar).

MuseScore prints these as title and composer, and any other text under the first note.
"""

CLOCKS_PER_QUARTER: Final = 24
"""The clocks by which a time signature says how often the metronome clicks."""

MELODY_NAME: Final = "Melody"
"""The name of the track of notes if the title names the track before it."""

PLAIN: Final = str.maketrans("‘’“”–—", "''\"\"--")
"""Plain characters for those typographic ones that Latin-1 does not have."""

Timed = tuple[int, int, mido.Message]
"""A message with its time in ticks of the file and its rank among messages at the same time."""


def export_midi(sketch: Sketch, options: ExportOptions = DEFAULT_OPTIONS) -> bytes:
    """Return a MIDI file, of one or two tracks as asked, that Motivo can read back unchanged."""
    ticks = options.midi_ticks
    end = (max(sketch.end_ticks, sketch.melody.end_ticks) * ticks // TICKS_PER_QUARTER, 3, _end())
    texts = _Texts.of(sketch)
    head = [(0, 0, message) for message in _head(sketch, texts)]
    head += _signatures(sketch, ticks)
    program = mido.Message("program_change", program=options.midi_program)
    played = [(0, 0, program), *_notes(sketch, ticks)]
    if options.midi_type == 0:
        tracks = [_track([*head, *played, end])]
    else:
        name = mido.MetaMessage("track_name", name=MELODY_NAME)
        tracks = [_track([*head, end]), _track([(0, 0, name), *played, end])]
    file = mido.MidiFile(
        type=options.midi_type, ticks_per_beat=ticks, tracks=tracks, charset=texts.charset
    )
    written = io.BytesIO()
    file.save(file=written)
    return written.getvalue()


def _notes(sketch: Sketch, ticks: int) -> list[Timed]:
    from app.notation.writing.midi_performance import to_midi

    rendered = mido.MidiFile(file=io.BytesIO(to_midi(sketch)))
    scale = ticks / rendered.ticks_per_beat
    notes: list[Timed] = []
    for track in rendered.tracks:
        now = 0
        for message in track:
            now += message.time
            if message.type in ("note_on", "note_off"):
                notes.append((round(now * scale), 1 if message.type == "note_off" else 2, message))
    return notes


def _head(sketch: Sketch, texts: _Texts) -> list[mido.MetaMessage]:
    mode = "m" if sketch.key.mode is Mode.MINOR else ""
    signature = sketch.key.tonic + mode
    if sketch.key.mode not in (Mode.MAJOR, Mode.MINOR):
        signature = Key.from_fifths(sketch.key.fifths).tonic
    # Without a title, programs would take the composer for the title.
    names = [name for name in (texts.title, texts.composer) if name and texts.title]
    return [
        mido.MetaMessage("track_name", name=texts.title),
        *(mido.MetaMessage("text", text=TITLE + name) for name in names),
        mido.MetaMessage("sequencer_specific", data=(OWN_USE, *kept_text(sketch).encode())),
        mido.MetaMessage("set_tempo", tempo=mido.bpm2tempo(sketch.tempo_bpm)),
        mido.MetaMessage("key_signature", key=signature),
    ]


@dataclass(frozen=True, slots=True)
class _Texts:
    """Title and composer, and how they are encoded."""

    title: str
    composer: str
    charset: str

    @classmethod
    def of(cls, sketch: Sketch) -> _Texts:
        """Choose Latin-1, which every program reads, where it has all the signs, or else UTF-8."""
        title, composer = (text.translate(PLAIN) for text in (sketch.title, sketch.composer))
        try:
            (title + composer).encode("latin-1")
        except UnicodeEncodeError:
            return cls(sketch.title, sketch.composer, "utf-8")
        return cls(title, composer, "latin-1")


def _signatures(sketch: Sketch, ticks: int) -> list[Timed]:
    pickup = _pickup_meter(sketch)
    if pickup is None:
        return [(0, 0, _signature(sketch.meter))]
    first_bar = sketch.pickup_ticks * ticks // TICKS_PER_QUARTER
    return [(0, 0, _signature(pickup)), (first_bar, 0, _signature(sketch.meter))]


def _track(timed: list[Timed]) -> mido.MidiTrack:
    """Return a track of the messages in order, each timed from the one before, as MIDI needs it."""
    track, now = mido.MidiTrack(), 0
    for ticks, _, message in sorted(timed, key=lambda item: item[:2]):
        track.append(message.copy(time=ticks - now))
        now = ticks
    return track


def _signature(meter: Meter) -> mido.MetaMessage:
    return mido.MetaMessage(
        "time_signature",
        numerator=meter.counts,
        denominator=meter.unit,
        clocks_per_click=CLOCKS_PER_QUARTER * meter.beat_ticks // TICKS_PER_QUARTER,
    )


def _end() -> mido.MetaMessage:
    return mido.MetaMessage("end_of_track")


def _pickup_meter(sketch: Sketch) -> Meter | None:
    """Return a meter for a first bar as short as the pickup, which puts the bar lines right."""
    if sketch.pickup_ticks:
        for unit in (4, 8, 16, 32):
            counts, rest = divmod(sketch.pickup_ticks, TICKS_PER_QUARTER * 4 // unit)
            if rest == 0 and counts <= 32:
                return Meter(counts, unit)
    return None
