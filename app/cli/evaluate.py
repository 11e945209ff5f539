"""`motivo evaluate`, which measures how well the model predicts and continues melodies."""

from __future__ import annotations

import importlib.util
import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
from rich.console import Console
from rich.table import Table

from app.cli.options import IN_FILE
from app.errors import AppError

if TYPE_CHECKING:
    from app.generation import Model
    from app.training.evaluation.bits import PredictorBits
    from app.training.tune import Tune

FOLDER = click.Path(path_type=Path, file_okay=False)


@click.command()
@click.argument("paths", metavar="[IN]...", nargs=-1, type=IN_FILE)
@click.option("--style", help="The style of the files, one that `motivo styles` lists.")
@click.option("--corpus", type=FOLDER, help="Measure held-out music from this folder of sources.")
@click.option("--split", type=click.Choice(["test", "valid"]), default="test", show_default=True)
@click.option("--baselines", is_flag=True, help="With --corpus: measure other predictors too.")
@click.option(
    "--rnn-epochs", type=click.IntRange(min=0), default=12, show_default=True,
    help="With --baselines: how often to train the Melody RNN on the music (0: leave it out).",
)  # fmt: skip
@click.option(
    "--ladder-epochs", type=click.IntRange(min=0), default=8, show_default=True,
    help="With --baselines: how often to train each simpler network on it (0: leave them out).",
)  # fmt: skip
@click.option(
    "--cache", type=FOLDER, default=Path.home() / ".cache" / "motivo-training", show_default=True,
    help="With --baselines: a folder that lets training continue where it stopped.",
)  # fmt: skip
@click.option("--quality", is_flag=True, help="With --corpus: compare takes with real music.")
@click.option("--motifs", type=click.IntRange(min=1), default=200, show_default=True)
@click.option("--takes", type=click.IntRange(min=1), default=4, show_default=True)
@click.option("--told-style", is_flag=True, help="With --quality: request the style of each piece.")
@click.option("--seed", type=click.IntRange(min=0), default=1, show_default=True)
@click.option("--model", "folder", type=FOLDER, help="A folder with other weights.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
def evaluate(
    paths: tuple[Path, ...],
    style: str | None,
    corpus: Path | None,
    folder: Path | None,
    *,
    as_json: bool,
    **wishes: Any,
) -> None:
    """Measure how many bits per note the model needs to predict melodies.

    Fewer is better. The model also has to predict where a melody ends: it never knows its length.
    """
    from app.generation import load_model

    if bool(paths) == (corpus is not None):
        raise click.UsageError("Give either melody files or a folder with --corpus.")
    if corpus is None:
        values, tables = _files(load_model(folder), paths, style)
    else:
        values, tables = _corpus(load_model(folder), corpus, **wishes)
    if as_json:
        click.echo(json.dumps(values, ensure_ascii=False))
        return
    for table in tables:
        Console().print(table)


def _files(
    model: Model, paths: tuple[Path, ...], style: str | None
) -> tuple[dict[str, Any], list[Table]]:
    from app.formats import import_sketch
    from app.training.evaluation.bits import bits_per_note, sketch_bits
    from app.training.evaluation.report import bits_values, files_table

    melodies = []
    for path in paths:
        imported = import_sketch(path)
        for message in imported.messages:
            click.echo(f"{path.name}: {message}", err=True)
        if not imported.sketch.melody.notes:
            raise AppError(f"{path.name} has no notes to predict; choose a file with a melody.")
        melodies.append(sketch_bits(model, imported.sketch, style))
    together = bits_per_note((melody, 1.0) for melody in melodies)
    files = [
        (str(path), bits_per_note([(melody, 1.0)]))
        for path, melody in zip(paths, melodies, strict=True)
    ]
    values = bits_values(together) | {
        "files": [{"file": name, **bits_values(bits)} for name, bits in files]
    }
    return values, [files_table(files, together)]


def _corpus(
    model: Model,
    corpus: Path,
    *,
    split: str,
    baselines: bool,
    rnn_epochs: int,
    ladder_epochs: int,
    cache: Path,
    quality: bool,
    motifs: int,
    takes: int,
    told_style: bool,
    seed: int,
) -> tuple[dict[str, Any], list[Table]]:
    from app.training.corpus import read_corpus
    from app.training.dataset import split_tunes
    from app.training.evaluation import comparison, report
    from app.training.evaluation.quality import quality as measure_quality

    if not corpus.is_dir():
        raise AppError(f"There is no folder {corpus}; give the folder with the packed sources.")
    learns = baselines and (rnn_epochs or ladder_epochs)
    if learns and importlib.util.find_spec("torch") is None:
        raise AppError(
            "Some of the baselines need PyTorch; leave them out with --rnn-epochs 0 and"
            " --ladder-epochs 0."
        )
    tunes, splits = split_tunes(list(read_corpus(corpus)))
    held_out = comparison.tunes_of_split(tunes, splits, split)
    if not held_out:
        raise AppError(f"The {split} split of {corpus} is empty; add sources to the folder.")
    values: dict[str, Any] = {"split": split, "pieces": len(held_out)}
    tables = []
    if baselines or not quality:
        _say(f"Motivo predicts {len(held_out)} pieces.")
        results = [comparison.measure_model(model, held_out)]
        if baselines:
            results += comparison.measure_counting_models(tunes, splits, split, seed, _say)
        if baselines and rnn_epochs:
            results += comparison.measure_rnn(tunes, splits, split, seed, rnn_epochs, cache, _say)
        if baselines and ladder_epochs:
            results += _ladder(tunes, splits, split, seed, ladder_epochs, cache)
        values["predictors"] = [report.predictor_values(result) for result in results]
        tables.append(report.comparison_table(results))
    if quality:
        measured = measure_quality(
            model, held_out, motifs, seed, takes, with_style=told_style, report=_say
        )
        values["quality"] = report.quality_values(measured)
        tables.append(report.quality_table(measured))
    return values, tables


def _ladder(
    tunes: list[Tune], splits: list[int], split: str, seed: int, epochs: int, cache: Path
) -> list[PredictorBits]:
    from app.training.engine import started_engine
    from app.training.evaluation.ablation import measure_ablation, variants

    with started_engine() as engine:
        return measure_ablation(tunes, splits, split, variants(epochs, seed), engine, cache, _say)


def _say(line: str) -> None:
    click.echo(line, err=True)
