"""Makes takes: continues a sketch note by note, obeying the request's hard rules."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

import numpy as np

from app.domain import Author, Melody, Note, Request, Sketch, Take
from app.domain.timebase import steps_to_ticks, ticks_to_steps
from app.errors import AppError
from app.generation import vocabulary as v
from app.generation.constraints import Mask, Span, duration_mask, pitch_mask
from app.generation.distribution import bits_of
from app.generation.encoding import History, StepNote, sketch_frame, sketch_notes
from app.generation.model import Model
from app.generation.network import State
from app.generation.sampling import draw


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
    """Yield takes that continue the sketch, one at a time, from the bar line after its last bar.

    Take i has the seed `request.seed + i`. `cancelled` is asked before every note; after it says
    yes no take follows. Raises AppError for a request that can't be met, before the first take.
    """
    if not sketch.melody.notes:
        raise AppError("There is nothing to continue yet. Draw a note first, or play one.")
    style = model.style_class(request.style)
    writer = _Writer(model, request, pitch_mask(request, sketch.key), _span(sketch, request))
    return _takes(writer, sketch, style, parent, cancelled)


def _span(sketch: Sketch, request: Request) -> Span:
    bar = ticks_to_steps(sketch.meter.bar_ticks)
    return Span(sketch.bars * bar, (sketch.bars + request.bars) * bar, bar)


def _takes(
    writer: _Writer,
    sketch: Sketch,
    style: int,
    parent: str | None,
    cancelled: Callable[[], bool],
) -> Iterator[Take]:
    request, span = writer.request, writer.span
    frame = sketch_frame(sketch, style)
    history, state = writer.model.read(frame, sketch_notes(sketch), span.end // span.bar)
    velocity = round(sum(note.velocity for note in sketch.melody) / len(sketch.melody))
    for index in range(request.takes):
        seed = request.seed + index
        written = writer.write(history.copy(), state.copy(), seed, cancelled)
        if written is None:
            return
        new_notes = tuple(
            Note(
                sketch.pickup_ticks + steps_to_ticks(note.onset),
                steps_to_ticks(note.duration),
                note.pitch,
                velocity,
                Author.MODEL,
            )
            for note in written.notes
        )
        yield Take(
            sketch=replace(sketch, melody=Melody((*sketch.melody.notes, *new_notes))),
            request=request,
            seed=seed,
            start_ticks=sketch.end_ticks,
            parent=parent,
            number=index + 1,
            bits_per_note=written.bits / len(written.notes),
            originality=writer.model.index.originality(written.notes),
        )


@dataclass
class _Written:
    """New notes, and the bits in which the model counts them."""

    notes: list[StepNote]
    bits: float = 0.0


@dataclass(frozen=True)
class _Writer:
    """Everything that stays the same from take to take."""

    model: Model
    request: Request
    pitches: Mask
    span: Span

    def write(
        self, history: History, state: State, seed: int, cancelled: Callable[[], bool]
    ) -> _Written | None:
        """Write one take into the span; None if cancelled."""
        network, span = self.model.network, self.span
        random = np.random.Generator(np.random.PCG64(seed))
        written = _Written([])
        while history.end < span.end:
            if cancelled():
                return None
            onset = self._onset(history, state, random, written)
            if onset is None:
                break
            note = self._note(onset, history, state, random, written)
            written.notes.append(note)
            history.append(note)
            left = max(1, (span.end - history.end + span.bar - 1) // span.bar)
            network.advance(state, history.row(left))
        return written

    def _onset(
        self, history: History, state: State, random: np.random.Generator, written: _Written
    ) -> int | None:
        """Draw where the next note begins; None for the end."""
        logits = self.model.network.gap_logits(state.stream)
        onsets = self.span.onsets(history.end)
        allowed = self.span.gap_mask(history.end, onsets)
        gap = draw(logits, allowed, self.request.temperature, self.request.top_p, random)
        written.bits += bits_of(logits, gap)
        return None if gap == v.END else int(onsets[gap])

    def _note(
        self,
        onset: int,
        history: History,
        state: State,
        random: np.random.Generator,
        written: _Written,
    ) -> StepNote:
        """Draw duration and pitch of the note that begins at `onset`."""
        network, span, request = self.model.network, self.span, self.request
        gap, place = v.gap_class(onset - history.end), onset % span.bar % v.POSITION_CLASSES
        logits = network.duration_logits(state.stream, gap, place)
        length = draw(logits, duration_mask(), request.temperature, request.top_p, random)
        duration = min(v.typical_length(length + 1), span.end - onset)
        length = v.duration_class(duration)
        written.bits += bits_of(logits, length)
        logits = network.pitch_logits(
            state.stream, (gap, place, length), history.reference, history.last_pitch
        )
        pitch = draw(logits, self.pitches, request.temperature, request.top_p, random)
        written.bits += bits_of(logits, pitch)
        return StepNote(onset, duration, pitch)
