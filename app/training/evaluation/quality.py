"""Compares the model's continuations of motifs with the real ones of the same held-out tunes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import combinations
from typing import Final

import numpy as np

from app.domain import Request, Sketch, Take
from app.domain.timebase import ticks_to_steps
from app.generation import Model, generate
from app.generation import vocabulary as v
from app.generation.encoding import Frame, StepNote
from app.training.evaluation import continuations as c
from app.training.evaluation.bands import halves_band, mean_band
from app.training.evaluation.bits import tune_sketch
from app.training.evaluation.continuations import MOTIF_BARS, NEW_BARS, Notes
from app.training.tune import Tune

LONG_COPY_NOTES: Final = 16
"""A run of so many notes in common with a tune learned from can't be chance."""

MOST_PAIRS: Final = 2000
"""Pairs of real continuations whose distance is measured, at most."""

MEASURES: Final[dict[str, c.Measure]] = {
    "notes in the scale": c.in_scale,
    "bars with the intervals of a motif bar": c.motif_intervals,
    "bars with the rhythm of a motif bar": c.motif_rhythm,
    "bars that repeat a motif bar": c.motif_bars,
    "bars that repeat any bar before": c.earlier_bars,
    "pieces without recurrence": c.without_recurrence,
    f"intervals of {c.LEAP_SEMITONES} semitones or more": c.leaps,
    "units of 2 bars with a long last note": c.long_ends_of_two,
    "units of 4 bars with a long last note": c.long_ends_of_four,
    "notes a bar": c.notes_a_bar,
}
HISTOGRAMS: Final[dict[str, c.Histogram]] = {
    "degrees in common": c.degrees,
    "durations in common": c.durations,
    "intervals in common": c.interval_sizes,
}

Generate = Callable[[Model, Sketch, Request], Iterator[Take]]
Report = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Metric:
    """A figure of the model, that of real music, and the band in which real samples lie.

    `inside` says whether the model's figure is in the band, None if there is none. How much is
    copied may also lie below the band, what histograms have in common above it.
    """

    name: str
    model: float
    real: float
    low: float | None = None
    high: float | None = None
    inside: bool | None = None


@dataclass(frozen=True, slots=True)
class QualityTable:
    """All metrics; so many motifs were continued, each by so many takes."""

    motifs: int
    takes: int
    metrics: tuple[Metric, ...]


@dataclass(frozen=True, slots=True)
class _Piece:
    """A tune cut into its motif and the real continuation, and what the model made of the motif."""

    tune: Tune
    frame: Frame
    motif: Notes
    real: Notes
    made: tuple[Notes, ...] = ()


def quality(
    model: Model,
    tunes: Sequence[Tune],
    motifs: int = 200,
    seed: int = 1,
    takes: int = 4,
    *,
    with_style: bool = False,
    generate: Generate = generate,
    report: Report | None = None,
) -> QualityTable:
    """Continue the beginnings of held-out `tunes` with default settings, and measure the takes.

    `with_style` asks for each tune's own style. Tunes are taken from all sources in turn. The same
    seed gives the same table.
    """
    pieces = []
    for index, piece in enumerate(_chosen(tunes, motifs, seed)):
        pieces.append(_continued(model, piece, seed + index * takes, takes, with_style, generate))
        if report is not None and (index + 1) % 20 == 0:
            report(f"{index + 1} motifs continued")
    random = np.random.default_rng(seed)
    metrics = [
        *(_shares(name, measure, pieces, random) for name, measure in MEASURES.items()),
        _endings(pieces, random),
        *(_overlaps(name, count, pieces, random) for name, count in HISTOGRAMS.items()),
        *_copies(model, pieces, random),
        *_distances(pieces, random),
    ]
    return QualityTable(len(pieces), takes, tuple(metrics))


def _chosen(tunes: Sequence[Tune], count: int, seed: int) -> list[_Piece]:
    """Return tunes that are long enough, taken from the sources in turn."""
    random = np.random.default_rng(seed)
    queues: dict[str, list[_Piece]] = {}
    for index in random.permutation(len(tunes)):
        piece = _cut(tunes[int(index)])
        if piece is not None:
            queues.setdefault(piece.tune.source, []).append(piece)
    chosen: list[_Piece] = []
    while len(chosen) < count and any(queues.values()):
        turn = [queues[source].pop() for source in sorted(queues) if queues[source]]
        chosen += turn[: count - len(chosen)]
    return chosen


def _cut(tune: Tune) -> _Piece | None:
    """Cut a tune after its motif and where the new bars end; return None if it doesn't suit.

    A tune suits if the model knows its meter, it lasts for motif and new bars, the motif reaches
    into its last bar, and a note follows.
    """
    frame = Frame(tune.key, tune.meter)
    line, end = MOTIF_BARS * frame.bar, (MOTIF_BARS + NEW_BARS) * frame.bar
    known = v.meter_class(tune.meter) < len(v.METERS)
    if not known or tune.notes[-1].end < end:
        return None
    motif = _until(line, tune.notes)
    real = [note for note in _until(end, tune.notes) if note.onset >= line]
    if not motif or motif[-1].end <= line - frame.bar or not real:
        return None
    return _Piece(tune, frame, motif, real)


def _until(end: int, notes: Notes) -> list[StepNote]:
    return [
        replace(note, duration=min(note.duration, end - note.onset))
        for note in notes
        if note.onset < end
    ]


def _continued(
    model: Model, piece: _Piece, seed: int, takes: int, with_style: bool, generate: Generate
) -> _Piece:
    sketch = tune_sketch(replace(piece.tune, notes=tuple(piece.motif)))
    style = piece.tune.style if with_style else None
    request = Request(bars=NEW_BARS, takes=takes, seed=seed, style=style)
    made = tuple(_new_notes(take) for take in generate(model, sketch, request))
    return replace(piece, made=made)


def _new_notes(take: Take) -> list[StepNote]:
    pickup_ticks = take.sketch.pickup_ticks
    return [
        StepNote(
            ticks_to_steps(note.onset_ticks - pickup_ticks),
            ticks_to_steps(note.duration_ticks),
            note.pitch,
        )
        for note in take.new_notes
    ]


def _shares(
    name: str, measure: c.Measure, pieces: Sequence[_Piece], random: np.random.Generator
) -> Metric:
    made = [[measure(p.motif, new, p.frame) for new in p.made if new] for p in pieces]
    real = [measure(p.motif, p.real, p.frame) for p in pieces]
    return _compared(name, made, real, random)


def _endings(pieces: Sequence[_Piece], random: np.random.Generator) -> Metric:
    """Compare how takes end with how whole tunes end; tunes without an end are left out."""
    whole = [p for p in pieces if p.tune.complete]
    made = [
        [
            float(c.closes(new, p.frame, (MOTIF_BARS + NEW_BARS) * p.frame.bar))
            for new in p.made
            if new
        ]
        for p in whole
    ]
    real = [float(c.closes(p.tune.notes, p.frame, p.tune.notes[-1].end)) for p in whole]
    return _compared("ends on a long note of tonic or dominant", made, real, random)


def _compared(
    name: str,
    made: Sequence[Sequence[float | None]],
    real: Sequence[float | None],
    random: np.random.Generator,
    *,
    may_be_less: bool = False,
) -> Metric:
    """Compare the mean over pieces with the real one; a piece's value is the mean of its takes."""
    kept = [[value for value in values if value is not None] for values in made]
    means = [sum(values) / len(values) for values in kept if values]
    reals = [value for value in real if value is not None]
    if not means or not reals:
        return Metric(name, float("nan"), float("nan"))
    low, high = mean_band(reals, len(means), random)
    mean = sum(means) / len(means)
    inside = mean <= high and (may_be_less or mean >= low)
    return Metric(name, mean, sum(reals) / len(reals), low, high, inside)


def _overlaps(
    name: str, count: c.Histogram, pieces: Sequence[_Piece], random: np.random.Generator
) -> Metric:
    real = [count(p.motif, p.real, p.frame) for p in pieces]
    made = sum(
        (count(p.motif, new, p.frame) for p in pieces for new in p.made if new), Counter[int]()
    )
    together = c.overlap(made, sum(real, Counter[int]()))
    mean, (low, high) = halves_band(real, random)
    return Metric(name, together, mean, low, high, together >= low)


def _copies(
    model: Model, pieces: Sequence[_Piece], random: np.random.Generator
) -> tuple[Metric, Metric]:
    """Compare the longest runs in common with a tune learned from."""

    def longest(notes: Notes) -> float:
        return float(model.index.originality(notes).longest_match_notes)

    made = [[longest(new) for new in p.made if new] for p in pieces]
    real = [longest(p.real) for p in pieces]
    return (
        _compared("longest copy in notes", made, real, random, may_be_less=True),
        _compared(
            f"copies of {LONG_COPY_NOTES} notes or more",
            [[float(run >= LONG_COPY_NOTES) for run in runs] for runs in made],
            [float(run >= LONG_COPY_NOTES) for run in real],
            random,
            may_be_less=True,
        ),
    )


def _distances(pieces: Sequence[_Piece], random: np.random.Generator) -> Iterator[Metric]:
    """Compare takes of one motif with real continuations of tunes of one style and meter.

    Nothing is yielded if there is only one take of each motif. Pitches of real tunes are counted
    from the tonic.
    """
    made = [c.distance(*pair) for p in pieces for pair in combinations(p.made, 2)]
    groups: dict[tuple[str, str], list[Notes]] = {}
    for p in pieces:
        tonic = p.frame.key.tonic_pitch_class
        line = [replace(note, pitch=note.pitch - tonic) for note in p.real]
        groups.setdefault((p.tune.style, str(p.tune.meter)), []).append(line)
    pairs = [pair for group in groups.values() for pair in combinations(group, 2)]
    some = random.permutation(len(pairs))[:MOST_PAIRS]
    real = [c.distance(*pairs[int(index)]) for index in some]
    if made and real:
        yield Metric("distance of takes", float(np.mean(made)), float(np.mean(real)))
