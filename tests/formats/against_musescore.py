"""Compares how Motivo and MuseScore read scores of MusicXML, with each bar once, as it is written.

    python -m tests.formats.against_musescore [--most N] FILE...

A FILE is a score, plain or packed, or else a folder or a ZIP archive of such. Prints every score of
which a note of the taken part differs in pitch, place or length, and the shares of notes that are
equal: of the taken parts, and of all parts. Grace notes, ornaments, articulations, slurs and cue
notes are left out on both sides, and so are repeats and the sound of chord symbols, because
MuseScore plays them in ways of its own. `--most` takes so many scores of each FILE, spread over it.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import zipfile
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar
from xml.etree import ElementTree

import mido

from app.constants import TICKS_PER_QUARTER
from app.domain import Note
from app.domain.found import Found
from app.errors import AppError
from app.formats.choosing import choose
from app.formats.packed_score import BEGINNING, unpacked
from app.notation.reading.score_reading import read_musicxml
from tests.formats.heard import heard

T = TypeVar("T")

SUFFIXES = (".musicxml", ".mxl", ".xml")

SCORES_AT_ONCE = 20
"""MuseScore takes seconds to start, but when it crashes, all scores that it was given are lost."""

MOST_SECONDS = 900

NEAR_TICKS = 2
"""Tuplets are rounded to ticks in different ways."""

SHORTEST_SHARE = 7 / 8
"""MuseScore plays notes a little shorter than they are written."""

ENOUGH = 0.99
"""The share of the notes of the taken parts that must be equal."""

LEFT_OUT = {
    "measure": ("direction", "sound", "harmony"),
    "part": ("direction", "sound", "harmony"),
    "barline": ("repeat", "ending", "segno", "coda", "fermata"),
    "notations": (
        *("ornaments", "articulations", "technical", "slur", "arpeggiate", "glissando", "slide"),
        *("fermata", "dynamics"),
    ),
}
"""What changes how notes are played and not which they are, by the elements in which it stands."""

Lengths = dict[tuple[int, int], list[int]]
"""The lengths of notes in ticks, by onset in ticks and pitch."""


@dataclass(frozen=True, slots=True)
class Score:
    """A score as both read it; `name` tells where it is from."""

    name: str
    content: bytes


def scores(path: Path, most: int) -> Iterator[Score]:
    """Yield the scores of a file, a folder or an archive."""
    if path.is_dir():
        names = sorted(p for p in path.rglob("*") if p.suffix in SUFFIXES)
        for name in _spread(names, most):
            yield Score(str(name.relative_to(path)), name.read_bytes())
    elif path.suffix == ".zip":
        with zipfile.ZipFile(path) as archive:
            members = sorted(n for n in archive.namelist() if Path(n).suffix in SUFFIXES)
            for member in _spread(members, most):
                yield Score(member, archive.read(member))
    else:
        yield Score(path.name, path.read_bytes())


def _spread(items: Sequence[T], most: int) -> Sequence[T]:
    return items[:: -(-len(items) // most)] if items else items


def plain(content: bytes) -> bytes:
    """Return a score without what is left out on both sides."""
    document = unpacked(content)[0] if content.startswith(BEGINNING) else content
    root = ElementTree.fromstring(document)
    for parent in list(root.iter()):
        for child in list(parent):
            if child.tag in LEFT_OUT.get(parent.tag, ()) or _is_grace(child):
                parent.remove(child)
            elif child.tag == "note" and child.find("cue") is not None:
                _silence(parent, child)
            elif child.tag == "note":
                _print_ties(child)
    return bytes(ElementTree.tostring(root, encoding="utf-8", xml_declaration=True))


def _is_grace(element: ElementTree.Element) -> bool:
    return element.tag == "note" and element.find("grace") is not None


def _silence(measure: ElementTree.Element, cue: ElementTree.Element) -> None:
    """Put a way of the same length in place of a cue note."""
    place = list(measure).index(cue)
    measure.remove(cue)
    if cue.find("chord") is None:
        forward = ElementTree.Element("forward")
        duration = cue.find("duration")
        forward.extend([] if duration is None else [duration])
        measure.insert(place, forward)


def _print_ties(note: ElementTree.Element) -> None:
    """Give a note the printed ties that it sounds with, which alone are what MuseScore reads."""
    ties = note.findall("tie")
    if ties and next(note.iter("tied"), None) is None:
        notations = ElementTree.SubElement(note, "notations")
        notations.extend(ElementTree.Element("tied", tie.attrib) for tie in ties)


def by_musescore(documents: Sequence[bytes]) -> list[Lengths | None]:
    """Return the notes that MuseScore writes for each document; None if it writes nothing."""
    with tempfile.TemporaryDirectory() as folder:
        jobs = []
        for number, document in enumerate(documents):
            source, target = Path(folder, f"{number}.musicxml"), Path(folder, f"{number}.mid")
            source.write_bytes(document)
            jobs.append({"in": str(source), "out": str(target)})
        job = Path(folder, "jobs.json")
        job.write_text(json.dumps(jobs))
        environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
        subprocess.run(
            ["mscore3", "-j", job],
            capture_output=True, check=False, timeout=MOST_SECONDS, env=environment,
        )  # fmt: skip
        return [_lengths(Path(each["out"])) for each in jobs]


def _lengths(path: Path) -> Lengths | None:
    if not path.exists():
        return None
    file = mido.MidiFile(path)
    scale = TICKS_PER_QUARTER / file.ticks_per_beat
    found: Lengths = defaultdict(list)
    for track in file.tracks:
        for onset, length, pitch in heard(track, scale):
            found[onset, pitch].append(length)
    return found


def taken_notes(score: Found) -> tuple[Note, ...]:
    """Return all notes of the part that is taken as the melody."""
    parts = [part for part in score.parts if part.notes]
    return parts[choose(score).part].notes


def unequal(notes: Iterable[Note], lengths: Lengths) -> list[Note]:
    """Return the notes that were not heard."""
    return [note for note in notes if not _is_heard(note, lengths)]


def _is_heard(note: Note, lengths: Lengths) -> bool:
    shortest = note.duration_ticks * SHORTEST_SHARE - NEAR_TICKS
    longest = note.duration_ticks + NEAR_TICKS
    return any(
        shortest <= length <= longest
        for off in range(-NEAR_TICKS, NEAR_TICKS + 1)
        for length in lengths.get((note.onset_ticks + off, note.pitch), ())
    )


@dataclass(slots=True)
class Count:
    """How many scores and notes were compared, and of how many MuseScore says the same."""

    scores: int = 0
    whole: int = 0
    taken: int = 0
    taken_equal: int = 0
    all: int = 0
    all_equal: int = 0

    def add(self, score: Found, lengths: Lengths) -> str:
        """Count a score; return how its taken part differs, and nothing if it doesn't."""
        melody = taken_notes(score)
        every = [note for part in score.parts for note in part.notes]
        apart = unequal(melody, lengths)
        self.scores += 1
        self.whole += not apart
        self.taken += len(melody)
        self.taken_equal += len(melody) - len(apart)
        self.all += len(every)
        self.all_equal += len(every) - len(unequal(every, lengths))
        if not apart:
            return ""
        place = apart[0].onset_ticks / TICKS_PER_QUARTER
        return (
            f"{len(apart)} of {len(melody)} notes differ,"
            f" the first is {apart[0].pitch} at quarter {place:g}"
        )

    def __str__(self) -> str:
        return (
            f"{self.whole} of {self.scores} scores have all notes of the taken part equal;\n"
            f"of the notes of the taken parts, {self.taken_equal:,} of {self.taken:,}"
            f" ({self.taken_equal / max(self.taken, 1):.2%}),"
            f" and of all notes {self.all_equal:,} of {self.all:,}"
            f" ({self.all_equal / max(self.all, 1):.2%})\n"
        )


def compare(some: Sequence[Score], count: Count) -> None:
    """Compare scores, add them to the count, and print how they differ."""
    documents = [plain(score.content) for score in some]
    for score, document, lengths in zip(some, documents, by_musescore(documents), strict=True):
        try:
            read = read_musicxml(document, as_written=True)
            told = "MuseScore writes nothing" if lengths is None else count.add(read, lengths)
        except AppError as error:
            told = f"Motivo refuses it: {error}"
        if told:
            sys.stdout.write(f"{score.name}: {told}\n")
            sys.stdout.flush()


def main(arguments: Sequence[str]) -> int:
    """Compare all scores; return 1 if fewer notes are equal than ENOUGH."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("files", nargs="+", type=Path, metavar="FILE")
    parser.add_argument("--most", type=int, default=10_000)
    wanted = parser.parse_args(arguments)
    found = [score for path in wanted.files for score in scores(path, wanted.most)]
    count = Count()
    for first in range(0, len(found), SCORES_AT_ONCE):
        compare(found[first : first + SCORES_AT_ONCE], count)
    sys.stdout.write(str(count))
    return 0 if count.taken_equal >= ENOUGH * count.taken else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
