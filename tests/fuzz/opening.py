"""Opens a file as Motivo does, and uses what is in it: where a file can break Motivo."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Final

from app.constants import FARTHEST_TICK
from app.domain import Melody, Note, Project, Sketch
from app.domain.export_options import DEFAULT_OPTIONS
from app.domain.file_formats import FORMATS, NATIVE, Medium
from app.domain.imported import Imported
from app.domain.reading import Reading
from app.errors import AppError
from app.formats.info import sketch_info
from app.formats.project import export_project, parse_project, read_project
from app.formats.registry import FUNCTIONS, import_sketch
from app.notation.writing.bars import written_bars

Step = Callable[[], None]
"""Called before each step, which from then on may take its time."""

MOST_LETTERS: Final = 1_000
"""Of a message, which can have a dozen names in it."""

UNSEEN: Final = re.compile("[\x00-\x1f\x7f-\x9f\u2028-\u202e\ud800-\udfff\ufeff]")
"""What has no place in a line: controls, ends of lines, turns of direction, halves of letters."""

LARGE_BYTES: Final = 100_000
"""A larger file is read in one way only, which takes enough time."""

SHORT: Final = 64
"""A longer sketch is not written to other formats: that takes its time, whatever file it is of."""

NOTES: Final = tuple(
    FUNCTIONS[kind] for kind in FORMATS if kind.is_written and kind.medium is Medium.NOTES
)


def prepare() -> None:
    """Load all that reading and writing needs, so that it doesn't count for the first file."""
    sketch = Sketch(melody=Melody((Note(0, 480, 60), Note(480, 480, 62))))
    written_bars(sketch)
    for functions in NOTES:
        if functions.read is not None and functions.write is not None:
            functions.read(functions.write(sketch, DEFAULT_OPTIONS), None, None)


class RefusedError(Exception):
    """A file is refused, as files may be; the text is the sentence about it."""


def open_as_motivo_does(path: Path, begin_step: Step) -> None:
    """Read a file in every way that Motivo offers, and use what was found in it.

    Each way of reading it and each use is a step. Raises RefusedError where the file is refused;
    every other error is a fault of Motivo, also an AppError about the use of what was read.
    """
    begin_step()
    try:
        imported = import_sketch(path)
    except AppError as error:
        raise RefusedError(str(error)) from error
    _use(imported, begin_step)
    is_large = path.stat().st_size > LARGE_BYTES
    for part, reading in () if is_large else _other_ways(imported):
        begin_step()
        try:
            other = import_sketch(path, part, reading)
        except AppError as error:
            raise RefusedError(str(error)) from error
        _use(other, begin_step)
    if path.suffix == NATIVE.suffix:
        begin_step()
        project = read_project(path)
        begin_step()
        assert parse_project(export_project(project)) == project
        for node in (*project.takes, *project.takes.versions, *project.bin):
            _use_sketch(node.sketch, begin_step)


def check_sentence(text: str) -> str:
    """Return what is wrong with a sentence for the user; nothing if it is one."""
    if UNSEEN.search(text):
        return "says what can't be shown"
    if not text.endswith((".", "!", "?")):
        return "says no whole sentence"
    if len(text) > MOST_LETTERS:
        return "says too much"
    return ""


def _other_ways(imported: Imported) -> Iterator[tuple[int | None, Reading | None]]:
    if imported.reading is not None:
        yield None, next(way for way in Reading if way is not imported.reading)
    if len(imported.parts) > 1:
        last = imported.parts[-1].index
        yield (last if last != imported.part else imported.parts[0].index), None


def _use(imported: Imported, begin_step: Step) -> None:
    for message in imported.messages:
        assert not check_sentence(message), f"{check_sentence(message)}: {message[:200]!r}"
    for part in imported.parts:
        assert not UNSEEN.search(str(part)), f"names a part {str(part)[:200]!r}"
    for name in (imported.sketch.title, imported.sketch.composer):
        assert not UNSEEN.search(name) or imported.messages == (), f"the title is {name[:200]!r}"
    json.dumps(sketch_info(imported), allow_nan=False)
    _use_sketch(imported.sketch, begin_step)


def _use_sketch(sketch: Sketch, begin_step: Step) -> None:
    assert sketch.melody.end_ticks <= FARTHEST_TICK
    project = Project(sketch)
    begin_step()
    assert parse_project(export_project(project)) == project
    begin_step()
    written_bars(sketch)
    if max(sketch.bars, len(sketch.melody)) <= SHORT:
        for functions in NOTES:
            assert functions.write is not None
            begin_step()
            functions.write(sketch, DEFAULT_OPTIONS)
