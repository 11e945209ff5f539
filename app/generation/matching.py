"""Owns Matcher: where the newest symbols of a melody have occurred before."""

from __future__ import annotations

import numpy as np

from app.generation.encoding import LONGEST_HISTORY


class Matcher:
    """The longest run of symbols that ends now and has occurred before (Conklin & Witten 1995)."""

    __slots__ = ("_runs", "_symbols", "found", "length")

    def __init__(self) -> None:
        self._symbols = np.zeros(LONGEST_HISTORY, np.int64)
        self._runs = np.zeros(LONGEST_HISTORY, np.int64)
        self.length = 0
        """How many symbols the run has."""
        self.found = 0
        """The index of the symbol that followed the run last time; it means nothing at length 0."""

    def append(self, index: int, symbol: int) -> None:
        """Add the symbol at `index`, below LONGEST_HISTORY, and look for the run that it ends."""
        symbols, runs = self._symbols, self._runs
        symbols[index] = symbol
        if not index:
            return
        # runs[i] is how many symbols up to i equal those up to the newest.
        grown = runs[:index]
        grown[1:] = runs[: index - 1]
        grown[0] = 0
        grown += 1
        grown *= symbols[:index] == symbol
        latest = index - 1 - int(grown[::-1].argmax())
        self.length, self.found = int(grown[latest]), latest + 1

    def copy(self) -> Matcher:
        """Return an independent copy."""
        other = Matcher()
        other._symbols[:] = self._symbols
        other._runs[:] = self._runs
        other.length, other.found = self.length, self.found
        return other
