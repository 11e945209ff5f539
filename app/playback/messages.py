"""What is said between the player and the synthesiser: commands one way, reports the other."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from app.playback.schedule import Schedule


@dataclass(frozen=True, slots=True)
class Load:
    """Play this schedule from now on; the place in the song is kept."""

    schedule: Schedule


@dataclass(frozen=True, slots=True)
class Play:
    """Begin at a tick; reports about this playing carry `serial`."""

    from_ticks: float
    serial: int


@dataclass(frozen=True, slots=True)
class Stop:
    """Stop playing and release every key."""


@dataclass(frozen=True, slots=True)
class SetLoop:
    """Go back to `start_ticks` whenever `end_ticks` is reached; None for the end: no loop."""

    start_ticks: int
    end_ticks: int | None


@dataclass(frozen=True, slots=True)
class SetTempo:
    """Go on at another tempo, in quarters a minute; the place in the song is kept."""

    tempo_bpm: float


@dataclass(frozen=True, slots=True)
class NoteOn:
    """Sound a key beside the song, for `seconds` or until NoteOff."""

    pitch: int
    velocity: int
    seconds: float | None = None


@dataclass(frozen=True, slots=True)
class NoteOff:
    """Release a key that NoteOn pressed."""

    pitch: int


@dataclass(frozen=True, slots=True)
class UseSoundfont:
    """Play with another soundfont; None for the default."""

    path: Path | None


@dataclass(frozen=True, slots=True)
class Quit:
    """End the process."""


Command = Load | Play | Stop | SetLoop | SetTempo | NoteOn | NoteOff | UseSoundfont | Quit


@dataclass(frozen=True, slots=True)
class Position:
    """Where playing was at a moment, told by `time.perf_counter` (one clock for all processes)."""

    serial: int
    ticks: float
    at_seconds: float


@dataclass(frozen=True, slots=True)
class Ended:
    """The song was played to its end."""

    serial: int


@dataclass(frozen=True, slots=True)
class DeviceOpened:
    """Sound goes to `backend`; `problem` tells why there is no device, and time passes silently."""

    backend: str
    problem: str = ""


@dataclass(frozen=True, slots=True)
class SoundFailed:
    """Something is wrong with the sound; `reason` is a sentence, or the library's own words."""

    reason: str


@dataclass(frozen=True, slots=True)
class ProcessEnded:
    """The synthesiser is gone, asked to or not."""


Report = Position | Ended | DeviceOpened | SoundFailed | ProcessEnded
