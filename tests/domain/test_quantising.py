import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain import Melody, Note
from app.domain.quantising import Quantising, quantised
from app.errors import InvalidValueError

SIXTEENTH = 120


def played(*times: tuple[int, int]) -> Melody:
    return Melody(tuple(Note(onset, end - onset, 60) for onset, end in times))


def times(melody: Melody) -> list[tuple[int, int]]:
    return [(note.onset_ticks, note.end_ticks) for note in melody]


def melodies() -> st.SearchStrategy[Melody]:
    def melody(steps: list[tuple[int, int]]) -> Melody:
        onset, notes = 0, []
        for gap, duration in steps:
            onset += gap
            notes.append(Note(onset, duration, 60))
            onset += duration
        return Melody(tuple(notes))

    return st.lists(st.tuples(st.integers(0, 500), st.integers(1, 500))).map(melody)


def test_slow_notes_go_to_the_nearest_line_and_keep_their_joints() -> None:
    melody = played((10, 470), (485, 700), (955, 1400))
    assert times(quantised(melody, Quantising(SIXTEENTH))) == [(0, 480), (480, 720), (960, 1440)]


def test_strength_draws_part_of_the_way() -> None:
    melody = played((20, 480))
    for strength, onset in ((0, 20), (50, 10), (100, 0)):
        assert quantised(melody, Quantising(480, strength)).notes[0].onset_ticks == onset


def test_run_faster_than_the_grid_keeps_its_notes_on_finer_lines() -> None:
    run = played(*((480 + 60 * n + wobble, 530 + 60 * n) for n, wobble in enumerate((4, -5, 3, 6))))
    drawn = quantised(Melody((*run, Note(725, 200, 62))), Quantising(SIXTEENTH))
    assert [note.onset_ticks for note in drawn] == [480, 540, 600, 660, 720]


def test_uneven_sixteenths_stay_sixteenths() -> None:
    """The second and the third note are both nearest to 480."""
    drawn = quantised(played((300, 420), (425, 530), (535, 640)), Quantising(SIXTEENTH))
    onsets = [note.onset_ticks for note in drawn]
    assert len(set(onsets)) == 3
    assert all(onset % SIXTEENTH == 0 for onset in onsets)


def test_short_note_gets_a_cell() -> None:
    assert times(quantised(played((241, 245)), Quantising(SIXTEENTH))) == [(240, 360)]


@given(melodies(), st.sampled_from((30, 80, 120, 160, 240, 480)), st.integers(0, 100))
def test_no_note_is_lost_and_none_moves_more_than_a_cell(
    melody: Melody, grid: int, strength: int
) -> None:
    drawn = quantised(melody, Quantising(grid, strength))
    assert [note.pitch for note in drawn] == [note.pitch for note in melody]
    for before, after in zip(melody, drawn, strict=True):
        assert abs(before.onset_ticks - after.onset_ticks) <= grid


@given(melodies())
def test_strength_of_nothing_changes_nothing(melody: Melody) -> None:
    assert quantised(melody, Quantising(SIXTEENTH, 0)) == melody


@given(melodies(), st.sampled_from((80, 120, 160, 240, 480)))
def test_what_lies_on_the_grid_stays(melody: Melody, grid: int) -> None:
    on_grid = Melody(
        tuple(Note(n.onset_ticks * grid, n.duration_ticks * grid, n.pitch) for n in melody)
    )
    assert quantised(on_grid, Quantising(grid)) == on_grid


@pytest.mark.parametrize(("grid", "strength"), [(0, 100), (120, -1), (120, 101)])
def test_impossible_grids_are_refused(grid: int, strength: int) -> None:
    with pytest.raises(InvalidValueError):
        Quantising(grid, strength)
