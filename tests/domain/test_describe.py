from app.domain import Melody, Note, Request, RequestMode, Sketch, Take
from app.domain.describe import Character, Direction, Likeness, Trait, describe, traits


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


def words(take: Take) -> list[str]:
    return [trait.word.format(trait.bar) for trait in describe(take)]


def test_passage_is_compared_with_both_sides() -> None:
    assert words(filled([(240, 60)] * 8)) == ["steps", "busier"]
    assert words(filled([(960, 60)] * 2)) == ["steps", "calmer"]
    assert words(filled([(480, 61)] * 4)) == ["steps", "even"]


def test_repeated_bar_is_named() -> None:
    assert words(filled([(480, 60)] * 4)) == ["steps", "repeats bar 1"]


def test_passage_with_nothing_around_it_is_even() -> None:
    sketch = Sketch(melody=Melody(tuple(Note(i * 480, 480, 60 + 2 * i) for i in range(8))))
    take = Take(sketch, Request(RequestMode.VARY), seed=1, start_ticks=0)
    assert words(take) == ["climbs", "even"]


def test_word_that_the_mates_have_too_gives_way_to_one_that_they_have_not() -> None:
    take = filled([(240, 64)] * 4 + [(240, 72)] * 4)
    assert [trait.word for trait in describe(take)] == [Character.BUSIER, Character.HIGHER]
    mates = [{Trait(Character.BUSIER), Trait(Character.HIGHER)}] * 2
    assert [trait.word for trait in describe(take, mates)] == [Direction.CLIMBS, Character.WIDER]
    assert Trait(Character.WIDER) in traits(take)
    assert Likeness.REPEATS not in {trait.word for trait in traits(take)}
