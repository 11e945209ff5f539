"""Makes small soundfonts: one instrument that plays one looped sine of concert pitch."""

import io
import struct
from pathlib import Path

import numpy as np
import soundfile

RATE = 44100
NAME = "Flûte".encode("latin-1")
VORBIS = 0x10
"""What SF3 adds to a sample's type."""

LOOP_CONTINUOUSLY, SAMPLE_MODES, INSTRUMENT, SAMPLE_ID = 1, 54, 41, 53
"""Generators of the SoundFont 2.04 specification."""


def write_soundfont(path: Path, *, is_compressed: bool = False) -> None:
    """Write a soundfont of the kind that SF2 is, or SF3, whose samples are Vorbis streams."""
    sine = 0.5 * np.sin(2 * np.pi * 440 * np.arange(RATE) / RATE)
    end, kind = RATE, 1
    if is_compressed:
        stream = io.BytesIO()
        soundfile.write(stream, sine, RATE, format="OGG", subtype="VORBIS")
        samples, kind = stream.getvalue(), kind | VORBIS
        end = len(samples)
    else:
        samples = (sine * 32767).astype("<i2").tobytes() + bytes(92)
    loop = (RATE // 4, RATE * 3 // 4)
    headers = (
        chunk(b"phdr", phdr(NAME, 0) + phdr(b"EOP", 1)),
        chunk(b"pbag", struct.pack("<4H", 0, 0, 1, 0)),
        chunk(b"pmod", bytes(10)),
        chunk(b"pgen", struct.pack("<4H", INSTRUMENT, 0, 0, 0)),
        chunk(b"inst", struct.pack("<20sH20sH", b"Sine", 0, b"EOI", 1)),
        chunk(b"ibag", struct.pack("<4H", 0, 0, 2, 0)),
        chunk(b"imod", bytes(10)),
        chunk(b"igen", struct.pack("<6H", SAMPLE_MODES, LOOP_CONTINUOUSLY, SAMPLE_ID, 0, 0, 0)),
        chunk(b"shdr", shdr(b"A4", (0, end, *loop), kind) + shdr(b"EOS", (0, 0, 0, 0), 0)),
    )
    parts = (
        listed(b"INFO", chunk(b"ifil", struct.pack("<2H", 2, 4))),
        listed(b"sdta", chunk(b"smpl", samples)),
        listed(b"pdta", b"".join(headers)),
    )
    path.write_bytes(chunk(b"RIFF", b"sfbk" + b"".join(parts)))


def chunk(name: bytes, content: bytes) -> bytes:
    return name + struct.pack("<I", len(content)) + content + bytes(len(content) % 2)


def listed(name: bytes, content: bytes) -> bytes:
    return chunk(b"LIST", name + content)


def phdr(name: bytes, bag: int) -> bytes:
    return struct.pack("<20s3H3I", name, 0, 0, bag, 0, 0, 0)


def shdr(name: bytes, places: tuple[int, int, int, int], kind: int) -> bytes:
    return struct.pack("<20s5IBb2H", name, *places, RATE, 69, 0, 0, kind)
