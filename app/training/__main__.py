"""Rebuilds the shipped weights: `python -m app.training --data DIR --out resources/model`."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

import torch

from app.errors import AppError
from app.training.corpus import missing_sources, read_corpus
from app.training.dataset import SPLITS, cached_dataset, fingerprint, kept_tunes
from app.training.engine import started_engine
from app.training.evaluation.report import told_measured
from app.training.export import export_forms, export_index, export_weights
from app.training.folder import read_folder
from app.training.measure import measure
from app.training.network import Shape
from app.training.report import CorpusReport
from app.training.train import Recipe, train
from app.training.tune import Tune


def say(line: str) -> None:
    """Write a line of progress to standard error."""
    sys.stderr.write(line + "\n")
    sys.stderr.flush()


def main(arguments: Sequence[str] | None = None) -> int:
    """Read the corpus, train, export, and print bits per note on the test split as JSON."""
    options = _options(arguments)
    torch.set_num_threads(options.threads)
    with started_engine() as engine:
        tell = say if engine.is_first else _keep_quiet
        options.cache.mkdir(parents=True, exist_ok=True)
        options.out.mkdir(parents=True, exist_ok=True)
        tunes, splits = _corpus(options.data, options.folder, tell)
        with engine.first_before_others():
            data = cached_dataset(tunes, splits, options.cache, options.processes)
        recipe = Recipe(epochs=options.epochs, rate=options.rate, seed=options.seed)
        shape = Shape(options.width, options.layers, options.heads, dropout=options.dropout)
        checkpoint = options.cache / f"checkpoint-{fingerprint(tunes, splits, shape, recipe)}.pt"
        network = train(data, shape, recipe, checkpoint, tell, engine)
        if engine.is_first:
            learned = SPLITS.index("train")
            kept = [tune for tune, split in zip(tunes, splits, strict=True) if split == learned]
            export_weights(network, options.out)
            export_index(kept, options.out)
            export_forms(kept, options.out)
            found = measure(network, data, "test", engine.device)
            sys.stdout.write(json.dumps(found and told_measured(found)) + "\n")
    return 0


def _options(arguments: Sequence[str] | None) -> argparse.Namespace:
    """Read the arguments; ends with exit status 2 where they can't be."""
    parser = _parser()
    options = parser.parse_args(arguments)
    if options.width % (2 * options.heads):
        parser.error(
            f"a width of {options.width} can't be shared among {options.heads} heads; choose a"
            f" multiple of {2 * options.heads}"
        )
    return options


def _count(text: str) -> int:
    """Read a number from 1 on."""
    number = int(text)
    if number < 1:
        raise argparse.ArgumentTypeError(f"{number} is too few; choose 1 or more")
    return number


def _share(text: str) -> float:
    """Read a share from 0 up to 1."""
    share = float(text)
    if not 0 <= share < 1:
        raise argparse.ArgumentTypeError(f"{share:g} is no share; choose from 0 to below 1")
    return share


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="motivo train",
        description="Train a melody model. Several processes: torchrun --nproc-per-node 2 -m"
        " app.training …",
    )
    parser.add_argument("--data", type=Path, help="folder with the packed sources")
    parser.add_argument(
        "--folder", type=Path, action="append", default=[],
        help="learn from the MIDI, MusicXML and ABC files of a folder instead; may be repeated",
    )  # fmt: skip
    parser.add_argument("--out", type=Path, required=True, help="folder for the weights")
    parser.add_argument("--cache", type=Path, default=Path.home() / ".cache" / "motivo-training")
    parser.add_argument("--epochs", type=_count, default=Recipe.epochs)
    parser.add_argument("--rate", type=float, default=Recipe.rate, help="learning rate")
    parser.add_argument("--seed", type=int, default=Recipe.seed)
    parser.add_argument("--width", type=_count, default=Shape.width)
    parser.add_argument("--layers", type=_count, default=Shape.layers)
    parser.add_argument("--heads", type=_count, default=Shape.heads)
    parser.add_argument("--dropout", type=_share, default=Shape.dropout)
    parser.add_argument("--threads", type=_count, default=1, help="threads of each process")
    parser.add_argument("--processes", type=_count, default=2, help="processes that read features")
    return parser


def _corpus(
    data: Path | None, folders: Sequence[Path], tell: Callable[[str], None]
) -> tuple[list[Tune], list[int]]:
    """Read what is to be learned from, without copies, and the split of each tune."""
    report = CorpusReport()
    if folders:
        read = [tune for folder in folders for tune in read_folder(folder, report)]
    else:
        read = list(read_corpus(data, report))
        for source in missing_sources(data):
            tell(f"not at hand: {source}")
    tunes, splits = kept_tunes(read, report)
    tell(str(report))
    if SPLITS.index("train") not in splits:
        raise AppError("There is nothing to learn from; name folders that hold more melodies.")
    return tunes, splits


def _keep_quiet(_line: str) -> None:
    """Say nothing: another process reports."""


if __name__ == "__main__":
    sys.exit(main())
