"""`motivo convert`: one file format into another."""

from __future__ import annotations

from pathlib import Path

import click

from app.cli.options import IN_FILE, OUT_FILE


@click.command()
@click.argument("source", metavar="IN", type=IN_FILE)
@click.argument("target", metavar="OUT", type=OUT_FILE)
@click.option("--part", type=click.IntRange(min=1), help="Which part of the file; see `info`.")
def convert(source: Path, target: Path, part: int | None) -> None:
    """Read a melody file and write it in another format, told by its ending.

    IN: .mid .musicxml .mxl .abc .motivo .pb; OUT: those and .pdf .svg .png .wav
    """
    from app.formats import import_sketch, write_sketch
    from app.playback.render import render_audio

    imported = import_sketch(source, None if part is None else part - 1)
    write_sketch(imported.sketch, target, render_audio=render_audio)
    for message in imported.messages:
        click.echo(message, err=True)
