"""Measures how often the melody of a score is found: `python -m tests.formats.measure_melodies`.

The scores are those of music21's corpus with several parts, for which tradition tells which part
has the melody: LABELS. With `--nameless`, the parts' names are not shown to the choice.
"""

from __future__ import annotations

import re
import sys
from dataclasses import replace
from pathlib import Path
from typing import Final

from app.domain.found import Found
from app.errors import AppError
from app.formats.choosing import choose
from app.formats.packed_score import BEGINNING, unpacked
from app.notation.library import music21
from app.notation.reading.score_reading import read_musicxml

LABELS: Final = (
    # The folder, how many of its scores at most, and what the name of the part begins with.
    ("bach", 25, "Soprano"),
    ("beach", 1, "Soprano I"),
    ("beethoven", 25, r"Violin (I|1)\b(?!I)|1st Violin"),
    ("corelli", 1, r"Violino I\."),
    ("cpebach", 1, r"MusicXML Part, upper staff"),
    ("handel", 1, r"Part 1, voice 1"),
    ("haydn", 9, r"Violin (I|1)\b(?!I)|1st Violin"),
    ("johnson_j_r", 1, "Soprano"),
    ("joplin", 1, "Piano, upper staff"),
    ("liliuokalani", 1, "Soprano|Solo Voice"),
    ("luca", 1, "Cantus"),
    ("lusitano", 1, "Canto"),
    ("monteverdi", 25, "Canto"),
    ("mozart", 16, r"Violin (I|1)\b(?!I)|1st Violin|MusicXML Part, upper staff"),
    ("schubert", 1, "Voice"),
    ("schumann_clara", 5, "Violin, voice 1|Piano, upper staff"),
    ("schumann_robert", 7, r"1st Violin|MusicXML Part$"),
    ("trecento", 40, r"Cantus( I| 1)?$|C$|Triplum|Tripl$|Superius"),
    ("verdi", 1, "Part 1, upper staff"),
    ("weber", 1, "Bb Clarinet"),
    ("webern", 1, "Gesang"),
)


def scores(folder: Path, most: int) -> list[Path]:
    """Return scores of a folder of the corpus, from its whole length."""
    found = sorted(
        path for path in folder.rglob("*") if path.suffix in (".mxl", ".xml", ".musicxml")
    )
    return found[:: -(-len(found) // most)]


def taken(score: Found, *, nameless: bool) -> str:
    """Return the name of the part that is taken."""
    parts = [part for part in score.parts if part.notes]
    shown = [replace(part, instrument="") for part in parts] if nameless else parts
    return parts[choose(Found("", tuple(shown))).part].name


def main() -> None:
    """Print the scores whose melody is not found, and the count of the others."""
    corpus = Path(music21.__file__).parent / "corpus"
    nameless = "--nameless" in sys.argv
    found = total = 0
    for folder, most, wanted in LABELS:
        for path in scores(corpus / folder, most):
            content = path.read_bytes()
            try:
                score = read_musicxml(
                    unpacked(content)[0] if content.startswith(BEGINNING) else content
                )
                if not any(re.match(wanted, v.name) for v in score.parts) or (
                    sum(bool(v.notes) for v in score.parts) < 2
                ):
                    continue
                name = taken(score, nameless=nameless)
            except AppError as error:
                name = str(error)
            total += 1
            if re.match(wanted, name):
                found += 1
            else:
                sys.stdout.write(f"{path.relative_to(corpus)}: {name}\n")
    sys.stdout.write(f"{found} of {total}\n")


if __name__ == "__main__":
    main()
