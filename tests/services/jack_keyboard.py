"""A keyboard on a JACK server, in a process of its own; what it does comes by standard input.

Each line is a command in JSON, each answer a line: `"plug"` and `"unplug"`, answered with the same,
and `[[gap_seconds, pitch, velocity], …]`, answered with the moments (`time.perf_counter`) at which
the keys were moved. The gaps are kept even where the machine is late.
"""

import json
import sys
import time
from typing import Any

from app.playback.midi.systems import JACK, midi_library

NOTE_ON = 0x90


def main() -> None:
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
        print(json.dumps(command), flush=True)  # noqa: T201


def move(port: Any, gap_seconds: float, pitch: int, velocity: int) -> float:
    time.sleep(gap_seconds)
    moved_at = time.perf_counter()
    port.send_message([NOTE_ON, pitch, velocity])
    return moved_at


if __name__ == "__main__":
    main()
