"""Measures sound: how soon a pressed note is heard, and for how long sound drops out.

Where PulseAudio is installed, a sink that leads nowhere is recorded, so the numbers include
everything between the window and the sound card, and the first also the recorder's own delay.
Elsewhere Motivo plays on miniaudio's silent backend, and the numbers come from the moments at which
that asks for buffers. The result says which of the two it was.
"""

from __future__ import annotations

import tempfile
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from app.bench.measure import Measure, median, note_level
from app.bench.measured_process import run_measured
from app.bench.null_sink import Capture, has_pulseaudio, null_sink
from app.bench.watched_device import CALLS_FILE, Call, read_calls

if TYPE_CHECKING:
    from app.bench.sink_recording import SinkRecording

RECORDED: Final = "recorded from PulseAudio"
SILENT: Final = "on the silent backend"


@dataclass(frozen=True, slots=True)
class SoundRun:
    """What a run reported, and how it sounded: a recording, or the calls of a silent device."""

    reported: dict[str, Any]
    recording: SinkRecording | None
    calls: list[Call]

    @property
    def how(self) -> str:
        """Which of the two it was, for people."""
        return SILENT if self.recording is None else RECORDED


def press_to_sound() -> dict[str, float]:
    """Return the milliseconds from the click on a key to its sound, the median of twenty.

    If it is recorded, the sound begins when the recorder gives the note's first samples, a little
    after they could be heard. On the silent backend it begins when the buffer with the first
    samples has been handed over, plus that buffer's length.
    """
    run = _sound_run("press")
    spent = [1000 * (_sounds_at(run, moment) - moment) for moment in run.reported["pressed"]]
    return {"ms": median(spent), "slowest": max(spent), f"notes {run.how}": len(spent)}


def longest_gap() -> dict[str, float]:
    """Return the milliseconds of the longest gap in eight seconds, with both workers busy.

    If it is recorded, that is the longest silence while legato notes were playing. On the silent
    backend it is the longest time between two calls for a buffer, minus what the buffer before
    covers; that backend's clock goes in steps of up to 10 ms, which the number includes.
    """
    run = _sound_run("busy")
    begin, end = run.reported["interval"]
    if run.recording is not None:
        gap = run.recording.longest_silence(begin, end)
    else:
        calls = [call for call in run.calls if begin <= call.asked <= end]
        gap = max(0.0, *(b.asked - a.asked - a.seconds for a, b in pairwise(calls)))
    takes, staves = run.reported["counts"]
    return {"ms": 1000 * gap, f"seconds {run.how}": end - begin, "takes": takes, "staves": staves}


def _sound_run(what: str) -> SoundRun:
    if has_pulseaudio():
        from app.bench.sink_recording import SinkRecording

        with null_sink() as environment, Capture(environment) as capture:
            reported = run_measured(what, environment)
            return SoundRun(reported, SinkRecording(capture.stop()), [])
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "calls.json"
        reported = run_measured(what, {CALLS_FILE: str(path)})
        return SoundRun(reported, None, read_calls(path))


def _sounds_at(run: SoundRun, moment: float) -> float:
    """Return when a note that was pressed at `moment` sounds; raises ValueError if none does."""
    if run.recording is not None:
        return run.recording.note_arrival_after(moment)
    before = [call.peak for call in run.calls if call.given <= moment]
    threshold = note_level(before[-1] if before else 0)
    for call in run.calls:
        if call.given > moment and call.peak > threshold:
            return call.given + call.seconds
    raise ValueError("a pressed note was not heard")


SOUND_MEASURES = (
    Measure("note pressed to sound out", "ms", 20, press_to_sound),
    Measure("longest audio gap, workers busy", "ms", 20, longest_gap),
)
