from app.domain import Melody, Note, Request, RequestMode, Sketch, Take
from app.domain.describe import Character, Direction, describe


def filled(passage: list[tuple[int, int]]) -> Take:
    """Return a take whose second bar of three holds these lengths and pitches."""
    notes, onset = [Note(i * 480, 480, 60) for i in range(4)], 1920
    for length, pitch in passage:
        notes.append(Note(onset, length, pitch))
        onset += length
    notes += [Note(3840 + i * 480, 480, 60) for i in range(4)]
    request = Request(RequestMode.FILL, first_bar=2, last_bar=2)
    sketch = Sketch(melody=Melody(tuple(notes)))
    return Take(sketch, request, seed=1, start_ticks=1920, end_ticks=3840)


def test_passage_is_compared_with_both_sides() -> None:
    busy = filled([(240, 60)] * 8)
    assert describe(busy) == (Direction.STEPS, Character.BUSIER)
    calm = filled([(960, 60)] * 2)
    assert describe(calm) == (Direction.STEPS, Character.CALMER)
    alike = filled([(480, 60)] * 4)
    assert describe(alike) == (Direction.STEPS, Character.EVEN)


def test_passage_with_nothing_around_it_is_even() -> None:
    sketch = Sketch(melody=Melody(tuple(Note(i * 480, 480, 60 + 2 * i) for i in range(8))))
    take = Take(sketch, Request(RequestMode.VARY), seed=1, start_ticks=0)
    assert describe(take) == (Direction.CLIMBS, Character.EVEN)
