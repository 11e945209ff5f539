"""Finds the sound system that MIDI goes through, and gives its ports names that people can read."""

from __future__ import annotations

import importlib
import re
import sys
from collections import Counter
from collections.abc import Callable, Sequence
from contextlib import suppress
from typing import Any, Final

from app.errors import AppError
from app.playback.midi.jack_server import jack_library
from app.playback.quiet_libraries import library_chatter_hidden

CLIENT_NAME: Final = "Motivo"
JACK: Final = "UNIX_JACK"
ALSA: Final = "LINUX_ALSA"
SYSTEMS: Final = (ALSA, "MACOSX_CORE", "WINDOWS_MM", JACK)
"""RtMidi's names of sound systems, in the order in which they are tried."""

NO_LIBRARY: Final = (
    "MIDI needs ALSA's library, which is missing; install libasound2, then start Motivo again."
    if sys.platform.startswith("linux")
    else "MIDI can't be reached; please install Motivo again."
)
NO_SYSTEM: Final = (
    "MIDI can't be reached: ALSA's sequencer is not there, and no JACK server runs."
    " Load the sequencer with “sudo modprobe snd-seq”, or start JACK."
    if sys.platform.startswith("linux")
    else "MIDI can't be reached: the system's MIDI does not answer; restart the computer."
)


def midi_library() -> Any:
    """Return supriya-midi, the binding of RtMidi; raises ImportError if it can't be loaded."""
    jack_library()
    return importlib.import_module("supriya_midi")


def first_client(
    systems: Sequence[str], kind: str, is_tried: Callable[[str], bool] = lambda _system: True
) -> tuple[str, Any]:
    """Return the first of the systems that RtMidi was built for and that answers, and a client.

    `kind` names RtMidi's class, "MidiIn" or "MidiOut". Raises AppError if no system answers.
    """
    try:
        rtmidi = midi_library()
    except ImportError as error:
        raise AppError(NO_LIBRARY) from error
    compiled = [api.name for api in rtmidi.get_compiled_apis()]
    for system in systems:
        if system in compiled and is_tried(system):
            with suppress(rtmidi.RtMidiError):
                return system, new_client(system, kind)
    raise AppError(NO_SYSTEM)


def new_client(system: str, kind: str) -> Any:
    """Return a new client of a system; raises RtMidiError if it doesn't answer any more."""
    rtmidi = midi_library()
    with library_chatter_hidden():
        try:
            client = getattr(rtmidi, kind)(rtmidi.RtMidiAPI[system], CLIENT_NAME)
        except RuntimeError as error:  # supriya-midi's own error comes from clients that are made
            raise rtmidi.RtMidiError(str(error)) from error
        try:
            client.get_port_count()  # not before this is JACK's server looked for
        except rtmidi.RtMidiError:
            client.delete()
            raise
    return client


def readable(raw_names: Sequence[str], system: str) -> dict[str, str]:
    """Return the names of ports as shown to people, each with the system's own name.

    They lack the numbers that ALSA assigns each time a device is plugged in. Equal names are made
    different.
    """
    names: dict[str, str] = {}
    seen: Counter[str] = Counter()
    for raw in raw_names:
        name = re.sub(r" \d+:\d+$", "", raw) if system == ALSA else raw
        seen[name] += 1
        names[name if seen[name] == 1 else f"{name} ({seen[name]})"] = raw
    return names
