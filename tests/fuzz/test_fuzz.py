"""A short run of the fuzzer over every format, always with the same files; and what it would tell.

No file is stopped for being slow here: how long it takes depends on the machine.
"""

from __future__ import annotations

import sys
from collections import Counter
from pathlib import Path

import pytest

from app.bench.patience import PATIENCE_SECONDS
from app.domain.file_formats import MUSICXML, NATIVE, READ
from tests.fuzz.corpus import whole_files
from tests.fuzz.limited import LimitedReader, Verdict
from tests.fuzz.mutants import mutant

MUTANTS = 34
SEED = 16


def test_damaged_files_are_read_or_refused_in_a_sentence(tmp_path: Path) -> None:
    broke = []
    verdicts = Counter[Verdict]()
    with LimitedReader(tmp_path, PATIENCE_SECONDS) as reader:
        for kind in READ:
            for place, whole in enumerate(whole_files(kind)):
                outcome = reader.read(whole, kind.suffix)
                if outcome.verdict is not Verdict.READ:
                    broke.append(f"whole {kind.name} {place}: {outcome.kind} {outcome.trouble}")
            for number in range(MUTANTS):
                outcome = reader.read(mutant(kind, SEED, number), kind.suffix)
                verdicts[outcome.verdict] += 1
                if outcome.verdict is Verdict.BROKE:
                    broke.append(f"{kind.name}, seed {SEED}, number {number}: {outcome.trouble}")
    assert not broke, "\n".join(broke)
    assert min(verdicts[Verdict.READ], verdicts[Verdict.REFUSED]) > len(READ) * MUTANTS // 5


def test_same_seed_makes_the_same_files() -> None:
    for kind in READ:
        first, again, other = (
            [mutant(kind, seed, number) for number in range(5)] for seed in (1, 1, 2)
        )
        assert first == again != other


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such limit")
def test_file_that_takes_too_long_is_told_with_its_place(tmp_path: Path) -> None:
    with LimitedReader(tmp_path, seconds=0.001) as reader:
        outcome = reader.read(whole_files(MUSICXML)[-1], MUSICXML.suffix)
        assert outcome.verdict is Verdict.BROKE
        assert outcome.kind.startswith("takes over 0.001 s in ")
        # The next file has a process of its own, which may be too slow for so short a time as well.
        assert reader.read(b"", MUSICXML.suffix).verdict in (Verdict.REFUSED, Verdict.BROKE)


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux keeps to a limit of memory")
def test_file_that_takes_too_much_memory_is_told_with_its_place(tmp_path: Path) -> None:
    with LimitedReader(tmp_path, PATIENCE_SECONDS, memory_bytes=2**22) as reader:
        outcome = reader.read(bytes(2**25), NATIVE.suffix)
    assert outcome.verdict is Verdict.BROKE
    assert outcome.kind.startswith("MemoryError in app/formats/content.py")
