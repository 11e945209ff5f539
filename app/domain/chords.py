"""Owns Chord and Chords: the chord symbols of a sketch, as a player types them: `D | G A7 | D`."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import combinations
from typing import Final

from app.domain.key import LETTER_SEMITONES
from app.domain.meter import Meter
from app.domain.quoting import quoted
from app.errors import InvalidValueError

PLAIN_KINDS: Final[dict[str, tuple[int, ...]]] = {
    "": (0, 4, 7),
    "m": (0, 3, 7),
    "7": (0, 4, 7, 10),
    "m7": (0, 3, 7, 10),
    "maj7": (0, 4, 7, 11),
    "m(maj7)": (0, 3, 7, 11),
    "6": (0, 4, 7, 9),
    "m6": (0, 3, 7, 9),
    "9": (0, 4, 7, 10, 2),
    "m9": (0, 3, 7, 10, 2),
    "maj9": (0, 4, 7, 11, 2),
    "11": (0, 4, 7, 10, 2, 5),
    "m11": (0, 3, 7, 10, 2, 5),
    "13": (0, 4, 7, 10, 2, 9),
    "m13": (0, 3, 7, 10, 2, 9),
    "maj13": (0, 4, 7, 11, 2, 9),
    "sus2": (0, 2, 7),
    "sus4": (0, 5, 7),
    "7sus4": (0, 5, 7, 10),
    "9sus4": (0, 5, 7, 10, 2),
    "13sus4": (0, 5, 7, 10, 2, 9),
    "dim": (0, 3, 6),
    "dim7": (0, 3, 6, 9),
    "m7b5": (0, 3, 6, 10),
    "aug": (0, 4, 8),
    "5": (0, 7),
    "add9": (0, 4, 7, 2),
    "madd9": (0, 3, 7, 2),
    "add11": (0, 4, 7, 5),
    "6/9": (0, 4, 7, 9, 2),
    "m6/9": (0, 3, 7, 9, 2),
}
"""The chord kinds by their usual suffix, each with its tones in semitones above the root."""

ALTERED_TONES: Final = {
    "b5": (7, 6), "#5": (7, 8), "b9": (2, 1), "#9": (2, 3), "#11": (5, 6), "b13": (9, 8),
}  # fmt: skip
"""For each alteration the tone that it takes the place of, if that is there, and its own."""

ALTERABLE: Final = (
    "7", "m7", "maj7", "9", "m9", "maj9", "13", "m13", "maj13", "7sus4", "9sus4", "13sus4",
)  # fmt: skip
"""The kinds that can have altered tones."""

MOST_ALTERED: Final = 3


def _altered() -> dict[str, tuple[str, tuple[str, ...]]]:
    """Return every altered kind by its suffix: the kind that is altered, and how."""
    return {
        base + "".join(signs): (base, signs)
        for base in ALTERABLE
        for count in range(1, MOST_ALTERED + 1)
        for signs in combinations(ALTERED_TONES, count)
        if _can_alter(base, signs)
    }


def _can_alter(base: str, signs: tuple[str, ...]) -> bool:
    """Tell whether all alterations differ from each other and from what the kind has already."""
    own = [ALTERED_TONES[sign][1] for sign in signs]
    named = re.findall(r"\d+", base)
    return (
        base + "".join(signs) not in PLAIN_KINDS
        and len({*own, *PLAIN_KINDS[base]}) == len(own) + len(PLAIN_KINDS[base])
        and not any(sign[1:] in named for sign in signs)
        and not {"b5", "#5"} <= {*signs}
        and not ("sus4" in base and "#11" in signs)
    )


def _tones(base: str, signs: tuple[str, ...]) -> tuple[int, ...]:
    replaced = {ALTERED_TONES[sign][0] for sign in signs}
    kept = tuple(tone for tone in PLAIN_KINDS[base] if tone not in replaced)
    return kept + tuple(ALTERED_TONES[sign][1] for sign in signs)


_ALTERED: Final = _altered()

KINDS: Final = PLAIN_KINDS | {name: _tones(*parts) for name, parts in _ALTERED.items()}
"""The plain and the altered kinds, such as "7b9" and "13#11"."""


def parts_of(kind: str) -> tuple[str, tuple[str, ...]]:
    """Return the plain kind that a kind is made of, and its alterations."""
    return _ALTERED.get(kind, (kind, ()))


OTHER_NAMES: Final = {
    "M": "",
    "maj": "",
    "min": "m",
    "-": "m",
    "Δ": "maj7",
    "mmaj7": "m(maj7)",
    "mM7": "m(maj7)",
    "m(M7)": "m(maj7)",
    "sus": "sus4",
    "7sus": "7sus4",
    "9sus": "9sus4",
    "13sus": "13sus4",
    "o": "dim",
    "°": "dim",
    "o7": "dim7",
    "°7": "dim7",
    "ø": "m7b5",
    "ø7": "m7b5",
    "+": "aug",
    "+7": "7#5",
    "7+": "7#5",
    "aug7": "7#5",
    "add2": "add9",
    "madd2": "madd9",
    "69": "6/9",
    "m69": "m6/9",
    "6add9": "6/9",
    "m6add9": "m6/9",
}
"""Other suffixes for the same kinds."""

SHORT: Final = (
    (re.compile(r"^(?:min|mi|-)(?=\d)"), "m"),
    (re.compile(r"^(?:Maj|MA|ma|M|Δ|j)(?=\d)"), "maj"),
    (re.compile(r"[()\s,]|add(?=[#b+-])"), ""),
    (re.compile(r"(7|9|13)((?:[#b+-]\d+)+)sus4?$"), r"\1sus4\2"),
)
"""Other ways of writing parts of a suffix, and what they stand for."""

SIGNS: Final = re.compile(r"[#b+-](?:5|9|11|13)")


def kind_of(suffix: str) -> str | None:
    """Return the kind that a suffix such as "7(♭9)", "-7" or "7+9" names; None if it is none."""
    text = suffix.replace("♯", "#").replace("♭", "b")
    if text in KINDS:
        return text
    if text in OTHER_NAMES:
        return OTHER_NAMES[text]
    for pattern, plain in SHORT:
        text = pattern.sub(plain, text)
    found = re.fullmatch(rf"(.*?)((?:{SIGNS.pattern})*)", text)
    base, written = (found[1], found[2]) if found else (text, "")
    signs = {sign.replace("+", "#").replace("-", "b") for sign in SIGNS.findall(written)}
    base = OTHER_NAMES.get(base, base)
    name = base + "".join(sign for sign in ALTERED_TONES if sign in signs)
    return name if name in KINDS and signs <= ALTERED_TONES.keys() else None


HOLD: Final = "/"
"""Typed where the chord before goes on."""


@dataclass(frozen=True, slots=True)
class Chord:
    """A chord symbol: root and bass are names such as "F#" (in ASCII), `kind` is a key of KINDS."""

    root: str
    kind: str = ""
    bass: str | None = None

    @classmethod
    def parse(cls, text: str) -> Chord:
        """Read a symbol such as "D", "F♯m7" or "G/B"; raises InvalidValueError for any other."""
        plain = text.strip().replace("♯", "#").replace("♭", "b")
        match = re.fullmatch(r"([A-G][#b]?)(.*?)(?:/([A-G][#b]?))?", plain)
        kind = kind_of(match[2]) if match else None
        if match is None or kind is None:
            raise InvalidValueError(
                f"{quoted(text)} is not a chord that Motivo knows; write one such as D, F♯m or A7."
            )
        return cls(match[1], kind, match[3])

    def __str__(self) -> str:
        text = self.root + self.kind + (f"/{self.bass}" if self.bass else "")
        return text.replace("#", "♯").replace("b", "♭")

    @property
    def root_pitch_class(self) -> int:
        """The root's pitch class, 0 (C) to 11 (B)."""
        return _pitch_class(self.root)

    @property
    def bass_pitch_class(self) -> int:
        """The pitch class of the bass; the root's, if the symbol names no other bass."""
        return _pitch_class(self.bass) if self.bass else self.root_pitch_class

    @property
    def pitch_classes(self) -> frozenset[int]:
        """All pitch classes of the chord, including its bass."""
        classes = {(self.root_pitch_class + above) % 12 for above in KINDS[self.kind]}
        return frozenset(classes | ({_pitch_class(self.bass)} if self.bass else set()))


@dataclass(frozen=True, slots=True)
class ChordChange:
    """A chord and the tick at which it begins to sound."""

    onset_ticks: int
    chord: Chord


@dataclass(frozen=True, slots=True)
class Chords:
    """The chords of a pattern of bars, which repeats from the first full bar on.

    Each bar is a tuple of slots that share its time evenly; in a slot that is None, the chord
    before goes on. A pattern without bars means that the sketch has no chords.
    """

    bars: tuple[tuple[Chord | None, ...], ...] = ()

    @classmethod
    def parse(cls, text: str) -> Chords:
        """Read bars divided by `|`.

        `/` lets the chord before go on, and so does an empty bar or `%` for a whole bar. Raises
        InvalidValueError for a symbol that is no chord, or where no chord is named at all.
        """
        if not text.strip():
            return cls()
        bars = []
        for cell in text.strip().strip("|").split("|"):
            slots = [None if slot in (HOLD, "%") else Chord.parse(slot) for slot in cell.split()]
            bars.append(tuple(slots) or (None,))
        if all(slot is None for bar in bars for slot in bar):
            raise InvalidValueError(
                "These chords begin by repeating a chord that was never named; name one first."
            )
        return cls(tuple(bars))

    def __str__(self) -> str:
        return " | ".join(
            " ".join(HOLD if chord is None else str(chord) for chord in bar) for bar in self.bars
        )

    def changes(self, meter: Meter, start_ticks: int, end_ticks: int) -> tuple[ChordChange, ...]:
        """Return the chord changes between two ticks, if the pattern begins at `start_ticks`."""
        found: list[ChordChange] = []
        bar_starts = range(start_ticks, end_ticks, meter.bar_ticks) if self.bars else ()
        for index, bar_start in enumerate(bar_starts):
            slots = self.bars[index % len(self.bars)]
            for chord, place in zip(slots, meter.divided(len(slots)), strict=True):
                onset = bar_start + place
                if onset < end_ticks and chord and (not found or found[-1].chord != chord):
                    found.append(ChordChange(onset, chord))
        return tuple(found)


def _pitch_class(name: str) -> int:
    return (LETTER_SEMITONES[name[0]] + {"#": 1, "b": -1}.get(name[1:], 0)) % 12
