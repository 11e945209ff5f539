"""Owns TakeBrief: what one take has to do, decided by its seed before the first note."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from app.domain import Note, Request
from app.domain.passage import Passage
from app.domain.rules import Rules, staying_notes
from app.generation.plan import Plan

Planner = Callable[[np.random.Generator], Plan]
"""Draws the plan of a take."""


@dataclass(frozen=True)
class TakeBrief:
    """The passage to write, the rules to obey, and what the seed decided.

    `kept` are the notes of the passage that stay, in order; `plan` covers the melody's bars.
    """

    passage: Passage
    rules: Rules
    kept: tuple[Note, ...]
    plan: Plan


def make_brief(
    passage: Passage, request: Request, rules: Rules, planner: Planner, seed: int
) -> TakeBrief:
    """Decide which notes the take of this seed keeps, and draw its plan."""
    random = np.random.Generator(np.random.PCG64([seed, 1]))
    kept = set(staying_notes(passage, request))
    if request.mode.keeps_notes:
        kept |= _kept_by_closeness(passage, request, rules, random)
    in_order = tuple(note for note in passage.inside if note in kept)
    return TakeBrief(passage, rules, in_order, planner(random))


def _kept_by_closeness(
    passage: Passage, request: Request, rules: Rules, random: np.random.Generator
) -> set[Note]:
    """Draw a share `closeness` of the notes to keep, accented and long ones with preference."""
    candidates = [note for note in passage.inside if _may_stay(note, passage, rules)]
    count = min(len(candidates), round(request.closeness * len(passage.inside)))
    weights = np.array([_weight(note, passage) for note in candidates])
    # Weighted draw without replacement (Efraimidis & Spirakis 2006).
    keys = random.random(len(candidates)) ** (1 / weights) if candidates else np.zeros(0)
    return {candidates[int(index)] for index in np.argsort(-keys)[:count]}


def _may_stay(note: Note, passage: Passage, rules: Rules) -> bool:
    """Whether a note obeys the rules itself, so that a take which keeps it obeys them too."""
    is_last = note == passage.inside[-1]
    return note.pitch in rules.pitches and (not is_last or rules.may_end(note.pitch))


def _weight(note: Note, passage: Passage) -> float:
    """Weigh a note by its accent in the bar and its length in beats."""
    meter = passage.sketch.meter
    place = (note.onset_ticks - passage.sketch.pickup_ticks) % meter.bar_ticks
    accent = 2.0 if place == 0 else 1.0 if place in meter.beat_starts else 0.4
    return accent * (0.5 + min(2.0, note.duration_ticks / meter.beat_ticks))
