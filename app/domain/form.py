"""Owns Form and Phrase: which phrases of a tune are alike, written like a a′ b a."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from app.domain.quoting import quoted
from app.errors import InvalidValueError

MOST_PHRASES: Final = 16
PRIME: Final = "′"
PRIMES_TYPED: Final = f"'’{PRIME}"
"""The characters that players type for a prime."""


@dataclass(frozen=True, slots=True)
class Phrase:
    """A phrase named by a letter, which it shares with phrases like it.

    `primes` tells variations of the same phrase apart: a, a′, a′′.
    """

    letter: str
    primes: int = 0

    def __post_init__(self) -> None:
        if not re.fullmatch("[a-z]", self.letter) or self.primes < 0:
            raise InvalidValueError(
                f"{quoted(str(self))} is not the name of a phrase; write a letter from a to z,"
                " with primes for variations."
            )

    def __str__(self) -> str:
        return self.letter + PRIME * self.primes


@dataclass(frozen=True, slots=True)
class Form:
    """The phrases of a tune in order, all of the same length.

    Raises InvalidValueError unless there are 1 to MOST_PHRASES of them.
    """

    phrases: tuple[Phrase, ...]

    def __post_init__(self) -> None:
        if not 1 <= len(self.phrases) <= MOST_PHRASES:
            raise InvalidValueError(
                f"A form can't have {len(self.phrases)} phrases; write 1 to {MOST_PHRASES} letters,"
                " such as a a′ b a."
            )

    @classmethod
    def parse(cls, text: str) -> Form:
        """Read a form such as "a a' b a", "AABA" or "a, b, a′".

        Raises InvalidValueError for a text that is no form.
        """
        written = text.strip().lower()
        if not re.fullmatch(rf"(?:[a-z][{PRIMES_TYPED}]*[\s,]*)+", written):
            raise InvalidValueError(
                f"{quoted(text)} is not a form; write letters such as a a′ b a."
            )
        found = re.findall(rf"([a-z])([{PRIMES_TYPED}]*)", written)
        return cls(tuple(Phrase(letter, len(primes)) for letter, primes in found))

    def __str__(self) -> str:
        return " ".join(str(phrase) for phrase in self.phrases)

    def phrase_bars(self, motif_bars: int, new_bars: int) -> tuple[int, bool]:
        """Return how many bars a phrase has, and whether the first letter names the motif itself.

        If phrases as long as the motif fill the new bars exactly, with or without the motif as the
        first of them, they have that length; otherwise they share the new bars evenly. Raises
        InvalidValueError if that is impossible, and names numbers of new bars that would do.
        """
        count = len(self.phrases)
        if count * motif_bars == new_bars:
            return motif_bars, False
        if count * motif_bars == new_bars + motif_bars:
            return motif_bars, True
        if new_bars % count == 0:
            return new_bars // count, False
        wholes = {count * motif_bars, (count - 1) * motif_bars} - {0}
        named = [str(bars) for bars in sorted(wholes) if bars % count]
        choices = " or ".join([*named, f"a multiple of {count}"])
        raise InvalidValueError(
            f"{new_bars} new bars can't be shared among the {count} phrases of {self};"
            f" ask for {choices}."
        )
