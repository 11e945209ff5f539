"""Owns Found: what a file holds, before a melody is chosen from it."""

from __future__ import annotations

from dataclasses import dataclass, replace

from app.domain.key import Key
from app.domain.meter import Meter
from app.domain.note import Note
from app.domain.reading import Reading


@dataclass(frozen=True, slots=True)
class Part:
    """A track, or a voice of a score and, where only that itself says so, its keys and chords.

    The notes of chords are all listed. `chords` are names, each with its onset in ticks. What is
    None is that of the whole file. `instrument` is the name that the file itself gives the part,
    where `name` has more in it; several parts can share it. `has_bass_clef` tells that it begins in
    one. `messages` tell what of this part was left out.
    """

    name: str
    notes: tuple[Note, ...]
    keys: tuple[Key, ...] | None = None
    signatures: tuple[int, ...] | None = None
    chords: tuple[tuple[int, str], ...] | None = None
    instrument: str | None = None
    has_bass_clef: bool = False
    messages: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Found:
    """What a reader found in a file; the tuple of anything that the file does not name is empty.

    Each tuple is in the order of the file. `messages` are sentences about what was left out, and
    about repeats.
    """

    title: str = ""
    parts: tuple[Part, ...] = ()
    keys: tuple[Key, ...] = ()
    signatures: tuple[int, ...] = ()
    meters: tuple[Meter, ...] = ()
    tempi_bpm: tuple[float, ...] = ()
    pickup_ticks: int = 0
    chords: tuple[tuple[int, str], ...] = ()
    messages: tuple[str, ...] = ()
    composer: str = ""
    reading: Reading | None = None
    """How the file was read if there is another way, and else None."""

    is_performance: bool = False

    def of_part(self, part: Part) -> Found:
        """Return what holds for a part: its own keys and chords in place of the file's."""
        return replace(
            self,
            keys=self.keys if part.keys is None else part.keys,
            signatures=self.signatures if part.signatures is None else part.signatures,
            chords=self.chords if part.chords is None else part.chords,
        )
