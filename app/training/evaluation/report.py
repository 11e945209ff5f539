"""Shows what was measured, in tables for people and as plain values for JSON."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

from rich.table import Table

from app.training.evaluation.bits import BitsPerNote, PredictorBits
from app.training.evaluation.events import PARTS
from app.training.evaluation.quality import Metric, QualityTable

_NOTHING = "–"


def bits_values(bits: BitsPerNote) -> dict[str, float]:
    """Return bits per note by the names that `motivo evaluate --json` promises."""
    values = {
        "bits_per_note": round(bits.all, 4),
        "continuation_bits_per_note": round(bits.continuation, 4),
        "notes": round(bits.notes, 2) if bits.notes % 1 else int(bits.notes),
    }
    names = [f"{part}_bits" for part in PARTS] if bits.parts else []
    return values | {name: round(part, 4) for name, part in zip(names, bits.parts, strict=True)}


def predictor_values(measured: PredictorBits) -> dict[str, Any]:
    """Return all figures of one predictor."""
    return {
        "name": measured.name,
        "weighted": bits_values(measured.weighted),
        "full": bits_values(measured.full),
        "sources": {source: bits_values(bits) for source, bits in measured.sources.items()},
    }


def quality_values(quality: QualityTable) -> dict[str, Any]:
    """Return all metrics; figures that couldn't be measured are None."""
    return {
        "motifs": quality.motifs,
        "takes": quality.takes,
        "metrics": [
            {
                "name": metric.name,
                "model": _rounded(metric.model),
                "real": _rounded(metric.real),
                "low": _rounded(metric.low),
                "high": _rounded(metric.high),
                "inside": metric.inside,
            }
            for metric in quality.metrics
        ],
    }


def files_table(files: Sequence[tuple[str, BitsPerNote]], together: BitsPerNote) -> Table:
    """Return a table of files, with a line for all together if there are several."""
    table = _bits_table("file")
    for name, bits in files:
        table.add_row(name, *_cells(bits))
    if len(files) > 1:
        table.add_section()
        table.add_row("together", *_cells(together))
    return table


def comparison_table(results: Sequence[PredictorBits]) -> Table:
    """Return a table of predictors: weighted, in full, and by source."""
    table = _bits_table("predictor")
    table.caption = "weighted: string quartets count a quarter, as in training"
    for number, result in enumerate(results):
        if number:
            table.add_section()
        table.add_row(f"[bold]{result.name}[/], weighted", *_cells(result.weighted))
        table.add_row("  in full", *_cells(result.full))
        for source, bits in result.sources.items():
            table.add_row(f"  {source}", *_cells(bits))
    return table


def quality_table(quality: QualityTable) -> Table:
    """Return a table of metrics."""
    table = Table(title=f"{quality.motifs} motifs, takes of each: {quality.takes}", box=None)
    table.add_column("continuations")
    for name in ("model", "real", "95 % of real", "inside"):
        table.add_column(name, justify="right")
    for metric in quality.metrics:
        table.add_row(metric.name, _number(metric.model), _number(metric.real), *_band(metric))
    return table


def _bits_table(first: str) -> Table:
    table = Table(title="Bits per note; predictors don't know how long a melody will be", box=None)
    table.add_column(first)
    for name in ("notes", "all", "continuation", *PARTS):
        table.add_column(name, justify="right")
    return table


def _cells(bits: BitsPerNote) -> list[str]:
    parts = [f"{part:.2f}" for part in bits.parts] or [_NOTHING] * len(PARTS)
    return [f"{bits.notes:,.0f}", f"{bits.all:.2f}", f"{bits.continuation:.2f}", *parts]


def _band(metric: Metric) -> tuple[str, str]:
    if metric.inside is None or metric.low is None or metric.high is None:
        return _NOTHING, _NOTHING
    return f"{metric.low:.3f}–{metric.high:.3f}", "yes" if metric.inside else "no"


def _number(value: float) -> str:
    return _NOTHING if math.isnan(value) else f"{value:.3f}"


def _rounded(value: float | None) -> float | None:
    return None if value is None or math.isnan(value) else round(value, 4)
