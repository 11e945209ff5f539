"""Measures how evenly MIDI goes out; a second process listens to Motivo's port over JACK."""

from __future__ import annotations

import os
import queue
from statistics import fmean
from typing import Final
from unittest import mock

from app.bench.jack import JackServer, Listener, has_jack
from app.bench.key_stamps import key_stamps
from app.bench.measure import Measure
from app.bench.patience import PATIENCE_SECONDS
from app.bench.tunes import eighths
from app.playback.midi.status_bytes import NOTE_ON, Clock
from app.playback.sequencing.protocol import Ended, Load, MidiOutOpened, Play, Report, UseMidiOut
from app.playback.sequencing.schedule import Schedule
from app.playback.sound.synth_process import SynthProcess

BARS: Final = 4
PORT: Final = "Motivo"


def midi_jitter() -> dict[str, float]:
    """Return by how many milliseconds a clock message deviates most from an even beat.

    `notes` is the same for note-ons. The numbers include the period of JACK, which passes MIDI on
    only once in each.
    """
    reports: queue.Queue[Report] = queue.Queue()
    with JackServer() as server, mock.patch.dict(os.environ, server.environment):
        synth = SynthProcess(reports.put, backends=())
        synth.send(UseMidiOut(PORT, sends_clock=True))
        while reports.get(timeout=PATIENCE_SECONDS) != MidiOutOpened(PORT):
            pass
        listener = Listener(server.environment, PORT)
        synth.send(Load(Schedule.of(eighths(BARS))))
        synth.send(Play(0, serial=1))
        while not isinstance(reports.get(timeout=PATIENCE_SECONDS), Ended):
            pass
        synth.close()
        received = listener.stop()
    clock = [each.seconds for each in received if each.message[0] == Clock.PULSE]
    notes = [each.seconds for each in received if each.message[0] == NOTE_ON]
    return {"ms": _largest_deviation_ms(clock), "notes": _largest_deviation_ms(notes)}


def _largest_deviation_ms(moments: list[float]) -> float:
    """Return the largest deviation of moments from the even beat that fits them best."""
    middle, mean = (len(moments) - 1) / 2, fmean(moments)
    steps = [index - middle for index in range(len(moments))]
    pace = sum(step * (moment - mean) for step, moment in zip(steps, moments, strict=True)) / sum(
        step**2 for step in steps
    )
    return 1000 * max(
        abs(moment - mean - pace * step) for step, moment in zip(steps, moments, strict=True)
    )


MIDI_MEASURES = (
    (
        Measure("MIDI clock out, largest jitter", "ms", None, midi_jitter),
        Measure("key struck to its time stamp, the latest", "ms", None, key_stamps),
    )
    if has_jack()
    else ()
)
