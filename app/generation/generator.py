"""Makes takes of a sketch, in batches, and makes those again that nearly copy another."""

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
from app.generation.batch_writer import BATCH_SIZE, write_batch
from app.generation.brief import Planner, make_brief
from app.generation.encoding import sketch_frame, sketch_notes
from app.generation.forms import Tunes, answer_plan, form_plan, with_other_pitches
from app.generation.history import History
from app.generation.model import Model
from app.generation.network import WINDOW, State
from app.generation.plan import Plan, PlannedBar, read_plan
from app.generation.take_writer import TakeWriter, bars_left
from app.generation.vocabulary import Relation

NEAR_COPY: Final = 0.8
"""Share of notes in common (same onset and pitch; Jaccard 1901) from which on a take is made
again."""

FIRST_BATCH: Final = 2
"""Takes in the first batch, which is small so that the first take comes soon."""

MOST_RETRIES: Final = 2
"""How many more batches are made to replace near copies; in the last one they are accepted."""

RETRY_SEED_STRIDE: Final = 1_000_003
"""How far the seeds of takes that are made again lie from those asked for."""


def _never_cancelled() -> bool:
    return False


def generate(
    model: Model,
    sketch: Sketch,
    request: Request,
    *,
    parent: str | None = None,
    cancelled: Callable[[], bool] = _never_cancelled,
) -> Iterator[Take]:
    """Yield takes of the sketch, the likeliest of each batch first.

    A take's notes follow from the request's wishes and the seed that the take names. `parent` is
    the id that the takes name as their parent. `cancelled` is asked before every note and every
    take; once it says yes, no more takes come. Raises AppError at once, before the first take, if
    the request can't be met.
    """
    passage = passage_of(sketch, request)
    rules = rules_of(passage, request)
    maker = _TakeMaker(model, passage, request, rules, model.style_class(request.style))
    return _takes(maker, parent, cancelled)


def _takes(maker: _TakeMaker, parent: str | None, cancelled: Callable[[], bool]) -> Iterator[Take]:
    request = maker.request
    read = maker.read_past(cancelled)
    if read is None:
        return
    past, state = read
    known = maker.unwanted()
    numbers = iter(range(1, request.takes + 1))
    takes_left = request.takes
    later = max(0, request.takes - FIRST_BATCH)
    batches_left = 1 - (-later // BATCH_SIZE) + MOST_RETRIES
    for seeds in _batches_of_seeds(request):
        batches_left -= 1
        seeds = seeds[:takes_left]
        writers: list[TakeWriter] = []
        for seed in seeds:
            if cancelled():
                return
            writers.append(maker.writer(past, seed))
        if not write_batch(maker.model.network, state, writers, cancelled):
            return
        for writer, seed in sorted(zip(writers, seeds, strict=True), key=_surprise_of_pair):
            if cancelled():
                return
            outline = _outline(writer.written.new_notes)
            if batches_left > 0 and any(_is_near_copy(outline, other) for other in known):
                continue
            known.append(outline)
            takes_left -= 1
            yield maker.take(writer, seed, next(numbers), parent)
        if not takes_left:
            return


def _batches_of_seeds(request: Request) -> Iterator[list[int]]:
    """Yield batches of the seeds asked for, then of others for takes that are made again."""
    asked = [(request.seed + index) % SEEDS for index in range(request.takes)]
    yield asked[:FIRST_BATCH]
    for first in range(FIRST_BATCH, request.takes, BATCH_SIZE):
        yield asked[first : first + BATCH_SIZE]
    for round_number in count(1):
        first = request.seed + RETRY_SEED_STRIDE * round_number
        yield [(first + index) % SEEDS for index in range(BATCH_SIZE)]


def _surprise(writer: TakeWriter) -> float:
    """Return the bits for each new note, which are few for a likely take."""
    return writer.written.bits / max(1, len(writer.written.new_notes))


def _surprise_of_pair(pair: tuple[TakeWriter, int]) -> float:
    return _surprise(pair[0])


Outline = frozenset[tuple[int, int]]
"""The onset in ticks and the pitch of each note."""


def _outline(notes: Iterable[Note]) -> Outline:
    return frozenset((note.onset_ticks, note.pitch) for note in notes)


def _is_near_copy(outline: Outline, other: Outline) -> bool:
    return len(outline & other) >= NEAR_COPY * len(outline | other)


@dataclass(frozen=True)
class _TakeMaker:
    """What is the same for all takes of a request, and how each is begun and finished.

    `style` is the style's number, 0 for any.
    """

    model: Model
    passage: Passage
    request: Request
    rules: Rules
    style: int

    def read_past(self, cancelled: Callable[[], bool]) -> tuple[History, State] | None:
        """Read the notes before the passage.

        Return their history, and the network's state just before the moment at which the passage
        begins. `cancelled` is asked before every note; if it says yes, return None.
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
        return history, network.read(np.array(rows)) if rows else network.initial_state()

    @cached_property
    def motif_plan(self) -> Plan:
        """The plan of the sketch's own bars, or an empty one where the request adds no bars."""
        if not self.passage.is_added:
            return ()
        sketch = self.passage.sketch
        bar = sketch_frame(sketch).bar
        # A note just before the end may come to stand on the final bar line when put on the grid.
        plan = read_plan(sketch_notes(sketch), bar, sketch.key)[: sketch.bars]
        # The last note may sound on into bars in which no note begins.
        return plan + (PlannedBar(Relation.EMPTY),) * (sketch.bars - len(plan))

    def planner(self, random: np.random.Generator) -> Plan:
        """Draw the plan of a take's bars; an empty plan leaves all of them free."""
        request, passage = self.request, self.passage
        motif = self.motif_plan
        if request.mode is RequestMode.ANSWER:
            new = answer_plan(len(motif), request.closeness, random)
        elif request.form is not None:
            new = form_plan(request.form, len(motif), passage.bars, random)
        elif request.mode.chooses_bars and request.density is None:
            new = self.model.forms.draw_plan(
                self._similar_tunes, len(motif), passage.bars, request.closeness, random
            )
        else:
            return ()
        return motif + (with_other_pitches(new) if request.rhythm_lock else new)

    @cached_property
    def _similar_tunes(self) -> Tunes:
        """The tunes from which plans are drawn: they show how the sketch may be continued."""
        meter = v.meter_class(self.passage.sketch.meter)
        return self.model.forms.similar_tunes(self.motif_plan, self.passage.bars, meter, self.style)

    def unwanted(self) -> list[Outline]:
        """Return what no take should copy: the motif repeated, unless the wishes ask for that."""
        request, passage = self.request, self.passage
        is_free = request.form is None and not (request.rhythm_lock and request.pitch_lock)
        return [_outline(tiled_motif(passage))] if passage.is_added and is_free else []

    def writer(self, past: History, seed: int) -> TakeWriter:
        """Return the writer of a take, which goes on from the past."""
        planner: Planner = self.planner
        brief = make_brief(self.passage, self.request, self.rules, planner, seed)
        history = past.copy()
        history.plan = brief.plan
        return TakeWriter(brief, self.request, history, seed)

    def take(self, writer: TakeWriter, seed: int, number: int, parent: str | None) -> Take:
        """Return the take of a finished writer."""
        passage, written = self.passage, writer.written
        notes = (*passage.before, *writer.kept, *written.new_notes, *passage.after)
        melody = Melody(tuple(sorted(notes, key=lambda note: note.onset_ticks)))
        return Take(
            sketch=replace(passage.sketch, melody=melody),
            request=self.request,
            seed=seed,
            start_ticks=passage.start_ticks,
            end_ticks=passage.end_ticks,
            parent=parent,
            number=number,
            bits_per_note=_surprise(writer),
            originality=self.model.index.originality(written.steps),
        )
