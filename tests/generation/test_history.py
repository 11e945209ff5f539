from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from app.domain import Chords, Key, Melody, Meter, Mode, Note, Sketch
from app.generation import columns as c
from app.generation import vocabulary as v
from app.generation.encoding import (
    LONGEST_HISTORY,
    Frame,
    StepChord,
    StepNote,
    sketch_frame,
    sketch_notes,
)
from app.generation.history import History
from app.generation.plan import Plan, PlannedBar
from app.generation.vocabulary import Relation
from tests.generation.conftest import classes, quarters

CYCLE = [StepNote(24 * index, 24, 60 + (0, 4, 7, 5)[index % 4]) for index in range(12)]


def history_of(
    notes: list[StepNote], key: str = "C", plan: Plan = (), register: int | None = None
) -> History:
    history = History(Frame(Key(key), Meter()), plan, register)
    for note in notes:
        history.append(note)
    return history


def height(pitch: int, reference: int = 60) -> int:
    return v.height_class(pitch - reference) + 1


def length(steps: int) -> int:
    return v.duration_class(steps) + 1


@pytest.mark.parametrize("seed", range(12))
def test_every_feature_stays_within_its_classes(seed: int) -> None:
    random = np.random.default_rng(seed)
    meter = Meter(int(random.integers(1, 33)), int(random.choice([1, 2, 4, 8, 16, 32])))
    key = Key.from_fifths(int(random.integers(-6, 7)), Mode(random.choice(list(Mode))))
    chords = tuple(
        StepChord(97 * index, int(random.integers(0, v.CHORD_CLASSES))) for index in range(50)
    )
    plan = tuple(
        PlannedBar(Relation(int(random.integers(0, v.RELATION_CLASSES))), int(lag))
        for lag in random.integers(0, 70, 200)
    )
    start = -int(random.integers(0, 30))
    frame = Frame(key, meter, start, len(v.STYLES), int(random.integers(0, 99)), chords)
    history = History(frame, plan, None if seed % 2 else int(random.integers(0, 128)))
    for index in range(80):
        for name, value in classes(history, int(random.integers(0, 70))).items():
            assert 0 <= value < c.SIZES[name], name
        onset = history.end + int(random.choice([0, 0, 12, 900]))
        duration = 50_000 if index == 40 else int(random.integers(1, 200))
        history.append(StepNote(onset, duration, int(random.integers(0, 128))))
    assert history.row().max() < c.TABLE_ROWS


def test_nothing_is_there_before_the_first_note() -> None:
    row = classes(history_of([]))

    filled = {name: value for name, value in row.items() if value}
    assert set(filled) <= {"remaining", "bar", "meter", "mode"}
    assert (row["position"], row["remaining"], row["bar"]) == (0, 95, 1)


def test_a_row_has_the_last_note_and_the_place_at_which_it_ended() -> None:
    history = history_of([StepNote(0, 24, 60), StepNote(36, 12, 67)])

    row = classes(history)

    assert row["pitch"] == height(67)
    assert row["degree"] == 8
    assert row["interval"] == v.interval_class(7)
    assert row["length"] == length(12)
    assert row["gap"] == v.gap_class(12)
    assert row["position"] == 48
    assert row["remaining"] == 47
    assert row["beat"] == 0


def test_a_row_has_the_frame() -> None:
    frame = Frame(Key("A", Mode.MINOR), Meter(6, 8), -12, 5, 7, (StepChord(0, 9),))
    history = History(frame)
    history.append(StepNote(-12, 12, 69))

    row = classes(history, 4)

    assert row["style"] == 5
    assert row["density"] == 7
    assert row["meter"] == v.METERS.index("6/8")
    assert row["mode"] == v.MODES.index(Mode.MINOR)
    assert row["countdown"] == 4
    assert row["chord"] == 9
    assert row["bar"] == 1


def test_bars_are_counted_in_fours_and_a_pickup_is_not_counted() -> None:
    history = History(Frame(Key(), Meter(), -24))
    bars = [classes(history)]
    for number in range(9):
        history.append(StepNote(history.end, 24 if not number else 96, 60))
        bars.append(classes(history))

    assert [row["bar"] for row in bars] == [0, 1, 2, 3, 4, 5, 6, 7, 8, 9]
    assert [row["bar of 4"] for row in bars[1:]] == [0, 1, 2, 3, 0, 1, 2, 3, 0]
    assert [row["bar of 8"] for row in bars[1:]] == [0, 1, 2, 3, 4, 5, 6, 7, 0]


def test_a_row_has_the_present_chord_by_its_degree() -> None:
    def chord_row(key: str, symbols: str, pitch: int) -> dict[str, int]:
        notes = Melody((Note(0, 1920, pitch), Note(1920, 1920, pitch)))
        sketch = Sketch(melody=notes, key=Key(key), chords=Chords.parse(symbols))
        history = History(sketch_frame(sketch))
        history.append(sketch_notes(sketch)[0])
        return classes(history)

    in_c = chord_row("C", "C | G7", 60)

    assert in_c["chord"] == v.chord_class(7, "7", 0)
    assert chord_row("D", "D | A7", 62) == in_c
    assert chord_row("C", "C | F", 60) != in_c


def test_a_copy_goes_its_own_way() -> None:
    original = history_of(
        CYCLE[:5], plan=(PlannedBar(Relation.NEW), PlannedBar(Relation.REPEAT, 1))
    )
    before = classes(original)
    copy = original.copy()
    assert classes(copy) == before

    copy.append(StepNote(copy.end, 6, 90))
    after = classes(copy)

    assert classes(original) == before
    original.append(CYCLE[5])
    assert classes(copy) == after != before


@pytest.mark.parametrize(("key", "up"), [("D", 2), ("Eb", 3), ("A", 9), ("B", 11)])
def test_nothing_changes_when_melody_and_key_move_together(key: str, up: int) -> None:
    random = np.random.default_rng(up)
    notes = [
        StepNote(24 * index, 24, int(pitch))
        for index, pitch in enumerate(random.integers(60, 72, 60))
    ]
    moved = [replace(note, pitch=note.pitch + up) for note in notes]
    plan = (PlannedBar(Relation.NEW), *(PlannedBar(Relation.SEQUENCE, 1),) * 20)

    for count in (1, 7, 30, 60):
        there = history_of(moved[:count], key, plan)
        assert classes(there) == classes(history_of(notes[:count], "C", plan))


@pytest.mark.parametrize(("octaves", "seen"), [(-4, 0), (-2, 0), (3, 2), (4, 2)])
def test_far_octaves_are_seen_as_near_ones(octaves: int, seen: int) -> None:
    def moved(by: int) -> list[StepNote]:
        return [replace(note, pitch=note.pitch + 12 * by) for note in CYCLE]

    assert classes(history_of(moved(octaves))) == classes(history_of(moved(seen)))


def test_a_register_decides_the_octave_before_the_first_note_does() -> None:
    assert history_of([], register=40).reference == 36
    assert history_of([], register=60).reference == 60
    assert history_of([], register=100).reference == 84

    low = history_of([StepNote(0, 24, 72)], register=40)
    assert low.reference == 36
    assert classes(low)["pitch"] == height(72, 36)


def test_a_repeat_is_recognised_and_its_next_note_proposed() -> None:
    notes = quarters((60, 64, 67, 65), (60, 64))
    notes[2:3] = [StepNote(54, 12, 67)]

    row = classes(history_of(notes))

    assert row["exact match"] == 2
    assert row["exact pitch"] == height(67)
    assert row["exact length"] == length(12)
    assert row["exact gap"] == v.gap_class(6)


def test_the_latest_of_several_repeats_counts() -> None:
    row = classes(history_of(quarters((60, 64, 60, 67), (60,))))

    assert row["exact match"] == 1
    assert row["exact pitch"] == height(67)


def test_a_moved_figure_is_recognised_by_its_intervals() -> None:
    row = classes(history_of(quarters((60, 62, 64, 67), (62, 64, 66))))

    assert row["exact match"] == 0
    assert row["moved match"] == 2
    assert row["moved interval"] == v.interval_class(3)
    assert row["moved length"] == length(24)


def test_a_figure_on_another_step_goes_on_along_the_scale() -> None:
    row = classes(history_of(quarters((60, 62, 64, 67), (62, 64, 65))))

    assert row["moved match"] == 0
    assert row["stepped match"] == 2
    assert row["stepped pitch"] == height(69)
    assert row["stepped length"] == length(24)


def test_a_rhythm_is_recognised_by_its_place_in_the_bar() -> None:
    rhythm = [(0, 24), (24, 12), (48, 48)]
    first = [StepNote(onset, steps, 60 + onset % 7) for onset, steps in rhythm]
    again = [StepNote(96 + onset, steps, 70 - onset % 5) for onset, steps in rhythm[:2]]

    row = classes(history_of([*first, *again]))

    assert row["rhythm match"] == 2
    assert row["rhythm length"] == length(48)
    assert row["rhythm gap"] == v.gap_class(12)
    shifted = [replace(note, onset=note.onset + 12) for note in again]
    assert classes(history_of([*first, *shifted]))["rhythm match"] == 0


def test_a_match_counts_no_further_than_its_last_class() -> None:
    notes = [StepNote(24 * index, 24, 60) for index in range(100)]

    assert classes(history_of(notes))["exact match"] == c.LONGEST_MATCH


@pytest.mark.parametrize(
    ("second_bar", "runs"),
    [
        ((60, 62, 64, 67), [17, 18, 19, 20]),
        ((62, 64, 66, 69), [1, 9, 10, 11]),
        ((72, 60, 71, 50), [1, 2, 3, 4]),
    ],
)
def test_a_run_along_the_bar_before_tells_how_alike_it_is(
    second_bar: tuple[int, ...], runs: list[int]
) -> None:
    found = []
    for count in range(1, 5):
        notes = quarters((60, 62, 64, 67), second_bar[:count])
        found.append(classes(history_of(notes))["lag 1 run"])

    assert found == runs


def test_a_run_ends_with_another_rhythm() -> None:
    notes = [*quarters((60, 62, 64, 67), (60, 62)), StepNote(144, 12, 64)]

    assert classes(history_of(notes))["lag 1 run"] == 0


def test_a_row_has_what_sounded_a_bar_ago() -> None:
    first = [StepNote(0, 24, 60), StepNote(24, 36, 64), StepNote(84, 12, 65)]

    def after(*durations: int) -> dict[str, int]:
        history = history_of(first)
        for duration in durations:
            history.append(StepNote(history.end, duration, 72))
        return classes(history)

    begun, held, silent = after(24), after(30), after(24, 36)

    assert begun["lag 1 pitch"] == height(64)
    assert begun["lag 1 length"] == length(36)
    assert begun["lag 1 interval"] == v.interval_class(4)
    assert (held["lag 1 pitch"], held["lag 1 length"]) == (height(64), c.SUSTAINED)
    assert held["lag 1 interval"] == 0
    assert (silent["lag 1 pitch"], silent["lag 1 length"]) == (c.REST, length(24))
    assert begun["lag 2 pitch"] == 0


PLANNED = (PlannedBar(Relation.NEW), PlannedBar(Relation.SEQUENCE, 1))


def test_the_plan_points_at_the_source_of_the_present_bar() -> None:
    begun = classes(history_of(quarters((60, 62, 64, 67)), plan=PLANNED))
    later = classes(history_of(quarters((60, 62, 64, 67), (62, 64)), plan=PLANNED))

    assert (begun["plan relation"], begun["plan lag"]) == (Relation.SEQUENCE, 1)
    assert begun["plan pitch"] == height(60)
    assert begun["plan interval"] == begun["plan stepped"] == 0
    assert later["plan pitch"] == height(64)
    assert later["plan length"] == length(24)
    assert later["plan interval"] == v.interval_class(2)
    assert later["plan stepped"] == height(65)


def test_a_mirrored_bar_steps_the_other_way() -> None:
    plan = (PlannedBar(Relation.NEW), PlannedBar(Relation.INVERTED, 1))

    row = classes(history_of(quarters((60, 62, 64, 67), (72, 71)), plan=plan))

    assert row["plan stepped"] == height(69)


def test_a_bar_without_a_source_or_after_the_plan_points_nowhere() -> None:
    row = classes(history_of(quarters((60, 62, 64, 67)), plan=(PlannedBar(Relation.NEW),)))

    assert not any(row[name] for name in c.NAMES[c.FIRST_PLAN : c.FIRST_FUTURE])


def test_a_source_farther_than_the_model_knows_counts_as_the_farthest() -> None:
    plan = (PlannedBar(Relation.REPEAT, 40),) * 2

    assert classes(history_of([], plan=plan))["plan lag"] == v.FARTHEST_SOURCE


def test_a_long_history_forgets_its_beginning_and_nothing_near() -> None:
    random = np.random.default_rng(2)
    notes = [
        StepNote(24 * index, 24, int(pitch))
        for index, pitch in enumerate(random.integers(50, 80, LONGEST_HISTORY + 40))
    ]
    history = history_of(notes, register=60)
    # A history of the last 40 bars alone gives the same features of them.
    young = history_of([], register=60)
    young.end = notes[-160].onset
    for note in notes[-160:]:
        young.append(note)

    assert len(history) < LONGEST_HISTORY
    assert history.last_pitch == notes[-1].pitch
    assert history.end == notes[-1].end
    near = [name for name in c.NAMES if "match" not in name and not name.startswith("exact")]
    near = [name for name in near if not name.startswith(("moved", "stepped", "rhythm"))]
    found, expected = classes(history), classes(young)
    assert {name: found[name] for name in near} == {name: expected[name] for name in near}


def test_a_long_history_still_finds_what_comes_again() -> None:
    random = np.random.default_rng(5)
    pitches = [int(pitch) for pitch in random.integers(50, 80, LONGEST_HISTORY)]
    pitches += pitches[-40:-20]
    history = history_of([StepNote(24 * i, 24, pitch) for i, pitch in enumerate(pitches)])

    row = classes(history)

    assert row["exact match"] == c.LONGEST_MATCH
    assert row["exact pitch"] == height(pitches[LONGEST_HISTORY - 20])
