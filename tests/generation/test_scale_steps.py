from __future__ import annotations

import pytest

from app.domain import Key, Mode
from app.generation.scale_steps import scale_steps


def test_steps_go_along_the_scale() -> None:
    steps = scale_steps(Key("D"))

    assert [steps.moved(62, count) for count in range(8)] == [62, 64, 66, 67, 69, 71, 73, 74]
    assert steps.moved(62, -1) == 61


def test_a_note_outside_counts_as_the_step_below() -> None:
    steps = scale_steps(Key("C"))

    assert steps.of_pitch[61] == steps.of_pitch[60]
    assert steps.moved(61, 1) == 62


@pytest.mark.parametrize("mode", list(Mode))
@pytest.mark.parametrize("fifths", [-5, 0, 4])
def test_no_step_leaves_midi(mode: Mode, fifths: int) -> None:
    steps = scale_steps(Key.from_fifths(fifths, mode))

    for pitch in range(128):
        for count in (-200, -3, 0, 3, 200):
            assert 0 <= steps.moved(pitch, count) <= 127
