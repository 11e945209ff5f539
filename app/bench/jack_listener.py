"""Listens to a MIDI port of JACK: `python -m app.bench.jack_listener PORT`.

It prints an empty line when it has begun to listen. When its input is closed, it prints what came
as JSON, `[[seconds, [byte, …]], …]`; the seconds are in JACK's own time.
"""

from __future__ import annotations

import json
import sys
import time
from typing import Any, Final

from app.bench.patience import PATIENCE_SECONDS
from app.playback.midi.systems import JACK, midi_library

POLL_SECONDS: Final = 0.05
"""Between two looks for the port."""


def main() -> None:
    """Wait for the port, and listen to it until the input is closed."""
    rtmidi = midi_library()
    client = rtmidi.MidiIn(rtmidi.RtMidiAPI[JACK], "listener", queue_size_limit=100_000)
    client.ignore_types(sysex=False, timing=False, active_sense=False)
    deadline = time.monotonic() + PATIENCE_SECONDS
    while not (found := _places(client, sys.argv[1])):
        if time.monotonic() > deadline:
            raise SystemExit(1)
        time.sleep(POLL_SECONDS)
    client.open_port(found[0], "in")
    sys.stdout.write("\n")
    sys.stdout.flush()
    sys.stdin.read()
    seconds, received = 0.0, []
    while (came := client.get_message()) is not None:
        seconds += came[1]
        received.append((seconds, came[0]))
    sys.stdout.write(json.dumps(received))


def _places(client: Any, name: str) -> list[int]:
    return [place for place, port in enumerate(client.get_ports()) if name in port]


if __name__ == "__main__":
    main()
