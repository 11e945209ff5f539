"""A keyboard on a JACK server, in a process of its own; what it does comes by standard input.

Each line is a command in JSON, each answer a line: `"plug"` and `"unplug"`, answered with the same,
and `[[gap_seconds, pitch, velocity], …]`, answered with the moments (`time.perf_counter`) at which
the keys were moved. The gaps are kept even where the machine is late.
"""

import json
import sys
import time

import mido


def main() -> None:
    jack = mido.Backend("mido.backends.rtmidi/UNIX_JACK")
    ports: list[mido.ports.BaseOutput] = []
    for line in sys.stdin:
        command = json.loads(line)
        if command == "plug":
            ports.append(jack.open_output("Keys", virtual=True))
        elif command == "unplug":
            ports.pop().close()
        else:
            command = [move(ports[0], *key) for key in command]
        print(json.dumps(command), flush=True)  # noqa: T201


def move(port: mido.ports.BaseOutput, gap_seconds: float, pitch: int, velocity: int) -> float:
    time.sleep(gap_seconds)
    moved_at = time.perf_counter()
    port.send(mido.Message("note_on", note=pitch, velocity=velocity))
    return moved_at


if __name__ == "__main__":
    main()
