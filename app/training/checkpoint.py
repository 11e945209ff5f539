"""Writes checkpoints, each whole or not at all."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

import torch

from app.formats.writing import write_whole


def save_checkpoint(path: Path, state: object) -> None:
    """Write a state that `torch.load` can read; raises AppError if the file can't be written."""
    buffer = BytesIO()
    torch.save(state, buffer)
    path.parent.mkdir(parents=True, exist_ok=True)
    write_whole(path, buffer.getvalue())
