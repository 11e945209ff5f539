"""Damages MIDI files chunk by chunk and event by event, so that most of a file stays MIDI."""

from __future__ import annotations

import io
import json
import struct
from random import Random
from typing import Final

import mido

from app.formats.kept import MARK
from tests.fuzz.damage import REPEATS, SCRAPS
from tests.fuzz.damage_json import change_value

Event = tuple[int, bytes]
"""The ticks after the event before, and the bytes."""

DIVISIONS: Final = (
    0,
    1,
    2,
    3,
    7,
    24,
    96,
    479,
    960,
    32767,
    -32768,
    -1,
    -6144,
    -7424,
    -6400 + 40,
    -6399,
)
DELTAS: Final = (0, 1, 7, 479, 480, 9600, 2**21, 2**28 - 1)
SIZES: Final = (0, 1, 3, 127, 128, 16384, 2**28 - 1)
LENGTHS: Final = {0x51: 3, 0x58: 4, 0x59: 2, 0x54: 5, 0x20: 1, 0x21: 1, 0x00: 2}
"""The sizes that meta events of these kinds should have."""


def quantity(value: int) -> bytes:
    """Return a variable-length quantity."""
    digits = [value & 0x7F]
    while value := value >> 7:
        digits.append(0x80 | value & 0x7F)
    return bytes(reversed(digits))


def whole_file(kind: int, division: int, tracks: list[bytes], count: int | None = None) -> bytes:
    """Return a file of tracks that are already bytes."""
    number = len(tracks) if count is None else count
    header = b"MThd" + struct.pack(">LHHh", 6, kind & 0xFFFF, number & 0xFFFF, division)
    return header + b"".join(b"MTrk" + struct.pack(">L", len(track)) + track for track in tracks)


def change_events(content: bytes, random: Random) -> bytes:
    """Change the events of a file, or its header; what is no MIDI stays as it is."""
    try:
        file = mido.MidiFile(file=io.BytesIO(content), clip=True)
        tracks = [[(event.time, bytes(event.bin())) for event in track] for track in file.tracks]
    except (OSError, EOFError, ValueError, LookupError, TypeError, OverflowError, struct.error):
        return content
    tracks = tracks or [[]]
    for _ in range(random.randint(1, 4)):
        _change(random.choice(tracks), random)
    kind, division, count = file.type, file.ticks_per_beat, len(tracks)
    match random.randrange(10):
        case 0:
            division = random.choice(DIVISIONS)
        case 1:
            kind = random.choice((0, 1, 2, 3, 65535))
        case 2:
            count = random.choice((0, 1, 2, 65535))
        case 3:
            tracks *= random.choice(REPEATS[:-1])
        case _:
            pass
    division = max(-32768, min(division, 32767))
    return whole_file(kind, division, [_bytes(track) for track in tracks], count)


def _change(track: list[Event], random: Random) -> None:
    place = random.randrange(len(track) + 1)
    if place == len(track):
        track.append((random.choice(DELTAS), _any_event(random)))
        return
    delta, event = track[place]
    match random.randrange(7):
        case 0:
            del track[place]
        case 1:
            track[place:place] = [(delta, event)] * random.choice(REPEATS[:-1])
        case 2:
            track[place] = (random.choice(DELTAS), event)
        case 3:
            track.insert(place, (random.choice(DELTAS), _any_event(random)))
        case 4:
            track[place] = (delta, event[:-1] + bytes([random.randrange(256)]))
        case 5:
            track[place] = (delta, event[1:])  # as a running status, if that is in force
        case _:
            other = random.randrange(len(track))
            track[place], track[other] = track[other], track[place]


def _any_event(random: Random) -> bytes:
    pitch, channel = random.randrange(128), random.randrange(16)
    match random.randrange(7):
        case 0:
            return bytes([0x90 | channel, pitch, random.choice((0, 1, 127))])
        case 1:
            return bytes([0x80 | channel, pitch, 0])
        case 2:
            return bytes([0xB0 | channel, random.choice((0, 64, 120, 123)), 127])
        case 3:
            return b"\xf0" + quantity(random.choice(SIZES)) + b"\x7e\x01\xf7"
        case 4:
            return _kept(random)
        case _:
            return _meta(random)


def _meta(random: Random) -> bytes:
    kind = random.choice((*LENGTHS, 1, 2, 3, 4, 5, 6, 7, 0x2F, 0x7F, random.randrange(256)))
    length = LENGTHS.get(kind, 8)
    data = random.choice(
        (
            *(bytes(length), b"\xff" * length, random.randbytes(length), random.randbytes(length)),
            *(b"", random.choice(SCRAPS), b"\x04\x02\x18\x08", b"\x00\x00\x01", b"\x7f\x1f\0\0"),
        )
    )
    size = random.choice(SIZES) if random.random() < 0.1 else len(data)
    return bytes([0xFF, kind]) + quantity(size) + data


def _kept(random: Random) -> bytes:
    """Return the event in which Motivo keeps what MIDI has no place for, with wrong values."""
    frame = {
        "title": "Air",
        "composer": "B",
        "key": "C major",
        "meter": "4/4",
        "tempo_bpm": 120.0,
        "pickup_ticks": 0,
        "chords": "C",
        "notes": 1,
        "model": [[0, 1]],
        "letters": {"0": "C"},
    }
    text = MARK.encode() + change_value(json.dumps(frame).encode(), random)
    if random.random() < 0.5:
        return b"\xff\x01" + quantity(len(text)) + text
    return b"\xff\x7f" + quantity(len(text) + 1) + b"\x7d" + text


def _bytes(track: list[Event]) -> bytes:
    return b"".join(quantity(min(max(delta, 0), 2**28 - 1)) + event for delta, event in track)
