from itertools import accumulate

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain import Melody, Note
from app.domain.quantising import Quantising
from app.domain.recording import KeyEvent, recorded, replaced
from app.errors import InvalidValueError

TEMPO_BPM = 125.0
"""A tick lasts a millisecond."""


def record(*events: tuple[int, int, int], end_ms: int = 4000, start: int = 0) -> list[list[int]]:
    """Return [onset, duration, pitch, velocity] of keys (ms, pitch, velocity)."""
    keys = [KeyEvent(ms / 1000, pitch, velocity) for ms, pitch, velocity in events]
    melody = recorded(keys, TEMPO_BPM, end_ms / 1000, start_ticks=start)
    return [[n.onset_ticks, n.duration_ticks, n.pitch, n.velocity] for n in melody]


def test_keys_become_notes_where_they_were_struck() -> None:
    assert record((100, 60, 70), (350, 60, 0), (500, 62, 90), (900, 62, 0), start=1920) == [
        [2020, 250, 60, 70],
        [2420, 400, 62, 90],
    ]


def test_new_key_ends_the_one_that_is_held() -> None:
    assert record((0, 60, 80), (300, 64, 80), (500, 60, 0), (700, 64, 0)) == [
        [0, 300, 60, 80],
        [300, 400, 64, 80],
    ]


def test_highest_of_a_chord_stays() -> None:
    chord = ((0, 60, 80), (12, 67, 85), (30, 64, 90), (400, 67, 0), (410, 60, 0), (420, 64, 0))
    assert record(*chord) == [[12, 388, 67, 85]]


def test_rolled_chord_becomes_a_run() -> None:
    assert record((0, 60, 80), (60, 64, 80), (120, 67, 80), (500, 67, 0)) == [
        [0, 60, 60, 80],
        [60, 60, 64, 80],
        [120, 380, 67, 80],
    ]


def test_fast_run_of_released_keys_is_no_chord() -> None:
    run = [key for n in range(5) for key in ((25 * n, 60 + n, 80), (25 * n + 20, 60 + n, 0))]
    assert [note[0] for note in record(*run)] == [0, 25, 50, 75, 100]


def test_stuck_keys_end_at_the_next_or_with_the_recording() -> None:
    assert record((0, 60, 80), (1000, 60, 80), (2000, 62, 80), end_ms=2500) == [
        [0, 1000, 60, 80],
        [1000, 1000, 60, 80],
        [2000, 500, 62, 80],
    ]


def test_releases_of_keys_that_are_not_down_are_ignored() -> None:
    assert record((0, 60, 0), (10, 61, 80), (100, 62, 0), (200, 61, 0), (300, 61, 0)) == [
        [10, 190, 61, 80]
    ]


def test_keys_around_the_recording() -> None:
    """One key is too early, one a little early, which is moved to the start, and one too late."""
    assert record((-500, 59, 80), (-60, 60, 80), (200, 60, 0), (4100, 62, 80)) == [[0, 260, 60, 80]]


def test_recording_is_quantised_on_the_way_in() -> None:
    keys = [KeyEvent(0.49, 60, 80), KeyEvent(0.97, 60, 0)]
    assert recorded(keys, TEMPO_BPM, 4.0, Quantising(480)).notes == (Note(480, 480, 60),)


def test_replaced_stretch_is_empty_but_for_what_was_played() -> None:
    melody = Melody((Note(0, 600, 60), Note(700, 100, 61), Note(900, 300, 62), Note(1200, 9, 63)))
    played = Melody((Note(800, 50, 72),))
    edited = replaced(melody, played, 480, 960)
    assert edited.melody.notes == (Note(0, 480, 60), Note(800, 50, 72), Note(1200, 9, 63))
    assert edited.selected == frozenset(played)


@given(
    st.lists(
        st.tuples(st.floats(0, 0.4), st.integers(58, 66), st.sampled_from((0, 0, 64, 100))),
        max_size=40,
    ),
    st.sampled_from((None, Quantising(), Quantising(160, 40))),
)
def test_any_playing_makes_one_voice(
    steps: list[tuple[float, int, int]], quantising: Quantising | None
) -> None:
    times = accumulate(step for step, _, _ in steps)
    keys = [KeyEvent(t, pitch, v) for t, (_, pitch, v) in zip(times, steps, strict=True)]
    end = keys[-1].time_seconds + 0.01 if keys else 0.0
    notes = recorded(keys, TEMPO_BPM, end, quantising).notes
    presses = {(key.pitch, key.velocity) for key in keys if key.is_press}
    assert {(note.pitch, note.velocity) for note in notes} <= presses
    assert bool(notes) == bool(presses)


@pytest.mark.parametrize(("pitch", "velocity"), [(128, 1), (-1, 1), (60, 128), (60, -1)])
def test_keys_that_midi_has_not_are_refused(pitch: int, velocity: int) -> None:
    with pytest.raises(InvalidValueError):
        KeyEvent(0.0, pitch, velocity)
