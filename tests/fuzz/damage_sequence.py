"""Damages NoteSequences field by field, so that they stay NoteSequences."""

from __future__ import annotations

import importlib
from random import Random
from typing import Any, Final

from app.formats.kept import MARK
from app.formats.magenta import note_seq
from tests.fuzz.damage import REPEATS
from tests.fuzz.damage_json import change_value

FLOATS: Final = (0.0, -1.0, 1.0, 0.1, 1e9, 1e300, -1e300, 5e-324, float("nan"), float("inf"))
WHOLES: Final = (0, 1, -1, 2, 7, 12, 16, 60, 127, 128, 1000, 2**31 - 1, -(2**31))
TEXTS: Final = ("", "C", "N.C.", "Am7", "\0", "\n", "\u202e", "x" * 5000, MARK, MARK + "[]")


def change_fields(content: bytes, random: Random) -> bytes:
    """Change one to five fields; what is no NoteSequence stays as it is."""
    sequence = note_seq("protobuf.music_pb2").NoteSequence()
    try:
        sequence.ParseFromString(content)
    except (importlib.import_module("google.protobuf.message").DecodeError, ValueError):
        return content
    for _ in range(random.randint(1, 5)):
        _change(sequence, random)
    written: bytes = sequence.SerializeToString()
    return written


def _change(message: Any, random: Random) -> None:
    """Change a field of a message, or of a message inside it."""
    field = random.choice(message.DESCRIPTOR.fields)
    if random.random() < 0.7:
        there = [found for found, _ in message.ListFields()]
        field = random.choice(there or [field])
    value = getattr(message, field.name)
    is_list = hasattr(value, "extend")
    if field.message_type is None:
        _change_plain(message, field, random, is_list=is_list)
    elif not is_list:
        _change(value, random)
    elif not value or random.random() < 0.15:
        for _ in range(random.choice(REPEATS) if value and random.random() < 0.3 else 1):
            added = value.add()
            if len(value) > 1:
                added.CopyFrom(value[0])
        _change(value[-1], random)
    elif random.random() < 0.1:
        del value[random.randrange(len(value))]
    else:
        _change(random.choice(value), random)


def _change_plain(message: Any, field: Any, random: Random, *, is_list: bool) -> None:
    new: Any
    match field.cpp_type:
        case field.CPPTYPE_DOUBLE | field.CPPTYPE_FLOAT:
            new = random.choice(FLOATS)
        case field.CPPTYPE_STRING:
            old = getattr(message, field.name)
            new = random.choice(TEXTS)
            if isinstance(old, str) and old.startswith(MARK):
                kept = change_value(old.removeprefix(MARK).encode(), random)
                new = MARK + kept.decode(errors="replace")
        case field.CPPTYPE_BOOL:
            new = random.random() < 0.5
        case field.CPPTYPE_ENUM:
            new = random.choice((0, 1, 2, 3, 7, 20, 99, -1))
        case _:
            new = random.choice(WHOLES)
    if field.cpp_type in (field.CPPTYPE_UINT32, field.CPPTYPE_UINT64):
        new = abs(new)
    if is_list:
        getattr(message, field.name).append(new)
    else:
        setattr(message, field.name, new)
