from __future__ import annotations

from app.training.harmony import infer_harmonies
from app.training.tune import Sound


def chord(onset: float, length: float, *pitches: int) -> list[Sound]:
    return [(onset, length, pitch) for pitch in pitches]


def test_the_chords_of_a_hymn_cadence_are_inferred() -> None:
    voices = [
        *chord(0, 1, 48, 64, 67, 72),
        *chord(1, 1, 53, 65, 69, 72),
        *chord(2, 1, 43, 65, 71, 74),
        *chord(3, 1, 48, 64, 67, 72),
    ]

    assert infer_harmonies(voices, 1.0, 0.0) == [
        (0.0, 0, ""), (1.0, 5, ""), (2.0, 7, "7"), (3.0, 0, ""),
    ]  # fmt: skip


def test_minor_diminished_and_seventh_chords_are_told_apart() -> None:
    kinds = {
        (57, 60, 64): (9, "m"), (62, 65, 69, 72): (2, "m7"), (59, 62, 65): (11, "dim"),
        (67, 71, 74): (7, ""),
    }  # fmt: skip

    for pitches, (root, kind) in kinds.items():
        assert infer_harmonies(chord(0, 1, *pitches), 1.0, 0.0) == [(0.0, root, kind)]


def test_what_lasts_or_repeats_is_one_chord_and_passing_notes_change_nothing() -> None:
    voices = [*chord(0, 4, 48, 64, 67), (0.0, 1.5, 72), (1.5, 0.5, 71), (2.0, 2.0, 72)]

    assert infer_harmonies(voices, 1.0, 0.0) == [(0.0, 0, "")]


def test_beats_are_counted_from_the_first_bar_line() -> None:
    voices = [*chord(0, 0.5, 48, 64, 67), *chord(0.5, 1, 43, 62, 71)]

    assert infer_harmonies(voices, 1.0, 0.5) == [(0.0, 0, ""), (0.5, 7, "")]


def test_one_note_alone_makes_no_chord() -> None:
    assert infer_harmonies(chord(0, 2, 60, 72), 1.0, 0.0) == []
