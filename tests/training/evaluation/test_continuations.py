from __future__ import annotations

from collections import Counter
from fractions import Fraction

import pytest

from app.domain import Key, Meter
from app.generation.encoding import Frame, StepNote
from app.training.evaluation import continuations as c

FRAME = Frame(Key("D"), Meter(4, 4))
JIG = Frame(Key.parse("E dorian"), Meter(6, 8))


def line(first_bar: int, *bars: str) -> list[StepNote]:
    """Return notes of bars in 4/4: pitch:quarters, “-” for a rest, one after the other."""
    notes = []
    for number, bar in enumerate(bars, first_bar):
        onset = number * 96
        for word in bar.split():
            pitch, quarters = word.split(":")
            steps = int(Fraction(quarters) * 24)
            if pitch != "-":
                notes.append(StepNote(onset, steps, int(pitch)))
            onset += steps
    return notes


MOTIF = line(
    0, "62:1 66:1 69:1 66:1", "67:2 64:2", "62:1 66:1 69:1 66:1", "69:1/2 67:1/2 66:1 62:2"
)


def test_notes_outside_the_scale_count() -> None:
    assert c.in_scale(MOTIF, line(4, "62:1 66:1 65:1 69:1"), FRAME) == 0.75
    assert c.in_scale(MOTIF, [], FRAME) is None


@pytest.mark.parametrize(
    ("last_bar", "frame", "expected"),
    [
        ("69:2 62:2", FRAME, True),
        ("69:2 73:2", FRAME, True),
        ("69:2 67:2", FRAME, False),  # the fourth is in neither triad
        ("69:2 71:2", FRAME, False),
        ("69:3 66:1/2 62:1/2", FRAME, False),  # too short
        ("66:4", FRAME, True),
    ],
)
def test_a_close_is_long_and_of_tonic_or_dominant(
    last_bar: str, frame: Frame, expected: bool
) -> None:
    notes = line(10, "62:2 62:2", last_bar)
    assert c.closes(notes, frame, 12 * 96) is expected


def test_a_close_begins_in_the_last_bar() -> None:
    early = line(10, "62:2 62:2")
    assert not c.closes(early, FRAME, 12 * 96)
    assert c.closes(early, FRAME, 11 * 96)


def test_a_beat_of_a_jig_is_a_dotted_quarter_and_its_dominant_has_both_sevenths() -> None:
    quarter, dotted = StepNote(36, 24, 64), StepNote(36, 36, 64)
    assert c.beat(JIG) == 36
    assert not c.closes([quarter], JIG, 72)
    assert c.closes([dotted], JIG, 72)
    assert c.closes([StepNote(36, 36, 62)], JIG, 72)
    assert c.closes([StepNote(36, 36, 63)], JIG, 72)
    assert not c.closes([StepNote(36, 36, 69)], JIG, 72)


def test_intervals_of_a_motif_bar_count_in_any_key_and_rhythm() -> None:
    new = line(4, "64:1 68:1 71:1 68:1", "62:2 66:1/2 69:1/2 66:1", "62:1 66:1 69:1 67:1", "67:4")
    assert c.motif_intervals(MOTIF, new, FRAME) == pytest.approx(2 / 3)
    assert c.motif_intervals(MOTIF, line(4, "67:4"), FRAME) is None


def test_rhythms_of_a_motif_bar_count_at_any_pitch() -> None:
    new = line(4, "60:2 60:2", "60:1/2 60:1/2 60:1 60:2", "60:1 60:1 60:2", "-:4")
    assert c.motif_rhythm(MOTIF, new, FRAME) == pytest.approx(2 / 3)


def test_exact_repeats_need_rhythm_and_pitches() -> None:
    new = line(4, "67:2 64:2", "67:2 65:2", "67:2 65:2", "67:1 64:3", "62:1 66:1 69:1 66:1", "60:4")
    assert c.motif_bars(MOTIF, new, FRAME) == pytest.approx(2 / 6)
    assert c.earlier_bars(MOTIF, new, FRAME) == pytest.approx(3 / 6)


def test_recurrence_is_of_intervals_or_exact_and_of_any_bar_before() -> None:
    fresh = line(4, "60:1 61:1 63:2", "60:4", "61:4")
    assert c.without_recurrence(MOTIF, fresh, FRAME) == 1
    assert c.without_recurrence(MOTIF, [*fresh, *line(7, "65:2 66:1 68:1")], FRAME) == 0
    assert c.without_recurrence(MOTIF, [*fresh, *line(7, "60:4")], FRAME) == 0
    assert c.without_recurrence(MOTIF, line(4, "72:1 76:2 79:1/2 76:1/2"), FRAME) == 0
    assert c.without_recurrence(MOTIF, [], FRAME) is None


def test_the_leap_into_the_new_notes_counts() -> None:
    new = line(4, "70:1 62:1 69:1 69:1")
    assert c.leaps(MOTIF, new, FRAME) == pytest.approx(2 / 4)


def test_long_ends_of_units() -> None:
    new = line(4, "62:4", "62:3 64:1", "62:3 64:1/2 66:1/2", "-:4", "62:3 64:1/2", "-:4", "60:4")
    assert c.long_ends_of_two(MOTIF, new, FRAME) == pytest.approx(1 / 3)
    assert c.long_ends_of_four(MOTIF, new, FRAME) == 0


def test_notes_a_bar_are_over_all_eight() -> None:
    assert c.notes_a_bar(MOTIF, line(4, "62:1 62:1 62:1 62:1", "60:4"), FRAME) == 5 / 8


def test_histograms_and_the_area_they_share() -> None:
    new = line(4, "62:1 74:1/2 69:1/2")
    assert c.degrees(MOTIF, new, FRAME) == Counter({0: 2, 7: 1})
    assert c.durations(MOTIF, new, FRAME) == Counter({24: 1, 12: 2})
    assert c.interval_sizes(MOTIF, new, FRAME) == Counter({0: 1, 12: 1, -5: 1})
    assert c.overlap(Counter({0: 2, 7: 2}), Counter({0: 1, 5: 3})) == pytest.approx(0.25)
    assert c.overlap(Counter({0: 2}), Counter({0: 9})) == 1
    assert c.overlap(Counter(), Counter({0: 9})) == 0


def test_distance_is_of_onsets_with_their_pitches() -> None:
    one, other = line(4, "62:1 64:1 66:2"), line(4, "62:2 -:0 66:1 67:1")
    assert c.distance(one, one) == 0
    assert c.distance(one, other) == pytest.approx(1 - 2 / 4)
    assert c.distance(one, line(4, "50:4")) == 1
