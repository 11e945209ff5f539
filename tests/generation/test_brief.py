from __future__ import annotations

from collections import Counter

import numpy as np
import pytest

from app.domain import Ending, Melody, Note, Request, RequestMode, Sketch
from app.domain.passage import passage_of
from app.domain.rules import rules_of
from app.generation.brief import TakeBrief, make_brief
from app.generation.plan import Plan, PlannedBar
from app.generation.vocabulary import Relation

EIGHTHS = Sketch(melody=Melody(tuple(Note(240 * i, 240, 60 + i) for i in range(16))))
"""Two bars of eighths, each of another pitch."""


def unplanned(_: np.random.Generator) -> Plan:
    return ()


def brief(sketch: Sketch, seed: int = 1, **wishes: object) -> TakeBrief:
    request = Request(**{"mode": RequestMode.VARY, **wishes})  # type: ignore[arg-type]
    passage = passage_of(sketch, request)
    return make_brief(passage, request, rules_of(passage, request), unplanned, seed)


@pytest.mark.parametrize(("closeness", "kept"), [(0.0, 0), (0.25, 4), (0.5, 8), (1.0, 16)])
def test_closeness_is_the_share_of_notes_that_stay(closeness: float, kept: int) -> None:
    assert len(brief(EIGHTHS, closeness=closeness).kept) == kept


def test_kept_notes_are_in_order_and_follow_from_the_seed() -> None:
    first, again, other = (brief(EIGHTHS, seed).kept for seed in (3, 3, 4))

    assert first == again != other
    assert list(first) == sorted(first, key=lambda note: note.onset_ticks)


def test_notes_on_the_beat_stay_more_often_than_passing_ones() -> None:
    places = Counter(
        note.onset_ticks % 1920 for seed in range(300) for note in brief(EIGHTHS, seed).kept
    )

    off_beats = [places[onset] for onset in range(240, 1920, 480)]
    assert places[0] > max(places[onset] for onset in (480, 960, 1440)) > max(off_beats)
    assert min(places[onset] for onset in (480, 960, 1440)) > max(off_beats)


def test_long_notes_stay_more_often_than_short_ones() -> None:
    bars = (Note(1920 * i + onset, length, 60 + i)
            for i in range(4) for onset, length in ((0, 480), (480, 960), (1440, 120)))  # fmt: skip
    sketch = Sketch(melody=Melody(tuple(bars)))

    lengths = Counter(
        note.duration_ticks for seed in range(200) for note in brief(sketch, seed).kept
    )

    assert lengths[960] > lengths[120]


def test_held_notes_and_those_that_sound_on_stay_even_when_free() -> None:
    notes = (*EIGHTHS.melody.notes[:15], Note(3600, 960, 80), Note(4800, 240, 60))
    sketch = Sketch(melody=Melody(notes))

    kept = brief(sketch, closeness=0.0, first_bar=2, last_bar=2, held=(notes[9],)).kept

    assert kept == (notes[9], notes[15])


def test_no_note_stays_that_would_break_a_rule() -> None:
    kept = brief(EIGHTHS, closeness=1.0, scale_lock=True, lowest=64, ending=Ending.TONIC).kept

    assert all(note.pitch >= 64 and EIGHTHS.key.contains(note.pitch) for note in kept)
    assert EIGHTHS.melody.notes[-1] not in kept
    assert len(kept) == 7


def test_filling_keeps_only_what_is_held() -> None:
    held = EIGHTHS.melody.notes[2:3]

    found = brief(EIGHTHS, mode=RequestMode.FILL, first_bar=1, last_bar=1, held=held, closeness=1.0)

    assert found.kept == held


def test_the_plan_is_drawn_by_the_seed() -> None:
    def drawn(random: np.random.Generator) -> Plan:
        return (PlannedBar(Relation.REPEAT, int(random.integers(1, 1000))),)

    request = Request()
    passage = passage_of(EIGHTHS, request)
    rules = rules_of(passage, request)
    plans = [make_brief(passage, request, rules, drawn, seed).plan for seed in (5, 5, 6)]

    assert plans[0] == plans[1] != plans[2]
