"""Measures sound over minutes: gaps, and whether each onset is where it belongs.

What a null sink played is compared, note by note, with the same loop rendered without any device.
"""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

from app.bench.null_sink import SAMPLE_RATE, Capture, null_sink
from app.bench.recording import Recording
from app.bench.run import run
from app.bench.tunes import eighths
from app.domain.timebase import ticks_to_seconds
from app.playback.messages import Load, Play, SetLoop
from app.playback.schedule import Schedule
from app.playback.sequencer import Sequencer
from app.playback.soundfonts import default_soundfont
from app.playback.synth import AudioFrames, Synth

SECONDS_VARIABLE: Final = "MOTIVO_BENCH_SECONDS"
"""Names the variable of the environment that says how long to play."""

LOOP_BARS: Final = 4
SHORTEST_SECONDS: Final = 25.0
"""The loop lasts ten, is found within three rounds, and must then come once more in whole."""

ATTACK_FRAMES: Final = SAMPLE_RATE // 25
"""So much of each note, 40 ms, is looked for."""

REACH_FRAMES: Final = SAMPLE_RATE // 40
"""It is looked for so far, 25 ms, around its place."""

TOLERANCE_MS: Final = 2.0

Samples = NDArray[np.float32]


def endure(seconds: float) -> dict[str, float]:
    """Play a loop for so long while takes are made, the staff is engraved and the roll scrolls.

    Returns milliseconds of the longest gap and of the onset farthest from its place after the one
    before, how many onsets were more than 2 ms from it, by how much the song lagged in the end, and
    how many onsets, takes and staves there were.
    """
    with null_sink() as environment, Capture(environment) as capture:
        told = run("endure", {**environment, SECONDS_VARIABLE: f"{seconds:g}"})
        recording = Recording(capture.stop())
    begin, end = told["from_to"]
    heard = recording.audio[recording.frames_at(begin) : recording.frames_at(end)].mean(axis=1)
    lags = 1000 / SAMPLE_RATE * _lags(heard)
    steps = np.abs(np.diff(lags, prepend=lags[:1]))
    takes, staves = told["counts"]
    return {
        "longest gap ms": 1000 * recording.longest_silence(begin, end),
        "farthest from its distance to the onset before, ms": float(steps.max()),
        "onsets more than 2 ms from it": int((steps > TOLERANCE_MS).sum()),
        "lag at the end ms": float(lags[-1]),
        "onsets": len(lags),
        "seconds": end - begin,
        "takes": takes,
        "staves": staves,
    }


def _lags(heard: Samples) -> NDArray[np.int64]:
    """Return for each onset how many frames it lies beside its place, the first lying in its.

    A card that runs out of sound plays on later: what follows is looked for there.
    """
    loop = _second_round()
    frames = len(loop) / (8 * LOOP_BARS)
    onsets = [round(index * frames) for index in range(8 * LOOP_BARS)]
    attacks = [loop[onset : onset + ATTACK_FRAMES] for onset in onsets]
    start = _place(loop, heard[: 3 * len(loop)])
    lags: list[int] = []
    late = 0
    for turn in range((len(heard) - start) // len(loop)):
        for onset, attack in zip(onsets, attacks, strict=True):
            place = start + turn * len(loop) + onset + late
            around = heard[place - REACH_FRAMES : place + ATTACK_FRAMES + REACH_FRAMES]
            if place >= REACH_FRAMES and len(around) == ATTACK_FRAMES + 2 * REACH_FRAMES:
                late += _place(attack, around) - REACH_FRAMES
                lags.append(late)
    return np.array(lags)


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
