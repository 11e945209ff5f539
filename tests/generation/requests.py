"""Random sketches and requests, and a judge of takes that knows nothing of how they are made."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import TypeVar

import numpy as np

from app.domain import (
    Author,
    Chords,
    Ending,
    Key,
    Melody,
    Meter,
    Mode,
    Note,
    Request,
    RequestMode,
    Sketch,
    Take,
)
from app.domain.form import Form
from app.errors import AppError

METERS = ("4/4", "3/4", "6/8", "2/4", "5/4", "7/8", "9/8", "2/2", "12/8", "11/16", "3/2", "1/4")
FORMS = ("a a' b a", "a b", "a a", "a b a c", "a")
CHORDS = ("", "", "C | G7 | Am F | C", "D | / | Em A7", "Bbm7 Ebm | F#dim")


Choice = TypeVar("Choice")


@dataclass(frozen=True)
class Case:
    """A sketch and what is asked of it; `request` is None where the wishes were refused."""

    sketch: Sketch
    request: Request | None


def random_case(seed: int) -> Case:
    """Return the case of a seed."""
    random = np.random.default_rng(seed)
    sketch = random_sketch(random)
    try:
        return Case(sketch, random_request(random, sketch))
    except AppError:
        return Case(sketch, None)


def _pick(random: np.random.Generator, choices: Sequence[Choice]) -> Choice:
    return choices[int(random.integers(len(choices)))]


def random_sketch(random: np.random.Generator) -> Sketch:
    """Return a sketch that a player might have drawn, on the grid or played off it."""
    meter = Meter.parse(_pick(random, METERS))
    key = Key.from_fifths(int(random.integers(-5, 6)), _pick(random, list(Mode)))
    pickup = _pick(random, [0, 0, 0, 240, 100]) % meter.bar_ticks
    loose = random.random() < 0.2
    lengths = [120, 240, 240, 480, 480, 720, 960, 160]
    notes, now = [], 0
    end = pickup + int(random.integers(1, 9)) * meter.bar_ticks
    while now < end:
        length = _pick(random, lengths) + (int(random.integers(-30, 30)) if loose else 0)
        if random.random() < 0.9:
            author = Author.MODEL if random.random() < 0.2 else Author.PLAYER
            pitch = int(random.integers(48, 90))
            notes.append(Note(now, length, pitch, int(random.integers(30, 120)), author))
        now += length + (int(random.integers(0, 20)) if loose else 0)
    if not notes:
        notes.append(Note(0, 240, 60))
    chords = Chords.parse(_pick(random, CHORDS))
    return Sketch("", Melody(tuple(notes)), key, meter, 100, pickup, chords)


def random_request(random: np.random.Generator, sketch: Sketch) -> Request:
    """Return wishes of every kind; raises AppError where they contradict each other."""

    def perhaps(share: float) -> bool:
        return bool(random.random() < share)

    mode = _pick(random, list(RequestMode))
    wishes: dict[str, object] = {
        "mode": mode,
        "bars": int(random.integers(1, 10)),
        "takes": int(random.integers(1, 4)),
        "seed": int(random.integers(0, 2**31 - 1)),
        "temperature": float(random.uniform(0.05, 3.0)),
        "top_p": float(random.uniform(0.01, 1.0)),
        "scale_lock": perhaps(0.4),
        "rhythm_lock": perhaps(0.2),
        "pitch_lock": perhaps(0.2),
        "ending": _pick(random, list(Ending)),
        "closeness": float(random.random()),
    }
    if perhaps(0.3):
        wishes["lowest"] = int(random.integers(0, 80))
    if perhaps(0.3):
        wishes["highest"] = int(random.integers(50, 128))
    if perhaps(0.2):
        wishes["density"] = float(random.uniform(0.25, 20))
    if perhaps(0.2):
        wishes["style"] = _pick(random, ["reel", "hymn", "air", "art song"])
    if mode is RequestMode.CONTINUE and perhaps(0.3):
        wishes["form"] = Form.parse(_pick(random, FORMS))
    if mode is RequestMode.FILL or (mode is RequestMode.VARY and perhaps(0.7)):
        first = int(random.integers(1, sketch.bars + 2))
        wishes["first_bar"] = first
        wishes["last_bar"] = first + int(random.integers(0, 4))
        inside = [
            note
            for note in sketch.melody
            if first <= sketch.bar_at(note.onset_ticks) <= int(str(wishes["last_bar"]))
        ]
        if perhaps(0.4):
            wishes["held"] = tuple(note for note in inside if perhaps(0.3))
    return Request(**wishes)  # type: ignore[arg-type]


def broken_rules(sketch: Sketch, take: Take) -> list[str]:
    """Return what a take does that was not allowed; nothing where all is well."""
    request, melody = take.request, take.sketch.melody
    adds = request.mode in (RequestMode.CONTINUE, RequestMode.ANSWER)
    start, end = _passage(sketch, request)
    old, new = set(sketch.melody), [note for note in melody if note not in set(sketch.melody)]
    outside = {note for note in old if not start <= note.onset_ticks < end}
    broken = []
    if replace(take.sketch, melody=sketch.melody) != sketch:
        broken.append("something else than notes has changed")
    if not outside <= set(melody) or not set(request.held) <= set(melody):
        broken.append("a note that was not offered is gone")
    if any(note.author is not Author.MODEL or not start <= note.onset_ticks < end for note in new):
        broken.append("a new note is not the model's, or stands outside the passage")
    if any(note.end_ticks > end for note in new):
        broken.append("a new note sounds beyond the passage")
    bars = sketch.bars
    if adds:
        bars += request.bars if request.mode is RequestMode.CONTINUE else max(1, sketch.bars)
    if take.sketch.bars != bars:
        broken.append(f"{take.sketch.bars} bars instead of {bars}")
    broken += _broken_by_pitches(sketch, request, new)
    passage = [note for note in melody if start <= note.onset_ticks < end]
    if passage and any(note in new for note in passage):
        broken += _broken_ending(sketch, request, passage[-1])
    broken += _broken_locks(sketch, request, passage)
    if any(later.onset_ticks < earlier.end_ticks for earlier, later in pairwise(melody)):
        broken.append("notes overlap")
    return broken


def _passage(sketch: Sketch, request: Request) -> tuple[int, int]:
    if request.mode is RequestMode.CONTINUE:
        return sketch.end_ticks, sketch.end_ticks + request.bars * sketch.meter.bar_ticks
    if request.mode is RequestMode.ANSWER:
        length = max(1, sketch.bars) * sketch.meter.bar_ticks
        return sketch.end_ticks, sketch.end_ticks + length
    if request.first_bar is None or request.last_bar is None:
        return 0, sketch.end_ticks
    first = sketch.bar_start_ticks(request.first_bar)
    return first, sketch.bar_start_ticks(request.last_bar + 1)


def _broken_by_pitches(sketch: Sketch, request: Request, new: list[Note]) -> list[str]:
    lowest = 0 if request.lowest is None else request.lowest
    highest = 127 if request.highest is None else request.highest
    broken = []
    if any(not lowest <= note.pitch <= highest for note in new):
        broken.append("a new note is out of range")
    if request.scale_lock and any(not sketch.key.contains(note.pitch) for note in new):
        broken.append("a new note is out of scale")
    return broken


def _broken_ending(sketch: Sketch, request: Request, last: Note) -> list[str]:
    tonic = last.pitch % 12 == sketch.key.tonic_pitch_class
    wants_tonic = request.ending is Ending.TONIC or (
        request.mode is RequestMode.ANSWER and request.ending is Ending.ANY
    )
    if wants_tonic and not tonic:
        return ["it does not end on the tonic"]
    if request.ending is Ending.OPEN and tonic:
        return ["it ends on the tonic"]
    return []


def _broken_locks(sketch: Sketch, request: Request, passage: list[Note]) -> list[str]:
    adds = request.mode in (RequestMode.CONTINUE, RequestMode.ANSWER)
    start, end = _passage(sketch, request)
    broken = []
    if adds:
        motif = [note for note in sketch.melody if note.onset_ticks >= sketch.pickup_ticks]
        length = sketch.end_ticks - sketch.pickup_ticks
        rhythm = [
            (note.onset_ticks + shift, min(note.duration_ticks, end - note.onset_ticks - shift))
            for shift in range(length, end, length or end)
            for note in motif
            if note.onset_ticks + shift < end
        ]
        pitches = [note.pitch for note in sketch.melody]
        pitches = (pitches * (1 + len(passage) // len(pitches)))[: len(passage)]
    else:
        inside = [note for note in sketch.melody if start <= note.onset_ticks < end]
        rhythm = [
            (note.onset_ticks, min(note.duration_ticks, end - note.onset_ticks)) for note in inside
        ]
        pitches = [note.pitch for note in inside]
        # A kept note may sound beyond the passage.
        passage = [
            replace(note, duration_ticks=min(note.duration_ticks, end - note.onset_ticks))
            for note in passage
        ]
    if request.rhythm_lock and [(n.onset_ticks, n.duration_ticks) for n in passage] != rhythm:
        broken.append("the rhythm is another")
    if request.pitch_lock and [note.pitch for note in passage] != pitches:
        broken.append("the pitches are others")
    return broken
