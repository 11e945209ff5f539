from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from itertools import count

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.domain import Author, Key, Melody, Meter, Mode, Note, Request, Sketch, Take
from app.errors import AppError
from app.generation import Model, generate
from tests.generation.conftest import motif_sketch

METERS = ("4/4", "3/4", "6/8", "2/4", "5/4", "7/8", "9/8", "2/2", "12/8", "11/16", "3/2", "1/4")


def takes(model: Model, sketch: Sketch, **wishes: object) -> list[Take]:
    return list(generate(model, sketch, Request(**wishes)))  # type: ignore[arg-type]


def music(take: Take) -> tuple[Note, ...]:
    return take.sketch.melody.notes


def test_the_same_seed_gives_the_same_notes(model: Model, sketch: Sketch) -> None:
    first = takes(model, sketch, bars=4, takes=3, seed=5)
    again = takes(model, sketch, bars=4, takes=3, seed=5)
    later = takes(model, sketch, bars=4, takes=1, seed=7)

    assert [music(take) for take in first] == [music(take) for take in again]
    assert music(first[2]) == music(later[0])
    assert [take.bits_per_note for take in first] == [take.bits_per_note for take in again]


def test_what_was_coded_before_does_not_matter(model: Model, sketch: Sketch) -> None:
    first = takes(model, sketch, bars=2, takes=1)
    model.next_note_distribution(replace(sketch, key=Key("Eb")))

    assert music(takes(model, sketch, bars=2, takes=1)[0]) == music(first[0])


def test_takes_tell_where_they_come_from(model: Model, sketch: Sketch) -> None:
    request = Request(bars=4, takes=3, seed=11)

    given_takes = list(generate(model, sketch, request, parent="p"))

    assert [take.seed for take in given_takes] == [11, 12, 13]
    assert [take.number for take in given_takes] == [1, 2, 3]
    assert {take.parent for take in given_takes} == {"p"}
    assert {take.request for take in given_takes} == {request}
    assert {take.start_ticks for take in given_takes} == {sketch.end_ticks}
    assert all(take.bits_per_note > 0 for take in given_takes)
    assert all(
        0 <= take.originality.longest_match_notes <= len(take.new_notes) for take in given_takes
    )
    assert len({music(take) for take in given_takes}) == 3


def test_the_players_notes_are_untouched(model: Model) -> None:
    played = Melody(
        (Note(3, 470, 60, 50), Note(481, 333, 64, 99, Author.MODEL), Note(1001, 777, 67, 33))
    )
    sketch = Sketch(title="Mine", melody=played, key=Key("C"), tempo_bpm=133)

    take = takes(model, sketch, takes=1, bars=2)[0]

    assert take.sketch.melody.notes[:3] == played.notes
    assert replace(take.sketch, melody=played) == sketch
    assert {note.author for note in take.new_notes} == {Author.MODEL}
    assert take.new_notes == take.sketch.melody.notes[3:]


@pytest.mark.parametrize("meter", METERS)
@pytest.mark.parametrize("pickup", [0, 240, 100])
def test_bars_are_counted_exactly(model: Model, meter: str, pickup: int) -> None:
    sketch = motif_sketch(Meter.parse(meter), pickup)
    for take in takes(model, sketch, bars=3, takes=3):
        assert take.sketch.bars == sketch.bars + 3
        assert take.new_notes[0].onset_ticks >= sketch.end_ticks


def test_a_single_note_is_enough_and_a_single_bar_too(model: Model) -> None:
    sketch = Sketch(melody=Melody((Note(0, 480, 60),)))
    for take in takes(model, sketch, bars=1, takes=8, temperature=2.5, top_p=1.0):
        assert take.sketch.bars == 2


def test_a_long_rest_before_the_bar_line_is_bridged(model: Model) -> None:
    sketch = Sketch(melody=Melody((Note(0, 30, 60),)), meter=Meter(32, 1))
    take = takes(model, sketch, bars=1, takes=1)[0]

    assert take.sketch.bars == 2
    assert take.new_notes[0].onset_ticks >= sketch.end_ticks


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    seed=st.integers(0, 2**31 - 40),
    bars=st.integers(1, 5),
    temperature=st.floats(0.05, 3.0),
    top_p=st.floats(0.01, 1.0),
    meter=st.builds(Meter, st.integers(1, 13), st.sampled_from([2, 4, 8, 16])),
    key=st.builds(Key.from_fifths, st.integers(-4, 4), st.sampled_from(Mode)),
    lowest=st.none() | st.integers(0, 110),
    span=st.integers(5, 30),
    scale_lock=st.booleans(),
    pickup=st.integers(0, 100),
)
def test_hard_rules_hold_in_every_take(
    model: Model,
    seed: int,
    bars: int,
    temperature: float,
    top_p: float,
    meter: Meter,
    key: Key,
    lowest: int | None,
    span: int,
    scale_lock: bool,
    pickup: int,
) -> None:
    sketch = replace(motif_sketch(meter, min(pickup, meter.bar_ticks - 1)), key=key)
    highest = None if lowest is None else min(127, lowest + span)
    request = Request(
        bars=bars,
        takes=1,
        seed=seed,
        temperature=temperature,
        top_p=top_p,
        lowest=lowest,
        highest=highest,
        scale_lock=scale_lock,
    )

    (take,) = generate(model, sketch, request)

    assert take.sketch.bars == sketch.bars + bars
    assert take.sketch.melody.notes[: len(sketch.melody)] == sketch.melody.notes
    for note in take.new_notes:
        assert lowest is None or lowest <= note.pitch <= (highest or 127)
        assert not scale_lock or key.contains(note.pitch)


def test_one_style_sounds_different_from_another(model: Model, sketch: Sketch) -> None:
    reel = takes(model, sketch, takes=4, style="reel")
    hymn = takes(model, sketch, takes=4, style="hymn")

    assert sum(len(take.new_notes) for take in reel) > sum(len(take.new_notes) for take in hymn)


def test_an_unknown_style_is_refused_with_those_known(model: Model, sketch: Sketch) -> None:
    with pytest.raises(AppError, match=r"“dubstep”.*hornpipe"):
        takes(model, sketch, style="dubstep")


def test_an_empty_sketch_is_refused(model: Model) -> None:
    with pytest.raises(AppError, match="Draw a note first"):
        generate(model, Sketch(), Request())


def cancel_after(asked: int) -> Callable[[], bool]:
    counter = count(1)
    return lambda: next(counter) > asked


@pytest.mark.parametrize("asked", [0, 1, 7])
def test_cancelling_stops_within_a_note(model: Model, sketch: Sketch, asked: int) -> None:
    questions = 0
    cancelled_now = cancel_after(asked)

    def cancelled() -> bool:
        nonlocal questions
        questions += 1
        return cancelled_now()

    given_takes = list(generate(model, sketch, Request(bars=8), cancelled=cancelled))

    assert given_takes == []
    assert questions == asked + 1
