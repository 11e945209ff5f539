"""Owns Engine: training in one process, or in the several that torchrun has started."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, distributed, nn
from torch.nn.parallel import DistributedDataParallel

from app.training.batches import Batch


@dataclass(frozen=True)
class Engine:
    """The device of this process, and its place among the processes that train together."""

    device: torch.device
    rank: int = 0
    local_rank: int = 0
    processes: int = 1

    @property
    def is_first(self) -> bool:
        """Whether this is the process that reports and writes files."""
        return self.rank == 0

    def wrap(self, network: nn.Module) -> nn.Module:
        """Return the network, wrapped so that all processes apply the mean of their gradients."""
        return network if self.processes == 1 else DistributedDataParallel(network)

    def share(self, items: Sequence[Batch]) -> Sequence[Batch]:
        """Return the items for this process; every process gets as many.

        If there are fewer items than processes, every process gets all of them.
        """
        if len(items) < self.processes:
            return items
        whole = len(items) // self.processes * self.processes
        return items[self.rank : whole : self.processes]

    @contextmanager
    def first_before_others(self) -> Iterator[None]:
        """Let the first process of this machine run the block before the others do."""
        if self.local_rank and self.processes > 1:
            distributed.barrier()
        yield
        if not self.local_rank and self.processes > 1:
            distributed.barrier()

    def tensor(self, array: NDArray[np.int32]) -> Tensor:
        """Put an array on the device."""
        return torch.from_numpy(array).to(self.device)


@contextmanager
def started_engine() -> Iterator[Engine]:
    """Join the processes that torchrun has started, if any; use a GPU if there is one."""
    processes, rank = int(os.environ.get("WORLD_SIZE", "1")), int(os.environ.get("RANK", "0"))
    local = int(os.environ.get("LOCAL_RANK", "0"))
    has_gpu = torch.cuda.is_available()
    device = torch.device("cuda", local) if has_gpu else torch.device("cpu")
    if processes == 1:
        yield Engine(device)
        return
    distributed.init_process_group("nccl" if has_gpu else "gloo")
    try:
        yield Engine(device, rank, local, processes)
    finally:
        distributed.destroy_process_group()
