"""Finds the longest run of notes that a melody shares with the tunes the model learned from."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from app.domain import Originality
from app.generation.arrays import read_arrays
from app.generation.encoding import StepNote

WIDEST: Final = 60
LONGEST_APART: Final = 511


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
        arrays = read_arrays(path, ("symbols", "starts", "names"), "melody index")
        names = arrays["names"].tobytes().decode(errors="replace").split("\n")
        return cls(arrays["symbols"], arrays["starts"], tuple(names))

    def originality(self, notes: Sequence[StepNote]) -> Originality:
        """Return the longest run in common with any tune, in any key, rhythm included.

        Exact: from every note on, the places where the tunes go on alike, longest found first.
        """
        query = [run_symbol(before, after) for before, after in pairwise(notes)]
        longest, place = 0, 0
        for first in range(len(query) - 1):
            # Only a run longer than the longest so far is of use.
            run = query[first : first + max(2, longest + 1)]
            if len(run) > longest:
                places = self._alike(run)
                if len(places):
                    longest, place = self._extended(query, first, places, len(run))
        if not longest:
            found = np.flatnonzero(np.isin(self.symbols, query))
            if not len(found):
                return Originality()
            longest, place = 1, int(found[0])
        tune = int(np.searchsorted(self.starts, place, side="right")) - 1
        return Originality(longest + 1, self.names[tune])

    def _alike(self, run: list[int]) -> NDArray[np.int32]:
        """Return where the tunes have a run of symbols, looked for from its rarest pair."""
        symbols = np.array(run, np.uint16)
        pairs = _pairs(symbols)
        begins = np.searchsorted(self._sorted_pairs, pairs, side="left")
        ends = np.searchsorted(self._sorted_pairs, pairs, side="right")
        rarest = int((ends - begins).argmin())
        places = self._order[begins[rarest] : ends[rarest]] - rarest
        places = places[(places >= 0) & (places + len(run) <= len(self.symbols))]
        for step, symbol in enumerate(symbols):
            places = places[self.symbols[places + step] == symbol]
        return places

    def _extended(
        self, query: list[int], first: int, places: NDArray[np.int32], length: int
    ) -> tuple[int, int]:
        """Return how far the best of these places goes on alike, and the place."""
        while first + length < len(query):
            on = places[places + length < len(self.symbols)]
            on = on[self.symbols[on + length] == query[first + length]]
            if not len(on):
                break
            places, length = on, length + 1
        return length, int(places[0])

    @cached_property
    def _order(self) -> NDArray[np.int32]:
        """The places of the pairs of neighbouring symbols, in the order of the pairs."""
        # Two stable sorts of 16 bits, the lesser first, take a tenth of the time of one of 32.
        lesser = np.argsort(self.symbols[1:], kind="stable")
        greater = np.argsort(self.symbols[:-1][lesser], kind="stable")
        return lesser[greater].astype(np.int32)

    @cached_property
    def _sorted_pairs(self) -> NDArray[np.uint32]:
        return _pairs(self.symbols)[self._order]


def _pairs(symbols: NDArray[np.uint16]) -> NDArray[np.uint32]:
    """Return each symbol and its follower as one number."""
    wide = symbols.astype(np.uint32)
    return (wide[:-1] << np.uint32(16)) | wide[1:]
