"""Reads and writes files; FUNCTIONS holds the functions for each format, which endings name."""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from app.domain import ExportOptions, Project, Sketch, file_formats
from app.domain.export_options import DEFAULT_OPTIONS
from app.domain.file_formats import FileFormat, format_to_read, format_to_write
from app.domain.imported import Imported
from app.domain.quoting import visible
from app.domain.reading import Reading
from app.errors import AppError, reason_of
from app.formats.content import content_of
from app.formats.export_midi import export_midi
from app.formats.export_note_sequence import export_note_sequence
from app.formats.export_sound import RenderAudio, export_flac, export_wav
from app.formats.import_abc import import_abc
from app.formats.import_midi import import_midi
from app.formats.import_note_sequence import import_note_sequence
from app.formats.project import export_project, import_project
from app.formats.scores import (
    export_abc,
    export_musicxml,
    export_mxl,
    import_musicxml,
    import_mxl,
)
from app.formats.writing import write_whole

Reader = Callable[[bytes, int | None, Reading | None], Imported]
Writer = Callable[[Sketch, ExportOptions], bytes]
SoundWriter = Callable[[Sketch, ExportOptions, RenderAudio], bytes]


@dataclass(frozen=True, slots=True)
class Functions:
    """The functions that read and write a format, as far as it has them.

    Sound formats have `write_sound`, which also needs the function that renders the sketch.
    """

    read: Reader | None = None
    write: Writer | None = None
    write_sound: SoundWriter | None = None


def _plain(write: Callable[[Sketch], bytes]) -> Writer:
    """Return the writer of a format that has no options."""
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


FUNCTIONS: Final[Mapping[FileFormat, Functions]] = {
    file_formats.NATIVE: Functions(import_project, _export_native),
    file_formats.MIDI: Functions(import_midi, export_midi),
    file_formats.WAV: Functions(write_sound=export_wav),
    file_formats.FLAC: Functions(write_sound=export_flac),
    file_formats.PDF: Functions(write=_export_pdf),
    file_formats.PNG: Functions(write=_export_png),
    file_formats.SVG: Functions(write=_export_svg),
    file_formats.MUSICXML: Functions(import_musicxml, _plain(export_musicxml)),
    file_formats.PACKED_MUSICXML: Functions(import_mxl, _plain(export_mxl)),
    file_formats.ABC: Functions(import_abc, _plain(export_abc)),
    file_formats.NOTE_SEQUENCE: Functions(import_note_sequence, _plain(export_note_sequence)),
}


def import_sketch(path: Path, part: int | None = None, reading: Reading | None = None) -> Imported:
    """Read a melody file; `part`, counted from 0, chooses a part instead of the most melody-like.

    Without a `reading`, scores are read as they are played, and performances as they are written.
    Raises AppError, naming the file, if it can't be read or holds no melody.
    """
    read = FUNCTIONS[format_to_read(path)].read
    assert read is not None
    content = content_of(path)
    if not content:
        raise AppError(f"{path.name} is empty; choose another file.")
    try:
        with _without_collector():
            imported = read(content, part, reading)
    except AppError as error:
        reason = visible(reason_of(error))
        advice = "" if "; " in reason else "; choose another file"
        raise AppError(f"{path.name} can't be opened: {reason}{advice}.") from error
    # Some messages quote what is in the file, whatever it is.
    return replace(imported, messages=tuple(map(visible, imported.messages)))


@contextmanager
def _without_collector() -> Iterator[None]:
    """Keep Python from looking for garbage: nearly all that a reader makes is kept.

    For a hundred thousand notes, the search would take a fifth of the time.
    """
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def read_sketch(path: Path | str) -> Sketch:
    """Return the sketch in a file; raises AppError as `import_sketch` does."""
    return import_sketch(Path(path)).sketch


def write_sketch(
    sketch: Sketch,
    path: Path | str,
    options: ExportOptions = DEFAULT_OPTIONS,
    *,
    render_audio: RenderAudio | None = None,
) -> None:
    """Write a sketch, whole or not at all, in the format that the ending of `path` names.

    Sound formats need `render_audio`. Raises AppError if the file can't be written.
    """
    path = Path(path)
    functions = FUNCTIONS[format_to_write(path)]
    if functions.write is not None:
        content = functions.write(sketch, options)
    elif functions.write_sound is not None and render_audio is not None:
        content = functions.write_sound(sketch, options, render_audio)
    else:
        raise AppError(f"{path.name} can't be written, because nothing here can play the sketch.")
    write_whole(path, content)
