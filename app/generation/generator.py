"""Makes takes: in batches, most likely first, none a near copy of another."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import count
from typing import Final

import numpy as np

from app.domain import Melody, Note, Request, RequestMode, Sketch, Take
from app.domain.passage import Passage, passage_of
from app.domain.rules import Rules, rules_of, tiled_motif
from app.domain.wishes import SEEDS
from app.generation import vocabulary as v
from app.generation.encoding import sketch_frame, sketch_notes
from app.generation.forms import Tunes, answer_plan, form_plan, with_other_pitches
from app.generation.history import History
from app.generation.line import Line, bars_left
from app.generation.model import Model
from app.generation.network import WINDOW, State
from app.generation.plan import Plan, PlannedBar, read_plan
from app.generation.task import Planner, make_task
from app.generation.together import TOGETHER, write_together
from app.generation.vocabulary import Relation

NEAR_COPY: Final = 0.8
"""Share of common notes (onset and pitch; Jaccard 1901) from which on a take is made again."""

FIRST_TOGETHER: Final = 2
"""Takes in the first batch: few, so that the first take is soon there."""

MOST_BATCHES_AGAIN: Final = 2
"""Further batches that are tried for takes that differ."""

SEED_STRIDE: Final = 1_000_003


def never() -> bool:
    """Say that nobody cancels."""
    return False


def generate(
    model: Model,
    sketch: Sketch,
    request: Request,
    *,
    parent: str | None = None,
    cancelled: Callable[[], bool] = never,
) -> Iterator[Take]:
    """Yield takes of the sketch, one at a time, each batch in order of likelihood.

    A take's notes follow from the request's wishes and the seed it names. `cancelled` is asked
    before every note and every take; after it says yes no take follows. Raises AppError for a
    request that can't be met, before the first take.
    """
    passage = passage_of(sketch, request)
    rules = rules_of(passage, request)
    job = _Job(model, passage, request, rules, model.style_class(request.style))
    return _takes(job, parent, cancelled)


def _takes(job: _Job, parent: str | None, cancelled: Callable[[], bool]) -> Iterator[Take]:
    request = job.request
    read = job.read(cancelled)
    if read is None:
        return
    base, past = read
    heard = job.heard
    numbers = iter(range(1, request.takes + 1))
    wanted = request.takes
    later = max(0, request.takes - FIRST_TOGETHER)
    batches_left = 1 - (-later // TOGETHER) + MOST_BATCHES_AGAIN
    for seeds in _batches_of_seeds(request):
        batches_left -= 1
        seeds = seeds[:wanted]
        lines: list[Line] = []
        for seed in seeds:
            if cancelled():
                return
            lines.append(job.line(base, seed))
        if not write_together(job.model.network, past, lines, cancelled):
            return
        for line, seed in sorted(zip(lines, seeds, strict=True), key=_surprise_of_pair):
            if cancelled():
                return
            places = _places(line.written.notes)
            if batches_left > 0 and any(_is_near(places, other) for other in heard):
                continue
            heard.append(places)
            wanted -= 1
            yield job.take(line, seed, next(numbers), parent)
        if not wanted:
            return


def _batches_of_seeds(request: Request) -> Iterator[list[int]]:
    """Yield the seeds asked for in batches, then others for takes that have to be made again."""
    asked = [(request.seed + index) % SEEDS for index in range(request.takes)]
    yield asked[:FIRST_TOGETHER]
    for first in range(FIRST_TOGETHER, request.takes, TOGETHER):
        yield asked[first : first + TOGETHER]
    for round_number in count(1):
        first = request.seed + SEED_STRIDE * round_number
        yield [(first + index) % SEEDS for index in range(TOGETHER)]


def _surprise(line: Line) -> float:
    return line.written.bits / max(1, len(line.written.notes))


def _surprise_of_pair(pair: tuple[Line, int]) -> float:
    return _surprise(pair[0])


Places = frozenset[tuple[int, int]]
"""Onset and pitch of each note."""


def _places(notes: Iterable[Note]) -> Places:
    return frozenset((note.onset_ticks, note.pitch) for note in notes)


def _is_near(places: Places, other: Places) -> bool:
    return len(places & other) >= NEAR_COPY * len(places | other)


@dataclass(frozen=True)
class _Job:
    """Everything that stays the same from take to take."""

    model: Model
    passage: Passage
    request: Request
    rules: Rules
    style: int

    def read(self, cancelled: Callable[[], bool]) -> tuple[History, State] | None:
        """Take in what stands before the passage.

        Returns its history, and the network's state before the moment the passage begins; None
        where it was cancelled, which is asked before every note.
        """
        sketch, passage = self.passage.sketch, self.passage
        density = 0 if self.request.density is None else max(1, round(self.request.density))
        end_ticks = max(passage.end_ticks, sketch.end_ticks)
        frame = sketch_frame(sketch, self.style, density, end_ticks)
        before = sketch_notes(sketch)[: len(passage.before)]
        history = History(frame, self.motif_plan, sketch.melody.notes[0].pitch)
        rows = []
        for index, note in enumerate(before):
            if cancelled():
                return None
            if len(before) - index < WINDOW:
                rows.append(history.row(bars_left(passage, history)))
            history.append(note)
        network = self.model.network
        return history, network.read(np.array(rows)) if rows else network.start()

    @cached_property
    def motif_plan(self) -> Plan:
        """The plan of the sketch's own bars; told only where new bars are added."""
        if not self.passage.is_added:
            return ()
        sketch = self.passage.sketch
        bar = sketch_frame(sketch).bar
        # On the grid a note may have been drawn to the bar line where the sketch ends.
        plan = read_plan(sketch_notes(sketch), bar, sketch.key)[: sketch.bars]
        # The last note may sound into bars in which none begins.
        return plan + (PlannedBar(Relation.EMPTY),) * (sketch.bars - len(plan))

    def planner(self, random: np.random.Generator) -> Plan:
        """Return the plan of a take's bars."""
        request, passage = self.request, self.passage
        motif = self.motif_plan
        if request.mode is RequestMode.ANSWER:
            new = answer_plan(len(motif), request.closeness, random)
        elif request.form is not None:
            new = form_plan(request.form, len(motif), passage.bars, random)
        elif request.mode is RequestMode.CONTINUE and request.density is None:
            new = self.model.forms.draw(
                self._kindred, len(motif), passage.bars, request.closeness, random
            )
        else:
            return ()
        return motif + (with_other_pitches(new) if request.rhythm_lock else new)

    @cached_property
    def _kindred(self) -> Tunes:
        """The tunes one of which shows how a take may develop."""
        told = (v.meter_class(self.passage.sketch.meter), self.style)
        return self.model.forms.like(self.motif_plan, self.passage.bars, told)

    @property
    def heard(self) -> list[Places]:
        """What a take should not be: the motif again, unless that is asked for."""
        request = self.request
        is_free = request.form is None and not (request.rhythm_lock and request.pitch_lock)
        return [_places(tiled_motif(self.passage))] if self.passage.is_added and is_free else []

    def line(self, base: History, seed: int) -> Line:
        """Return a line to be written, its past read."""
        planner: Planner = self.planner
        task = make_task(self.passage, self.request, self.rules, planner, seed)
        history = base.copy()
        history.plan = task.plan
        return Line(task, self.request, history, seed)

    def take(self, line: Line, seed: int, number: int, parent: str | None) -> Take:
        """Return the take of a finished line."""
        passage, written = self.passage, line.written
        notes = (*passage.before, *line.kept, *written.notes, *passage.after)
        melody = Melody(tuple(sorted(notes, key=lambda note: note.onset_ticks)))
        return Take(
            sketch=replace(passage.sketch, melody=melody),
            request=self.request,
            seed=seed,
            start_ticks=passage.start_ticks,
            end_ticks=passage.end_ticks,
            parent=parent,
            number=number,
            bits_per_note=_surprise(line),
            originality=self.model.index.originality(written.passage),
        )
