"""The messages between player and synthesiser: commands in one direction, reports in the other."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from app.playback.sequencing.schedule import Schedule
from app.playback.sequencing.voices import Mix


@dataclass(frozen=True, slots=True)
class Load:
    """Play a schedule, from now or from the next beat on; the place in the song is kept."""

    schedule: Schedule
    at_beat: bool = False


@dataclass(frozen=True, slots=True)
class Play:
    """Begin to play at a tick; reports about this playing have the same `serial`.

    Up to the tick `count_in_until` the metronome is heard even if it is turned off.
    """

    from_ticks: float
    serial: int
    count_in_until: float | None = None


@dataclass(frozen=True, slots=True)
class Stop:
    """Stop playing and release every key."""


@dataclass(frozen=True, slots=True)
class SetLoop:
    """Go back to `start_ticks` whenever `end_ticks` is reached; if that is None, don't loop.

    This applies from now on, or from the next beat on.
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
    """Turn the metronome on or off."""

    is_on: bool


@dataclass(frozen=True, slots=True)
class SetMix:
    """Give all parts their voices."""

    mix: Mix


@dataclass(frozen=True, slots=True)
class NoteOn:
    """Sound a key in addition to the song, for `seconds` or until NoteOff."""

    pitch: int
    velocity: int
    seconds: float | None = None


@dataclass(frozen=True, slots=True)
class NoteOff:
    """Release a key that was pressed by NoteOn."""

    pitch: int


@dataclass(frozen=True, slots=True)
class UseSoundfont:
    """Play with another soundfont; None means the default."""

    path: Path | None


@dataclass(frozen=True, slots=True)
class UseDevice:
    """Play on the sound card with a name; an empty name leaves the choice to the system."""

    name: str


@dataclass(frozen=True, slots=True)
class UseMidiOut:
    """Play on a MIDI port as well, or on none if the name is empty.

    With `is_alone`, nothing is heard from the sound card. With `sends_clock`, tempo, start and stop
    are sent as MIDI clock.
    """

    port: str
    is_alone: bool = False
    sends_clock: bool = False


@dataclass(frozen=True, slots=True)
class FindOutputs:
    """Ask which sound cards and MIDI ports exist."""


@dataclass(frozen=True, slots=True)
class Quit:
    """End the process."""


Command = (
    Load | Play | Stop | SetLoop | SetTempo | SetMetronome | SetMix | NoteOn | NoteOff
    | UseSoundfont | UseDevice | UseMidiOut | FindOutputs | Quit
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Preset:
    """An instrument of a soundfont; bank and program are numbered from 0."""

    bank: int
    program: int
    name: str


@dataclass(frozen=True, slots=True)
class Position:
    """Where playing was at a moment of `time.perf_counter`, which all processes share."""

    serial: int
    ticks: float
    at_seconds: float


@dataclass(frozen=True, slots=True)
class Ended:
    """The song has been played to its end."""

    serial: int


@dataclass(frozen=True, slots=True)
class DeviceOpened:
    """Sound goes to `backend`; if there is no device, `problem` says why, and playing is silent.

    `name` is the sound card that was asked for; it is empty for the system's choice.
    """

    backend: str
    problem: str = ""
    name: str = ""


@dataclass(frozen=True, slots=True)
class SoundfontLoaded:
    """A soundfont was loaded and has these instruments."""

    path: Path
    presets: tuple[Preset, ...]


@dataclass(frozen=True, slots=True)
class OutputsFound:
    """The sound cards and MIDI ports that exist; `midi_problem` says why there is no port."""

    devices: tuple[str, ...]
    midi_ports: tuple[str, ...]
    midi_problem: str = ""


@dataclass(frozen=True, slots=True)
class MidiOutOpened:
    """Notes go to a MIDI port; if the name is empty, to none, and `problem` says why."""

    port: str
    problem: str = ""


@dataclass(frozen=True, slots=True)
class SoundFailed:
    """Sound has failed; `reason` is a sentence for the user, or the library's own words."""

    reason: str


@dataclass(frozen=True, slots=True)
class ProcessEnded:
    """The synthesiser's process has ended, whether or not it was asked to."""


Report = (
    Position | Ended | DeviceOpened | SoundfontLoaded | OutputsFound | MidiOutOpened
    | SoundFailed | ProcessEnded
)  # fmt: skip
