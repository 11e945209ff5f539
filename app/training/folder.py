"""Reads any folder of MIDI, MusicXML and ABC files as a corpus of its own."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Final

from app.domain import Key
from app.errors import AppError
from app.generation.vocabulary import STYLES
from app.training.keys import estimated_key
from app.training.read_abc import AbcTune
from app.training.readers import (
    Drop,
    abc_tunes,
    chords_under,
    counted,
    midi_tunes,
    musicxml_tunes,
    style_of,
)
from app.training.report import CorpusReport
from app.training.tune import Tune, make_tune

_OTHERWISE: Final = "folk song"


def read_folder(folder: Path, report: CorpusReport | None = None) -> Iterator[Tune]:
    """Yield the pieces of every file in a folder and its subfolders; fill `report` as they come.

    The folder's name is their source. A subfolder named like a style gives its files that style;
    a rhythm in an ABC file comes first. Raises AppError where there is no such folder.
    """
    if not folder.is_dir():
        raise AppError(f"“{folder}” is no folder; name one that holds MIDI, MusicXML or ABC files.")
    report = CorpusReport() if report is None else report
    source = folder.resolve().name
    for path in sorted(folder.rglob("*")):
        reader = _READERS.get(path.suffix.lower())
        if reader is not None and path.is_file():
            style = _style(path.relative_to(folder))
            yield from counted(source, partial(reader, path, source, style), report)


def _style(path: Path) -> str:
    names = (part.lower() for part in reversed(path.parts[:-1]))
    return next((name for name in names if name in STYLES), _OTHERWISE)


def _abc(path: Path, source: str, style: str, drop: Drop) -> Iterator[Tune]:
    def told(abc: AbcTune) -> str:
        return abc.rhythm if abc.rhythm in STYLES else style_of(abc.rhythm, style)

    return abc_tunes(path, drop, source, told)


def _musicxml(path: Path, source: str, style: str, drop: Drop) -> Iterator[Tune]:
    return musicxml_tunes(path, drop, source, style)


def _midi(path: Path, source: str, style: str, drop: Drop) -> Iterator[Tune]:
    for midi in midi_tunes(path, drop):
        harmonies = chords_under(midi)
        told = Key.parse(midi.key_name) if midi.key_name else None
        key = told or estimated_key(None, midi.sounds, harmonies)
        frame = Tune(midi.title, source, style, key, midi.meter, 0, (), midi.complete)
        yield make_tune(midi.sounds, midi.pickup, frame, harmonies)


_READERS: Final = {
    ".abc": _abc, ".mid": _midi, ".midi": _midi,
    ".musicxml": _musicxml, ".xml": _musicxml, ".mxl": _musicxml,
}  # fmt: skip
