"""A MIDI keyboard on a JACK server: `python -m app.bench.jack_keyboard`, moved by standard input.

Each line is a command in JSON, each answer a line: `"plug"` and `"unplug"`, answered with the same,
and `[[gap_seconds, pitch, velocity], …]`, answered with the moments (`time.perf_counter`) at which
the keys were moved. The gaps are kept even where the machine is late.
"""

from __future__ import annotations

import json
import sys
import time
from typing import Any, Final

from app.playback.midi.systems import JACK, midi_library

NOTE_ON: Final = 0x90


def main() -> None:
    """Do what comes, until the input is closed."""
    rtmidi = midi_library()
    ports: list[Any] = []
    for line in sys.stdin:
        command = json.loads(line)
        if command == "plug":
            port = rtmidi.MidiOut(rtmidi.RtMidiAPI[JACK], "Keyboard")
            port.open_virtual_port("Keys")
            ports.append(port)
        elif command == "unplug":
            ports.pop().delete()
        else:
            command = [move(ports[0], *key) for key in command]
        sys.stdout.write(f"{json.dumps(command)}\n")
        sys.stdout.flush()


def move(port: Any, gap_seconds: float, pitch: int, velocity: int) -> float:
    """Move a key after a pause, and return the moment at which it was done."""
    time.sleep(gap_seconds)
    moved_at = time.perf_counter()
    port.send_message([NOTE_ON, pitch, velocity])
    return moved_at


if __name__ == "__main__":
    main()
