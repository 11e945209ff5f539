"""`motivo convert`, which turns a file into another format."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from app.cli.options import IN_FILE, OUT_FILE, PART, READING
from app.domain.contents import missing_contents
from app.domain.export_options import (
    BITS,
    DEFAULT_FLAC_BITS,
    DEFAULT_OPTIONS,
    DEFAULT_WAV_BITS,
    HIGHEST_DPI,
    LOWEST_DPI,
    MIDI_TICKS,
    MIDI_TYPES,
    SAMPLE_RATES,
    ExportOptions,
    Paper,
)
from app.domain.file_formats import (
    FORMATS,
    ONLY_OURS,
    Content,
    FileFormat,
    Medium,
    format_to_write,
)
from app.domain.listing import listed
from app.domain.reading import Reading


class CommandAboutFormats(click.Command):
    """A command whose help ends with the table of formats."""

    def format_epilog(self, _ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write a row for each format: the endings of its files, and a description."""
        with formatter.section("Formats"):
            formatter.write_dl([(" ".join(kind.suffixes), _described(kind)) for kind in FORMATS])


def _described(kind: FileFormat) -> str:
    sentences = [f"{kind.name}: {kind.about}"]
    if not kind.is_read:
        sentences.append("Can be written, but not read.")
    lacking = [content.value for content in Content if content in kind.lacks - ONLY_OURS]
    if lacking and kind.comes_back_whole:
        sentences.append(f"Only Motivo can find {listed(lacking, 'and')} in it.")
    elif lacking and kind.medium is Medium.NOTES:
        sentences.append(f"Can't hold {listed(lacking, 'or')}.")
    return " ".join(sentences)


@click.command(cls=CommandAboutFormats)
@click.argument("source", metavar="IN", type=IN_FILE)
@click.argument("target", metavar="OUT", type=OUT_FILE)
@PART
@READING
@click.option(
    "--paper",
    type=click.Choice([paper.value for paper in Paper]),
    default=DEFAULT_OPTIONS.paper.value,
    show_default=True,
    help="Size of the PDF pages; pictures are as wide.",
)
@click.option(
    "--dpi",
    type=click.IntRange(LOWEST_DPI, HIGHEST_DPI),
    default=DEFAULT_OPTIONS.dpi,
    show_default=True,
    help="Pixels per inch of a PNG.",
)
@click.option(
    "--midi-type",
    type=click.Choice(MIDI_TYPES),
    default=DEFAULT_OPTIONS.midi_type,
    show_default=True,
    help="0: one track; 1: a separate track for tempo, meter and key.",
)
@click.option(
    "--midi-ticks",
    type=click.Choice(MIDI_TICKS),
    default=DEFAULT_OPTIONS.midi_ticks,
    show_default=True,
    help="Ticks per quarter note in a MIDI file.",
)
@click.option(
    "--sample-rate",
    type=click.Choice(SAMPLE_RATES),
    default=DEFAULT_OPTIONS.sample_rate,
    show_default=True,
    help="Frames of sound per second.",
)
@click.option(
    "--bits",
    type=click.Choice(BITS),
    help="Bits of each sample of sound."
    f"  [default: {DEFAULT_WAV_BITS} in WAV, {DEFAULT_FLAC_BITS} in FLAC]",
)
def convert(
    source: Path,
    target: Path,
    *,
    part: int | None,
    reading: Reading | None,
    paper: str,
    **chosen: Any,
) -> None:
    """Convert a melody file to another format, which the ending of OUT names."""
    from app.formats import import_sketch, write_sketch
    from app.playback.sound.render import render_audio

    options = ExportOptions(paper=Paper(paper), **chosen)
    imported = import_sketch(source, part, reading)
    write_sketch(imported.sketch, target, options, render_audio=render_audio)
    kind = format_to_write(target)
    missing = [content.value for content in missing_contents(imported.sketch, kind)]
    told = [f"{kind.name} has no place for {listed(missing, 'or')}."] if missing else []
    for message in (*imported.messages, *told):
        click.echo(message, err=True)
