from __future__ import annotations

import shutil
from pathlib import Path

import numpy as np
import pytest

from app.errors import AppError
from app.generation import Model, load_model
from app.generation.encoding import FEATURE_OFFSETS
from app.generation.model import INDEX_NAME, WEIGHTS_NAME
from app.generation.network import WINDOW
from app.resources import resource_path


def test_turning_forth_and_back_is_no_turn(model: Model) -> None:
    keys = np.random.default_rng(1).normal(size=(4, 28)).astype(np.float32)
    turned = model.network._turned

    assert turned(turned(keys, 300), -WINDOW) == pytest.approx(turned(keys, 300 - WINDOW), abs=1e-4)


def test_memory_slides_without_a_jump(model: Model) -> None:
    random = np.random.default_rng(2)
    rows = [FEATURE_OFFSETS + random.integers(0, 4, len(FEATURE_OFFSETS)) for _ in range(600)]
    state = model.network.start()
    for row in rows[: 2 * WINDOW]:
        model.network.advance(state, row)
    last = state.memory[0, 0, :, 2 * WINDOW - 1].copy()

    model.network.advance(state, rows[2 * WINDOW])

    assert state.count == WINDOW + 1
    turned = model.network._turned(last, -WINDOW)
    assert state.memory[0, 0, :, WINDOW - 1] == pytest.approx(turned)


def test_missing_weights_are_told(tmp_path: Path) -> None:
    with pytest.raises(AppError, match="missing"):
        load_model(tmp_path)


@pytest.mark.parametrize("name", [WEIGHTS_NAME, INDEX_NAME])
@pytest.mark.parametrize("content", [b"", b"not a model", b"\x08" + b"\0" * 7 + b"{}      "])
def test_broken_files_are_told(tmp_path: Path, name: str, content: bytes) -> None:
    shutil.copytree(resource_path("model"), tmp_path / "model")
    (tmp_path / "model" / name).write_bytes(content)

    with pytest.raises(AppError, match="install Motivo again"):
        load_model(tmp_path / "model")


def test_a_cut_off_file_is_told(tmp_path: Path) -> None:
    shutil.copytree(resource_path("model"), tmp_path / "model")
    weights = tmp_path / "model" / WEIGHTS_NAME
    weights.write_bytes(weights.read_bytes()[:-1000])

    with pytest.raises(AppError, match="broken"):
        load_model(tmp_path / "model")
