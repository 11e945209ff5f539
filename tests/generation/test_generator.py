from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from itertools import combinations, count

import numpy as np
import pytest

from app.domain import Author, Chords, Key, Melody, Meter, Note, Request, RequestMode, Sketch, Take
from app.domain.form import Form
from app.errors import AppError
from app.generation import Model, generate
from app.generation.batch_writer import BATCH_SIZE
from app.generation.generator import FIRST_BATCH, NEAR_COPY, RETRY_SEED_STRIDE
from tests.generation.conftest import motif_sketch
from tests.generation.requests import METERS


def takes(model: Model, sketch: Sketch, **wishes: object) -> list[Take]:
    return list(generate(model, sketch, Request(**wishes)))  # type: ignore[arg-type]


def music(take: Take) -> tuple[Note, ...]:
    return take.sketch.melody.notes


def rhythm(notes: tuple[Note, ...]) -> list[tuple[int, int]]:
    return [(note.onset_ticks, note.duration_ticks) for note in notes]


def pitches(notes: tuple[Note, ...]) -> list[int]:
    return [note.pitch for note in notes]


def common(one: Take, other: Take) -> float:
    """Return the share of notes that two takes have in common."""
    here, there = (
        {(note.onset_ticks, note.pitch) for note in take.new_notes} for take in (one, other)
    )
    return len(here & there) / max(1, len(here | there))


def test_the_same_seed_gives_the_same_notes(model: Model, sketch: Sketch) -> None:
    first, again = (takes(model, sketch, bars=4, takes=3, seed=5) for _ in range(2))

    assert [music(take) for take in first] == [music(take) for take in again]
    assert [take.bits_per_note for take in first] == [take.bits_per_note for take in again]


@pytest.mark.parametrize(
    "wishes",
    [
        {"bars": 4},
        {"bars": 3, "form": Form.parse("a b a'"), "style": "reel", "density": 5.0},
        {"mode": RequestMode.ANSWER, "closeness": 0.2},
        {"mode": RequestMode.VARY, "closeness": 0.3},
        {"mode": RequestMode.FILL, "first_bar": 2, "last_bar": 2},
    ],
    ids=["continue", "form", "answer", "vary", "fill"],
)
def test_a_take_is_the_same_alone_and_in_any_batch(
    model: Model, sketch: Sketch, wishes: dict[str, object]
) -> None:
    def by_seed(seed: int, count: int) -> dict[int, tuple[tuple[Note, ...], float]]:
        given = takes(model, sketch, seed=seed, takes=count, **wishes)
        return {take.seed: (music(take), take.bits_per_note) for take in given}

    many, shifted = by_seed(11, 8), by_seed(13, 6)
    alone = {seed: by_seed(seed, 1)[seed] for seed in range(11, 19)}

    for seed, outcome in {**many, **shifted}.items():
        if seed in alone:
            assert outcome == alone[seed]
    assert len(many.keys() & alone.keys()) >= 3


def test_what_was_coded_before_does_not_matter(model: Model, sketch: Sketch) -> None:
    first = takes(model, sketch, bars=2, takes=1)
    model.next_note_distribution(replace(sketch, key=Key("Eb")))

    assert music(takes(model, sketch, bars=2, takes=1)[0]) == music(first[0])


def test_takes_tell_where_they_come_from(model: Model, sketch: Sketch) -> None:
    request = Request(bars=4, takes=3, seed=11)

    given_takes = list(generate(model, sketch, request, parent="p"))

    assert {take.seed for take in given_takes} == {11, 12, 13}
    assert [take.number for take in given_takes] == [1, 2, 3]
    assert {take.parent for take in given_takes} == {"p"}
    assert {take.request for take in given_takes} == {request}
    assert {take.start_ticks for take in given_takes} == {sketch.end_ticks}
    assert all(take.bits_per_note > 0 for take in given_takes)
    assert all(
        0 <= take.originality.longest_match_notes <= len(take.new_notes) for take in given_takes
    )
    assert len({music(take) for take in given_takes}) == 3


def test_the_likeliest_of_a_batch_comes_first(model: Model, sketch: Sketch) -> None:
    number = FIRST_BATCH + 2 * BATCH_SIZE
    given_takes = takes(model, sketch, bars=8, takes=number, temperature=1.3)

    assert {take.seed for take in given_takes} == set(range(1, number + 1))
    firsts = range(FIRST_BATCH, number, BATCH_SIZE)
    later = (given_takes[first : first + BATCH_SIZE] for first in firsts)
    for batch in (given_takes[:FIRST_BATCH], *later):
        bits = [take.bits_per_note for take in batch]
        assert bits == sorted(bits)


def test_near_copies_are_replaced_by_takes_of_other_seeds(model: Model, sketch: Sketch) -> None:
    wishes = {"bars": 1, "temperature": 0.05, "lowest": 62, "highest": 66}
    alone = [takes(model, sketch, takes=1, seed=seed, **wishes)[0] for seed in range(1, 9)]
    together = takes(model, sketch, takes=8, seed=1, **wishes)

    def near(of: list[Take]) -> int:
        return sum(common(one, other) >= NEAR_COPY for one, other in combinations(of, 2))

    assert near(alone) > near(together)
    assert len(together) == 8
    others = [take for take in together if take.seed > RETRY_SEED_STRIDE]
    assert others
    again = takes(model, sketch, takes=1, seed=others[0].seed, **wishes)[0]
    assert music(again) == music(others[0])


def test_takes_that_can_not_differ_come_in_full_number(model: Model, sketch: Sketch) -> None:
    given_takes = takes(model, sketch, bars=2, takes=6, rhythm_lock=True, pitch_lock=True)

    assert len(given_takes) == 6
    assert len({music(take) for take in given_takes}) == 1


def test_seeds_stay_within_what_can_be_asked_for(model: Model, sketch: Sketch) -> None:
    given_takes = takes(model, sketch, bars=1, takes=3, seed=2**31 - 1)

    for take in given_takes:
        assert Request(seed=take.seed).seed == take.seed


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


def test_a_note_played_just_before_the_last_bar_line_adds_no_bar(model: Model) -> None:
    notes = (Note(0, 960, 60), Note(960, 950, 62), Note(1912, 8, 64))
    sketch = Sketch(melody=Melody(notes))

    (take,) = takes(model, sketch, bars=1, takes=1, form=Form.parse("a a"))

    assert take.sketch.bars == 2


def test_a_motif_farther_back_than_plans_reach_is_answered(model: Model) -> None:
    notes = (Note(1920 * index, 1920, 60 + index % 9) for index in range(34))
    sketch = Sketch(melody=Melody(tuple(notes)))

    (take,) = takes(model, sketch, mode=RequestMode.ANSWER, takes=1)

    assert take.sketch.bars == 68


def test_one_style_sounds_different_from_another(model: Model, sketch: Sketch) -> None:
    reel = takes(model, sketch, takes=4, style="reel")
    hymn = takes(model, sketch, takes=4, style="hymn")

    assert sum(len(take.new_notes) for take in reel) > sum(len(take.new_notes) for take in hymn)


def test_an_unknown_style_is_refused_and_the_known_ones_are_listed(
    model: Model, sketch: Sketch
) -> None:
    with pytest.raises(AppError, match=r"“dubstep”.*hornpipe"):
        takes(model, sketch, style="dubstep")


def test_an_empty_sketch_is_refused_before_the_first_take(model: Model) -> None:
    with pytest.raises(AppError, match="Draw a note first"):
        generate(model, Sketch(), Request())


def test_a_form_that_does_not_fit_is_refused_before_the_first_take(
    model: Model, sketch: Sketch
) -> None:
    with pytest.raises(AppError, match="can't be shared"):
        generate(model, sketch, Request(bars=7, form=Form.parse("a b a c")))


@pytest.mark.parametrize("density", [1.5, 4.0, 8.0])
def test_takes_are_as_dense_as_wished(model: Model, sketch: Sketch, density: float) -> None:
    given_takes = takes(model, sketch, density=density)

    mean = sum(len(take.new_notes) for take in given_takes) / sum(8 for _ in given_takes)
    assert mean == pytest.approx(density, rel=0.35)


def test_chords_change_the_notes(model: Model, sketch: Sketch) -> None:
    def notes(chords: str) -> list[tuple[Note, ...]]:
        with_chords = replace(sketch, chords=Chords.parse(chords))
        return [music(take) for take in takes(model, with_chords, bars=4, takes=4)]

    assert notes("D | G A7") != notes("Bm | Em F#7") != notes("")


def test_the_notes_follow_the_chords(model: Model, sketch: Sketch) -> None:
    def share(chords: str, tones: set[int]) -> float:
        with_chords = replace(sketch, chords=Chords.parse(chords))
        notes = [note for take in takes(model, with_chords, takes=8) for note in take.new_notes]
        return float(np.mean([note.pitch % 12 in tones for note in notes]))

    assert share("G", {7, 11, 2}) > share("A7", {7, 11, 2})


def test_a_form_brings_the_motif_back(model: Model, sketch: Sketch) -> None:
    def echoed(form: str) -> float:
        """Return how much of the motif stands at the same place of the last two bars."""
        motif = {(note.onset_ticks, note.pitch) for note in sketch.melody}
        shares = []
        for take in takes(model, sketch, bars=4, takes=8, form=Form.parse(form)):
            last = {(n.onset_ticks - 4 * 1920, n.pitch) for n in take.new_notes}
            shares.append(len(last & motif) / len(motif))
        return float(np.mean(shares))

    assert echoed("a b a") > echoed("a b c")


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


def test_cancelling_is_asked_while_the_sketch_is_read(model: Model) -> None:
    sketch = Sketch(melody=Melody(tuple(Note(i * 240, 240, 60 + i % 12) for i in range(400))))
    asked: list[bool] = []

    def cancelled() -> bool:
        asked.append(True)
        return len(asked) > 3

    assert list(generate(model, sketch, Request(), cancelled=cancelled)) == []
    assert len(asked) == 4
