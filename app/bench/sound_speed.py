"""Measures sound: how soon a pressed note is heard, and for how long sound ever drops out.

Where PulseAudio is installed, a sink that leads nowhere is recorded, so that the numbers hold all
that happens between the window and the sound card; the first holds the recorder's own delay, too.
Elsewhere Motivo plays on miniaudio's silent backend, and the numbers are made of the moments at
which that asks for buffers. Which of both it was stands beside the number.
"""

from __future__ import annotations

import tempfile
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from app.bench.measure import Measure, median, note_level
from app.bench.null_sink import Capture, has_pulseaudio, null_sink
from app.bench.run import run
from app.bench.watched_device import CALLS_FILE, Call, read_calls

if TYPE_CHECKING:
    from app.bench.heard_recording import Recording

RECORDED: Final = "recorded from PulseAudio"
SILENT: Final = "on the silent backend"


@dataclass(frozen=True, slots=True)
class Heard:
    """What a run told, and what was heard of it: a recording, or the calls of a silent device."""

    told: dict[str, Any]
    recording: Recording | None
    calls: list[Call]

    @property
    def how(self) -> str:
        """How it was heard."""
        return SILENT if self.recording is None else RECORDED


def press_to_sound() -> dict[str, float]:
    """Return milliseconds from the click on a key to its sound, the middle of twenty.

    Recorded: until the note's first samples had come out of the recorder, which is a little after
    they were to be heard. Silent: until the buffer that holds them had been handed over, and the
    length of that buffer more.
    """
    heard = _heard("press")
    spent = [1000 * (_sounds_at(heard, moment) - moment) for moment in heard.told["pressed"]]
    return {"ms": median(spent), "slowest": max(spent), f"notes {heard.how}": len(spent)}


def longest_gap() -> dict[str, float]:
    """Return milliseconds of the longest drop-out in eight seconds, both workers being busy.

    Recorded: the longest time without any sound while legato notes were playing. Silent: the
    longest time between two calls for a buffer, less what the buffer before covers; that backend's
    clock goes in steps of up to 10 ms, which are in the number.
    """
    heard = _heard("busy")
    begin, end = heard.told["from_to"]
    if heard.recording is not None:
        gap = heard.recording.longest_silence(begin, end)
    else:
        calls = [call for call in heard.calls if begin <= call.asked <= end]
        gap = max(0.0, *(b.asked - a.asked - a.seconds for a, b in pairwise(calls)))
    takes, staves = heard.told["counts"]
    return {"ms": 1000 * gap, f"seconds {heard.how}": end - begin, "takes": takes, "staves": staves}


def _heard(what: str) -> Heard:
    if has_pulseaudio():
        from app.bench.heard_recording import Recording

        with null_sink() as environment, Capture(environment) as capture:
            told = run(what, environment)
            return Heard(told, Recording(capture.stop()), [])
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "calls.json"
        told = run(what, {CALLS_FILE: str(path)})
        return Heard(told, None, read_calls(path))


def _sounds_at(heard: Heard, moment: float) -> float:
    """Return the moment at which a note pressed at `moment` sounds; ValueError if it does not."""
    if heard.recording is not None:
        return heard.recording.heard_after(moment)
    before = [call.peak for call in heard.calls if call.given <= moment]
    threshold = note_level(before[-1] if before else 0)
    for call in heard.calls:
        if call.given > moment and call.peak > threshold:
            return call.given + call.seconds
    raise ValueError("a pressed note was not heard")


SOUND_MEASURES = (
    Measure("note pressed to sound out", "ms", 20, press_to_sound),
    Measure("longest audio gap, workers busy", "ms", 20, longest_gap),
)
