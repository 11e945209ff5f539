"""Measures sound over minutes: gaps, and whether each onset is where it belongs.

What a null sink played is compared, note by note, with the same loop rendered without any device.
While the machine itself stands still nothing can be played: what falls on such a pause is told
apart.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

import numpy as np
from numpy.typing import NDArray

from app.bench.heard_recording import Recording
from app.bench.null_sink import SAMPLE_RATE, Capture, null_sink
from app.bench.pauses import Pause, PauseWatch
from app.bench.run import run
from app.bench.tunes import eighths
from app.domain.timebase import ticks_to_seconds
from app.playback.sequencing.protocol import Load, Play, SetLoop
from app.playback.sequencing.schedule import Schedule
from app.playback.sequencing.sequencer import Sequencer
from app.playback.sound.soundfonts import default_soundfont
from app.playback.sound.synth import AudioFrames, Synth

SECONDS_VARIABLE: Final = "MOTIVO_BENCH_SECONDS"
"""Names the variable of the environment that says how long to play."""

LOOP_BARS: Final = 4
ATTACK_FRAMES: Final = SAMPLE_RATE // 25
"""So much of each note, 40 ms, is looked for."""

REACH_FRAMES: Final = SAMPLE_RATE // 16
"""It is looked for so far, 62 ms, around its place: the longest pauses of a machine are shorter."""

TOLERANCE_MS: Final = 2.0
NEAR_SECONDS: Final = 0.05
"""So long after a pause what it did is heard and has arrived, at the latest."""


Samples = NDArray[np.float32]


def endure(seconds: float) -> dict[str, float]:
    """Play a loop for so long while takes are made, the staff is engraved and the roll scrolls.

    Returns milliseconds of the longest gap and of the onset farthest from its place after the one
    before, and how many onsets were more than 2 ms from it: of all, and apart from pauses of the
    machine. Beside them how long the machine stood still at most, by how much the song lagged in
    the end, and how many onsets, takes and staves there were.
    """
    with null_sink() as environment, Capture(environment) as capture, PauseWatch() as watch:
        told = run("endure", {**environment, SECONDS_VARIABLE: f"{seconds:g}"})
        recording = Recording(capture.stop())
        pauses = watch.stop()
    begin, end = told["from_to"]
    silences = recording.silences(begin, end)
    first = recording.frames_at(begin)
    heard = recording.audio[first : recording.frames_at(end)].mean(axis=1)
    places, lags = _lags(heard)
    lags_ms = 1000 / SAMPLE_RATE * lags
    steps = np.abs(np.diff(lags_ms, prepend=lags_ms[:1]))
    moments = [recording.moment_of(first + int(place)) for place in places]
    own = np.array(
        [
            not _is_near(pauses, before, moment)
            for before, moment in zip([begin, *moments], moments, strict=False)
        ]
    )
    own_silences = [
        seconds for at, seconds in silences if not _is_near(pauses, at - NEAR_SECONDS, at + seconds)
    ]
    takes, staves = told["counts"]
    return {
        "longest gap ms": 1000 * max((seconds for _, seconds in silences), default=0.0),
        "apart from pauses": 1000 * max(own_silences, default=0.0),
        "farthest from its distance to the onset before, ms": float(steps.max()),
        "farthest apart from pauses": float(steps[own].max(initial=0.0)),
        "onsets more than 2 ms from it": int((steps > TOLERANCE_MS).sum()),
        "of those apart from pauses": int((steps[own] > TOLERANCE_MS).sum()),
        "longest pause of the machine ms": 1000 * max((p.seconds for p in pauses), default=0.0),
        "pauses": len(pauses),
        "lag at the end ms": float(lags_ms[-1]),
        "onsets": len(lags),
        "onsets on pauses": int((~own).sum()),
        "seconds": end - begin,
        "takes": takes,
        "staves": staves,
    }


def _is_near(pauses: Iterable[Pause], begin: float, end: float) -> bool:
    """Whether the machine stood still in a time or so shortly before that it is heard in it."""
    return any(p.begin < end + NEAR_SECONDS and begin - NEAR_SECONDS < p.end for p in pauses)


def _lags(heard: Samples) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return the frame of each onset, and how many frames it lies beside its place.

    The first lies in its place. A card that runs out of sound plays on later: what follows is
    looked for there.
    """
    loop = _second_round()
    frames = len(loop) / (8 * LOOP_BARS)
    onsets = [round(index * frames) for index in range(8 * LOOP_BARS)]
    attacks = [loop[onset : onset + ATTACK_FRAMES] for onset in onsets]
    start = _place(loop, heard[: 3 * len(loop)])
    places: list[int] = []
    lags: list[int] = []
    late = 0
    for turn in range((len(heard) - start) // len(loop)):
        for onset, attack in zip(onsets, attacks, strict=True):
            place = start + turn * len(loop) + onset + late
            around = heard[place - REACH_FRAMES : place + ATTACK_FRAMES + REACH_FRAMES]
            if place >= REACH_FRAMES and len(around) == ATTACK_FRAMES + 2 * REACH_FRAMES:
                step = _place(attack, around) - REACH_FRAMES
                late += step
                places.append(place + step)
                lags.append(late)
    return np.array(places), np.array(lags)


def _place(what: Samples, where: Samples) -> int:
    """Return the place at which a sound differs least, by its squares, from what is looked for."""
    size, places = len(what) + len(where), len(where) - len(what) + 1
    product = np.fft.rfft(where, size) * np.conj(np.fft.rfft(what, size))
    energy = np.concatenate(([0.0], np.cumsum(where.astype(np.float64) ** 2)))
    differing = energy[len(what) :] - energy[:places] - 2 * np.fft.irfft(product, size)[:places]
    return int(np.argmin(differing))


def _second_round() -> Samples:
    """Return the loop as it sounds from its second round on, with the tail of the one before."""
    sketch = eighths(LOOP_BARS)
    seconds = ticks_to_seconds(sketch.end_ticks, sketch.tempo_bpm)
    audio: AudioFrames = np.zeros((2 * round(seconds * SAMPLE_RATE), 2), np.float32)
    synth = Synth(default_soundfont(), SAMPLE_RATE)
    synth.render_into(audio)
    sequencer = Sequencer(synth, SAMPLE_RATE)
    sequencer.apply(Load(Schedule.of(sketch)))
    sequencer.apply(SetLoop(0, sketch.end_ticks))
    sequencer.apply(Play(0, serial=0))
    sequencer.run(len(audio))
    half: Samples = audio[len(audio) // 2 :].mean(axis=1)
    return half
