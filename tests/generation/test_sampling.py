from __future__ import annotations

import numpy as np
import pytest

from app.generation.sampling import Candidates, draw

LOGITS = np.log(np.array([0.5, 0.3, 0.15, 0.05], np.float32))
ALL = np.ones(4, bool)


def shares(allowed: np.ndarray[tuple[int], np.dtype[np.bool_]], t: float, p: float) -> list[float]:
    random = np.random.Generator(np.random.PCG64(1))
    drawn = draw([Candidates(LOGITS, allowed, t, p, random.random()) for _ in range(4000)]).tolist()
    return [drawn.count(index) / len(drawn) for index in range(4)]


def test_draws_follow_the_probabilities() -> None:
    assert shares(ALL, 1.0, 1.0) == pytest.approx([0.5, 0.3, 0.15, 0.05], abs=0.03)


def test_the_nucleus_leaves_out_the_tail() -> None:
    assert shares(ALL, 1.0, 0.75) == pytest.approx([0.625, 0.375, 0, 0], abs=0.03)


def test_masked_classes_are_never_drawn() -> None:
    allowed = np.array([False, True, False, True])

    assert shares(allowed, 1.0, 1.0) == pytest.approx([0, 6 / 7, 0, 1 / 7], abs=0.03)


def test_cold_draws_take_the_likeliest_and_hot_ones_anything() -> None:
    assert shares(ALL, 0.05, 1.0)[0] > 0.99
    assert min(shares(ALL, 50.0, 1.0)) > 0.2


def test_a_tiny_nucleus_still_holds_one_class() -> None:
    assert shares(ALL, 1.0, 1e-9) == [1.0, 0.0, 0.0, 0.0]


def test_what_is_drawn_does_not_depend_on_the_other_draws() -> None:
    random = np.random.Generator(np.random.PCG64(2))
    candidates = [
        Candidates(
            random.normal(0, 2, 128).astype(np.float32),
            random.random(128) < 0.4,
            random.uniform(0.3, 2),
            random.uniform(0.2, 1),
            random.random(),
        )
        for _ in range(300)
    ]

    together = draw(candidates)

    assert together.tolist() == [int(draw([each])[0]) for each in candidates]
    assert all(each.allowed[drawn] for each, drawn in zip(candidates, together, strict=True))
