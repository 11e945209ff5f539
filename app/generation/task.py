"""Owns Task: what one take has to do, decided by its seed before the first note."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from app.domain import Note, Request, RequestMode
from app.domain.passage import Passage
from app.domain.rules import Rules, staying_notes
from app.generation.plan import Plan

Planner = Callable[[np.random.Generator], Plan]


@dataclass(frozen=True)
class Task:
    """The notes of the passage that stay, in order, and the plan of the melody's bars."""

    passage: Passage
    rules: Rules
    kept: tuple[Note, ...]
    plan: Plan


def make_task(
    passage: Passage, request: Request, rules: Rules, plan_of: Planner, seed: int
) -> Task:
    """Decide what a take of this seed keeps and plans."""
    random = np.random.Generator(np.random.PCG64([seed, 1]))
    kept = set(staying_notes(passage, request))
    if request.mode is RequestMode.VARY:
        kept |= _kept_by_closeness(passage, request, rules, random)
    in_order = tuple(note for note in passage.inside if note in kept)
    return Task(passage, rules, in_order, plan_of(random))


def _kept_by_closeness(
    passage: Passage, request: Request, rules: Rules, random: np.random.Generator
) -> set[Note]:
    """Draw a share `closeness` of the notes, the weighty ones rather than the passing ones."""
    offered = [note for note in passage.inside if _may_stay(note, passage, rules)]
    count = min(len(offered), round(request.closeness * len(passage.inside)))
    weights = np.array([_weight(note, passage) for note in offered])
    # Weighted draw without replacement (Efraimidis & Spirakis 2006).
    keys = random.random(len(offered)) ** (1 / weights) if offered else np.zeros(0)
    return {offered[int(index)] for index in np.argsort(-keys)[:count]}


def _may_stay(note: Note, passage: Passage, rules: Rules) -> bool:
    """Whether a note obeys the rules itself, so that a take which keeps it obeys them too."""
    is_last = note == passage.inside[-1]
    return note.pitch in rules.pitches and (not is_last or rules.may_end(note.pitch))


def _weight(note: Note, passage: Passage) -> float:
    """Weigh a note by its place in the bar and its length in beats."""
    meter = passage.sketch.meter
    place = (note.onset_ticks - passage.sketch.pickup_ticks) % meter.bar_ticks
    accent = 2.0 if place == 0 else 1.0 if place in meter.beat_starts else 0.4
    return accent * (0.5 + min(2.0, note.duration_ticks / meter.beat_ticks))
