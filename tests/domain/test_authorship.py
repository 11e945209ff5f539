from app.domain import Author, Melody, Note, Sketch
from app.domain.authorship import authors_of_bars

PLAYER, MODEL = Author.PLAYER, Author.MODEL


def note(beat: int, beats: int, author: Author) -> Note:
    return Note(beat * 480, beats * 480, 60, author=author)


def of_bars(*notes: Note, pickup: int = 0) -> list[Author]:
    sketch = Sketch(melody=Melody(notes), pickup_ticks=pickup)
    return list(authors_of_bars(sketch).values())


def test_bar_is_his_who_wrote_most_notes_of_it() -> None:
    assert of_bars(note(0, 1, MODEL), note(1, 1, MODEL), note(2, 1, PLAYER)) == [MODEL]
    assert of_bars(note(0, 1, MODEL), note(1, 1, PLAYER)) == [PLAYER]


def test_bar_with_a_note_held_into_it_is_the_notes() -> None:
    assert of_bars(note(0, 1, PLAYER), note(1, 1, PLAYER), note(2, 6, MODEL)) == [PLAYER, MODEL]


def test_note_that_begins_in_a_bar_goes_before_one_that_is_held() -> None:
    assert of_bars(note(0, 5, MODEL), note(5, 1, PLAYER)) == [MODEL, PLAYER]


def test_empty_bar_is_as_the_one_before() -> None:
    assert of_bars(note(0, 1, MODEL), note(8, 1, PLAYER)) == [MODEL, MODEL, PLAYER]
    assert of_bars() == [PLAYER]


def test_pickup_is_a_bar_of_its_own() -> None:
    assert of_bars(note(0, 1, PLAYER), note(1, 1, MODEL), pickup=480) == [PLAYER, MODEL]
