import pickle

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain import Author, Melody, Note
from app.errors import AppError


def voices() -> st.SearchStrategy[Melody]:
    """Draw melodies with rests, up to about twenty notes."""
    steps = st.tuples(st.integers(0, 960), st.integers(1, 1920), st.integers(0, 127))

    def build(drawn: list[tuple[int, int, int]]) -> Melody:
        notes, position = [], 0
        for rest, duration, pitch in drawn:
            notes.append(Note(position + rest, duration, pitch))
            position += rest + duration
        return Melody(tuple(notes))

    return st.lists(steps, max_size=20).map(build)


@pytest.mark.parametrize(
    "values", [(-1, 480, 60, 80), (0, 0, 60, 80), (0, 480, 128, 80), (0, 480, 60, 0)]
)
def test_impossible_note_is_refused_with_a_sentence(values: tuple[int, int, int, int]) -> None:
    with pytest.raises(AppError, match=r"\.$"):
        Note(*values)


def test_melody_refuses_two_notes_at_once() -> None:
    with pytest.raises(AppError, match="one voice"):
        Melody((Note(0, 480, 60), Note(240, 480, 62)))


def test_note_laid_over_another_trims_it() -> None:
    melody = Melody((Note(0, 960, 60), Note(960, 480, 64, author=Author.MODEL)))
    assert melody.laid_over([Note(480, 720, 72)]).notes == (Note(0, 480, 60), Note(480, 720, 72))


@given(voices(), voices())
def test_notes_laid_over_are_all_there_and_the_rest_is_as_it_was(
    below: Melody, top: Melody
) -> None:
    result = below.laid_over(top)
    assert set(top) <= set(result)
    heads = {(note.onset_ticks, note.pitch) for note in below}
    assert all(n in top.notes or (n.onset_ticks, n.pitch) in heads for n in result)
    clear = [
        n
        for n in below
        if all(n.end_ticks <= t.onset_ticks or t.end_ticks <= n.onset_ticks for t in top)
    ]
    assert set(clear) <= set(result)


def test_melody_is_the_same_in_another_process() -> None:
    authors = (Author.PLAYER, Author.MODEL, Author.MODEL, Author.PLAYER)
    notes = (Note(i * 480, 240 + i, 60 + i, 90 - i, author) for i, author in enumerate(authors))
    melody = Melody((*notes, Note(2400, 480, 61, letter="D")))
    assert pickle.loads(pickle.dumps(melody)) == melody
    assert pickle.loads(pickle.dumps(Melody())) == Melody()
