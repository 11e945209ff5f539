"""The command itself: runs the measures one after another, and prints a table or JSON.

It is declared wherever `motivo` runs, so what it measures with is imported when it is called: parts
of that need what a system may not have.
"""

from __future__ import annotations

import json
import platform
from typing import Final

import click

SHORTEST_SECONDS: Final = 25.0
"""The loop of `endure` lasts ten, is found within three rounds, and must then come once more in
whole."""


@click.command()
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
@click.option(
    "--sound-seconds",
    type=click.FloatRange(min=SHORTEST_SECONDS),
    help="Only listen to a loop for this many seconds (needs PulseAudio).",
)
def bench(*, as_json: bool, sound_seconds: float | None) -> None:
    """Measure start, takes, staff, roll, memory, sound and files on this machine."""
    if sound_seconds is not None:
        from app.bench.endurance import endure

        click.echo(json.dumps(endure(sound_seconds)))
        return
    from rich.console import Console
    from rich.table import Table

    from app.bench.measures import MEASURES

    progress = Console(stderr=True)
    told: dict[str, dict[str, object]] = {}
    table = Table("what", "measured", "at most", "beside")
    for measure in MEASURES:
        progress.print(f"measuring {measure.name} …")
        (_, value), *others = measure.values().items()
        beside = {name: round(other, 3) for name, other in others}
        told[measure.name] = {
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
        click.echo(json.dumps({"machine": platform.platform(), "measures": told}))
    else:
        Console().print(table)
