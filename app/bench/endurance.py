"""Measures sound over minutes: how long its gaps are, and whether each onset is in its place.

What a null sink has played is compared, note by note, with the same loop rendered without any
device. Nothing can be played while the machine itself stands still, so faults at such pauses are
also counted separately.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

import numpy as np
from numpy.typing import NDArray

from app.bench.measured_process import run_measured
from app.bench.null_sink import SAMPLE_RATE, Capture, null_sink
from app.bench.pauses import Pause, PauseWatch
from app.bench.sink_recording import SinkRecording
from app.bench.tunes import eighths
from app.domain.timebase import ticks_to_seconds
from app.playback.sequencing.protocol import Load, Play, SetLoop
from app.playback.sequencing.schedule import Schedule
from app.playback.sequencing.sequencer import Sequencer
from app.playback.sound.soundfonts import default_soundfont
from app.playback.sound.synth import AudioFrames, Synth

SECONDS_VARIABLE: Final = "MOTIVO_BENCH_SECONDS"
"""The environment variable that says how many seconds to play."""

LOOP_BARS: Final = 4
ATTACK_FRAMES: Final = SAMPLE_RATE // 25
"""How much of each note is looked for: 40 ms."""

REACH_FRAMES: Final = SAMPLE_RATE // 16
"""How far around its place it is looked for: 62 ms, longer than the longest pauses of a machine."""

TOLERANCE_MS: Final = 2.0
"""How far an onset may be from its place and still count as right."""

NEAR_SECONDS: Final = 0.05
"""The effect of a pause is recorded at most so long after it."""

Samples = NDArray[np.float32]


def endure(seconds: float) -> dict[str, float]:
    """Play a loop for so long while takes are made, the staff is engraved and the roll scrolls.

    The result has the longest gap and the largest error of an onset, both in milliseconds, and how
    many onsets had an error of more than 2 ms. An onset's error is how much later or earlier it
    comes after the onset before than it should. Each of these is given in all, and apart from
    pauses of the machine. The result also has the machine's pauses, how late the loop was in the
    end, and how many onsets, takes and staves there were. Raises SoundServerError if PulseAudio
    doesn't work.
    """
    with null_sink() as environment, Capture(environment) as capture, PauseWatch() as watch:
        reported = run_measured("endure", {**environment, SECONDS_VARIABLE: f"{seconds:g}"})
        recording = SinkRecording(capture.stop())
        pauses = watch.stop()
    begin, end = reported["interval"]
    silences = recording.silences(begin, end)
    first = recording.frames_at(begin)
    audio = recording.audio[first : recording.frames_at(end)].mean(axis=1)
    places, lags = _lags(audio)
    lags_ms = 1000 / SAMPLE_RATE * lags
    errors_ms = np.abs(np.diff(lags_ms, prepend=lags_ms[:1]))
    moments = [recording.moment_of(first + int(place)) for place in places]
    is_apart = np.array(
        [
            not _is_near(pauses, before, moment)
            for before, moment in zip([begin, *moments], moments, strict=False)
        ]
    )
    silences_apart = [
        seconds for at, seconds in silences if not _is_near(pauses, at - NEAR_SECONDS, at + seconds)
    ]
    takes, staves = reported["counts"]
    return {
        "longest gap ms": 1000 * max((seconds for _, seconds in silences), default=0.0),
        "longest gap apart from pauses ms": 1000 * max(silences_apart, default=0.0),
        "largest error of an onset ms": float(errors_ms.max()),
        "largest error apart from pauses ms": float(errors_ms[is_apart].max(initial=0.0)),
        "onsets more than 2 ms off": int((errors_ms > TOLERANCE_MS).sum()),
        "onsets more than 2 ms off apart from pauses": int(
            (errors_ms[is_apart] > TOLERANCE_MS).sum()
        ),
        "longest pause of the machine ms": 1000 * max((p.seconds for p in pauses), default=0.0),
        "pauses of the machine": len(pauses),
        "lag at the end ms": float(lags_ms[-1]),
        "onsets": len(lags),
        "onsets at pauses": int((~is_apart).sum()),
        "seconds": end - begin,
        "takes": takes,
        "staves": staves,
    }


def _is_near(pauses: Iterable[Pause], begin: float, end: float) -> bool:
    """Whether the machine stood still between two moments or so near that it matters there."""
    return any(p.begin < end + NEAR_SECONDS and begin - NEAR_SECONDS < p.end for p in pauses)


def _lags(audio: Samples) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return the frame of each onset, and how many frames it is late.

    The first onset counts as on time. A card that runs out of sound plays on later, so every onset
    is looked for as late as the one before was.
    """
    loop = _second_round()
    frames = len(loop) / (8 * LOOP_BARS)
    onsets = [round(index * frames) for index in range(8 * LOOP_BARS)]
    attacks = [loop[onset : onset + ATTACK_FRAMES] for onset in onsets]
    start = _place_of(loop, audio[: 3 * len(loop)])
    places: list[int] = []
    lags: list[int] = []
    late = 0
    for turn in range((len(audio) - start) // len(loop)):
        for onset, attack in zip(onsets, attacks, strict=True):
            place = start + turn * len(loop) + onset + late
            around = audio[place - REACH_FRAMES : place + ATTACK_FRAMES + REACH_FRAMES]
            if place >= REACH_FRAMES and len(around) == ATTACK_FRAMES + 2 * REACH_FRAMES:
                step = _place_of(attack, around) - REACH_FRAMES
                late += step
                places.append(place + step)
                lags.append(late)
    return np.array(places), np.array(lags)


def _place_of(what: Samples, where: Samples) -> int:
    """Return the frame of `where` from which on it differs least from `what`, by sum of squares."""
    size, places = len(what) + len(where), len(where) - len(what) + 1
    product = np.fft.rfft(where, size) * np.conj(np.fft.rfft(what, size))
    energy = np.concatenate(([0.0], np.cumsum(where.astype(np.float64) ** 2)))
    differing = energy[len(what) :] - energy[:places] - 2 * np.fft.irfft(product, size)[:places]
    return int(np.argmin(differing))


def _second_round() -> Samples:
    """Return the loop as it sounds from its second round on, with the tail of the round before."""
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
