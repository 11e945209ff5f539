"""Reads a single melody line from MIDI."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

import mido

from app.domain import Meter
from app.domain.timebase import ticks_to_quarters
from app.training.tune import Sound


@dataclass
class MidiTune:
    """Every note of a file, in quarters, under its first time signature."""

    meter: Meter
    key_name: str = "C"
    title: str = ""
    sounds: list[Sound] = field(default_factory=list)
    pickup: float = 0.0


def read_midi(path: Path) -> MidiTune:
    """Read a file; the pickup is where the loudest notes stand in the bar.

    Programs that write MIDI from notation mark the first beat that way.
    """
    midi = mido.MidiFile(path)
    tune = MidiTune(Meter(), title=path.stem)
    opened: dict[int, float] = {}
    accents: list[tuple[float, int]] = []
    now = 0
    has_meter = has_key = False
    for message in mido.merge_tracks(midi.tracks):
        now += message.time
        quarters = now / midi.ticks_per_beat
        if message.type == "time_signature" and not has_meter:
            tune.meter, has_meter = Meter(message.numerator, message.denominator), True
        elif message.type == "key_signature" and not has_key:
            tune.key_name, has_key = message.key, True
        elif message.type == "track_name" and message.name.strip():
            tune.title = message.name.strip()
        elif message.type in ("note_on", "note_off"):
            began = opened.pop(message.note, None)
            if began is not None and quarters > began:
                tune.sounds.append((began, quarters - began, message.note))
            if message.type == "note_on" and message.velocity:
                opened[message.note] = quarters
                accents.append((quarters, message.velocity))
    bar = float(ticks_to_quarters(tune.meter.bar_ticks))
    loudest = max((velocity for _, velocity in accents), default=0)
    places = Counter(
        round(onset % bar * 4) / 4 % bar for onset, velocity in accents if velocity == loudest
    )
    tune.pickup = places.most_common(1)[0][0] if places else 0.0
    return tune
