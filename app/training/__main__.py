"""Rebuilds the shipped weights: `python -m app.training --data DIR --out resources/model`."""

from __future__ import annotations

import argparse
import json
import sys
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import torch

from app.training.corpus import read_corpus
from app.training.dataset import SPLITS, Dataset, kept_tunes, make_dataset
from app.training.export import export_index, export_weights
from app.training.network import Shape
from app.training.train import measure, train


def say(line: str) -> None:
    """Write a line of progress to standard error."""
    sys.stderr.write(line + "\n")
    sys.stderr.flush()


def main(arguments: Sequence[str] | None = None) -> int:
    """Read the corpus, train, export, and print bits per note on the test split as JSON."""
    parser = argparse.ArgumentParser(prog="app.training", description=__doc__)
    parser.add_argument("--data", type=Path, help="folder with the packed sources")
    parser.add_argument("--minutes", type=float, default=8.0, help="time to train")
    parser.add_argument("--out", type=Path, required=True, help="folder for the weights")
    parser.add_argument("--cache", type=Path, default=Path.home() / ".cache" / "motivo-training")
    parser.add_argument("--threads", type=int, default=1)
    options = parser.parse_args(arguments)
    torch.set_num_threads(options.threads)
    options.cache.mkdir(parents=True, exist_ok=True)
    options.out.mkdir(parents=True, exist_ok=True)

    if options.data is None:
        say("Without --data only music21's collections are read; their README tells of the others.")
    tunes, splits = kept_tunes(list(read_corpus(options.data)))
    for source, count in Counter(tune.source for tune in tunes).items():
        say(f"{source}: {count} pieces")
    learned = SPLITS.index("train")
    kept = [tune for tune, split in zip(tunes, splits, strict=True) if split == learned]
    export_index(kept, options.out)
    rows = options.cache / "rows.npz"
    if not rows.exists():
        make_dataset(tunes, splits).save(rows)
    data = Dataset.load(rows)
    network = train(data, Shape(), options.minutes, options.cache / "checkpoint.pt", say)
    export_weights(network, options.out)
    sys.stdout.write(json.dumps(measure(network, data, "test")) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
