"""Owns the list of formats; a file's ending says which one it is."""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from app.domain import Project, Sketch
from app.errors import AppError
from app.formats.export_midi import export_midi
from app.formats.import_midi import import_midi
from app.formats.imported import Imported
from app.formats.magenta import export_note_sequence, import_note_sequence
from app.formats.project import export_project, import_project
from app.formats.scores import (
    export_abc,
    export_musicxml,
    export_mxl,
    import_abc,
    import_musicxml,
    import_mxl,
)
from app.formats.writing import write_whole

RenderAudio = Callable[[Sketch], tuple[Any, int]]
"""Gives samples, float32 [frames, 2], and how many frames a second."""

Reader = Callable[[bytes, int | None], Imported]
Writer = Callable[[Sketch], bytes]


@dataclass(frozen=True, slots=True)
class Format:
    """A format: its name, the endings of its files (the first is the usual one), what it is for."""

    name: str
    suffixes: tuple[str, ...]
    description: str
    read: Reader | None = None
    write: Writer | None = None


def _export_svg(sketch: Sketch) -> bytes:
    from app.notation.painting import export_svg

    return export_svg(sketch)


def _export_png(sketch: Sketch) -> bytes:
    from app.notation.painting import export_png

    return export_png(sketch)


def _export_pdf(sketch: Sketch) -> bytes:
    from app.notation.painting import export_pdf

    return export_pdf(sketch)


def _export_native(sketch: Sketch) -> bytes:
    return export_project(Project(sketch))


WAV: Final = Format("WAV", (".wav",), "sound")

FORMATS: Final = (
    Format("MIDI", (".mid", ".midi"), "for a DAW", import_midi, export_midi),
    Format("MusicXML", (".musicxml", ".xml"), "for notation", import_musicxml, export_musicxml),
    Format("packed MusicXML", (".mxl",), "for notation", import_mxl, export_mxl),
    Format("ABC", (".abc",), "for tune books", import_abc, export_abc),
    Format("NoteSequence", (".pb",), "for Magenta", import_note_sequence, export_note_sequence),
    Format("Motivo", (".motivo",), "a sketch with its takes", import_project, _export_native),
    Format("PDF", (".pdf",), "for paper", None, _export_pdf),
    Format("SVG", (".svg",), "a drawing", None, _export_svg),
    Format("PNG", (".png",), "a picture", None, _export_png),
    WAV,
)

IMPORT_FORMATS: Final = tuple(kind for kind in FORMATS if kind.read is not None)
EXPORT_FORMATS: Final = tuple(kind for kind in FORMATS if kind.write is not None or kind is WAV)


def import_sketch(path: Path, part: int | None = None) -> Imported:
    """Read a melody file; `part` (0-based) picks another part than the most melody-like.

    Raises AppError, naming the file, where it can't be read or holds no melody.
    """
    kind = _of_suffix(path, IMPORT_FORMATS, "reads")
    assert kind.read is not None
    try:
        content = path.read_bytes()
    except OSError as error:
        reason = error.strerror
        raise AppError(f"{path.name} can't be read ({reason}); choose another file.") from error
    if not content:
        raise AppError(f"{path.name} is empty; choose another file.")
    try:
        imported = kind.read(content, part)
    except AppError as error:
        reason = str(error).rstrip(".")
        raise AppError(f"{path.name} can't be opened: {reason}; choose another file.") from error
    return imported


def read_sketch(path: Path | str) -> Sketch:
    """Return the melody of a file. Raises AppError as `import_sketch` does."""
    return import_sketch(Path(path)).sketch


def write_sketch(
    sketch: Sketch, path: Path | str, *, render_audio: RenderAudio | None = None
) -> None:
    """Write a sketch in the format that the ending names, whole or not at all.

    Sound needs `render_audio`. Raises AppError where the file can't be written.
    """
    path = Path(path)
    kind = _of_suffix(path, EXPORT_FORMATS, "writes")
    if kind.write is not None:
        write_whole(path, kind.write(sketch))
    elif render_audio is not None:
        write_whole(path, _wav(*render_audio(sketch)))
    else:
        raise AppError(f"{path.name} is sound, and there is nothing here that plays.")


def _wav(samples: Any, sample_rate: int) -> bytes:
    import soundfile

    written = io.BytesIO()
    soundfile.write(written, samples, sample_rate, format="WAV", subtype="PCM_16")
    return written.getvalue()


def _of_suffix(path: Path, formats: tuple[Format, ...], does: str) -> Format:
    suffix = path.suffix.lower()
    for kind in formats:
        if suffix in kind.suffixes:
            return kind
    known = ", ".join(suffix for kind in formats for suffix in kind.suffixes[:1])
    raise AppError(f"{path.name} has no ending that Motivo {does}; choose one of {known}.")
