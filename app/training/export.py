"""Writes the weights and the indexes that the app reads. None of the files holds code."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path

import numpy as np
from safetensors.numpy import save_file

from app.generation import vocabulary as v
from app.generation.encoding import Frame
from app.generation.forms import FormIndex
from app.generation.hashes import write_hashes
from app.generation.model import FILES, FORMS_NAME, INDEX_NAME, WEIGHTS_NAME
from app.generation.originality import run_symbol
from app.generation.plan import read_plan
from app.training.network import MelodyNetwork
from app.training.tune import Tune


def export_weights(network: MelodyNetwork, folder: Path) -> Path:
    """Write the weights as float16, matrices transposed so that the app can compute `x @ w`."""
    arrays = {}
    for name, tensor in network.state_dict().items():
        array = tensor.detach().cpu().numpy().astype(np.float16)
        is_matrix = array.ndim == 2 and not ("known" in name or name.startswith("table"))
        arrays[name] = np.ascontiguousarray(array.T if is_matrix else array)
    metadata = {**network.shape.as_metadata(), "styles": "\n".join(v.STYLES)}
    path = folder / WEIGHTS_NAME
    save_file(arrays, path, metadata=metadata)
    path.chmod(0o644)
    return path


def export_hashes(folder: Path) -> Path:
    """Write the hashes of the weights and the indexes, once all of them are there."""
    path = write_hashes(folder, FILES)
    path.chmod(0o644)
    return path


def export_index(tunes: Sequence[Tune], folder: Path) -> Path:
    """Write the melody index: the symbols and names of the tunes that were learned from."""
    symbols: list[int] = []
    starts: list[int] = []
    for tune in tunes:
        starts.append(len(symbols))
        symbols.append(0)
        symbols += [run_symbol(before, after) for before, after in pairwise(tune.notes)]
    names = "\n".join(
        f"{tune.name or tune.title} ({tune.source})".replace("\n", " ") for tune in tunes
    )
    path = folder / INDEX_NAME
    np.savez_compressed(
        path,
        symbols=np.array(symbols, np.uint16),
        starts=np.array(starts, np.uint32),
        names=np.frombuffer(names.encode(), np.uint8),
    )
    return path


def export_forms(tunes: Sequence[Tune], folder: Path) -> Path:
    """Write the form index: the plans of the tunes that were learned from, without any notes."""
    plans = [read_plan(tune.notes, Frame(tune.key, tune.meter).bar, tune.key) for tune in tunes]
    path = folder / FORMS_NAME
    FormIndex(
        np.array([bar.relation for plan in plans for bar in plan], np.uint8),
        np.array([bar.lag for plan in plans for bar in plan], np.uint8),
        np.cumsum([0, *(len(plan) for plan in plans)]),
        np.array([v.meter_class(tune.meter) for tune in tunes], np.uint8),
        np.array([v.STYLES.index(tune.style) + 1 for tune in tunes], np.uint8),
    ).save(path)
    return path
