"""What is said between the player and the synthesiser: commands one way, reports the other."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from app.playback.sequencing.schedule import Schedule
from app.playback.sequencing.voices import Mix


@dataclass(frozen=True, slots=True)
class Load:
    """Play this schedule from now on, or from the next beat on; the place in the song is kept."""

    schedule: Schedule
    at_beat: bool = False


@dataclass(frozen=True, slots=True)
class Play:
    """Begin at a tick; reports about this playing carry `serial`.

    The metronome counts in, on or not, up to the tick `count_in_until`.
    """

    from_ticks: float
    serial: int
    count_in_until: float | None = None


@dataclass(frozen=True, slots=True)
class Stop:
    """Stop playing and release every key."""


@dataclass(frozen=True, slots=True)
class SetLoop:
    """Go back to `start_ticks` whenever `end_ticks` is reached; None for the end: no loop.

    It holds from now on, or from the next beat on.
    """

    start_ticks: int
    end_ticks: int | None
    at_beat: bool = False


@dataclass(frozen=True, slots=True)
class SetTempo:
    """Go on at another tempo, in quarters a minute; the place in the song is kept."""

    tempo_bpm: float


@dataclass(frozen=True, slots=True)
class SetMetronome:
    """Strike the beats while something plays, or don't."""

    is_on: bool


@dataclass(frozen=True, slots=True)
class SetMix:
    """Sound with these voices."""

    mix: Mix


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
class UseDevice:
    """Play on the sound card of this name; an empty one for the system's choice."""

    name: str


@dataclass(frozen=True, slots=True)
class UseMidiOut:
    """Play on a MIDI port, too, or on none with an empty name; `is_alone`: not on the sound card.

    With `sends_clock` whoever listens there is told tempo, start and stop.
    """

    port: str
    is_alone: bool = False
    sends_clock: bool = False


@dataclass(frozen=True, slots=True)
class FindOutputs:
    """Ask which sound cards and MIDI ports there are."""


@dataclass(frozen=True, slots=True)
class Quit:
    """End the process."""


Command = (
    Load | Play | Stop | SetLoop | SetTempo | SetMetronome | SetMix | NoteOn | NoteOff
    | UseSoundfont | UseDevice | UseMidiOut | FindOutputs | Quit
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Preset:
    """An instrument that a soundfont has, by bank and program from 0."""

    bank: int
    program: int
    name: str


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
    """Sound goes to `backend`; `problem` tells why there is no device, and time passes silently.

    `name` is the sound card that was asked for, empty for the system's choice.
    """

    backend: str
    problem: str = ""
    name: str = ""


@dataclass(frozen=True, slots=True)
class SoundfontLoaded:
    """Notes sound with this soundfont, which has these instruments."""

    path: Path
    presets: tuple[Preset, ...]


@dataclass(frozen=True, slots=True)
class OutputsFound:
    """The sound cards and MIDI ports there are; `midi_problem` tells why there is no port."""

    devices: tuple[str, ...]
    midi_ports: tuple[str, ...]
    midi_problem: str = ""


@dataclass(frozen=True, slots=True)
class MidiOutOpened:
    """Notes go to this MIDI port, or to none with an empty name; `problem` is a sentence on why."""

    port: str
    problem: str = ""


@dataclass(frozen=True, slots=True)
class SoundFailed:
    """Something is wrong with the sound; `reason` is a sentence, or the library's own words."""

    reason: str


@dataclass(frozen=True, slots=True)
class ProcessEnded:
    """The synthesiser is gone, asked to or not."""


Report = (
    Position | Ended | DeviceOpened | SoundfontLoaded | OutputsFound | MidiOutOpened
    | SoundFailed | ProcessEnded
)  # fmt: skip
