from __future__ import annotations

from collections import Counter

import numpy as np
import pytest

from app.training.evaluation.bands import halves_band, mean_band


def random() -> np.random.Generator:
    return np.random.default_rng(1)


def test_the_band_of_a_mean_holds_it_and_narrows_with_the_sample() -> None:
    values = [0.0, 1.0] * 50

    low, high = mean_band(values, 100, random())
    narrow = mean_band(values, 1000, random())

    assert low < 0.5 < high
    assert high - low == pytest.approx(4 * 0.05, abs=0.03)
    assert low < narrow[0] < narrow[1] < high


def test_the_same_seed_gives_the_same_band() -> None:
    values = np.random.default_rng(3).random(40).tolist()
    assert mean_band(values, 40, random()) == mean_band(values, 40, random())


def test_halves_of_one_kind_overlap_and_halves_of_two_kinds_less() -> None:
    alike = [Counter({0: 3, 4: 2, 7: 1})] * 20
    unlike = [Counter({place: 5}) for place in range(20)]

    mean, (low, high) = halves_band(alike, random())
    assert mean == low == high == pytest.approx(1)
    mean, (low, high) = halves_band(unlike, random())
    assert high == 0
    assert mean == 0
