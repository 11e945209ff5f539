from collections.abc import Callable
from random import Random

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
    "legato": edits.legato,
    "staccato": edits.staccato,
    "length": lambda melody, selected: edits.quantise_length(melody, selected, 120),
    "velocity": lambda melody, selected: edits.set_velocities(melody, dict.fromkeys(selected, 100)),
    "louder": lambda melody, selected: edits.scale_velocity(melody, selected, 1.2),
    "ramp": lambda melody, selected: edits.ramp_velocity(melody, selected, (0, 20), (960, 90)),
    "humanise": lambda melody, selected: edits.humanise_velocity(melody, selected, Random(1)),
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
        (edits.legato, [(0, 480, 60), (480, 480, 62), (960, 480, 64)]),
        (edits.staccato, [(0, 240, 60), (480, 120, 62), (960, 240, 64)]),
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
    with pytest.raises(AppError, match="move them less far"):
        edits.transpose(melody, frozenset(melody), 12)


def test_steps_in_scale_follow_the_key() -> None:
    melody = Melody((Note(0, 480, 62), Note(480, 480, 66)))
    edited = edits.transpose_in_scale(melody, frozenset(melody), 1, KEY)
    assert [note.pitch for note in edited.melody] == [64, 67]


def test_two_notes_drawn_to_one_grid_line_become_one() -> None:
    melody = Melody((Note(0, 20, 60), Note(30, 20, 72), Note(480, 240, 64)))
    edited = edits.quantise(melody, frozenset(melody), 240)
    assert [(note.onset_ticks, note.pitch) for note in edited.melody] == [(0, 72), (480, 64)]


def test_lengths_are_drawn_to_the_grid_and_onsets_stay() -> None:
    melody = Melody((Note(10, 200, 60), Note(300, 20, 62), Note(700, 500, 64)))
    edited = edits.quantise_length(melody, frozenset(melody), 120)
    assert [(n.onset_ticks, n.duration_ticks) for n in edited.melody] == [
        (10, 240),
        (300, 120),
        (700, 480),
    ]


def velocities(edited: Edited) -> list[int]:
    return [note.velocity for note in edited.melody]


LOUD = Melody((Note(0, 240, 60, 40), Note(480, 240, 62, 80), Note(960, 240, 64, 120)))


def test_velocities_are_scaled_and_stay_in_midis_range() -> None:
    assert velocities(edits.scale_velocity(LOUD, frozenset(LOUD), 1.5)) == [60, 120, 127]
    assert velocities(edits.scale_velocity(LOUD, frozenset(LOUD.notes[1:]), 0.001)) == [40, 1, 1]


def test_a_ramp_gives_velocities_on_a_line_and_goes_on_level_beyond_its_ends() -> None:
    everything = frozenset(LOUD)
    assert velocities(edits.ramp_velocity(LOUD, everything, (0, 20), (960, 100))) == [20, 60, 100]
    assert velocities(edits.ramp_velocity(LOUD, everything, (960, 100), (0, 20))) == [20, 60, 100]
    assert velocities(edits.ramp_velocity(LOUD, everything, (480, 30), (480, 90))) == [90] * 3
    assert velocities(edits.ramp_velocity(LOUD, everything, (480, 30), (720, 90))) == [30, 30, 90]


def test_humanised_velocities_stray_a_little_and_not_always_alike() -> None:
    melody = Melody(tuple(Note(240 * index, 240, 60, 80) for index in range(40)))
    first, second = (
        velocities(edits.humanise_velocity(melody, frozenset(melody), Random(seed)))
        for seed in (1, 2)
    )
    assert first != second
    assert len(set(first)) > 5
    assert all(72 <= velocity <= 88 for velocity in first)


@given(voices())
def test_reversing_twice_is_as_it_was(melody: Melody) -> None:
    once = edits.reverse(melody, frozenset(melody))
    twice = edits.reverse(once.melody, once.selected)
    assert twice.melody == melody


def test_letter_stays_with_its_pitch_alone() -> None:
    note = Note(0, 480, 61, letter="D")
    melody = Melody((note,))
    (nudged,) = edits.move(melody, frozenset((note,)), 240).melody
    (raised,) = edits.move(melody, frozenset((note,)), 240, 2).melody
    (octave,) = edits.transpose(melody, frozenset((note,)), 12).melody
    assert (nudged.letter, raised.letter, octave.letter) == ("D", None, "D")
