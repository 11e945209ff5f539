"""Reads the tunes of a file in any format, cuts them into pieces, and counts what is left out."""

from __future__ import annotations

import csv
import re
from collections.abc import Callable, Iterator
from functools import lru_cache
from pathlib import Path
from typing import Final
from xml.etree import ElementTree
from zipfile import BadZipFile

from mido.midifiles.meta import KeySignatureError

from app.domain.timebase import ticks_to_quarters
from app.errors import AppError
from app.training.analysis import PassageHarmony, align_analysis
from app.training.harmony import infer_harmonies
from app.training.keys import estimated_key
from app.training.read_abc import AbcTune, read_abc
from app.training.read_midi import MidiTune, read_midi
from app.training.read_musicxml import read_musicxml
from app.training.read_rntxt import read_rntxt
from app.training.report import CorpusReport, Reason
from app.training.tune import Harmony, Tune, make_tune, pieces

OnDrop = Callable[[Reason], None]
"""Is called for everything that a reader leaves out, with the reason."""

Reader = Callable[[Path, OnDrop], Iterator[Tune]]
"""Yields the tunes of a file."""

MOST_OFF_GRID: Final = 0.3
"""If more of its notes are off any grid, a MIDI file was played without keeping to its beat."""

MOST_SHORT_BARS: Final = 0.16
"""If a larger share of its bars doesn't fit the meter, a MIDI file is left out. Where repeats are
played out, one bar in eight is short: the last of a part, which leaves room for the pickup."""

_BROKEN: Final = (
    AppError, OSError, EOFError, ValueError, TypeError, LookupError, ArithmeticError,
    ElementTree.ParseError, BadZipFile, KeySignatureError,
)  # fmt: skip
"""The errors that the readers raise for broken files."""

_STYLE_WORDS: Final = (
    ("slip jig", "slip jig"), ("slipjig", "slip jig"), ("hop jig", "slip jig"), ("slide", "slide"),
    ("jig", "jig"), ("strathspey", "strathspey"), ("fling", "strathspey"),
    ("hornpipe", "hornpipe"), ("clog", "hornpipe"), ("polka", "polka"), ("reel", "reel"),
    ("walkaround", "reel"), ("march", "march"), ("quick step", "march"),
    ("quickstep", "march"), ("retreat", "march"), ("troop", "march"), ("air", "air"),
    ("lament", "air"), ("song", "air"),
)  # fmt: skip


def counted_pieces(
    source: str, read: Callable[[OnDrop], Iterator[Tune]], report: CorpusReport
) -> Iterator[Tune]:
    """Yield the pieces of one file's tunes; count them in `report`, and what is left out.

    A file that can't be read is counted and skipped.
    """
    count = report.of(source)
    count.files += 1

    def drop(reason: Reason) -> None:
        count.dropped[reason] += 1

    try:
        tunes = list(read(drop))
    except _BROKEN:
        drop(Reason.UNREADABLE)
        return
    for tune in tunes:
        count.tunes += 1
        kept = list(pieces(tune))
        if not kept:
            drop(Reason.SHORT)
        for piece in kept:
            report.keep(piece)
            yield piece


def style_of(text: str, otherwise: str) -> str:
    """Return the style that a title or rhythm names, or else `otherwise`."""
    words = text.lower()
    return next(
        (style for word, style in _STYLE_WORDS if re.search(rf"\b{word}s?\b", words)), otherwise
    )


def abc_tune(abc: AbcTune, source: str, style: str, harmonies: list[Harmony]) -> Tune:
    """Return a tune of an ABC file on the grid."""
    assert abc.meter is not None
    assert abc.key is not None
    template = Tune(abc.title, source, style, abc.key, abc.meter, 0, (), abc.complete)
    return make_tune(abc.sounds, abc.pickup, template, harmonies)


def abc_text(path: Path) -> str:
    """Return the text of an ABC file, in UTF-8 or, as older files are, in Latin-1."""
    content = path.read_bytes()
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("latin-1")


def abc_tunes(
    path: Path, drop: OnDrop, source: str, style: Callable[[AbcTune], str]
) -> Iterator[Tune]:
    """Yield the tunes of an ABC file; `style` names the style of each."""
    for abc in read_abc(abc_text(path), on_drop=drop):
        yield abc_tune(abc, source, style(abc), abc.harmonies)


def musicxml_tunes(path: Path, drop: OnDrop, source: str, style: str) -> Iterator[Tune]:
    """Yield the passages of a MusicXML file.

    Their chords come from an analysis in RomanText if one of the same name lies beside the file.
    """
    names = _index_names(path.parent / "index.csv")
    name = names.get(path.stem, path.stem.replace("_", " "))
    passages = list(read_musicxml(path, drop))
    harmony = [PassageHarmony(passage.harmonies) for passage in passages]
    analysis = path.with_suffix(".rntxt")
    if analysis.is_file():
        harmony = align_analysis(read_rntxt(analysis.read_text(encoding="utf-8")), passages)
    for passage, aligned in zip(passages, harmony, strict=True):
        key = aligned.key
        if key is None or key.fifths != passage.fifths:
            key = estimated_key(passage.fifths, passage.sounds, passage.harmonies)
        template = Tune(path.stem, source, style, key, passage.meter, 0, (), passage.complete, name)
        yield make_tune(passage.sounds, passage.pickup, template, aligned.harmonies)


@lru_cache(maxsize=4)
def _index_names(index: Path) -> dict[str, str]:
    """Return "composer: song" by file name, as a source's index.csv has it."""
    if not index.is_file():
        return {}
    with index.open(newline="", encoding="utf-8") as lines:
        return {
            row["id"]: f"{row['composer']}: {row.get('song') or row.get('work')}".replace("_", " ")
            for row in csv.DictReader(lines)
            if "id" in row
        }


def midi_tunes(path: Path, drop: OnDrop) -> Iterator[MidiTune]:
    """Yield the tunes of a MIDI file that can be learned from."""
    tunes = read_midi(path)
    if not tunes:
        drop(Reason.NO_NOTES)
    for tune in tunes:
        if tune.off_grid > MOST_OFF_GRID or tune.irregular_share > MOST_SHORT_BARS:
            drop(Reason.OFF_METER)
        else:
            yield tune


def chords_under(midi: MidiTune) -> list[Harmony]:
    """Return the chords that the other tracks make; none if it is always the same, as a drone is.

    A bar with an even number of counts is looked at in halves, because bass and chord often
    alternate.
    """
    bar = float(ticks_to_quarters(midi.meter.bar_ticks))
    span = bar if midi.meter.counts % 2 else bar / 2
    harmonies = infer_harmonies(midi.accompaniment, span, midi.pickup)
    return harmonies if len({(root, kind) for _, root, kind in harmonies}) > 1 else []
