"""Owns the list of formats; a file's ending says which one it is."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from app.domain import ExportOptions, Project, Sketch
from app.domain.export_options import USUAL
from app.errors import AppError
from app.formats.export_midi import export_midi
from app.formats.export_sound import RenderAudio, export_flac, export_wav
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

Reader = Callable[[bytes, int | None], Imported]
Writer = Callable[[Sketch, ExportOptions], bytes]
SoundWriter = Callable[[Sketch, ExportOptions, RenderAudio], bytes]


@dataclass(frozen=True, slots=True)
class Format:
    """A format: its name, the endings of its files (the first is the usual one), what it is for.

    Sound is written by `write_sound`, which needs somebody who plays.
    """

    name: str
    suffixes: tuple[str, ...]
    description: str
    read: Reader | None = None
    write: Writer | None = None
    write_sound: SoundWriter | None = None


def _plain(write: Callable[[Sketch], bytes]) -> Writer:
    """Return the writer of a format that leaves nothing to choose."""
    return lambda sketch, _options: write(sketch)


def _export_svg(sketch: Sketch, options: ExportOptions) -> bytes:
    from app.notation.paper.svg_writing import export_svg

    return export_svg(sketch, options.paper)


def _export_png(sketch: Sketch, options: ExportOptions) -> bytes:
    from app.notation.paper.painting import export_png

    return export_png(sketch, options.paper, options.dpi)


def _export_pdf(sketch: Sketch, options: ExportOptions) -> bytes:
    from app.notation.paper.painting import export_pdf

    return export_pdf(sketch, options.paper)


def _export_native(sketch: Sketch, _options: ExportOptions) -> bytes:
    return export_project(Project(sketch))


FORMATS: Final = (
    Format("MIDI", (".mid", ".midi"), "for a DAW", import_midi, export_midi),
    Format(
        "MusicXML", (".musicxml", ".xml"), "for notation", import_musicxml, _plain(export_musicxml)
    ),
    Format("packed MusicXML", (".mxl",), "for notation", import_mxl, _plain(export_mxl)),
    Format("ABC", (".abc",), "for tune books", import_abc, _plain(export_abc)),
    Format(
        "NoteSequence", (".pb",), "for Magenta", import_note_sequence, _plain(export_note_sequence)
    ),
    Format("Motivo", (".motivo",), "a sketch with its takes", import_project, _export_native),
    Format("PDF", (".pdf",), "for paper", write=_export_pdf),
    Format("SVG", (".svg",), "a drawing", write=_export_svg),
    Format("PNG", (".png",), "a picture", write=_export_png),
    Format("WAV", (".wav",), "sound", write_sound=export_wav),
    Format("FLAC", (".flac",), "packed sound", write_sound=export_flac),
)

IMPORT_FORMATS: Final = tuple(kind for kind in FORMATS if kind.read is not None)
EXPORT_FORMATS: Final = tuple(
    kind for kind in FORMATS if kind.write is not None or kind.write_sound is not None
)


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
    sketch: Sketch,
    path: Path | str,
    options: ExportOptions = USUAL,
    *,
    render_audio: RenderAudio | None = None,
) -> None:
    """Write a sketch in the format that the ending names, whole or not at all.

    Sound needs `render_audio`. Raises AppError where the file can't be written.
    """
    path = Path(path)
    kind = _of_suffix(path, EXPORT_FORMATS, "writes")
    if kind.write is not None:
        content = kind.write(sketch, options)
    elif kind.write_sound is not None and render_audio is not None:
        content = kind.write_sound(sketch, options, render_audio)
    else:
        raise AppError(f"{path.name} is sound, and there is nothing here that plays.")
    write_whole(path, content)


def _of_suffix(path: Path, formats: tuple[Format, ...], does: str) -> Format:
    suffix = path.suffix.lower()
    for kind in formats:
        if suffix in kind.suffixes:
            return kind
    known = ", ".join(suffix for kind in formats for suffix in kind.suffixes[:1])
    raise AppError(f"{path.name} has no ending that Motivo {does}; choose one of {known}.")
