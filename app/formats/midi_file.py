"""Opens Standard MIDI files with mido, whatever stands around or among what mido can read.

Sources: "Standard MIDI Files 1.0" (MMA, 1996); RP-029, which wraps a file in RIFF.
"""

from __future__ import annotations

import io
import struct
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, Final, NamedTuple

import mido
from mido.midifiles import meta

from app.constants import MOST_QUARTERS
from app.errors import AppError

HEADER: Final = b"MThd"
TRACK: Final = b"MTrk"
NOT_MIDI: Final = "it isn't a MIDI file, or it is cut off"
SLIPS: Final = (OSError, EOFError, ValueError, LookupError, TypeError, OverflowError, struct.error)
"""What mido raises for bytes that are no MIDI."""

DEFAULT_QUARTER_SECONDS: Final = Fraction(1, 2)
"""The length of a quarter in a file that names no tempo, which is 120 a minute."""

BROKEN: Final = "is_broken"
"""An attribute that is added to mido's messages for events of fixed size."""

MAP_TICKS: Final = 96
"""The ticks of a quarter in a tempo map: pretty_midi reads ten million ticks, and no more."""

META: Final = 0xFF
SYSTEM: Final = 0xF0
"""The first byte of events that say how long they are; META is the last of them."""

ONE_VALUE: Final = (0xC, 0xD)
"""The kinds of events that hold one value (program, pressure); others that play hold two."""

MOST_TRACK_BYTES: Final = 2 * 2**20
"""A hundred thousand notes need less than one megabyte, and mido reads one in two seconds."""

TOO_LARGE: Final = (
    f"its tracks are larger than {MOST_TRACK_BYTES // 2**20} MB, which no tune is;"
    " divide it into several files"
)


@dataclass(frozen=True, slots=True)
class MidiFile:
    """A MIDI file: mido's tracks, and how many of their ticks a quarter has."""

    tracks: tuple[mido.MidiTrack, ...]
    quarter_ticks: Fraction
    is_cut_off: bool
    """Whether the file ends before a track does, or before all its tracks came."""
    is_clipped: bool
    """Whether values above the highest that MIDI allows were read as that one."""


def open_midi(content: bytes) -> MidiFile:
    """Open a MIDI file; raises AppError if it is none."""
    try:
        kind, count, division = struct.unpack(">HHh", next(_chunks(content, HEADER)).data[:6])
        chunks = list(_chunks(content, TRACK))
        if sum(len(chunk.data) for chunk in chunks) > MOST_TRACK_BYTES:
            raise AppError(TOO_LARGE)
        tracks = [
            each.data if len(each.data) == each.size else _whole_events(each.data)
            for each in chunks
        ]
        plain = _plain(kind, division if division > 0 else 1, tracks)
        file, is_clipped = _parsed(plain)
    except (*SLIPS, StopIteration) as error:
        raise AppError(NOT_MIDI) from error
    if division == 0 or (division < 0 and division & 0xFF == 0):
        raise AppError("its header says that a quarter has no ticks, so nothing in it has a length")
    quarter = Fraction(division)
    if division < 0:
        quarter = _ticks_a_second(division) * _first_quarter_seconds(file)
    is_cut_off = len(chunks) < count or any(len(each.data) < each.size for each in chunks)
    return MidiFile(tuple(file.tracks), quarter, is_cut_off, is_clipped)


def tempo_map(file: MidiFile) -> bytes:
    """Return a MIDI file with the tempi of another, and with nothing else."""
    tempi = []
    for track in file.tracks:
        now = 0
        for message in track:
            now += message.time
            if message.type == "set_tempo" and not is_broken(message) and message.tempo:
                tempi.append((now, message.tempo))
    track, before = mido.MidiTrack(), 0
    for now, tempo in sorted(tempi, key=lambda each: each[0]):
        quarters = now / file.quarter_ticks
        if quarters <= MOST_QUARTERS:
            place = round(quarters * MAP_TICKS)
            track.append(mido.MetaMessage("set_tempo", tempo=tempo, time=place - before))
            before = place
    written = io.BytesIO()
    mido.MidiFile(tracks=[track], ticks_per_beat=MAP_TICKS).save(file=written)
    return written.getvalue()


def is_broken(message: mido.MetaMessage) -> bool:
    """Tell whether an event holds a value that MIDI doesn't allow; its attributes mean nothing."""
    return bool(getattr(message, BROKEN, False))


def text_of(latin: str) -> str:
    """Return a text as it was meant, from the Latin-1 in which mido reads every text.

    MIDI doesn't say how letters are encoded (RP-026 can name it, but hardly any file does). Text
    that is valid UTF-8 is hardly ever anything else. Latin-1 has no letters from 0x80 to 0x9F; text
    in Shift-JIS usually has some of these bytes.
    """
    raw = latin.encode("latin-1", "replace")
    try:
        text = raw.decode()
    except UnicodeDecodeError:
        has_controls = any(0x80 <= byte < 0xA0 for byte in raw)
        text = _decoded(raw, ("cp932", "cp1252") if has_controls else ("latin-1",))
    return "".join(sign for sign in text if sign.isprintable() or sign == "\n").strip()


def _decoded(raw: bytes, encodings: tuple[str, ...]) -> str:
    for encoding in encodings:
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    return raw.decode("latin-1")


class _Chunk(NamedTuple):
    """A chunk of a file: the size that it is said to have, and its data, as far as it is there."""

    size: int
    data: bytes


def _chunks(content: bytes, wanted: bytes) -> Iterator[_Chunk]:
    """Yield the chunks of a kind, and skip all others, as the standard asks for."""
    place = max(0, content.find(HEADER)) if content.startswith(b"RIFF") else 0
    while place + 8 <= len(content):
        name, size = struct.unpack(">4sL", content[place : place + 8])
        place += 8
        if name == wanted:
            yield _Chunk(size, content[place : place + size])
        place += size


def _whole_events(track: bytes) -> bytes:
    """Return a track without the event within which it is cut off; mido would refuse all of it."""
    place = end = status = 0
    with suppress(IndexError):
        while place <= len(track):
            end = place
            place = _number_at(track, place)[1]
            if track[place] >= 0x80:
                status = track[place]
                place += 1
            if status == META:
                place += 1
            if status >= SYSTEM:
                length, place = _number_at(track, place)
                place += length
            else:
                place += 1 if status >> 4 in ONE_VALUE else 2
    return track[:end]


def _number_at(data: bytes, place: int) -> tuple[int, int]:
    """Return a number of variable length, and the place after it; raises IndexError at the end."""
    number = 0
    while data[place] >= 0x80:
        number = number << 7 | data[place] & 0x7F
        place += 1
    return number << 7 | data[place], place + 1


def _parsed(plain: bytes) -> tuple[mido.MidiFile, bool]:
    """Return mido's file, and whether values had to be lowered to what MIDI allows."""
    try:
        return mido.MidiFile(file=io.BytesIO(plain)), False
    except SLIPS:
        return mido.MidiFile(file=io.BytesIO(plain), clip=True), True


def _plain(kind: int, division: int, tracks: list[bytes]) -> bytes:
    chunks = [struct.pack(">4sLHHH", HEADER, 6, kind, len(tracks), division)]
    chunks += [struct.pack(">4sL", TRACK, len(track)) + track for track in tracks]
    return b"".join(chunks)


def _ticks_a_second(division: int) -> Fraction:
    """Return the ticks a second of a division by SMPTE frames (negative; 29 stands for 29.97)."""
    frames, ticks = -(division >> 8), division & 0xFF
    return Fraction(30_000, 1001) * ticks if frames == 29 else Fraction(frames * ticks)


def _first_quarter_seconds(file: mido.MidiFile) -> Fraction:
    for message in (message for track in file.tracks for message in track):
        if message.type == "set_tempo" and not is_broken(message) and message.tempo:
            return Fraction(message.tempo, 1_000_000)
    return DEFAULT_QUARTER_SECONDS


def _lenient(spec: Any) -> Any:
    """Return mido's reader of a kind of event, but one that marks values that are not allowed.

    mido itself gives up the whole file: 199 of 715 files that were tried have a key signature which
    is none.
    """

    class Lenient(spec):  # type: ignore[misc]
        attributes = (*spec.attributes, BROKEN)
        defaults = (*spec.defaults, False)

        def decode(self, message: mido.MetaMessage, data: list[int]) -> None:
            try:
                super().decode(message, data)
            except (meta.KeySignatureError, LookupError, ValueError, OverflowError):
                setattr(message, BROKEN, True)

        def check(self, name: str, value: object) -> None:
            if name != BROKEN:
                super().check(name, value)

    Lenient.__name__ = spec.__name__  # from which mido takes the name of the event
    return Lenient


for _spec in (
    meta.MetaSpec_key_signature,
    meta.MetaSpec_time_signature,
    meta.MetaSpec_set_tempo,
    meta.MetaSpec_smpte_offset,
    meta.MetaSpec_channel_prefix,
    meta.MetaSpec_midi_port,
    meta.MetaSpec_sequence_number,
):
    meta.add_meta_spec(_lenient(_spec))
