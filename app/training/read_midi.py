"""Reads the melody of a MIDI file, cut where its meter or key changes."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise
from pathlib import Path
from typing import Final

import mido

from app.domain import Meter
from app.domain.timebase import ticks_to_quarters
from app.training.bars import InsertedRests, is_on_line
from app.training.tune import Sound

_MELODY_NAMES: Final = re.compile(r"melody|vocal|voice|lead|soprano|tune", re.IGNORECASE)
_DRUMS: Final = 9
_GRIDS: Final = (1 / 8, 1 / 6)
"""Written music begins its notes on multiples of these, in quarters, the second for triplets."""

_CLOSE: Final = 0.02
"""How far from its grid a note may begin, in quarters."""

_MOST_ACCENTS: Final = 0.5
"""If more of the notes are the loudest, loudness doesn't mark the first beats."""


@dataclass
class MidiTune:
    """The melody of a file under one signature, and its accompaniment; all times are in quarters.

    `key_name` is None if the file names no key. `irregular_share` is the share of bars that don't
    fit the meter, `off_grid` the share of notes that begin on none of the places that written music
    has. A tune is not `complete` if meter or key change after it.
    """

    meter: Meter
    key_name: str | None = None
    title: str = ""
    sounds: list[Sound] = field(default_factory=list)
    accompaniment: list[Sound] = field(default_factory=list)
    pickup: float = 0.0
    irregular_share: float = 0.0
    off_grid: float = 0.0
    complete: bool = True


@dataclass(frozen=True, slots=True)
class _Signature:
    """The meter and key from a place in quarters on."""

    start: float
    meter: Meter | None = None
    key_name: str | None = None


@dataclass
class _Track:
    """The notes of a track, with the loudness of each."""

    name: str
    sounds: list[Sound] = field(default_factory=list)
    velocities: list[int] = field(default_factory=list)

    @property
    def melody_rank(self) -> tuple[bool, float]:
        """The melody is the track that ranks highest: by its name first, then by its mean pitch."""
        mean = sum(pitch for _, _, pitch in self.sounds) / len(self.sounds)
        return _MELODY_NAMES.search(self.name) is not None, mean

    def between(self, start: float, end: float) -> _Track:
        """Return the notes that begin between two places, their onsets counted from the first."""
        part = _Track(self.name)
        for (onset, length, pitch), velocity in zip(self.sounds, self.velocities, strict=True):
            if start <= onset < end:
                part.sounds.append((onset - start, min(length, end - onset), pitch))
                part.velocities.append(velocity)
        return part


def read_midi(path: Path) -> list[MidiTune]:
    """Return the tunes of a file; the melody is the track with such a name, or else the highest.

    If few notes are the loudest, they mark the first beats, as in files that programs write from
    notation. They show how long the pickup is, and which bars are too short; those are filled up
    with a rest. Raises what mido raises for a broken file, such as OSError, EOFError or ValueError.
    """
    midi = mido.MidiFile(path)
    tracks = [_track(messages, midi.ticks_per_beat) for messages in midi.tracks]
    title = next((track.name for track in tracks if track.name), path.stem)
    tracks = [track for track in tracks if track.sounds]
    if not tracks:
        return []
    melody = max(tracks, key=lambda track: track.melody_rank)
    others = [track for track in tracks if track is not melody]
    signatures = list(_signatures(midi, melody.sounds[0][0]))
    ends = [signature.start for signature in signatures[1:]]
    tunes: list[MidiTune] = []
    for signature, end in zip(signatures, [*ends, float("inf")], strict=True):
        part = melody.between(signature.start, end)
        if not part.sounds:
            continue
        accompaniment = [
            sound for track in others for sound in track.between(signature.start, end).sounds
        ]
        tune = MidiTune(
            signature.meter or Meter(), signature.key_name, title, accompaniment=accompaniment
        )
        tune.complete = end == float("inf")
        _align_to_bars(part, tune)
        tunes.append(tune)
    return tunes


def _signatures(midi: mido.MidiFile, first_onset: float) -> Iterator[_Signature]:
    """Yield the signatures in order; those before the first note are taken as one."""
    now = 0
    last = _Signature(0.0)
    for message in mido.merge_tracks(midi.tracks):
        now += message.time
        quarters = now / midi.ticks_per_beat
        if message.type == "time_signature":
            signature = replace(last, meter=Meter(message.numerator, message.denominator))
        elif message.type == "key_signature":
            signature = replace(last, key_name=message.key)
        else:
            continue
        if signature != last and quarters > max(first_onset, last.start):
            yield last
            signature = replace(signature, start=quarters)
        last = signature
    yield last


def _track(messages: Sequence[mido.Message], ticks_per_beat: int) -> _Track:
    """Return the notes of a track; of several names, the last is taken."""
    names = [m.name.strip() for m in messages if m.type == "track_name" and m.name.strip()]
    track = _Track(names[-1] if names else "")
    opened: dict[tuple[int, int], tuple[float, int]] = {}
    now = 0
    for message in messages:
        now += message.time
        quarters = now / ticks_per_beat
        if message.type not in ("note_on", "note_off") or message.channel == _DRUMS:
            continue
        place = (message.channel, message.note)
        began, velocity = opened.pop(place, (quarters, 0))
        if began < quarters:
            track.sounds.append((began, quarters - began, message.note))
            track.velocities.append(velocity)
        if message.type == "note_on" and message.velocity:
            opened[place] = (quarters, message.velocity)
    return track


def _align_to_bars(track: _Track, tune: MidiTune) -> None:
    """Give the tune the track's notes, with rests that bring every first beat onto a bar line."""
    bar = float(ticks_to_quarters(tune.meter.bar_ticks))
    loudest = max(track.velocities)
    with_velocity = zip(track.sounds, track.velocities, strict=True)
    accents = sorted(onset for (onset, _, _), velocity in with_velocity if velocity == loudest)
    if len(accents) > 1 and accents[0] == track.sounds[0][0]:
        # The first note is loud even if it is a pickup.
        del accents[0]
    rests = InsertedRests()
    if len(accents) <= _MOST_ACCENTS * len(track.sounds):
        tune.pickup = 0.0 if is_on_line(accents[0], bar) else accents[0] % bar
        irregular = 0
        for before, after in pairwise(accents):
            length = after - before
            if not is_on_line(length, bar):
                irregular += 1
                # A bar that is too short gets a rest at its end, a pickup one at its beginning.
                rests.add(after if length < bar else after - length % bar, bar - length % bar)
        tune.irregular_share = irregular / len(accents)
    tune.sounds = [(rests.moved(onset), length, pitch) for onset, length, pitch in track.sounds]
    tune.accompaniment = [
        (rests.moved(onset), length, pitch) for onset, length, pitch in tune.accompaniment
    ]
    off_grid = sum(not _is_on_grid(onset) for onset, _, _ in track.sounds)
    tune.off_grid = off_grid / len(track.sounds)


def _is_on_grid(onset: float) -> bool:
    return any(abs(onset - round(onset / grid) * grid) <= _CLOSE for grid in _GRIDS)
