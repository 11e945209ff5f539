from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pytest

from app.domain import Chords, Key, Melody, Meter, Note, Sketch
from app.generation import Model
from app.generation import vocabulary as v
from tests.generation.conftest import motif_sketch


def typical_gaps() -> list[int]:
    return [v.typical_length(gap - 1) for gap in range(1, v.GAP_CLASSES)]


def typical_durations() -> list[int]:
    return [v.typical_length(length + 1) for length in range(v.DURATION_CLASSES)]


def class_share(bits: float, steps: int) -> float:
    return math.exp2(v.bits_within_class(steps) - bits)


@pytest.mark.parametrize("notes", [0, 1, 3])
@pytest.mark.parametrize("chords", ["", "D | A7 G"])
def test_probabilities_of_every_gap_and_the_end_sum_to_one(
    model: Model, sketch: Sketch, notes: int, chords: str
) -> None:
    past = replace(sketch, melody=Melody(sketch.melody.notes[:notes]), chords=Chords.parse(chords))
    next_note = model.next_note_distribution(past)
    end = sum(note.duration_ticks for note in past.melody) // 20

    shares = [class_share(next_note.step_bits(end + gap, 24, 60)[0], gap) for gap in typical_gaps()]

    assert sum(shares) + 2.0 ** -next_note.end_bits() == pytest.approx(1.0, abs=1e-6)


@pytest.mark.parametrize("gap", [0, 6, 96, 240, 5000])
def test_durations_sum_to_one_after_any_gap(model: Model, sketch: Sketch, gap: int) -> None:
    next_note = model.next_note_distribution(sketch)
    onset = sketch.melody.end_ticks // 20 + gap

    shares = [
        class_share(next_note.step_bits(onset, duration, 60)[1], duration)
        for duration in typical_durations()
    ]

    assert sum(shares) == pytest.approx(1.0, abs=1e-6)


@pytest.mark.parametrize(("gap", "duration"), [(0, 24), (0, 1), (12, 6), (240, 384), (1000, 2000)])
def test_pitches_sum_to_one_after_any_gap_and_duration(
    model: Model, sketch: Sketch, gap: int, duration: int
) -> None:
    next_note = model.next_note_distribution(sketch)
    onset = sketch.melody.end_ticks // 20 + gap

    shares = [2.0 ** -next_note.step_bits(onset, duration, pitch)[2] for pitch in range(128)]

    assert sum(shares) == pytest.approx(1.0, abs=1e-6)


def test_bits_count_onset_duration_and_pitch(model: Model, sketch: Sketch) -> None:
    next_note = model.next_note_distribution(sketch)
    end = sketch.melody.end_ticks
    note = Note(end + 240, 480, 66)

    expected = sum(next_note.step_bits((end + 240) // 20, 24, 66))

    assert next_note.bits(note) == pytest.approx(expected)


@pytest.mark.parametrize(
    "note",
    [Note(3840, 1, 0), Note(3847, 13, 127), Note(500_000, 1, 60), Note(3840, 900_000, 60)],
)
def test_every_legal_note_has_a_finite_code(model: Model, sketch: Sketch, note: Note) -> None:
    assert 0 < model.next_note_distribution(sketch).bits(note) < math.inf


def test_a_note_off_the_grid_counts_as_the_nearest_step(model: Model, sketch: Sketch) -> None:
    next_note = model.next_note_distribution(sketch)

    assert next_note.bits(Note(3846, 475, 64)) == next_note.bits(Note(3840, 480, 64))


def test_reading_one_more_note_equals_reading_all_again(model: Model, sketch: Sketch) -> None:
    notes = sketch.melody.notes
    candidate = Note(sketch.end_ticks, 480, 66)

    def bits_after(count: int) -> float:
        past = replace(sketch, melody=Melody(notes[:count]))
        return model.next_note_distribution(past).bits(candidate)

    in_order = [bits_after(count) for count in range(len(notes) + 1)]
    anew = [bits_after(count) for count in reversed(range(len(notes) + 1))]

    assert in_order == pytest.approx(anew[::-1], abs=1e-3)


def test_a_distribution_stays_as_it_was_when_made(model: Model, sketch: Sketch) -> None:
    past = replace(sketch, melody=Melody(sketch.melody.notes[:-1]))
    next_note = model.next_note_distribution(past)
    before = next_note.bits(sketch.melody.notes[-1])
    model.next_note_distribution(sketch)

    assert next_note.bits(sketch.melody.notes[-1]) == before


def test_the_style_changes_the_probabilities(model: Model, sketch: Sketch) -> None:
    note = Note(sketch.melody.end_ticks, 480, 66)

    bits = {style: model.next_note_distribution(sketch, style).bits(note) for style in model.styles}

    assert len(set(bits.values())) == len(model.styles)


def test_the_chord_where_a_note_begins_changes_the_probabilities(
    model: Model, sketch: Sketch
) -> None:
    note = Note(sketch.end_ticks, 480, 66)

    def bits(chords: str) -> tuple[float, float, float]:
        with_chords = replace(sketch, chords=Chords.parse(chords))
        next_note = model.next_note_distribution(with_chords)
        return next_note.step_bits(note.onset_ticks // 20, 24, note.pitch)

    assert len({bits("D"), bits("G"), bits("A7"), bits("")}) == 4
    # A later chord of the same bar informs the pitch of a note under it.
    early, late = bits("D | D | D Bb"), bits("D | D | D A7")
    assert early == late
    beat_3 = Note(sketch.end_ticks + 960, 480, 66)
    under = [
        model.next_note_distribution(replace(sketch, chords=Chords.parse(chords))).bits(beat_3)
        for chords in ("D | D | D Bb", "D | D | D D")
    ]
    assert under[0] != under[1]


def test_nothing_that_follows_is_known(model: Model) -> None:
    random = np.random.default_rng(8)

    def tune(seed: int, bars: int) -> Sketch:
        later = np.random.default_rng(seed)
        pitches = [*random_start, *(int(pitch) for pitch in later.integers(60, 80, 4 * bars))]
        notes = (Note(480 * index, 480, pitch) for index, pitch in enumerate(pitches))
        return Sketch("", Melody(tuple(notes)), Key("G"), chords=Chords.parse("G | D7"))

    random_start = [int(pitch) for pitch in random.integers(62, 76, 12)]
    short, long = tune(1, 1), tune(2, 40)

    def coded(sketch: Sketch) -> list[float]:
        bits = []
        for count in range(13):
            past = replace(sketch, melody=Melody(sketch.melody.notes[:count]))
            next_note = model.next_note_distribution(past)
            bits += [next_note.end_bits(), next_note.bits(Note(480 * count, 480, 67))]
        return bits

    assert coded(short) == coded(long)


def test_a_melody_that_outgrows_its_chords_is_read_on(model: Model) -> None:
    notes = tuple(Note(1920 * 8 * index, 480, 60 + index) for index in range(12))
    chords = Chords.parse("C | F | G7 | Am")
    candidate = Note(1920 * 96, 480, 67)

    def bits(counts: list[int]) -> list[float]:
        return [
            model.next_note_distribution(Sketch(melody=Melody(notes[:count]), chords=chords)).bits(
                candidate
            )
            for count in counts
        ]

    assert bits(list(range(13))) == pytest.approx(bits(list(range(12, -1, -1)))[::-1], abs=1e-3)


@pytest.mark.parametrize("meter", [Meter(5, 4), Meter(7, 8), Meter(32, 1), Meter(1, 32)])
def test_rare_meters_are_coded_too(model: Model, meter: Meter) -> None:
    next_note = model.next_note_distribution(motif_sketch(meter))

    assert math.isfinite(next_note.bits(Note(4000, 240, 62)))
    assert math.isfinite(next_note.end_bits())


def test_a_tune_longer_than_the_window_is_coded(model: Model) -> None:
    random = np.random.default_rng(3)
    pitches = [62 + int(step) for step in random.integers(0, 12, 530)]
    notes = tuple(Note(240 * index, 240, pitch) for index, pitch in enumerate(pitches))
    bits = [
        model.next_note_distribution(Sketch(melody=Melody(notes[:index]))).bits(note)
        for index, note in enumerate(notes)
    ]

    assert all(math.isfinite(value) for value in bits)
    assert sum(bits) / len(bits) < math.log2(len(set(pitches))) + 3
