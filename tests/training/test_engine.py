from __future__ import annotations

import numpy as np
import pytest

torch = pytest.importorskip("torch")

from app.training.batches import Batch  # noqa: E402
from app.training.engine import Engine, started_engine  # noqa: E402


def items(count: int) -> list[Batch]:
    empty = np.zeros((1, 1, 1), np.int32)
    return [(empty, empty, np.array([index])) for index in range(count)]


def shared(count: int, processes: int) -> list[list[int]]:
    """Return the items of each process, by number."""
    return [
        [int(tunes[0]) for _, _, tunes in
         Engine(torch.device("cpu"), rank, rank, processes).share(items(count))]
        for rank in range(processes)
    ]  # fmt: skip


def test_every_process_learns_from_as_much_as_the_others() -> None:
    assert shared(7, 2) == [[0, 2, 4], [1, 3, 5]]
    assert shared(6, 3) == [[0, 3], [1, 4], [2, 5]]
    assert shared(5, 1) == [[0, 1, 2, 3, 4]]


def test_all_processes_learn_from_what_is_too_little_to_share() -> None:
    assert shared(1, 2) == [[0], [0]]
    assert shared(0, 2) == [[], []]


def test_one_process_needs_no_others(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("WORLD_SIZE", raising=False)
    with started_engine() as engine:
        assert (engine.processes, engine.is_first) == (1, True)
        network = torch.nn.Linear(2, 2)
        assert engine.wrap(network) is network
        with engine.first_before_others():
            assert engine.tensor(np.ones(3, np.int32)).sum() == 3
