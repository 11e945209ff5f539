"""`motivo bench`: runs the measures one after another, and prints a table or JSON.

The measures are imported only when the command runs, because some of them need modules that a
system may not have.
"""

from __future__ import annotations

import json
import platform
from typing import Final

import click

SHORTEST_SECONDS: Final = 25.0
"""The loop that `endure` plays lasts ten seconds. It is looked for within three rounds, and then
has to come once more in full."""


@click.command()
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
@click.option(
    "--sound-seconds",
    type=click.FloatRange(min=SHORTEST_SECONDS),
    help="Only listen to a loop for this many seconds (needs PulseAudio).",
)
def bench(*, as_json: bool, sound_seconds: float | None) -> None:
    """Measure how fast Motivo is here: start, takes, staff, roll, memory, sound and files."""
    if sound_seconds is not None:
        from app.bench.endurance import endure

        click.echo(json.dumps(endure(sound_seconds)))
        return
    from rich.console import Console
    from rich.table import Table

    from app.bench.measures import MEASURES

    progress = Console(stderr=True)
    results: dict[str, dict[str, object]] = {}
    table = Table("what", "measured", "at most", "compared with")
    for measure in MEASURES:
        progress.print(f"Measuring: {measure.name} …")
        (_, value), *others = measure.values().items()
        beside = {name: round(other, 3) for name, other in others}
        results[measure.name] = {
            "value": round(value, 3),
            "unit": measure.unit,
            "at_most": measure.at_most,
            "beside": beside,
        }
        limit = "" if measure.at_most is None else f"{measure.at_most:g} {measure.unit}"
        table.add_row(
            measure.name,
            f"{value:.4g} {measure.unit}",
            limit,
            ", ".join(f"{name} {other:g}" for name, other in beside.items()),
        )
    if as_json:
        click.echo(json.dumps({"machine": platform.platform(), "measures": results}))
    else:
        Console().print(table)
