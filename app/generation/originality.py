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

WIDEST_INTERVAL: Final = 60
"""Semitones; wider intervals count as this wide."""

LONGEST_DISTANCE: Final = 511
"""Steps between two onsets; longer distances count as this long."""


def run_symbol(before: StepNote, after: StepNote) -> int:
    """Return the interval and the time between two notes' onsets as one number, 1 to 65535."""
    interval = (
        min(max(after.pitch - before.pitch, -WIDEST_INTERVAL), WIDEST_INTERVAL) + WIDEST_INTERVAL
    )
    return 1 + interval * (LONGEST_DISTANCE + 1) + min(after.onset - before.onset, LONGEST_DISTANCE)


@dataclass(frozen=True)
class MelodyIndex:
    """The tunes that the model learned from, one after the other.

    `symbols`, uint16 [notes], has the `run_symbol` of each note and the one before it, and 0 at a
    tune's first note. `starts`, uint32 [tunes], are the places of the first notes; `names` are
    the tunes' names.
    """

    symbols: NDArray[np.uint16]
    starts: NDArray[np.uint32]
    names: tuple[str, ...]

    @classmethod
    def load(cls, path: Path) -> MelodyIndex:
        """Read an index; raises AppError if the file is missing or broken."""
        arrays = read_arrays(path, ("symbols", "starts", "names"), "melody index")
        names = arrays["names"].tobytes().decode(errors="replace").split("\n")
        return cls(arrays["symbols"], arrays["starts"], tuple(names))

    def originality(self, notes: Sequence[StepNote]) -> Originality:
        """Return the longest run of notes that a melody shares with any tune.

        Intervals and rhythm have to agree, the key not. The search is exact: it tries every note
        of the melody as the run's first.
        """
        query = [run_symbol(before, after) for before, after in pairwise(notes)]
        longest, place = 0, 0
        for first in range(len(query) - 1):
            # A run no longer than the longest so far is of no use.
            run = query[first : first + max(2, longest + 1)]
            if len(run) > longest:
                places = self._places_of(run)
                if len(places):
                    longest, place = self._extend(query, first, places, len(run))
        if not longest:
            found = np.flatnonzero(np.isin(self.symbols, query))
            if not len(found):
                return Originality()
            longest, place = 1, int(found[0])
        tune = int(np.searchsorted(self.starts, place, side="right")) - 1
        return Originality(longest + 1, self.names[tune])

    def _places_of(self, run: list[int]) -> NDArray[np.int32]:
        """Return every place in `symbols` that begins this run, found by its rarest pair."""
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

    def _extend(
        self, query: list[int], first: int, places: NDArray[np.int32], length: int
    ) -> tuple[int, int]:
        """Return the length of the longest run at these places, and the place.

        Each of them has the first `length` symbols of the query from `first` on.
        """
        while first + length < len(query):
            longer = places[places + length < len(self.symbols)]
            longer = longer[self.symbols[longer + length] == query[first + length]]
            if not len(longer):
                break
            places, length = longer, length + 1
        return length, int(places[0])

    @cached_property
    def _order(self) -> NDArray[np.int32]:
        """The places of all pairs of neighbouring symbols, sorted by the pair."""
        # Two stable sorts of 16-bit symbols, by the second and then by the first of each pair, take
        # a tenth of the time of one sort of 32-bit pairs.
        by_second = np.argsort(self.symbols[1:], kind="stable")
        by_first = np.argsort(self.symbols[:-1][by_second], kind="stable")
        return by_second[by_first].astype(np.int32)

    @cached_property
    def _sorted_pairs(self) -> NDArray[np.uint32]:
        return _pairs(self.symbols)[self._order]


def _pairs(symbols: NDArray[np.uint16]) -> NDArray[np.uint32]:
    """Return each symbol and the one after it as one number."""
    wide = symbols.astype(np.uint32)
    return (wide[:-1] << np.uint32(16)) | wide[1:]
