from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

torch = pytest.importorskip("torch")

from app.generation import columns as c  # noqa: E402
from app.training.dataset import Dataset  # noqa: E402
from app.training.engine import Engine  # noqa: E402
from app.training.evaluation.ablation import (  # noqa: E402
    measure_ablation,
    variants,
    without_columns,
)
from app.training.network import Shape  # noqa: E402
from tests.training.conftest import SPLITS, TUNES  # noqa: E402

HERE = Engine(torch.device("cpu"))
TINY = Shape(width=16, layers=1, heads=2, hidden=32)


def test_hidden_columns_are_empty_and_the_others_stay(data: Dataset) -> None:
    hidden = without_columns(data, ["stepped pitch", "lag 0 run"])

    for name, place in c.INDEX.items():
        if place >= c.FIRST_FUTURE:
            continue
        if name in ("stepped pitch", "lag 0 run"):
            assert (hidden.features[:, place] == c.OFFSETS[place]).all()
            assert (data.features[:, place] != c.OFFSETS[place]).any()
        else:
            assert (hidden.features[:, place] == data.features[:, place]).all(), name


def test_every_variant_is_measured_and_goes_on_from_its_checkpoint(tmp_path: Path) -> None:
    tiny = [
        replace(variant, shape=replace(TINY, copies=variant.shape.copies))
        for variant in variants(1, seed=1)
    ]
    lines: list[str] = []
    arguments = (TUNES, SPLITS, "test", tiny, HERE, tmp_path)

    results = measure_ablation(*arguments, lines.append)

    assert [result.name for result in results] == [variant.name for variant in tiny]
    notes = sum(len(tune.notes) for tune, split in zip(TUNES, SPLITS, strict=True) if split == 2)
    for result in results:
        assert result.full.notes == notes
        assert 0 < result.full.all < 40
    assert sum(line.startswith("epoch 1") for line in lines) == len(tiny)
    assert measure_ablation(*arguments, lines.append) == results
    assert sum(line.startswith("epoch") for line in lines) == len(tiny)
