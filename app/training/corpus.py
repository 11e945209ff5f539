"""Reads the sources that the shipped weights may learn from, and no others.

Licences and traps of each are told in `resources/model/README.md`.
"""

from __future__ import annotations

import csv
import re
import tarfile
import tempfile
import zipfile
from collections.abc import Callable, Iterator
from functools import lru_cache
from pathlib import Path
from typing import Final

from app.domain import Key, Mode
from app.domain.key import FIFTHS_FROM_MAJOR
from app.resources import package_path
from app.training.read_abc import AbcTune, read_abc
from app.training.read_midi import read_midi
from app.training.read_musicxml import read_musicxml
from app.training.tune import Tune, estimated_key, make_tune, pieces

Reader = Callable[[Path], Iterator[Tune]]

_STYLE_WORDS: Final = (
    ("slip jig", "slip jig"), ("slipjig", "slip jig"), ("hop jig", "slip jig"), ("slide", "slide"),
    ("jig", "jig"), ("strathspey", "strathspey"), ("fling", "strathspey"),
    ("hornpipe", "hornpipe"), ("clog", "hornpipe"), ("polka", "polka"), ("reel", "reel"),
    ("walkaround", "reel"), ("march", "march"), ("quick step", "march"),
    ("quickstep", "march"), ("retreat", "march"), ("troop", "march"), ("air", "air"),
    ("lament", "air"), ("song", "air"),
)  # fmt: skip
_ONEILL_SECTIONS: Final = (
    (700, "air"), (1115, "jig"), (1175, "slip jig"), (1555, "reel"), (1733, "hornpipe"),
    (9999, "march"),
)  # fmt: skip
"""Last number of each part of O'Neill's book; the long dances before the marches are few."""


def read_corpus(data: Path | None) -> Iterator[Tune]:
    """Yield the pieces of every source at hand; `data` is the folder with the packed sources."""
    collections: dict[str, Reader] = {
        "oneills1850": _oneill, "ryansMammoth": _ryan, "airdsAirs": _aird, "miscFolk": _folk,
    }  # fmt: skip
    for folder, reader in collections.items():
        for path in sorted((_music21_corpus() / folder).glob("*.abc")):
            for tune in reader(path):
                yield from pieces(tune)
    packed: dict[str, tuple[str, str, Reader]] = {
        "CeolRince": ("midi.tar.gz", "*.mid", _ceol_rince),
        "OpenHymnal": ("abc.tar.gz", "*.abc", _hymn),
        "OpenEWLD-pd": ("leadsheets_musicxml.zip", "*.musicxml", _popular),
        "OpenScore-Lieder": ("vocal_lines_musicxml.zip", "*.musicxml", _lied),
        "OpenScore-StringQuartets": ("violin1_musicxml.zip", "*.musicxml", _quartet),
    }
    for folder, (archive, pattern, reader) in packed.items():
        if data is None or not (data / folder / archive).is_file():
            continue
        with tempfile.TemporaryDirectory() as unpacked:
            _unpack(data / folder / archive, Path(unpacked))
            for table in (data / folder).glob("*.csv"):
                (Path(unpacked) / table.name).write_bytes(table.read_bytes())
            for path in sorted(Path(unpacked).rglob(pattern)):
                for tune in reader(path):
                    yield from pieces(tune)


def _music21_corpus() -> Path:
    return package_path("music21", "corpus")


def _unpack(archive: Path, folder: Path) -> None:
    if archive.suffix == ".zip":
        with zipfile.ZipFile(archive) as packed:
            packed.extractall(folder)
    else:
        with tarfile.open(archive) as packed_tar:
            # Python has the filter from 3.11.4 on; the archives are the project's own data.
            packed_tar.extraction_filter = getattr(tarfile, "data_filter", None)
            packed_tar.extractall(folder)


def style_of(text: str, otherwise: str) -> str:
    """Return the style that a title or rhythm names."""
    words = text.lower()
    return next(
        (style for word, style in _STYLE_WORDS if re.search(rf"\b{word}s?\b", words)), otherwise
    )


def _from_abc(
    path: Path, source: str, style: Callable[[AbcTune], str], voice: str | None = None
) -> Iterator[Tune]:
    for abc in read_abc(path.read_text(encoding="latin-1"), voice):
        assert abc.meter is not None
        assert abc.key is not None
        frame = Tune(abc.title, source, style(abc), abc.key, abc.meter, 0, ())
        yield make_tune(abc.sounds, abc.pickup, frame)


def _oneill(path: Path) -> Iterator[Tune]:
    def style(abc: AbcTune) -> str:
        section = next(name for last, name in _ONEILL_SECTIONS if abc.number <= last)
        return style_of(abc.rhythm, section)

    return _from_abc(path, "O'Neill", style)


def _ryan(path: Path) -> Iterator[Tune]:
    return _from_abc(path, "Ryan", lambda abc: style_of(f"{abc.rhythm} {abc.title}", "reel"))


def _aird(path: Path) -> Iterator[Tune]:
    return _from_abc(
        path, "Aird", lambda abc: style_of(f"{abc.rhythm} {abc.title}", "country dance")
    )


def _folk(path: Path) -> Iterator[Tune]:
    return _from_abc(path, "miscFolk", lambda abc: style_of(abc.rhythm, "folk song"))


def _hymn(path: Path) -> Iterator[Tune]:
    for voice in ("S1V1", "S1"):
        tunes = list(_from_abc(path, "OpenHymnal", lambda _: "hymn", voice))
        yield from tunes
        if tunes:
            return


def _ceol_rince(path: Path) -> Iterator[Tune]:
    midi = read_midi(path)
    minor = midi.key_name.endswith("m")
    fifths = Key.parse(midi.key_name).fifths
    roots = path.parent / "roots.csv"
    known: dict[str, str] = {}
    if roots.is_file():
        with roots.open(newline="", encoding="utf-8") as lines:
            known = {row[0]: row[1] for row in csv.reader(lines) if len(row) > 1}
    key = Key.from_fifths(fifths, Mode.MINOR if minor else Mode.MAJOR)
    if known.get(path.stem, "").isdigit():
        key = next(
            (
                candidate
                for mode in FIFTHS_FROM_MAJOR
                for candidate in [Key.from_fifths(fifths, mode)]
                if candidate.tonic_pitch_class == int(known[path.stem])
            ),
            key,
        )
    by_meter = {"6/8": "jig", "9/8": "slip jig", "12/8": "slide", "2/4": "polka"}
    named = re.search(r"(slipjig|reel|jig|hornpipe|polka|slide|march)[A-Z0-9]*$", path.stem)
    style = style_of(named[1], "reel") if named else by_meter.get(str(midi.meter), "reel")
    frame = Tune(midi.title, "Ceol Rince", style, key, midi.meter, 0, ())
    yield make_tune(midi.sounds, midi.pickup, frame)


def _from_musicxml(path: Path, source: str, style: str) -> Iterator[Tune]:
    names = _index_names(path.parent / "index.csv")
    for passage in read_musicxml(path):
        key = estimated_key(passage.fifths, passage.sounds)
        name = names.get(path.stem, path.stem.replace("_", " "))
        frame = Tune(path.stem, source, style, key, passage.meter, 0, (), passage.complete, name)
        yield make_tune(passage.sounds, passage.pickup, frame)


@lru_cache(maxsize=4)
def _index_names(index: Path) -> dict[str, str]:
    """Return "composer: song" by file name, from a source's index.csv."""
    if not index.is_file():
        return {}
    with index.open(newline="", encoding="utf-8") as lines:
        return {
            row["id"]: f"{row['composer']}: {row.get('song') or row.get('work')}".replace("_", " ")
            for row in csv.DictReader(lines)
            if "id" in row
        }


def _popular(path: Path) -> Iterator[Tune]:
    return _from_musicxml(path, "OpenEWLD", "old popular song")


def _lied(path: Path) -> Iterator[Tune]:
    return _from_musicxml(path, "Lieder", "art song")


def _quartet(path: Path) -> Iterator[Tune]:
    return _from_musicxml(path, "String quartets", "classical")
