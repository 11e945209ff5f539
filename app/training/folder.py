"""Reads any folder of MIDI, MusicXML and ABC files as a corpus."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Final

from app.domain import Key
from app.domain.file_formats import ABC, MIDI, MUSICXML, PACKED_MUSICXML
from app.errors import AppError
from app.generation.vocabulary import STYLES
from app.training.keys import estimated_key
from app.training.read_abc import AbcTune
from app.training.readers import (
    OnDrop,
    abc_tunes,
    chords_under,
    counted_pieces,
    midi_tunes,
    musicxml_tunes,
    style_of,
)
from app.training.report import CorpusReport
from app.training.tune import Tune, make_tune

_DEFAULT_STYLE: Final = "folk song"


def read_folder(folder: Path, report: CorpusReport | None = None) -> Iterator[Tune]:
    """Yield the pieces of every file in a folder and its subfolders.

    The folder's name becomes their source. Files in a subfolder named like a style have that style,
    unless an ABC file names another rhythm. What is read and left out is counted in `report`.
    Raises AppError if there is no such folder.
    """
    if not folder.is_dir():
        raise AppError(
            f"“{folder}” is not a folder; name one that holds MIDI, MusicXML or ABC files."
        )
    report = CorpusReport() if report is None else report
    source = folder.resolve().name
    for path in sorted(folder.rglob("*")):
        reader = _READERS.get(path.suffix.lower())
        if reader is not None and path.is_file():
            style = _style(path.relative_to(folder))
            yield from counted_pieces(source, partial(reader, path, source, style), report)


def _style(path: Path) -> str:
    names = (part.lower() for part in reversed(path.parts[:-1]))
    return next((name for name in names if name in STYLES), _DEFAULT_STYLE)


def _abc(path: Path, source: str, style: str, drop: OnDrop) -> Iterator[Tune]:
    def style_of_tune(abc: AbcTune) -> str:
        return abc.rhythm if abc.rhythm in STYLES else style_of(abc.rhythm, style)

    return abc_tunes(path, drop, source, style_of_tune)


def _musicxml(path: Path, source: str, style: str, drop: OnDrop) -> Iterator[Tune]:
    return musicxml_tunes(path, drop, source, style)


def _midi(path: Path, source: str, style: str, drop: OnDrop) -> Iterator[Tune]:
    for midi in midi_tunes(path, drop):
        harmonies = chords_under(midi)
        named = Key.parse(midi.key_name) if midi.key_name else None
        key = named or estimated_key(None, midi.sounds, harmonies)
        template = Tune(midi.title, source, style, key, midi.meter, 0, (), midi.complete)
        yield make_tune(midi.sounds, midi.pickup, template, harmonies)


_READERS: Final = {
    suffix: reader
    for kind, reader in (
        (ABC, _abc), (MIDI, _midi), (MUSICXML, _musicxml), (PACKED_MUSICXML, _musicxml),
    )
    for suffix in kind.suffixes
}  # fmt: skip
