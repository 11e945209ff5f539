"""`motivo info`, which shows what a file holds."""

from __future__ import annotations

import json
from pathlib import Path

import click
from rich.console import Console
from rich.table import Table

from app.cli.options import IN_FILE, PART, READING
from app.domain.reading import Reading


@click.command()
@click.argument("path", metavar="IN", type=IN_FILE)
@PART
@READING
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
def info(path: Path, part: int | None, reading: Reading | None, *, as_json: bool) -> None:
    """Show the title, key, meter, tempo, pickup, bars and notes of a file."""
    from app.formats import import_sketch, sketch_info

    imported = import_sketch(path, part, reading)
    values = sketch_info(imported)
    if as_json:
        click.echo(json.dumps(values, ensure_ascii=False))
        return
    table = Table(show_header=False, box=None)
    for name in ("title", "key", "meter", "tempo_bpm", "pickup_quarters", "bars"):
        table.add_row(name.replace("_", " "), str(values[name]))
    table.add_row("notes", str(len(imported.sketch.melody)))
    for line in imported.parts:
        mark = "*" if line.index == imported.part else " "
        table.add_row("part", f"{line.index + 1}{mark} {line}")
    for message in imported.messages:
        table.add_row("", message)
    Console().print(table)
