from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain import Author, Edited, Key, Melody, Note, Selection, edits
from app.errors import AppError
from tests.domain.test_melody import voices

MODEL_NOTES = Melody(
    (
        Note(0, 480, 60, author=Author.MODEL),
        Note(480, 240, 62, author=Author.MODEL),
        Note(960, 480, 64, author=Author.MODEL),
    )
)
KEY = Key.parse("D major")

EDITS: dict[str, Callable[[Melody, Selection], Edited]] = {
    "transpose": lambda melody, selected: edits.transpose(melody, selected, 1),
    "in scale": lambda melody, selected: edits.transpose_in_scale(melody, selected, -1, KEY),
    "move": lambda melody, selected: edits.move(melody, selected, 130, 2),
    "resize": lambda melody, selected: edits.resize(melody, selected, -90, 30),
    "resize start": lambda melody, selected: edits.resize_start(melody, selected, 70, 30),
    "quantise": lambda melody, selected: edits.quantise(melody, selected, 120),
    "invert": edits.invert,
    "reverse": edits.reverse,
    "augment": edits.augment,
    "diminish": edits.diminish,
    "velocity": lambda melody, selected: edits.set_velocity(melody, selected, 100),
}


@given(voices(), st.data(), st.sampled_from(sorted(EDITS)))
def test_edit_leaves_notes_clear_of_it_as_they_were(
    melody: Melody, data: st.DataObject, name: str
) -> None:
    selected = frozenset(data.draw(st.lists(st.sampled_from(melody.notes)))) if melody else None
    chosen = selected or frozenset()
    try:
        edited = EDITS[name](melody, chosen)
    except AppError:
        return  # a pitch left MIDI's range, and the edit was refused as a whole
    assert edited.selected <= frozenset(edited.melody)
    clear = {
        note
        for note in melody
        if note not in chosen
        and all(
            note.end_ticks <= new.onset_ticks or new.end_ticks <= note.onset_ticks
            for new in edited.selected
        )
    }
    assert clear <= frozenset(edited.melody)


def test_changed_note_becomes_the_players_and_others_stay_the_models() -> None:
    edited = edits.transpose(MODEL_NOTES, frozenset(MODEL_NOTES.notes[:1]), 2)
    assert [(note.pitch, note.author) for note in edited.melody] == [
        (62, Author.PLAYER),
        (62, Author.MODEL),
        (64, Author.MODEL),
    ]


def test_edit_that_changes_nothing_leaves_the_author() -> None:
    edited = edits.quantise(MODEL_NOTES, frozenset(MODEL_NOTES), 240)
    assert edited.melody == MODEL_NOTES


@pytest.mark.parametrize(
    ("edit", "expected"),
    [
        (edits.invert, [(0, 480, 60), (480, 240, 58), (960, 480, 56)]),
        (edits.reverse, [(0, 480, 64), (720, 240, 62), (960, 480, 60)]),
        (edits.augment, [(0, 960, 60), (960, 480, 62), (1920, 960, 64)]),
        (edits.diminish, [(0, 240, 60), (240, 120, 62), (480, 240, 64)]),
    ],
)
def test_motif_transformations(
    edit: Callable[[Melody, Selection], Edited], expected: list[tuple[int, int, int]]
) -> None:
    edited = edit(MODEL_NOTES, frozenset(MODEL_NOTES))
    assert [(n.onset_ticks, n.duration_ticks, n.pitch) for n in edited.melody] == expected


def test_group_stops_as_a_whole_at_the_start_of_the_sketch() -> None:
    melody = Melody((Note(240, 240, 60), Note(960, 240, 62)))
    edited = edits.move(melody, frozenset(melody), -480)
    assert [note.onset_ticks for note in edited.melody] == [0, 720]


def test_transposing_out_of_range_is_refused_and_says_what_to_do() -> None:
    melody = Melody((Note(0, 480, 126),))
    with pytest.raises(AppError, match="move less far"):
        edits.transpose(melody, frozenset(melody), 12)


def test_steps_in_scale_follow_the_key() -> None:
    melody = Melody((Note(0, 480, 62), Note(480, 480, 66)))
    edited = edits.transpose_in_scale(melody, frozenset(melody), 1, KEY)
    assert [note.pitch for note in edited.melody] == [64, 67]


def test_two_notes_drawn_to_one_grid_line_become_one() -> None:
    melody = Melody((Note(0, 20, 60), Note(30, 20, 72), Note(480, 240, 64)))
    edited = edits.quantise(melody, frozenset(melody), 240)
    assert [(note.onset_ticks, note.pitch) for note in edited.melody] == [(0, 72), (480, 64)]


@given(voices())
def test_reversing_twice_is_as_it_was(melody: Melody) -> None:
    once = edits.reverse(melody, frozenset(melody))
    twice = edits.reverse(once.melody, once.selected)
    assert twice.melody == melody
