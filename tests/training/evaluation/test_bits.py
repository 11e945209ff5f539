from __future__ import annotations

import numpy as np
import pytest

from app.domain import Melody
from app.generation import Model, load_model
from app.training.evaluation.bits import (
    MelodyBits,
    bits_per_note,
    sketch_bits,
    source_weight,
    tune_bits,
    tune_sketch,
)
from tests.training.tunes import made_up_tune


@pytest.fixture(scope="module")
def model() -> Model:
    return load_model()


def paid(*events: tuple[float, bool, bool]) -> MelodyBits:
    return MelodyBits(
        np.array([[bits, 0.0, 0.0] for bits, _, _ in events]),
        np.array([begins for _, begins, _ in events]),
        np.array([continues for _, _, continues in events]),
    )


def test_bits_are_divided_by_notes_and_the_end_is_paid_for() -> None:
    bits = bits_per_note([(paid((4, True, False), (2, True, True), (3, False, True)), 1.0)])

    assert bits.notes == 2
    assert bits.all == pytest.approx(4.5)
    assert bits.continuation == pytest.approx(5.0)
    assert bits.parts == pytest.approx((4.5, 0, 0))


def test_weights_count_notes_and_bits_alike() -> None:
    heavy, light = paid((4, True, True)), paid((8, True, True))

    bits = bits_per_note([(heavy, 1.0), (light, 0.25)])

    assert bits.notes == 1.25
    assert bits.all == pytest.approx((4 + 2) / 1.25)
    assert source_weight("String quartets") == 0.25
    assert source_weight("Ryan") == 1


def test_nothing_has_no_bits() -> None:
    assert bits_per_note([]).all == 0


def test_the_model_pays_for_every_note_and_the_end(model: Model) -> None:
    sketch = tune_sketch(made_up_tune(1, 20))

    melody = sketch_bits(model, sketch, None)

    assert melody.bits.shape == (21, 3)
    assert (melody.bits[:20] > 0).all()
    assert melody.bits[20, 0] > 0
    assert (melody.bits[20, 1:] == 0).all()
    assert melody.begins.sum() == 20
    later = sum(note.onset_ticks >= 2 * sketch.meter.bar_ticks for note in sketch.melody)
    assert (melody.begins & melody.continues).sum() == later
    assert melody.continues[-1]


def test_what_follows_changes_nothing_of_what_came_before(model: Model) -> None:
    sketch = tune_sketch(made_up_tune(1, 20))
    beginning = tune_sketch(made_up_tune(1, 20))
    notes = (*sketch.melody.notes[:12], *tune_sketch(made_up_tune(2, 40)).melody.notes[20:])
    other = type(sketch)(
        melody=Melody(tuple(sorted(notes, key=lambda n: n.onset_ticks))[:14]),
        key=beginning.key,
        meter=beginning.meter,
    )

    ours, theirs = sketch_bits(model, sketch, None), sketch_bits(model, other, None)

    assert ours.bits[:12] == pytest.approx(theirs.bits[:12], abs=1e-4)


def test_a_cut_tune_does_not_pay_for_an_end(model: Model) -> None:
    whole, cut = made_up_tune(4, 20), made_up_tune(4, 20, complete=False)

    assert len(tune_bits(model, whole).bits) == 21
    assert tune_bits(model, cut).bits == pytest.approx(tune_bits(model, whole).bits[:20], abs=1e-4)


def test_a_pickup_stays_one() -> None:
    tune = made_up_tune(1)
    early = type(tune)(
        tune.title, tune.source, tune.style, tune.key, tune.meter, -12,
        tuple(type(n)(n.onset - 12, n.duration, n.pitch) for n in tune.notes),
    )  # fmt: skip

    sketch = tune_sketch(early)

    assert sketch.pickup_ticks == 240
    assert sketch.melody.notes[0].onset_ticks == 0
