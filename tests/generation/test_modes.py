"""What filling, varying and answering leave as it was, and what they bring."""

from __future__ import annotations

from dataclasses import replace

import pytest

from app.domain import Author, Ending, Key, Melody, Note, RequestMode, Sketch
from app.generation import Model
from tests.generation.conftest import motif_sketch
from tests.generation.test_generator import music, pitches, rhythm, takes

FOUR_BARS = Sketch(
    melody=Melody(
        tuple(Note(240 * i, 240, 62 + (0, 2, 4, 5, 7, 9, 11, 12)[i % 8]) for i in range(32))
    ),
    key=Key("D"),
)
FILL = {"mode": RequestMode.FILL, "first_bar": 2, "last_bar": 3}
VARY = {"mode": RequestMode.VARY}
ANSWER = {"mode": RequestMode.ANSWER}


def test_filling_replaces_the_range_and_keeps_both_sides(model: Model) -> None:
    for take in takes(model, FOUR_BARS, takes=4, **FILL):
        assert music(take)[:8] == FOUR_BARS.melody.notes[:8]
        assert music(take)[-8:] == FOUR_BARS.melody.notes[-8:]
        inside = music(take)[8:-8]
        assert inside == take.new_notes
        assert {note.author for note in inside} == {Author.MODEL}
        assert all(note.onset_ticks >= 1920 and note.end_ticks <= 5760 for note in inside)
        assert (take.start_ticks, take.end_ticks) == (1920, 5760)
        assert take.sketch.bars == 4


def test_filling_hears_what_follows(model: Model) -> None:
    def filled(up: int) -> list[tuple[Note, ...]]:
        later = (replace(note, pitch=note.pitch + up) for note in FOUR_BARS.melody.notes[24:])
        sketch = replace(FOUR_BARS, melody=Melody((*FOUR_BARS.melody.notes[:24], *later)))
        return [take.new_notes for take in takes(model, sketch, takes=4, **FILL)]

    low, high = filled(-12), filled(12)

    assert low != high
    last = [sum(notes[-1].pitch for notes in each if notes) for each in (low, high)]
    assert last[0] < last[1]


def test_filling_after_a_note_that_sounds_into_the_range_waits_for_its_end(model: Model) -> None:
    notes = (Note(0, 2400, 62), Note(3840, 1920, 66))
    sketch = Sketch(melody=Melody(notes), key=Key("D"))

    for take in takes(model, sketch, takes=4, **{**FILL, "last_bar": 2}):
        assert notes[0] in music(take)
        assert notes[1] in music(take)
        assert all(n.onset_ticks >= 2400 and n.end_ticks <= 3840 for n in take.new_notes)


def test_an_empty_bar_is_filled(model: Model) -> None:
    sketch = Sketch(melody=Melody((Note(0, 1920, 62), Note(3840, 1920, 66))), key=Key("D"))

    filled = takes(model, sketch, takes=8, **{**FILL, "last_bar": 2})

    assert any(len(music(take)) > 2 for take in filled)


def test_held_notes_stay(model: Model) -> None:
    held = (FOUR_BARS.melody.notes[10], FOUR_BARS.melody.notes[16])

    for take in takes(model, FOUR_BARS, takes=4, held=held, **FILL):
        assert set(held) <= set(music(take))
        assert music(take) != FOUR_BARS.melody.notes


def test_varying_as_closely_as_possible_changes_nothing(model: Model) -> None:
    resting = Sketch(melody=Melody((Note(0, 480, 62), Note(960, 240, 66), Note(3000, 400, 69))))

    for sketch in (motif_sketch(), FOUR_BARS, resting):
        for take in takes(model, sketch, takes=3, closeness=1.0, **VARY):
            assert take.sketch == sketch


def test_varying_freely_keeps_no_note_of_the_players(model: Model) -> None:
    for take in takes(model, FOUR_BARS, takes=4, closeness=0.0, **VARY):
        assert {note.author for note in music(take)} == {Author.MODEL}
        assert take.sketch.bars == 4


def test_varying_halfway_keeps_half(model: Model) -> None:
    for take in takes(model, FOUR_BARS, takes=4, closeness=0.5, **VARY):
        kept = [note for note in music(take) if note.author is Author.PLAYER]
        assert len(kept) == 16
        assert set(kept) <= set(FOUR_BARS.melody)


def test_varying_a_range_changes_nothing_outside(model: Model) -> None:
    for take in takes(model, FOUR_BARS, takes=2, closeness=0.0, first_bar=2, last_bar=2, **VARY):
        assert music(take)[:8] == FOUR_BARS.melody.notes[:8]
        assert music(take)[-16:] == FOUR_BARS.melody.notes[16:]


@pytest.mark.parametrize("ending", [Ending.ANY, Ending.TONIC])
def test_an_answer_is_as_long_as_the_motif_and_closes(model: Model, ending: Ending) -> None:
    for sketch in (motif_sketch(), FOUR_BARS):
        for take in takes(model, sketch, takes=4, ending=ending, **ANSWER):
            assert take.sketch.bars == 2 * sketch.bars
            assert music(take)[-1].pitch % 12 == 2
            assert take.request.ending is ending


def test_an_answer_may_be_asked_to_stay_open(model: Model) -> None:
    for take in takes(model, FOUR_BARS, takes=4, ending=Ending.OPEN, **ANSWER):
        assert music(take)[-1].pitch % 12 in {4, 9, 1}


@pytest.mark.parametrize(("ending", "classes"), [(Ending.TONIC, {2}), (Ending.OPEN, {4, 9, 1})])
@pytest.mark.parametrize("wishes", [{"bars": 2}, FILL, {**VARY, "closeness": 0.8}])
def test_an_ending_is_kept(
    model: Model, ending: Ending, classes: set[int], wishes: dict[str, object]
) -> None:
    for take in takes(model, FOUR_BARS, takes=4, ending=ending, temperature=2.0, **wishes):
        assert take.new_notes[-1].pitch % 12 in classes


def test_a_locked_rhythm_goes_on_with_other_pitches(model: Model, sketch: Sketch) -> None:
    for take in takes(model, sketch, takes=3, bars=2, rhythm_lock=True):
        moved = [(onset - sketch.end_ticks, length) for onset, length in rhythm(take.new_notes)]
        assert moved == rhythm(sketch.melody.notes)
        assert pitches(take.new_notes) != pitches(sketch.melody.notes)


def test_locked_pitches_go_on_in_another_rhythm(model: Model, sketch: Sketch) -> None:
    given = takes(model, sketch, takes=3, bars=2, pitch_lock=True)

    for take in given:
        cycle = pitches(sketch.melody.notes) * 10
        assert pitches(take.new_notes) == cycle[: len(take.new_notes)]
    assert len({tuple(rhythm(take.new_notes)) for take in given}) > 1


def test_a_lock_keeps_rhythm_or_pitches_of_a_range(model: Model) -> None:
    inside = FOUR_BARS.melody.notes[8:24]

    for take in takes(model, FOUR_BARS, takes=3, rhythm_lock=True, **FILL):
        assert rhythm(take.new_notes) == rhythm(inside)
    for take in takes(model, FOUR_BARS, takes=3, pitch_lock=True, **FILL):
        assert pitches(take.new_notes) == pitches(inside)


def test_closeness_changes_how_an_answer_takes_the_motif_up(model: Model) -> None:
    close, free = (
        [music(take) for take in takes(model, FOUR_BARS, closeness=closeness, takes=4, **ANSWER)]
        for closeness in (1.0, 0.0)
    )

    assert close != free
