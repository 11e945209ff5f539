"""Compares how Motivo and abc2midi read tunes of ABC, with each bar once, as it is written.

    python -m tests.formats.against_abc2midi FOLDER...

Prints every tune whose notes differ in pitch or place, and the share of those that agree. Grace
notes, ornaments, staccato dots, the sound of chord symbols and repeats are left out on both sides.
"""

from __future__ import annotations

import re
import subprocess
import sys
import tempfile
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

import mido

from app.constants import TICKS_PER_QUARTER
from app.errors import AppError
from app.notation.reading.abc_book import FIELD, Tune, tunes
from app.notation.reading.abc_reading import read_abc
from app.notation.reading.abc_text import decoded
from app.notation.reading.abc_tokens import signs

Place = tuple[int, float]
"""A pitch and where it begins, in quarters."""

NEAR = 0.01
"""In quarters; abc2midi begins a tick late."""

TOGETHER = "%%MIDI chordattack 0"
"""Without it, abc2midi begins the notes of a chord one after another."""

REASONS = {
    "abc2midi leaves a broken rhythm between notes of unequal length as it is": {
        "oneills1850/0001-0050.abc 9",
        "oneills1850/0701-0720.abc 717",
        "oneills1850/1276-1375.abc 1282",
        "oneills1850/1625-1700.abc 1684",
        "oneills1850/1625-1700.abc 1685",
        "ryansMammoth/42dHighlandRegimentStrathspey.abc 1",
        "ryansMammoth/BoysOfBockhillJig.abc 1",
        "ryansMammoth/BuckleysHornpipe.abc 1",
        "miscFolk/americanfifeopus.abc 16",
        "miscFolk/americanfifeopus.abc 20",
        "miscFolk/americanfifeopus.abc 108",
        "miscFolk/americanfifeopus.abc 116",
        "miscFolk/americanfifeopus.abc 120",
        "miscFolk/americanfifeopus.abc 128",
        "miscFolk/americanfifeopus.abc 130",
    },
    "abc2midi plays five or nine notes in 3/4 in the time of three; the standard says two": {
        "oneills1850/0001-0050.abc 25",
        "oneills1850/0051-0100.abc 71",
        "oneills1850/0051-0100.abc 94",
        "oneills1850/0101-0200.abc 174",
    },
    "the source was broken into lines within a note or a chord": {
        "miscFolk/americanfifeopus.abc 105",
        "miscFolk/americanfifeopus.abc 114",
        "miscFolk/americanfifeopus.abc 119",
        "miscFolk/americanfifeopus.abc 131",
    },
    "the source has the signs of an e-mail in it (=20, =3D)": {"ryansMammoth/TidalWaveJig.abc 1"},
    "abc2midi takes what stands between two signs for the end of a line (!) for a decoration": {
        "airdsAirs/book6.abc 1091",
        "airdsAirs/book6.abc 1110",
    },
    "abc2midi forgets the accidentals of grace notes where it leaves those out (-NGRA)": {
        "ryansMammoth/HOnTheWabashJig.abc 1",
        "airdsAirs/book5.abc 0860",
        "airdsAirs/book6.abc 1101",
    },
    "abc2midi does not know chords between plus signs": {"oneills1850/0811-0899.abc 811"},
    "abc2midi takes an ending with a name for a chord": {
        "ryansMammoth/MyLadysGoonHasGairsOntStrathspey.abc 1"
    },
}
"""Why tunes of music21's corpus differ, each looked at."""


def by_motivo(tune: Tune) -> list[Place]:
    """Return the notes that Motivo reads, by pitch."""
    parts = read_abc(tune, as_written=True).parts
    notes = (note for part in parts for note in part.notes)
    return sorted({(note.pitch, note.onset_ticks / TICKS_PER_QUARTER) for note in notes})


def by_abc2midi(tune: Tune) -> list[Place]:
    """Return the notes that abc2midi writes, by pitch."""
    with tempfile.TemporaryDirectory() as folder:
        source, target = Path(folder, "tune.abc"), Path(folder, "tune.mid")
        source.write_text(without_repeats(tune))
        command: list[str | Path] = [
            "abc2midi",
            source,
            "-o",
            target,
            "-NGUI",
            "-NGRA",
            "-NFER",
            "-silent",
        ]
        subprocess.run(command, capture_output=True, check=False, timeout=60)
        file = mido.MidiFile(target)
    found = []
    for track in file.tracks:
        now = 0
        for event in track:
            now += event.time
            if event.type == "note_on" and event.velocity:
                found.append((event.note, now / file.ticks_per_beat))
    return sorted(set(found))


def without_repeats(tune: Tune) -> str:
    """Return a tune as ABC text with plain bar lines in place of repeats, and without ornaments."""
    # abc2midi plays dotted notes of hornpipes (R:) as triplets, and parts (P:) in their order.
    head = [line for line in tune.head if line[:2] not in ("X:", "P:", "R:")]
    body = [
        line if FIELD.match(line) or line.startswith("%%") else "".join(map(_plain, signs(line)))
        for line in tune.body
    ]
    return "\n".join(["X:1", TOGETHER, *head, *body]) + "\n"


def _plain(sign: re.Match[str]) -> str:
    if sign["bracket"]:
        return "|"
    if sign["bar"] and (":" in sign["bar"] or sign["ending"]):
        return "|"
    is_ornament = sign["decoration"] or sign["user"] or sign[0] == "."
    return "" if is_ornament else sign[0]


def difference(tune: Tune) -> str:
    """Return how the two readings differ; nothing if they agree."""
    try:
        ours = by_motivo(tune)
    except AppError as error:
        return f"Motivo refuses it: {error}"
    try:
        theirs = by_abc2midi(tune)
    except (OSError, subprocess.TimeoutExpired, EOFError) as error:
        return f"abc2midi refuses it: {error!r}"
    if len(ours) != len(theirs):
        return f"{len(ours)} notes, {len(theirs)} by abc2midi{_first(ours, theirs)}"
    return _first(ours, theirs)


def _first(ours: list[Place], theirs: list[Place]) -> str:
    """Name the first note in time at which the readings part."""
    far = [
        (a, b) for a, b in zip(ours, theirs, strict=False)
        if a[0] != b[0] or abs(a[1] - b[1]) > NEAR
    ]  # fmt: skip
    if not far and len(ours) == len(theirs):
        return ""
    pair = min(far, key=lambda pair: pair[0][1], default=None)
    return f"; first apart (pitch, quarter): {pair}"


def main(folders: list[str]) -> int:
    """Compare all tunes in the folders; return 1 if one differs for a reason that is not known."""
    paths = [path for name in folders for path in sorted(Path(name).rglob("*.abc"))]
    books = {path: tunes(decoded(path.read_bytes())) for path in paths}
    named = [(path, tune) for path, book in books.items() for tune in book]
    unknown = equal = 0
    with ProcessPoolExecutor(2) as pool:
        found = pool.map(difference, [tune for _, tune in named], chunksize=20)
        for (path, tune), text in zip(named, found, strict=True):
            equal += not text
            if text:
                number = next((line[2:].strip() for line in tune.head if line[:2] == "X:"), "")
                place = f"{path.parent.name}/{path.name} {number}"
                reason = next((why for why, places in REASONS.items() if place in places), "")
                unknown += not reason
                sys.stdout.write(f"{place} {tune.title}: {reason or text}\n")
    share = 100 * equal / len(named)
    sys.stdout.write(f"{equal} of {len(named)} tunes agree ({share:.2f} %)\n")
    return 1 if unknown else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
