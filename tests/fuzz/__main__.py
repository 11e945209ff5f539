"""The command `python3 dev.py fuzz`, which looks for files that break Motivo."""

from __future__ import annotations

import hashlib
import sys
import tempfile
import time
from collections import Counter
from itertools import count
from pathlib import Path
from typing import Final

import click

from app.domain.file_formats import READ, FileFormat
from tests.fuzz.corpus import whole_files
from tests.fuzz.hostile import hostile_files
from tests.fuzz.limited import LimitedReader, Outcome, Verdict
from tests.fuzz.mutants import mutant
from tests.fuzz.smaller import smaller

FINDS: Final = Path("build", "fuzz")
"""Where the files are put that broke Motivo, each with a text that says how."""

NAMES: Final = tuple(kind.suffix.removeprefix(".") for kind in READ)


@click.command()
@click.option("--minutes", default=1.0, show_default=True, help="How long to damage each format.")
@click.option("--format", "names", multiple=True, type=click.Choice(NAMES), help="Try only this.")
@click.option("--seed", default=0, help="Other seeds make other files.")
def fuzz(minutes: float, names: tuple[str, ...], seed: int) -> None:
    """Damage files of every format, and have them read until something breaks.

    A file may be read or be refused in a sentence. What else it does is a find: it is made small,
    put into build/fuzz, and told. The exit status is 1 if there are any.
    """
    kinds = [kind for kind in READ if not names or kind.suffix.removeprefix(".") in names]
    with tempfile.TemporaryDirectory() as folder, LimitedReader(Path(folder)) as reader:
        finds = [_Trial(kind, reader).run(seed, 60 * minutes) for kind in kinds]
    sys.exit(1 if any(finds) else 0)


class _Trial:
    """Tries the files of a format, and counts what becomes of them."""

    def __init__(self, kind: FileFormat, reader: LimitedReader) -> None:
        self._kind = kind
        self._reader = reader
        self._verdicts: Counter[Verdict] = Counter()
        self._finds: Counter[str] = Counter()

    def run(self, seed: int, seconds: float) -> int:
        """Try whole, hostile and damaged files, these for so long; return how many finds differ."""
        for place, whole in enumerate(whole_files(self._kind)):
            self._read(f"whole file {place}", whole)
        for name, make in hostile_files(self._kind).items():
            self._read(name, make())
        end = time.monotonic() + seconds
        for number in count():
            if time.monotonic() > end:
                break
            self._read(f"seed {seed}, number {number}", mutant(self._kind, seed, number))
        counted = ", ".join(f"{self._verdicts[verdict]:,} {verdict.value}" for verdict in Verdict)
        total = self._verdicts.total()
        click.echo(f"{self._kind.name}: {total:,} files: {counted} in {len(self._finds)} ways")
        return len(self._finds)

    def _read(self, name: str, content: bytes) -> None:
        outcome = self._reader.read(content, self._kind.suffix)
        self._verdicts[outcome.verdict] += 1
        if outcome.verdict is Verdict.BROKE:
            self._finds[outcome.kind] += 1
            if self._finds[outcome.kind] == 1:
                self._keep(name, content, outcome)

    def _keep(self, name: str, content: bytes, outcome: Outcome) -> None:
        """Put a find into a file that is as small as can be, and say what it does."""
        content = smaller(content, self._kind.suffix, outcome, self._reader)
        FINDS.mkdir(parents=True, exist_ok=True)
        path = FINDS / (hashlib.sha256(content).hexdigest()[:12] + self._kind.suffix)
        path.write_bytes(content)
        text = f"{name}\n{outcome.kind}\n{outcome.trouble}"
        path.with_suffix(".txt").write_text(text, encoding="utf-8", errors="replace")
        click.echo(f"{path}: {outcome.kind} [{name}; {len(content):,} bytes]")


if __name__ == "__main__":
    fuzz()
