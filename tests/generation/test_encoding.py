from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest

from app.domain import Key, Melody, Meter, Note, Sketch
from app.generation.encoding import (
    BAR_FEATURE,
    COUNTDOWN_FEATURE,
    FEATURE_OFFSETS,
    FEATURE_SIZES,
    LONGEST_HISTORY,
    LONGEST_MATCH,
    STYLE_FEATURE,
    TABLE_ROWS,
    Frame,
    History,
    StepNote,
    sketch_frame,
    sketch_notes,
)

NOTES = [StepNote(24 * i, 24, 60 + (0, 4, 7, 5)[i % 4]) for i in range(12)]
EXACT_PITCH, EXACT_LENGTH = len(FEATURE_SIZES) - 8, len(FEATURE_SIZES) - 5


def history_of(notes: list[StepNote], key: str = "C") -> History:
    history = History(Frame(Key(key), Meter()))
    for note in notes:
        history.append(note)
    return history


def classes(history: History, countdown: int = 0) -> list[int]:
    return [int(value) for value in history.row(countdown) - FEATURE_OFFSETS]


def test_every_feature_stays_within_its_classes() -> None:
    history = History(Frame(Key("F#"), Meter(7, 8), -11, 3))
    random = np.random.default_rng(1)
    for _ in range(60):
        for value, size in zip(classes(history, 70), FEATURE_SIZES, strict=True):
            assert 0 <= value < size
        onset = history.end + int(random.integers(0, 900))
        history.append(StepNote(onset, int(random.integers(1, 900)), int(random.integers(0, 128))))
    assert history.row().max() < TABLE_ROWS


def test_named_features_stand_where_their_names_say() -> None:
    history = History(Frame(Key(), Meter(), 0, 5))
    history.append(StepNote(0, 96 * 3, 60))

    row = classes(history, 4)

    assert row[STYLE_FEATURE] == 5
    assert row[COUNTDOWN_FEATURE] == 4
    assert row[BAR_FEATURE] == 4


def test_a_copy_goes_its_own_way() -> None:
    original = history_of(NOTES[:5])
    before = classes(original)
    copy = original.copy()
    copy.append(StepNote(copy.end, 6, 90))

    assert classes(original) == before
    assert classes(copy) != before


def test_all_but_nothing_changes_with_the_key() -> None:
    moved = [replace(note, pitch=note.pitch + 2) for note in NOTES]

    assert classes(history_of(moved, "D")) == classes(history_of(NOTES, "C"))


@pytest.mark.parametrize(("octaves", "seen"), [(-4, 0), (-2, 0), (3, 2), (4, 2)])
def test_far_octaves_are_seen_as_near_ones(octaves: int, seen: int) -> None:
    def moved(by: int) -> list[StepNote]:
        return [replace(note, pitch=note.pitch + 12 * by) for note in NOTES]

    assert classes(history_of(moved(octaves))) == classes(history_of(moved(seen)))


def test_a_repeat_is_recognised_and_its_next_note_told() -> None:
    row = classes(history_of(NOTES[:6]))

    assert row[EXACT_LENGTH] == 2
    assert row[EXACT_PITCH] == classes(history_of(NOTES[:3]))[0]


def test_a_match_counts_no_further_than_its_last_class() -> None:
    notes = [StepNote(24 * i, 24, 60) for i in range(100)]

    assert classes(history_of(notes))[EXACT_LENGTH] == LONGEST_MATCH


def test_a_long_history_forgets_its_beginning_and_nothing_near() -> None:
    random = np.random.default_rng(2)
    notes = [
        StepNote(24 * i, 24, int(pitch))
        for i, pitch in enumerate(random.integers(50, 80, LONGEST_HISTORY + 40))
    ]
    history = history_of(notes)

    assert len(history) < LONGEST_HISTORY
    assert history.last_pitch == notes[-1].pitch
    assert history.end == notes[-1].end


def test_a_sketch_is_laid_on_the_grid_without_overlap() -> None:
    played = Melody((Note(7, 3, 60), Note(11, 2, 62), Note(14, 471, 64), Note(490, 100, 65)))
    sketch = Sketch(melody=played)

    notes = sketch_notes(sketch)

    assert [note.pitch for note in notes] == [60, 62, 64, 65]
    assert all(later.onset >= earlier.end for earlier, later in pairwise(notes))
    assert notes[2].end == 24


def test_a_pickup_lies_before_the_first_bar() -> None:
    sketch = Sketch(melody=Melody((Note(0, 480, 60), Note(480, 480, 62))), pickup_ticks=480)

    assert sketch_frame(sketch).start == -24
    assert [note.onset for note in sketch_notes(sketch)] == [-24, 0]
