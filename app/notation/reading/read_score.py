"""Owns ReadScore: what a written score holds, before a melody is chosen from it."""

from __future__ import annotations

from dataclasses import dataclass

from app.domain import Key, Meter, Note


@dataclass(frozen=True, slots=True)
class Voice:
    """One voice of a score; its notes keep their letters, and those of chords are all listed.

    `instrument` is the name in the file, which several voices can share. `chords` are names, each
    with its onset in ticks. What is None is that of the whole score.
    """

    name: str
    notes: tuple[Note, ...]
    instrument: str | None = None
    keys: tuple[Key, ...] | None = None
    signatures: tuple[int, ...] | None = None
    chords: tuple[tuple[int, str], ...] | None = None


@dataclass(frozen=True, slots=True)
class ReadScore:
    """What a score holds; each list is in the order of the score, and empty if there is nothing.

    `messages` are sentences about what was left out, and about repeats. `has_repeats` says whether
    it is played in another order than it is written.
    """

    title: str = ""
    composer: str = ""
    voices: tuple[Voice, ...] = ()
    keys: tuple[Key, ...] = ()
    signatures: tuple[int, ...] = ()
    meters: tuple[Meter, ...] = ()
    tempi_bpm: tuple[float, ...] = ()
    pickup_ticks: int = 0
    chords: tuple[tuple[int, str], ...] = ()
    messages: tuple[str, ...] = ()
    has_repeats: bool = False
