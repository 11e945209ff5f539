from __future__ import annotations

from dataclasses import replace

from app.domain import Key, Meter
from app.generation.encoding import LONGEST_HISTORY, StepNote
from app.training.families import families, split_of
from app.training.tune import NO_CHORD, Tune, TuneChord, make_tune, pieces
from tests.training.tunes import made_up_tune

FRAME = Tune("t", "Ryan", "reel", Key(), Meter(), 0, ())


def test_sounds_are_put_on_the_grid_from_the_first_bar_line() -> None:
    tune = make_tune([(0.0, 1.0, 60), (1.001, 0.999, 62)], 1.0, FRAME)

    assert tune.start == -24
    assert tune.notes == (StepNote(-24, 24, 60), StepNote(0, 24, 62))


def test_of_sounds_at_once_the_highest_stays_and_none_overlap() -> None:
    tune = make_tune([(0.0, 2.0, 60), (0.0, 2.0, 67), (1.0, 1.0, 64)], 0.0, FRAME)

    assert tune.notes == (StepNote(0, 24, 67), StepNote(24, 24, 64))


def test_long_rests_lose_whole_bars() -> None:
    tune = make_tune([(0.0, 4.0, 60), (42.0, 1.0, 62)], 0.0, FRAME)

    assert tune.notes[1].onset == 96 + 96 + 48


def test_long_tunes_are_cut_and_short_ones_dropped() -> None:
    long = made_up_tune(1, LONGEST_HISTORY + 200)

    cut = list(pieces(long))

    assert [piece.complete for piece in cut] == [False, True]
    assert sum(len(piece.notes) for piece in cut) == len(long.notes)
    assert all(0 <= piece.notes[0].onset < 96 for piece in cut)
    assert list(pieces(made_up_tune(1, 5))) == []


def test_chords_keep_their_place_under_the_notes() -> None:
    sounds = [(float(beat), 1.0, 60) for beat in range(9)]
    harmonies = [(1.0, 0, ""), (3.0, 0, ""), (5.0, 7, "7"), (7.0, NO_CHORD, ""), (9.0, 0, "")]

    tune = make_tune(sounds, 1.0, FRAME, harmonies)

    assert tune.chords == (
        TuneChord(0, 0, ""), TuneChord(96, 7, "7"), TuneChord(144, NO_CHORD, ""),
    )  # fmt: skip


def test_a_chord_that_sounds_before_the_tune_begins_with_it() -> None:
    tune = make_tune([(0.0, 4.0, 60)], 1.0, FRAME, [(0.0, NO_CHORD, ""), (0.0, 5, "m")])

    assert tune.chords == (TuneChord(-24, 5, "m"),)


def test_bars_cut_out_of_a_rest_take_their_chords_with_them() -> None:
    sounds = [(0.0, 4.0, 60), (40.0, 4.0, 62), (44.0, 4.0, 64)]
    harmonies = [(0.0, 0, ""), (12.0, 9, "m"), (30.0, 2, "m"), (40.0, 7, "7"), (44.0, 0, "")]

    tune = make_tune(sounds, 0.0, FRAME, harmonies)

    assert [note.onset for note in tune.notes] == [0, 192, 288]
    assert tune.chords == (
        TuneChord(0, 0, ""), TuneChord(96, 2, "m"), TuneChord(192, 7, "7"), TuneChord(288, 0, ""),
    )  # fmt: skip


def test_a_long_rest_at_the_beginning_keeps_the_chord_before_the_first_note() -> None:
    tune = make_tune([(17.0, 3.0, 60)], 0.0, FRAME, [(0.0, 0, ""), (14.0, 7, "")])

    assert tune.notes[0].onset == 24
    assert tune.chords == (TuneChord(0, 7, ""),)


def test_pieces_carry_the_chord_that_sounds_when_they_begin() -> None:
    long = made_up_tune(1, LONGEST_HISTORY + 200)
    last = long.notes[-1].onset
    chorded = replace(long, chords=(TuneChord(0, 2, ""), TuneChord(48, 9, "7"), TuneChord(last, 2)))

    first, second = pieces(chorded)

    assert first.chords == (TuneChord(0, 2, ""), TuneChord(48, 9, "7"))
    assert second.chords == (
        TuneChord(second.start, 9, "7"), TuneChord(second.notes[-1].onset, 2, ""),
    )  # fmt: skip


def test_variants_share_a_family_in_any_key_and_copies_are_found() -> None:
    tune, other = made_up_tune(1), made_up_tune(2)
    moved = replace(
        tune, title="moved", notes=tuple(replace(n, pitch=n.pitch + 3) for n in tune.notes)
    )
    varied = replace(tune, title="varied", notes=(*tune.notes[:20], *other.notes[20:]))

    roots, copies = families([tune, other, moved, varied])

    assert roots[0] == roots[2] == roots[3]
    assert copies == [False, False, True, False]


def test_pieces_of_one_work_stay_together() -> None:
    songs = [replace(made_up_tune(seed, source="Lieder"), title="song") for seed in (1, 2)]

    assert len(set(families(songs)[0])) == 1


def test_most_families_are_for_training() -> None:
    splits = [split_of(made_up_tune(seed, 12)) for seed in range(300)]

    assert set(splits) == {"train", "valid", "test"}
    assert splits.count("train") > 240
