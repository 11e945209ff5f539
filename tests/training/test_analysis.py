from __future__ import annotations

from app.domain import Key, Meter, Mode
from app.training.analysis import align_analysis
from app.training.read_musicxml import XmlPassage
from app.training.read_rntxt import read_rntxt
from app.training.tune import Sound


def passage(meter: Meter, pitches: list[int], first: int = 1, pickup: float = 0.0) -> XmlPassage:
    """Return bars of one note each."""
    bar = 4.0 * meter.counts / meter.unit
    starts = [max(0.0, index * bar - (bar - pickup if pickup else 0)) for index in range(9)]
    sounds: list[Sound] = [
        (start, bar, pitch) for start, pitch in zip(starts, pitches, strict=False)
    ]
    names = [str(first + index) for index in range(len(pitches))]
    measures = list(zip(names, starts, strict=False))
    return XmlPassage(meter, 0, sounds, measures=measures, pickup=pickup)


def test_beats_are_those_of_the_meter() -> None:
    bars = read_rntxt("m1 C: I b2 V\nm2 I b2.667 V")
    simple, compound = passage(Meter(2, 4), [60, 64]), passage(Meter(6, 8), [60, 64])

    assert align_analysis(bars, [simple])[0].harmonies == [
        (0.0, 0, ""), (1.0, 7, ""), (2.0, 0, ""), (3.667, 7, ""),
    ]  # fmt: skip
    assert [place for place, _, _ in align_analysis(bars, [compound])[0].harmonies] == [
        0.0, 1.5, 3.0, 5.5005,
    ]  # fmt: skip


def test_beats_of_a_pickup_are_counted_as_if_its_bar_were_whole() -> None:
    bars = read_rntxt("m0 b4 C: V\nm1 I")
    laid = align_analysis(bars, [passage(Meter(), [67, 72], first=0, pickup=1.0)])

    assert laid[0].harmonies == [(0.0, 7, ""), (1.0, 0, "")]


def test_chords_last_from_one_passage_to_the_next_and_keys_are_read() -> None:
    bars = read_rntxt("m1 C: I\nm2 V\nm4 a: i")
    passages = [passage(Meter(), [60, 67]), passage(Meter(3, 4), [67, 69], first=3)]

    first, second = align_analysis(bars, passages)

    assert (first.key, second.key) == (Key("C"), Key("A", Mode.MINOR))
    assert second.harmonies == [(0.0, 7, ""), (3.0, 9, "m")]


def test_bar_numbers_that_differ_by_one_are_found_out() -> None:
    bars = read_rntxt("m0 C: I\nm1 V\nm2 vi\nm3 IV")
    laid = align_analysis(bars, [passage(Meter(), [60, 71, 69, 65])])

    assert laid[0].harmonies == [(0.0, 0, ""), (4.0, 7, ""), (8.0, 9, "m"), (12.0, 5, "")]


def test_an_analysis_of_something_else_is_left_out() -> None:
    bars = read_rntxt("m1 C: I\nm2 V\nm3 I\nm4 V")

    assert align_analysis(bars, [passage(Meter(), [61, 66, 61, 66])])[0].harmonies == []


def test_movements_that_count_anew_take_their_own_bars() -> None:
    bars = read_rntxt("m1 C: I\nm2 V\nm1 a: i\nm2 iv")
    laid = align_analysis(bars, [passage(Meter(), [60, 67]), passage(Meter(), [69, 74])])

    assert [chord for _, *chord in laid[1].harmonies[-2:]] == [[9, "m"], [2, "m"]]
