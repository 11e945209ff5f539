"""Owns FORMATS, the table of every kind of file that Motivo reads or writes.

The file dialogs and their filters, the help of the commands and the checks of file names are all
made from it. `app/formats/registry.py` adds the functions that read and write each format.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum
from pathlib import Path
from typing import Final

from app.domain.listing import listed
from app.domain.translatable import translatable
from app.errors import AppError


class Purpose(Enum):
    """What a file is exported for, as a translatable heading."""

    DAW = translatable("Export", "For a DAW")
    PAPER = translatable("Export", "On paper")
    NOTATION = translatable("Export", "For notation programs")
    RESEARCH = translatable("Export", "For research")


class Medium(Enum):
    """What a file consists of."""

    NOTES = "notes"
    SOUND = "sound"
    PAGES = "pages"
    DRAWING = "drawing"
    PICTURE = "picture"


class Content(Enum):
    """What a sketch can hold besides notes, title, key, meter and tempo, in translatable words."""

    CHORDS = translatable("Export", "chord names")
    DYNAMICS = translatable("Export", "how hard each note is played")
    SPELLING = translatable("Export", "how notes are spelled")
    PICKUP = translatable("Export", "an incomplete first bar")
    GROUPS = translatable("Export", "how the beats of a bar are grouped")
    AUTHORS = translatable("Export", "who wrote each note")
    TAKES = translatable("Export", "takes")


ONLY_OURS: Final = frozenset({Content.AUTHORS, Content.TAKES})
"""What only Motivo's own format can hold, because no other program knows of it."""

MISSING_ON_PAPER: Final = ONLY_OURS | {Content.DYNAMICS}
MISSING_IN_SOUND: Final = ONLY_OURS | {
    Content.CHORDS,
    Content.SPELLING,
    Content.PICKUP,
    Content.GROUPS,
}


@dataclass(frozen=True, slots=True)
class FileFormat:
    """A kind of file.

    `suffixes` are the endings of its files, the usual one first. `about` is a translatable
    sentence. A format without a purpose is not offered for export. `options` names the fields of
    ExportOptions that the format uses. `lacks` is what the format has no place for; if
    `comes_back_whole`, Motivo gets even that back from a file it wrote itself.
    """

    name: str
    suffixes: tuple[str, ...]
    about: str
    purpose: Purpose | None = None
    medium: Medium = Medium.NOTES
    is_read: bool = False
    is_written: bool = True
    options: tuple[str, ...] = ()
    lacks: frozenset[Content] = ONLY_OURS
    comes_back_whole: bool = False

    @property
    def suffix(self) -> str:
        """The usual ending of such files, such as ".mid"."""
        return self.suffixes[0]


NATIVE: Final = FileFormat(
    "Motivo",
    (".motivo",),
    translatable("Export", "A sketch with all its takes, and with who wrote each note."),
    is_read=True,
    lacks=frozenset(),
    comes_back_whole=True,
)
MIDI: Final = FileFormat(
    "MIDI",
    (".mid", ".midi"),
    translatable("Export", "Notes for every DAW, with tempo, meter, key and instrument."),
    Purpose.DAW,
    is_read=True,
    options=("midi_type", "midi_ticks"),
    lacks=ONLY_OURS | {Content.CHORDS, Content.SPELLING, Content.GROUPS},
    comes_back_whole=True,
)
WAV: Final = FileFormat(
    "WAV",
    (".wav",),
    translatable("Export", "Sound just as you hear it here, for any program."),
    Purpose.DAW,
    Medium.SOUND,
    options=("sample_rate", "bits"),
    lacks=MISSING_IN_SOUND,
)
FLAC: Final = FileFormat(
    "FLAC",
    (".flac",),
    translatable("Export", "Sound just as you hear it here, in 24 bits, compressed without loss."),
    Purpose.DAW,
    Medium.SOUND,
    options=("sample_rate",),
    lacks=MISSING_IN_SOUND,
)
PDF: Final = FileFormat(
    "PDF",
    (".pdf",),
    translatable("Export", "Pages to print or to send."),
    Purpose.PAPER,
    Medium.PAGES,
    options=("paper",),
    lacks=MISSING_ON_PAPER,
)
PNG: Final = FileFormat(
    "PNG",
    (".png",),
    translatable("Export", "The whole score as a picture, for a document or a web page."),
    Purpose.PAPER,
    Medium.PICTURE,
    options=("paper", "dpi"),
    lacks=MISSING_ON_PAPER,
)
SVG: Final = FileFormat(
    "SVG",
    (".svg",),
    translatable("Export", "The whole score as a drawing that stays sharp at any size."),
    Purpose.PAPER,
    Medium.DRAWING,
    options=("paper",),
    lacks=MISSING_ON_PAPER,
)
MUSICXML: Final = FileFormat(
    "MusicXML",
    (".musicxml", ".xml"),
    translatable("Export", "For MuseScore, Dorico, Sibelius, Finale and others."),
    Purpose.NOTATION,
    is_read=True,
)
PACKED_MUSICXML: Final = FileFormat(
    "packed MusicXML",
    (".mxl",),
    translatable("Export", "MusicXML in a smaller file, for the same programs."),
    Purpose.NOTATION,
    is_read=True,
)
ABC: Final = FileFormat(
    "ABC",
    (".abc",),
    translatable("Export", "Plain text, as tune books and folk music sites use it."),
    Purpose.NOTATION,
    is_read=True,
    lacks=ONLY_OURS | {Content.DYNAMICS},
)
NOTE_SEQUENCE: Final = FileFormat(
    "NoteSequence",
    (".pb",),
    translatable("Export", "Magenta's format for notes, for machine learning."),
    Purpose.RESEARCH,
    is_read=True,
    lacks=ONLY_OURS | {Content.PICKUP, Content.GROUPS},
    comes_back_whole=True,
)

FORMATS: Final = (
    NATIVE,
    MIDI,
    WAV,
    FLAC,
    PDF,
    PNG,
    SVG,
    MUSICXML,
    PACKED_MUSICXML,
    ABC,
    NOTE_SEQUENCE,
)
"""All formats, in the order in which they are offered."""

READ: Final = tuple(kind for kind in FORMATS if kind.is_read)
WRITTEN: Final = tuple(kind for kind in FORMATS if kind.is_written)
EXPORTED: Final = tuple(kind for kind in WRITTEN if kind.purpose is not None)


def suffixes_of(formats: Iterable[FileFormat]) -> tuple[str, ...]:
    """Return all the endings that files of these formats can have."""
    return tuple(suffix for kind in formats for suffix in kind.suffixes)


def format_to_read(path: Path) -> FileFormat:
    """Return the format that a file's ending names; raises AppError if Motivo can't read it."""
    return _of_suffix(path, READ, "read")


def format_to_write(path: Path) -> FileFormat:
    """Return the format that a file's ending names; raises AppError if Motivo can't write it."""
    return _of_suffix(path, WRITTEN, "write")


def _of_suffix(path: Path, formats: tuple[FileFormat, ...], verb: str) -> FileFormat:
    suffix = path.suffix.lower()
    for kind in formats:
        if suffix in kind.suffixes:
            return kind
    raise AppError(
        f"Motivo can't {verb} a file called {path.name or path}; choose one that ends in"
        f" {listed((kind.suffix for kind in formats), 'or')}."
    )
