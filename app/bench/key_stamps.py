"""Measures how late keys are time-stamped; a second process strikes them over JACK."""

from __future__ import annotations

import os
import queue
from typing import Final
from unittest import mock

from app.bench.jack import PATIENT, JackKeyboard, JackServer
from app.bench.measure import median
from app.bench.patience import PATIENCE_SECONDS
from app.playback.midi.input_ports import InputEvent, MidiPorts
from app.playback.midi.systems import JACK

KEYS: Final = 200
GAP_SECONDS: Final = 0.02
UNEVEN_SECONDS: Final = 0.0007
"""Of every seven gaps each is longer than the last by so much, so that keys fall anywhere in a
period."""


def key_stamps() -> dict[str, float]:
    """Return by how many milliseconds the latest key is stamped after it was struck.

    `median` is what a recording can be corrected by; deviations from it can't be corrected.
    """
    came: queue.SimpleQueue[InputEvent] = queue.SimpleQueue()
    keys = [
        (GAP_SECONDS + UNEVEN_SECONDS * (index % 7), 60, 1 + index % 2) for index in range(KEYS)
    ]
    with JackServer(PATIENT) as server, mock.patch.dict(os.environ, server.environment):
        keyboard, ports = (
            JackKeyboard(server.environment),
            MidiPorts(systems=(JACK,), retry_seconds=0),
        )
        try:
            keyboard.ask("plug")
            (name,) = ports.names()
            ports.open(name, came.put)
            struck = keyboard.ask(keys)
            stamped = [came.get(timeout=PATIENCE_SECONDS).time_seconds for _ in struck]
        finally:
            ports.close()
            keyboard.end()
    late = [1000 * (stamp - moment) for moment, stamp in zip(struck, stamped, strict=True)]
    return {"ms": max(late), "median": median(late)}
