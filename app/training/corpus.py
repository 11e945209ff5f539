"""Reads the sources that the shipped weights may learn from, and no others.

`resources/model/README.md` names the licence of each.
"""

from __future__ import annotations

import csv
import re
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import lru_cache, partial
from pathlib import Path
from typing import Final

from app.domain import Key
from app.domain.key import FIFTHS_FROM_MAJOR
from app.domain.timebase import ticks_to_quarters
from app.formats.archives import unpack
from app.resources import package_path
from app.training.harmony import infer_harmonies
from app.training.keys import estimated_key
from app.training.read_abc import AbcTune, read_abc
from app.training.readers import (
    OnDrop,
    Reader,
    abc_text,
    abc_tune,
    abc_tunes,
    counted_pieces,
    midi_tunes,
    musicxml_tunes,
    style_of,
)
from app.training.report import CorpusReport
from app.training.tune import Harmony, Tune, make_tune

_ONEILL_SECTIONS: Final = (
    (700, "air"), (1115, "jig"), (1175, "slip jig"), (1555, "reel"), (1733, "hornpipe"),
    (9999, "march"),
)  # fmt: skip
"""The last tune's number in each part of O'Neill's book, and the part's style.

The few long dances, which stand before the marches, count as marches.
"""


@dataclass(frozen=True, slots=True)
class Source:
    """A collection of tunes.

    `name` is the source that its tunes name, `folder` where it lies in the data folder or, if it
    has no `archives`, in music21's corpus. The archives are unpacked into one folder, and `reader`
    reads every file there that fits `pattern`. `origin` says where the collection is published.
    """

    name: str
    folder: str
    pattern: str
    reader: Reader
    archives: tuple[str, ...] = ()
    origin: str = "music21's corpus"

    def is_at_hand(self, data: Path | None) -> bool:
        """Whether its tunes are here; of the archives, the first one holds them."""
        if self.archives:
            return data is not None and (data / self.folder / self.archives[0]).is_file()
        return any((music21_corpus() / self.folder).glob(self.pattern))


def read_corpus(data: Path | None, report: CorpusReport | None = None) -> Iterator[Tune]:
    """Yield the pieces of every source that is at hand.

    `data` is the folder with the packed sources, None for those of music21 alone. What is read and
    left out is counted in `report`.
    """
    report = CorpusReport() if report is None else report
    for source in _sources():
        if source.is_at_hand(data):
            with tempfile.TemporaryDirectory() as unpacked:
                folder = music21_corpus() / source.folder
                if source.archives and data is not None:
                    folder = Path(unpacked)
                    _unpack(data / source.folder, source.archives, folder)
                yield from _read(source, folder, report)


def music21_corpus() -> Path:
    """Return the folder of the tunes that come with music21."""
    return package_path("music21", "corpus")


def music21_folders() -> dict[str, Path]:
    """Return the folders of music21's corpus that are learned from, by their sources' names."""
    sources = (source for source in _sources() if not source.archives)
    return {source.name: music21_corpus() / source.folder for source in sources}


def missing_sources(data: Path | None) -> tuple[str, ...]:
    """Return a line for each source that is not at hand, which says where it is published."""
    return tuple(
        f"{source.folder}: {source.origin}" for source in _sources() if not source.is_at_hand(data)
    )


def _read(source: Source, folder: Path, report: CorpusReport) -> Iterator[Tune]:
    for path in sorted(folder.rglob(source.pattern)):
        yield from counted_pieces(source.name, partial(source.reader, path), report)


def _sources() -> tuple[Source, ...]:
    return (
        Source("O'Neill", "oneills1850", "*.abc", _oneill),
        Source("Ryan", "ryansMammoth", "*.abc", _ryan),
        Source("Aird", "airdsAirs", "*.abc", _aird),
        Source("miscFolk", "miscFolk", "*.abc", _folk),
        Source(
            "Ceol Rince", "CeolRince", "*.mid", _ceol_rince, ("midi.tar.gz",),
            "polifonia-project/folk_ngram_analysis on GitHub (cre_corpus)",
        ),
        Source(
            "OpenHymnal", "OpenHymnal", "*.abc", _hymn, ("abc.tar.gz",),
            "mzealey/openhymnal on GitHub",
        ),
        Source(
            "OpenEWLD", "OpenEWLD-pd", "*.musicxml", _popular, ("leadsheets_musicxml.zip",),
            "00sapo/OpenEWLD on GitHub, its part in the public domain",
        ),
        Source(
            "Lieder", "OpenScore-Lieder", "*.musicxml", _lied,
            ("vocal_lines_musicxml.zip", "harmony_rntxt.zip"), "OpenScore/Lieder on GitHub",
        ),
        Source(
            "String quartets", "OpenScore-StringQuartets", "*.musicxml", _quartet,
            ("violin1_musicxml.zip",), "OpenScore/StringQuartets on GitHub",
        ),
    )  # fmt: skip


def _unpack(packed: Path, archives: tuple[str, ...], folder: Path) -> None:
    """Unpack those of a source's archives that are there, and copy its tables beside them."""
    for archive in (packed / name for name in archives):
        if archive.is_file():
            unpack(archive, folder)
    for table in packed.glob("*.csv"):
        (folder / table.name).write_bytes(table.read_bytes())


def _oneill(path: Path, drop: OnDrop) -> Iterator[Tune]:
    def style(abc: AbcTune) -> str:
        section = next(name for last, name in _ONEILL_SECTIONS if abc.number <= last)
        return style_of(abc.rhythm, section)

    return abc_tunes(path, drop, "O'Neill", style)


def _named_style(otherwise: str) -> Callable[[AbcTune], str]:
    return lambda abc: style_of(f"{abc.rhythm} {abc.title}", otherwise)


def _ryan(path: Path, drop: OnDrop) -> Iterator[Tune]:
    return abc_tunes(path, drop, "Ryan", _named_style("reel"))


def _aird(path: Path, drop: OnDrop) -> Iterator[Tune]:
    return abc_tunes(path, drop, "Aird", _named_style("country dance"))


def _folk(path: Path, drop: OnDrop) -> Iterator[Tune]:
    return abc_tunes(path, drop, "miscFolk", lambda abc: style_of(abc.rhythm, "folk song"))


def _hymn(path: Path, drop: OnDrop) -> Iterator[Tune]:
    text = abc_text(path)
    melody, *others = sorted(set(re.findall(r"V:\s*(S\dV\d|S\d)", text))) or [None]
    accompaniment = [list(read_abc(text, voice)) for voice in others]
    for index, abc in enumerate(read_abc(text, melody, drop)):
        under = [
            parts[index]
            for parts in accompaniment
            if index < len(parts) and abs(parts[index].length - abc.length) < 0.01
        ]
        sounds = [sound for part in (abc, *under) for sound in part.sounds]
        harmonies: list[Harmony] = []
        if under and abc.meter is not None:
            beat = float(ticks_to_quarters(abc.meter.beat_ticks))
            harmonies = infer_harmonies(sounds, beat, abc.pickup)
        if abc.key is not None:
            abc.key = estimated_key(abc.key.fifths, abc.sounds, harmonies)
        yield abc_tune(abc, "OpenHymnal", "hymn", harmonies)


def _ceol_rince(path: Path, drop: OnDrop) -> Iterator[Tune]:
    by_meter = {"6/8": "jig", "9/8": "slip jig", "12/8": "slide", "2/4": "polka"}
    named = re.search(r"(slipjig|reel|jig|hornpipe|polka|slide|march)[A-Z0-9]*$", path.stem)
    tonic = _roots(path.parent / "roots.csv").get(path.stem, "")
    for midi in midi_tunes(path, drop):
        key = Key.parse(midi.key_name or "C")
        if tonic.isdigit():
            modes = (Key.from_fifths(key.fifths, mode) for mode in FIFTHS_FROM_MAJOR)
            key = next((mode for mode in modes if mode.tonic_pitch_class == int(tonic)), key)
        style = style_of(named[1], "reel") if named else by_meter.get(str(midi.meter), "reel")
        template = Tune(midi.title, "Ceol Rince", style, key, midi.meter, 0, (), midi.complete)
        yield make_tune(midi.sounds, midi.pickup, template)


@lru_cache(maxsize=1)
def _roots(table: Path) -> dict[str, str]:
    """Return the tonic's pitch class, as text, by file name."""
    if not table.is_file():
        return {}
    with table.open(newline="", encoding="utf-8") as lines:
        return {row[0]: row[1] for row in csv.reader(lines) if len(row) > 1}


def _popular(path: Path, drop: OnDrop) -> Iterator[Tune]:
    return musicxml_tunes(path, drop, "OpenEWLD", "old popular song")


def _lied(path: Path, drop: OnDrop) -> Iterator[Tune]:
    return musicxml_tunes(path, drop, "Lieder", "art song")


def _quartet(path: Path, drop: OnDrop) -> Iterator[Tune]:
    return musicxml_tunes(path, drop, "String quartets", "classical")
