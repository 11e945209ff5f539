"""`motivo proof`, which checks that tunes come out of Motivo with the notes they went in with."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
from rich.console import Console
from rich.table import Table

from app.cli.options import IN_FILE
from app.domain.file_formats import MUSICXML, PACKED_MUSICXML, suffixes_of
from app.errors import AppError

if TYPE_CHECKING:
    from app.formats.proof_reading import Proof, TuneFile
    from app.training.evaluation.spelling import Agreement


@click.command()
@click.argument("paths", metavar="[IN]...", nargs=-1, type=IN_FILE)
@click.option(
    "--data", type=click.Path(path_type=Path, file_okay=False),
    help="The folder with the packed training sources; music21's own tunes are read too.",
)  # fmt: skip
@click.option("--count", type=click.IntRange(min=1), default=500, show_default=True)
@click.option(
    "--bars", type=click.IntRange(min=1), default=64, show_default=True,
    help="Read only this many bars of each tune.",
)  # fmt: skip
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
def proof(
    paths: tuple[Path, ...], data: Path | None, count: int, bars: int, *, as_json: bool
) -> None:
    """Proof-read tunes: import, engrave, export as MusicXML, import again.

    IN are files or folders. COUNT tunes are chosen evenly from all sources; nothing may warn, every
    bar must be full, and all notes must come back. For MusicXML files, the command also counts how
    many notes Motivo spells as the file does.
    """
    from app.formats.proof_reading import proof_read, spread
    from app.training.evaluation.spelling import Agreement, agreement

    if not paths and data is None:
        raise click.UsageError("Give files or folders, or the training sources with --data.")
    with tempfile.TemporaryDirectory() as unpacked:
        tunes = _tunes(paths, data, Path(unpacked))
        if not any(tunes.values()):
            raise AppError("There is no melody file there; give a folder that holds some.")
        proofs = [proof_read(tune, bars) for tune in _shown(spread(tunes, count))]
        agreements = {source: agreement(_scores(of_source)) for source, of_source in tunes.items()}
    together = Agreement()
    for of_source in agreements.values():
        together.add(of_source)
    agreements = {name: found for name, found in agreements.items() if found.notes}
    if as_json:
        click.echo(json.dumps(_values(proofs, agreements, together), ensure_ascii=False))
        return
    Console().print(_proof_table(proofs))
    for one in proofs:
        for fault in one.faults:
            click.echo(f"{one.tune.source}: {one.tune}: {fault}")
    if together.notes:
        Console().print(_spelling_table(agreements | {"all": together}))


def _tunes(paths: tuple[Path, ...], data: Path | None, unpacked: Path) -> dict[str, list[TuneFile]]:
    from app.formats.archives import unpack
    from app.formats.proof_reading import tunes_in, tunes_of
    from app.training.corpus import music21_folders

    tunes: dict[str, list[TuneFile]] = {}
    for path in paths:
        if not path.exists():
            raise AppError(f"There is no file or folder {path}; give one that exists.")
        source = path.resolve().name if path.is_dir() else path.resolve().parent.name
        found = tunes_in(source, path) if path.is_dir() else tunes_of(source, path)
        tunes.setdefault(source, []).extend(found)
    if data is not None:
        if not data.is_dir():
            raise AppError(f"There is no folder {data}; give the folder with the packed sources.")
        for folder in sorted(path for path in data.iterdir() if path.is_dir()):
            for archive in sorted(folder.iterdir()):
                unpack(archive, unpacked / folder.name / archive.stem)
            tunes[folder.name] = tunes_in(folder.name, unpacked / folder.name)
        for source, folder in music21_folders().items():
            tunes[source] = tunes_in(source, folder)
    return tunes


def _shown(tunes: list[TuneFile]) -> Iterable[TuneFile]:
    """Yield the tunes, and report the progress on standard error."""
    for number, tune in enumerate(tunes):
        if number % 50 == 0:
            click.echo(f"{number} of {len(tunes)} tunes are proof-read.", err=True)
        yield tune


def _scores(tunes: list[TuneFile]) -> list[Path]:
    endings = suffixes_of((MUSICXML, PACKED_MUSICXML))
    return [tune.path for tune in tunes if tune.path.suffix.lower() in endings]


def _by_source(proofs: list[Proof]) -> dict[str, list[Proof]]:
    found: dict[str, list[Proof]] = {}
    for one in proofs:
        found.setdefault(one.tune.source, []).append(one)
    return found


def _values(
    proofs: list[Proof], agreements: Mapping[str, Agreement], together: Agreement
) -> dict[str, Any]:
    return {
        "tunes": len(proofs),
        "faulty": sum(bool(one.faults) for one in proofs),
        "sources": {
            source: {
                "tunes": len(of_source),
                "notes": sum(one.notes for one in of_source),
                "put_on_grid": sum(one.moved for one in of_source),
                "faults": {str(one.tune): one.faults for one in of_source if one.faults},
            }
            for source, of_source in _by_source(proofs).items()
        },
        "spelling": {
            source: {
                "scores": found.scores,
                "notes": found.notes,
                "agreeing_percent": round(found.percent, 3),
                "notes_in_key": found.in_key,
                "agreeing_in_key_percent": round(found.percent_in_key, 3),
            }
            for source, found in [*agreements.items(), ("all", together)]
        },
    }


def _proof_table(proofs: list[Proof]) -> Table:
    table = Table(title="Imported, engraved, exported, imported again", box=None)
    table.add_column("source")
    for name in ("tunes", "notes", "moved to the grid", "faulty tunes"):
        table.add_column(name, justify="right")
    for source, of_source in [*_by_source(proofs).items(), ("all", proofs)]:
        numbers = (
            len(of_source),
            sum(one.notes for one in of_source),
            sum(one.moved for one in of_source),
            sum(bool(one.faults) for one in of_source),
        )
        table.add_row(source, *(f"{number:,}" for number in numbers))
    return table


def _spelling_table(agreements: Mapping[str, Agreement]) -> Table:
    table = Table(title="Notes spelled as in their MusicXML files", box=None)
    table.add_column("source")
    for name in ("scores", "notes", "agreeing", "notes in key", "agreeing in key"):
        table.add_column(name, justify="right")
    for source, found in agreements.items():
        all_notes = (f"{found.scores:,}", f"{found.notes:,}", f"{found.percent:.2f} %")
        in_key = (f"{found.in_key:,}", f"{found.percent_in_key:.2f} %")
        table.add_row(source, *all_notes, *in_key)
    return table
