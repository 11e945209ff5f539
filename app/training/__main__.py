"""`python -m app.training --data DIR --out resources/model` trains the shipped weights again."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

import torch

from app.errors import AppError
from app.training.corpus import missing_sources, read_corpus
from app.training.dataset import SPLITS, cached_dataset, fingerprint, split_tunes
from app.training.engine import started_engine
from app.training.evaluation.report import predictor_values
from app.training.export import export_forms, export_hashes, export_index, export_weights
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
    """Read the corpus, train on it, and write the model; return the exit status.

    Bits per note on the test split are printed as JSON, or null if that split is empty. Raises
    AppError if there is nothing to learn from.
    """
    options = _options(arguments)
    torch.set_num_threads(options.threads)
    with started_engine() as engine:
        report = say if engine.is_first else _keep_quiet
        options.cache.mkdir(parents=True, exist_ok=True)
        options.out.mkdir(parents=True, exist_ok=True)
        tunes, splits = _corpus(options.data, options.folder, report)
        with engine.first_before_others():
            data = cached_dataset(tunes, splits, options.cache, options.processes)
        recipe = Recipe(epochs=options.epochs, rate=options.rate, seed=options.seed)
        shape = Shape(options.width, options.layers, options.heads, dropout=options.dropout)
        checkpoint = options.cache / f"checkpoint-{fingerprint(tunes, splits, shape, recipe)}.pt"
        network = train(data, shape, recipe, checkpoint, report, engine)
        if engine.is_first:
            train_split = SPLITS.index("train")
            learned = [
                tune for tune, split in zip(tunes, splits, strict=True) if split == train_split
            ]
            export_weights(network, options.out)
            export_index(learned, options.out)
            export_forms(learned, options.out)
            export_hashes(options.out)
            found = measure(network, data, "test", engine.device)
            sys.stdout.write(json.dumps(found and predictor_values(found)) + "\n")
    return 0


def _options(arguments: Sequence[str] | None) -> argparse.Namespace:
    """Return the options; ends the process with exit status 2 if the arguments are wrong."""
    parser = _parser()
    options = parser.parse_args(arguments)
    if options.width % (2 * options.heads):
        parser.error(
            f"a width of {options.width} can't be divided among {options.heads} heads; choose a"
            f" multiple of {2 * options.heads}"
        )
    return options


def _count(text: str) -> int:
    """Parse a number that is at least 1."""
    number = int(text)
    if number < 1:
        raise argparse.ArgumentTypeError(f"{number} is too few; choose 1 or more")
    return number


def _share(text: str) -> float:
    """Parse a share from 0 to below 1."""
    share = float(text)
    if not 0 <= share < 1:
        raise argparse.ArgumentTypeError(
            f"{share:g} is not a share; choose a number from 0 to below 1"
        )
    return share


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="motivo train",
        description="Train a melody model. To train in several processes, run: torchrun"
        " --nproc-per-node 2 -m app.training …",
    )
    parser.add_argument("--data", type=Path, help="folder that holds the packed sources")
    parser.add_argument(
        "--folder", type=Path, action="append", default=[],
        help="learn from the MIDI, MusicXML and ABC files in a folder instead; may be repeated",
    )  # fmt: skip
    parser.add_argument("--out", type=Path, required=True, help="folder to write the model to")
    parser.add_argument(
        "--cache", type=Path, default=Path.home() / ".cache" / "motivo-training",
        help="folder for features and checkpoints; training continues from what is there",
    )  # fmt: skip
    parser.add_argument(
        "--epochs", type=_count, default=Recipe.epochs, help="passes over the tunes"
    )
    parser.add_argument("--rate", type=float, default=Recipe.rate, help="learning rate")
    parser.add_argument("--seed", type=int, default=Recipe.seed)
    parser.add_argument("--width", type=_count, default=Shape.width)
    parser.add_argument("--layers", type=_count, default=Shape.layers)
    parser.add_argument("--heads", type=_count, default=Shape.heads)
    parser.add_argument("--dropout", type=_share, default=Shape.dropout)
    parser.add_argument("--threads", type=_count, default=1, help="threads in each process")
    parser.add_argument("--processes", type=_count, default=2, help="processes for the features")
    return parser


def _corpus(
    data: Path | None, folders: Sequence[Path], report: Callable[[str], None]
) -> tuple[list[Tune], list[int]]:
    """Return the tunes to learn from, without copies, and the split of each."""
    counts = CorpusReport()
    if folders:
        read = [tune for folder in folders for tune in read_folder(folder, counts)]
    else:
        read = list(read_corpus(data, counts))
        for source in missing_sources(data):
            report(f"Not found: {source}")
    tunes, splits = split_tunes(read, counts)
    report(str(counts))
    if SPLITS.index("train") not in splits:
        raise AppError("There is nothing to learn from; name a folder that holds more melodies.")
    return tunes, splits


def _keep_quiet(_line: str) -> None:
    """Report nothing, because another process does."""


if __name__ == "__main__":
    sys.exit(main())
