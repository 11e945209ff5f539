"""Acts as a MIDI keyboard on a JACK server, played by standard input.

Usage: `python -m app.bench.jack_keyboard`. Each line of input is a command in JSON and is answered
by one line: `"plug"` and `"unplug"` by the same, `[[gap_seconds, pitch, velocity], …]` by the
moments (`time.perf_counter`) at which the keys were moved. No gap is shortened when the machine is
late.
"""

from __future__ import annotations

import json
import sys
import time
from typing import Any

from app.playback.midi.status_bytes import NOTE_ON
from app.playback.midi.systems import JACK, midi_library


def main() -> None:
    """Carry out every command until the input is closed."""
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
    """Move a key after a gap, and return the moment at which that was done."""
    time.sleep(gap_seconds)
    moved_at = time.perf_counter()
    port.send_message([NOTE_ON, pitch, velocity])
    return moved_at


if __name__ == "__main__":
    main()
