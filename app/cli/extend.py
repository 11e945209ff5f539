"""`motivo extend`, which makes takes of the melody in a file and writes them to a folder."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import click
from rich.console import Console
from rich.progress import track

from app.cli.options import BARS, CHORDS, IN_FILE, KEY, METER, OUT_FILE
from app.cli.wish_options import wish_options
from app.domain import Chords, Key, Meter, Request, Sketch, Take
from app.domain.file_formats import WRITTEN, suffixes_of
from app.errors import AppError

if TYPE_CHECKING:
    from app.generation import Model

WRITTEN_ENDINGS: Final = tuple(suffix.lstrip(".") for suffix in suffixes_of(WRITTEN))


@click.command()
@click.argument("path", metavar="IN", type=IN_FILE)
@click.option(
    "-o", "--output", "folder", type=OUT_FILE, required=True, help="Folder for the takes."
)
@wish_options
@click.option("--range", "passage", type=BARS, help="Bars to fill or vary, such as 3:4.")
@click.option("--key", type=KEY, help="Key to use instead of the file's, such as “D major”.")
@click.option("--meter", type=METER, help="Meter to use instead of the file's, such as 6/8.")
@click.option(
    "--tempo", "tempo_bpm", type=float, help="Tempo to use instead, in quarter notes per minute."
)
@click.option("--chords", type=CHORDS, help="Chords to use instead, such as “D | G A7 | D”.")
@click.option(
    "--format",
    "formats",
    default="mid,musicxml",
    show_default=True,
    help=f"Formats to write each take in: one or more of {', '.join(WRITTEN_ENDINGS)}.",
)
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
def extend(
    path: Path,
    folder: Path,
    *,
    key: Key | None,
    meter: Meter | None,
    tempo_bpm: float | None,
    chords: Chords | None,
    formats: str,
    as_json: bool,
    passage: tuple[int, int] | None,
    **wishes: Any,
) -> None:
    """Make takes of the melody in a file; `motivo styles` lists the styles."""
    from app.formats import import_sketch, sketch_info
    from app.generation import load_model

    imported = import_sketch(path)
    given = {"key": key, "meter": meter, "tempo_bpm": tempo_bpm, "chords": chords}
    changes: dict[str, Any] = {name: value for name, value in given.items() if value is not None}
    imported = replace(imported, sketch=replace(imported.sketch, **changes))
    first_bar, last_bar = passage or (None, None)
    request = Request(**wishes, first_bar=first_bar, last_bar=last_bar)
    endings = _endings(formats)
    _make_folder(folder)
    model = load_model()
    started = time.perf_counter()
    takes, first_take_ms = [], 0.0
    for take in _takes(model, imported.sketch, request):
        first_take_ms = first_take_ms or (time.perf_counter() - started) * 1000
        notes = sketch_info(replace(imported, sketch=take.sketch))["notes"]
        takes.append(_take_info(take, notes, _write(take, folder, endings)))
    summary = {
        "sketch": sketch_info(imported),
        "takes": takes,
        "first_take_ms": round(first_take_ms, 1),
        "elapsed_ms": round((time.perf_counter() - started) * 1000, 1),
    }
    if as_json:
        click.echo(json.dumps(summary, ensure_ascii=False))
        return
    for message in imported.messages:
        click.echo(message, err=True)
    counted = "1 take" if len(takes) == 1 else f"{len(takes)} takes"
    click.echo(f"Wrote {counted} to {folder}.")


def _takes(model: Model, sketch: Sketch, request: Request) -> Iterator[Take]:
    from app.generation import generate

    progress = Console(stderr=True)
    takes: Iterator[Take] = generate(model, sketch, request)
    if not progress.is_terminal:
        return takes
    return iter(track(takes, "Takes", total=request.takes, console=progress, transient=True))


def _write(take: Take, folder: Path, endings: list[str]) -> list[Path]:
    from app.formats import write_sketch
    from app.playback.sound.render import render_audio

    paths = [folder / f"take-{take.number}.{ending}" for ending in endings]
    for path in paths:
        write_sketch(take.sketch, path, render_audio=render_audio)
    return paths


def _take_info(take: Take, notes: object, paths: list[Path]) -> dict[str, object]:
    return {
        "seed": take.seed,
        "file": str(paths[0]),
        "notes": notes,
        "bits_per_note": round(take.bits_per_note, 3),
        "originality": {
            "longest_match_notes": take.originality.longest_match_notes,
            "source": take.originality.source,
        },
    }


def _endings(formats: str) -> list[str]:
    endings = [ending.strip().lstrip(".").lower() for ending in formats.split(",")]
    for ending in endings:
        if ending not in WRITTEN_ENDINGS:
            raise click.BadParameter(
                f"Motivo can't write “{ending}” files; choose from {', '.join(WRITTEN_ENDINGS)}.",
                param_hint="--format",
            )
    return endings


def _make_folder(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise AppError(
            f"The folder {folder} can't be made ({error.strerror}); choose another with -o."
        ) from error
