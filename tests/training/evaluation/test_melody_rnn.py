from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

pytest.importorskip("torch")

from app.generation import vocabulary as v
from app.generation.encoding import StepNote
from app.training.evaluation.bits import bits_per_note
from app.training.evaluation.melody_rnn import (
    END,
    EVENTS,
    FIRST_HEIGHT,
    INPUTS,
    NO_EVENT,
    NOTE_OFF,
    MelodyRnn,
    is_on_grid,
    make_steps,
)
from tests.training.tunes import made_up_tune


class PulledPlugError(Exception):
    """Stands for whatever ends a training before its time."""


D = FIRST_HEIGHT - v.LOWEST_HEIGHT
NOTES = (StepNote(-12, 12, 69), StepNote(0, 24, 74), StepNote(36, 12, 62))


def test_a_tune_becomes_sixteenths() -> None:
    tune = replace(made_up_tune(1), start=-12, notes=NOTES)

    steps = make_steps(tune)

    assert steps.start == -2
    assert steps.bar == 16
    assert steps.events.tolist() == [
        D + 7, NO_EVENT, D + 12, NO_EVENT, NO_EVENT, NO_EVENT, NOTE_OFF, NO_EVENT, D, NO_EVENT, END,
    ]  # fmt: skip
    assert make_steps(replace(tune, complete=False)).events.tolist() == steps.events.tolist()[:-1]


def test_notes_between_sixteenths_are_quantised() -> None:
    notes = (StepNote(0, 8, 62), StepNote(8, 8, 64), StepNote(16, 2, 66), StepNote(18, 6, 69))
    tune = replace(made_up_tune(1), notes=notes)

    assert not is_on_grid(tune)
    assert is_on_grid(made_up_tune(1))
    assert make_steps(tune).events.tolist() == [D, D + 2, NO_EVENT, D + 4, END]


def test_a_repeated_event_has_the_label_of_its_lookback() -> None:
    notes = tuple(
        StepNote(24 * beat + 96 * turn, 24, 62 + beat) for turn in range(3) for beat in range(4)
    )
    steps = make_steps(replace(made_up_tune(1), notes=notes))

    inputs, ways = steps.window()

    assert inputs.shape == (49, INPUTS)
    part = steps.window(16, 32)
    assert (part[0] == inputs[16:32]).all()
    assert (part[1] == ways[16:32]).all()
    assert ways[:, :EVENTS].sum(axis=1).tolist() == [1] * 49
    assert not ways[0, EVENTS:].any()
    assert ways[16:48, EVENTS].all()
    assert ways[32:48, EVENTS + 1].all()
    assert not ways[48, EVENTS:].any()


def test_it_learns_and_pays_for_every_note_and_the_end(tmp_path: Path) -> None:
    tunes = [made_up_tune(seed, 40) for seed in range(6)]
    network = MelodyRnn()
    before = bits_per_note([(network.bits(tune), 1.0) for tune in tunes])
    said: list[str] = []

    network.train(tunes, 60, tmp_path / "checkpoint.pt", said.append)
    after = bits_per_note([(network.bits(tune), 1.0) for tune in tunes])

    assert before.notes == after.notes == sum(len(tune.notes) for tune in tunes)
    assert after.all < before.all - 1
    assert after.parts == ()
    assert said[0].startswith("Melody RNN: epoch 1")


def test_an_interrupted_training_comes_to_the_same_end(tmp_path: Path) -> None:
    tunes = [made_up_tune(seed, 40) for seed in range(6)]

    def pull_the_plug(line: str) -> None:
        raise PulledPlugError(line)

    whole, broken, resumed = MelodyRnn(), MelodyRnn(), MelodyRnn()
    whole.train(tunes, 2, tmp_path / "whole.pt", lambda _: None)
    with pytest.raises(PulledPlugError, match="epoch 1"):
        broken.train(tunes, 2, tmp_path / "broken.pt", pull_the_plug)
    resumed.train(tunes, 2, tmp_path / "broken.pt", lambda _: None)

    assert (resumed.bits(tunes[0]).bits == whole.bits(tunes[0]).bits).all()
