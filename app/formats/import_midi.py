"""Reads Standard MIDI files with mido, and performances with pretty_midi and note-seq as well."""

from __future__ import annotations

import io
import json
from dataclasses import dataclass, field, replace
from typing import Any, Final

import mido

from app.constants import TICKS_PER_QUARTER
from app.domain import Author, Chords, Key, Melody, Meter, Note, Sketch
from app.errors import AppError
from app.formats.choosing import Found, choose
from app.formats.export_midi import MARK, TITLE
from app.formats.imported import Imported

PERCUSSION: Final = 9
"""The channel that General MIDI reserves for drums, counted from 0."""

GRIDS: Final = (120, 80)
"""Sixteenths and triplet eighths in ticks; most onsets of written music are multiples of these."""

ON_GRID_SHARE: Final = 0.6
"""If a smaller share of the onsets is near a grid, the file is taken for a performance."""

MOST_TICKS: Final = TICKS_PER_QUARTER * 4 * 10_000
"""Ten thousand bars of 4/4; a file with later events is no music."""


@dataclass(slots=True)
class _Read:
    """What the messages of a file say; times are in ticks of Motivo."""

    notes: dict[tuple[int, int], list[Note]] = field(default_factory=dict)
    names: dict[int, str] = field(default_factory=dict)
    keys: list[Key] = field(default_factory=list)
    meters: list[tuple[int, Meter]] = field(default_factory=list)
    tempi: list[float] = field(default_factory=list)
    titles: list[str] = field(default_factory=list)
    kept: dict[str, Any] = field(default_factory=dict)


def import_midi(content: bytes, part: int | None = None) -> Imported:
    """Read a MIDI file; raises AppError if it is none, or has no notes."""
    try:
        file = mido.MidiFile(file=io.BytesIO(content), clip=True)
        read = _read(file)
    except (OSError, EOFError, ValueError, KeyError, IndexError, TypeError) as error:
        raise AppError("it isn't a MIDI file, or it is cut off") from error
    parts = tuple(
        (_name(read, track, channel), tuple(sorted(notes, key=lambda note: note.onset_ticks)))
        for (track, channel), notes in sorted(read.notes.items())
    )
    messages: tuple[str, ...] = ()
    if parts and not read.kept and not _is_on_grid([n for _, notes in parts for n in notes]):
        from app.formats.performance import quantised_parts

        parts = quantised_parts(content)
        messages = ("This is a performance; its notes were moved to the nearest grid lines.",)
    meters, pickup = _meters(read)
    is_head_alone = all(track > 0 for track, _ in read.notes)
    is_title = len(read.names) == 1 or len(parts) > 1 or is_head_alone
    title, composer = (*read.titles, "", "")[:2]
    found = Found(
        title=title or (read.names.get(0, "") if is_title else ""),
        composer=composer,
        parts=parts,
        keys=tuple(read.keys),
        meters=meters,
        tempi_bpm=tuple(read.tempi),
        pickup_ticks=pickup,
        messages=messages,
    )
    imported = choose(found, part)
    return replace(imported, sketch=_with_kept(imported.sketch, read.kept))


def _read(file: mido.MidiFile) -> _Read:
    read = _Read()
    scale = TICKS_PER_QUARTER / file.ticks_per_beat
    tracks = [mido.merge_tracks(file.tracks)] if file.type == 0 else file.tracks
    for index, track in enumerate(tracks):
        now = 0
        sounding: dict[tuple[int, int], tuple[int, int]] = {}
        for message in track:
            now += message.time
            ticks = round(now * scale)
            if ticks > MOST_TICKS:
                raise ValueError("beyond any music")
            if message.type == "note_on" and message.velocity > 0:
                _release(read, index, sounding, message, ticks)
                sounding[message.channel, message.note] = (ticks, message.velocity)
            elif message.type in ("note_on", "note_off"):
                _release(read, index, sounding, message, ticks)
            elif message.is_meta:
                _read_meta(read, index, message, ticks)
    return read


def _release(
    read: _Read,
    track: int,
    sounding: dict[tuple[int, int], tuple[int, int]],
    message: mido.Message,
    ticks: int,
) -> None:
    begun = sounding.pop((message.channel, message.note), None)
    if begun is not None and ticks > begun[0] and message.channel != PERCUSSION:
        note = Note(begun[0], ticks - begun[0], message.note, begun[1])
        read.notes.setdefault((track, message.channel), []).append(note)


def _read_meta(read: _Read, track: int, message: mido.MetaMessage, ticks: int) -> None:
    if message.type == "track_name" and message.name.strip():
        read.names[track] = message.name.strip()
    elif message.type == "set_tempo" and message.tempo:
        read.tempi.append(mido.tempo2bpm(message.tempo))
    elif message.type == "key_signature":
        read.keys.append(Key.parse(message.key))
    elif message.type == "time_signature":
        try:
            read.meters.append((ticks, Meter(message.numerator, message.denominator)))
        except AppError:
            return
    elif message.type == "text" and message.text.startswith(TITLE):
        read.titles.append(message.text.removeprefix(TITLE).strip())
    elif message.type == "text":
        _read_kept(read, message.text)  # early versions of Motivo kept it in a text event
    elif message.type == "sequencer_specific":
        _read_kept(read, bytes(message.data[1:]).decode("ascii", "replace"))


def _read_kept(read: _Read, text: str) -> None:
    if text.startswith(MARK):
        kept = json.loads(text.removeprefix(MARK))
        read.kept = kept if isinstance(kept, dict) else {}


def _meters(read: _Read) -> tuple[tuple[Meter, ...], int]:
    """Return the meters and the pickup, which is a first bar with a shorter meter of its own."""
    if len(read.meters) > 1:
        (_, first), (change, second), *_ = read.meters
        if change == first.bar_ticks < second.bar_ticks:
            return tuple(meter for _, meter in read.meters[1:]), change
    return tuple(meter for _, meter in read.meters), 0


def _name(read: _Read, track: int, channel: int) -> str:
    name = read.names.get(track, f"Track {track + 1}")
    several = sum(of_track == track for of_track, _ in read.notes) > 1
    return f"{name}, channel {channel + 1}" if several else name


def _is_on_grid(notes: list[Note]) -> bool:
    tolerance = TICKS_PER_QUARTER // 48
    near = sum(
        any(
            abs(note.onset_ticks - round(note.onset_ticks / grid) * grid) <= tolerance
            for grid in GRIDS
        )
        for note in notes
    )
    return near >= ON_GRID_SHARE * len(notes)


def _with_kept(sketch: Sketch, kept: dict[str, Any]) -> Sketch:
    """Restore what Motivo itself has kept in the file, as far as it still fits."""
    if not kept:
        return sketch
    try:
        key = Key.parse(kept["key"])
        notes = list(sketch.melody.notes)
        if kept["notes"] == len(notes):
            for first, count in kept["model"]:
                for index in range(first, first + count):
                    notes[index] = replace(notes[index], author=Author.MODEL)
            for place, letter in kept.get("letters", {}).items():
                notes[int(place)] = replace(notes[int(place)], letter=letter)
        meter = Meter.parse(kept.get("meter", str(sketch.meter)))
        is_same_tempo = abs(sketch.tempo_bpm - kept["tempo_bpm"]) < 0.01
        return replace(
            sketch,
            title=kept["title"],
            composer=kept.get("composer", sketch.composer),
            melody=Melody(tuple(notes)),
            key=key if key.fifths == sketch.key.fifths else sketch.key,
            meter=meter if meter.signature == sketch.meter.signature else sketch.meter,
            tempo_bpm=kept["tempo_bpm"] if is_same_tempo else sketch.tempo_bpm,
            pickup_ticks=kept["pickup_ticks"],
            chords=Chords.parse(kept["chords"]),
        )
    except (KeyError, IndexError, TypeError, ValueError):
        return sketch
