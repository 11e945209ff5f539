"""The functions that run in worker processes, without Qt; their first parameter is the Job."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import replace
from functools import cache, partial
from pathlib import Path
from typing import TYPE_CHECKING

from app.domain import ExportOptions, Melody, Note, Paper, Project, Request, Sketch
from app.domain.file_stamp import FileStamp
from app.domain.imported import Imported
from app.domain.reading import Reading
from app.domain.snapshot import KeptWorks
from app.errors import AppError
from app.services.worker_process import Job

if TYPE_CHECKING:
    from app.generation import Model
    from app.notation.drawing.printed_score import PrintedScore
    from app.notation.drawing.score_drawing import ScoreDrawing
    from app.playback.sequencing.voices import Sounding


@cache
def _model() -> Model:
    from app.generation import load_model

    return load_model()


def prepare_generation() -> None:
    """Load the model and have it write some bars, so that the first take is not late."""
    from app.generation import generate

    sketch = Sketch(melody=Melody((Note(0, 480, 60),)))
    list(generate(_model(), sketch, Request(bars=4, takes=1)))


def list_styles(_job: Job) -> tuple[str, ...]:
    """Return the styles that the model knows."""
    return _model().styles


def generate_takes(job: Job, sketch: Sketch, request: Request, parent: str | None) -> None:
    """Generate takes, and report each of them when it is finished."""
    from app.generation import generate

    for take in generate(_model(), sketch, request, parent=parent, cancelled=job.cancelled):
        job.report(take)


def prepare_notation() -> None:
    """Import what engraving needs."""
    import app.notation.engraving.engraver  # noqa: F401


def engrave_sketch(
    _job: Job, sketch: Sketch, width_px: float | None, staff_px: float, least_bars: int
) -> ScoreDrawing:
    """Engrave a sketch for the screen."""
    from app.notation.engraving.engraver import engrave

    return engrave(sketch, width_px, staff_px, least_bars=least_bars)


def engrave_pages(_job: Job, sketch: Sketch, width_mm: float, height_mm: float) -> PrintedScore:
    """Engrave a sketch for a size of paper."""
    from app.notation.drawing.printed_score import Page
    from app.notation.paper.pages import engraved_pages

    return engraved_pages(sketch, Page.of_mm(width_mm, height_mm))


def measure_pages(_job: Job, sketch: Sketch, paper: Paper) -> tuple[int, float]:
    """Return how many pages a sketch needs, and how high a picture of it is in inches."""
    from app.notation.drawing.printed_score import PX_PER_INCH, Page
    from app.notation.paper.pages import engraved_pages

    score = engraved_pages(sketch, Page.of(paper))
    return len(score.pages), score.picture_height / PX_PER_INCH


def import_file(_job: Job, path: Path, part: int | None, reading: Reading | None) -> Imported:
    """Read the melody of a file."""
    from app.formats import import_sketch

    return import_sketch(path, part, reading)


def export_file(
    _job: Job, sketch: Sketch, path: Path, options: ExportOptions, sounding: Sounding
) -> None:
    """Write a sketch in the format that the ending names, with the instrument that it has here."""
    from app.formats import write_sketch
    from app.playback.sound.render import render_audio

    options = replace(options, midi_program=sounding.mix.melody.program)
    write_sketch(sketch, path, options, render_audio=partial(render_audio, sounding=sounding))


def open_project(_job: Job, path: Path) -> Project:
    """Read a Motivo file."""
    from app.formats import read_project

    return read_project(path)


def read_kept(_job: Job, paths: Sequence[Path]) -> KeptWorks:
    """Read what Motivo keeps in files of its own."""
    from app.formats.journal import read_kept

    return read_kept(paths)


def stamp_file(_job: Job, path: Path) -> FileStamp | None:
    """Return what a file is like; None if it can't be read."""
    from app.formats.writing import stamp_of

    try:
        return stamp_of(path)
    except OSError:
        return None


def save_project(
    _job: Job, project: Project, path: Path, known: FileStamp | None, overwritten: Path | None
) -> FileStamp | None:
    """Write a Motivo file, after copying what it overwrites to another, if that is given.

    Returns what the file is like then. If it is not as known any more, nothing is written, and None
    is returned.
    """
    from app.formats import write_project
    from app.formats.writing import FileChangedError

    if overwritten is not None and path.is_file():
        # If that fails, the player still asked for the file to be written.
        with suppress(OSError):
            overwritten.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(path, overwritten)
    try:
        return write_project(project, path, known)
    except FileChangedError:
        return None


def write_midi(_job: Job, notes: tuple[Note, ...]) -> bytes:
    """Return a MIDI file of notes alone."""
    from app.formats.export_midi import export_midi

    return export_midi(Sketch(melody=Melody(notes)))


def read_midi(_job: Job, content: bytes) -> tuple[Note, ...]:
    """Return the notes of a MIDI file."""
    from app.formats.import_midi import import_midi

    try:
        return import_midi(content).sketch.melody.notes
    except AppError as error:
        raise AppError(
            f"The MIDI in the clipboard can't be pasted: {error}; copy the notes again."
        ) from error
