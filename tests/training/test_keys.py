from __future__ import annotations

from app.domain import Key, Mode
from app.training.keys import estimated_key
from app.training.tune import Sound


def line(*pitches: int) -> list[Sound]:
    return [(float(place), 1.0, pitch) for place, pitch in enumerate(pitches)]


MAJOR = line(60, 64, 67, 65, 62, 71, 72)
MINOR = line(69, 72, 76, 74, 71, 68, 69)


def test_the_mode_is_estimated() -> None:
    assert estimated_key(0, MAJOR) == Key("C")
    assert estimated_key(0, MINOR) == Key("A", Mode.MINOR)


def test_without_a_signature_the_key_is_estimated() -> None:
    assert estimated_key(None, line(62, 66, 69, 67, 64, 73, 74)) == Key("D")


def test_the_last_chord_counts_before_the_notes_and_then_the_first() -> None:
    relative = [(0.0, 9, "m"), (3.0, 0, "")]
    half_close = [(0.0, 9, "m"), (3.0, 4, "7")]

    assert estimated_key(0, MINOR, relative) == Key("C")
    assert estimated_key(0, MAJOR, half_close) == Key("A", Mode.MINOR)


def test_a_tune_whose_home_chord_is_foreign_to_its_signature_has_a_key_on_that_chord() -> None:
    sounds = line(62, 65, 69, 71, 72, 69, 62)

    assert estimated_key(0, sounds, [(0.0, 2, "m"), (6.0, 2, "m")]) == Key("D", Mode.DORIAN)
    assert estimated_key(0, line(67, 66, 69), [(0.0, 7, "")]) == Key("G")
