"""Finds the longest run of notes that a melody shares with the tunes the model learned from."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from app.domain import Originality
from app.errors import AppError
from app.generation.encoding import StepNote

WIDEST: Final = 60
LONGEST_APART: Final = 511
LONGEST_RUN: Final = 250


def run_symbol(before: StepNote, after: StepNote) -> int:
    """Return interval and time between two onsets as one number (1 to 65535)."""
    interval = min(max(after.pitch - before.pitch, -WIDEST), WIDEST) + WIDEST
    return 1 + interval * (LONGEST_APART + 1) + min(after.onset - before.onset, LONGEST_APART)


@dataclass(frozen=True)
class MelodyIndex:
    """The training tunes as symbols uint16 [notes], 0 at each tune's first note."""

    symbols: NDArray[np.uint16]
    starts: NDArray[np.uint32]
    names: tuple[str, ...]

    @classmethod
    def load(cls, path: Path) -> MelodyIndex:
        """Read the index; raises AppError if it is missing or broken."""
        try:
            with np.load(path) as arrays:
                names = arrays["names"].tobytes().decode().split("\n")
                index = cls(arrays["symbols"], arrays["starts"], tuple(names))
        except (OSError, ValueError, KeyError, EOFError) as error:
            raise AppError(
                f"The melody index {path.name} can't be read; install Motivo again."
            ) from error
        return index

    def originality(self, notes: Sequence[StepNote]) -> Originality:
        """Return the longest run in common with any tune, in any key, rhythm included.

        Exact, by the dynamic programme of the longest common substring (Gusfield 1997, §7.4), one
        query note against the whole index at a time.
        """
        query = [run_symbol(before, after) for before, after in pairwise(notes)]
        runs = np.zeros(len(self.symbols), np.uint8)
        longest, place = 0, 0
        for symbol in query:
            same = self.symbols == symbol
            grown = np.zeros_like(runs)
            np.add(runs[:-1], 1, out=grown[1:])
            grown *= same
            if longest >= LONGEST_RUN:
                np.minimum(grown, LONGEST_RUN, out=grown)
            runs = grown
            best = int(runs.argmax())
            if runs[best] > longest:
                longest, place = int(runs[best]), best
        if not longest:
            return Originality()
        tune = int(np.searchsorted(self.starts, place, side="right")) - 1
        return Originality(longest + 1, self.names[tune])
