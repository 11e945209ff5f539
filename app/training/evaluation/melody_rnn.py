"""Owns MelodyRnn, a lookback LSTM in the manner of Magenta's Melody RNN, in steps of a sixteenth.

It follows Waite et al. (2016), Project Magenta: Generating long-term structure in songs and
stories, and has two layers of 128. Each step sees the event before, the events one and two bars
back, whether the event before repeated those, and a binary counter. Its labels are the events, and
"as one bar back" and "as two bars back"; an event's probability is the sum over all labels that
mean it. Tunes that don't lie on sixteenths are measured quantised, which flatters the figures.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import numpy as np
import torch
from numpy.typing import NDArray

from app.domain.timebase import ticks_to_steps
from app.generation import vocabulary as v
from app.training.checkpoint import save_checkpoint
from app.training.evaluation.bits import CONTINUATION_BARS, MelodyBits
from app.training.evaluation.events import make_events
from app.training.tune import Tune

SIXTEENTH: Final = 6
NO_EVENT, NOTE_OFF, FIRST_HEIGHT = range(3)
END: Final = FIRST_HEIGHT + v.HEIGHT_CLASSES
EVENTS: Final = END + 1
LOOKBACK_BARS: Final = (1, 2)
LABELS: Final = EVENTS + len(LOOKBACK_BARS)
COUNTER_BITS: Final = 5
INPUTS: Final = 3 * EVENTS + COUNTER_BITS + len(LOOKBACK_BARS)

WIDTH: Final = 128
LAYERS: Final = 2
DROPOUT: Final = 0.2
PEAK_RATE: Final = 3e-3
TUNES_A_BATCH: Final = 16
STEPS_A_WINDOW: Final = 384

Ints = NDArray[np.int64]
Window = tuple[NDArray[np.float32], NDArray[np.bool_]]
"""The inputs of steps, [steps, INPUTS], and which labels mean their events, [steps, LABELS]."""


@dataclass(frozen=True, slots=True)
class Steps:
    """A tune in sixteenths: `events`, int64 [steps], from the step `start` on; a bar has `bar`."""

    events: Ints
    start: int
    bar: int

    def looked_back(self) -> Ints:
        """Return the events one and two bars before each step, [2, steps]."""
        count = len(self.events)
        result = np.full((len(LOOKBACK_BARS), count), NO_EVENT)
        for index, bars in enumerate(LOOKBACK_BARS):
            back = min(bars * self.bar, count)
            result[index, back:] = self.events[: count - back]
        return result

    def window(self, first: int = 0, last: int | None = None) -> Window:
        """Return the window of the steps from `first` to before `last`."""
        part = slice(first, last)
        before = np.concatenate(([NO_EVENT], self.events[:-1]))
        back = self.looked_back()
        before_back = np.concatenate((np.full((len(back), 1), NO_EVENT), back[:, :-1]), axis=1)
        steps = np.arange(len(self.events[part]))
        inputs = np.zeros((len(steps), INPUTS), np.float32)
        for index, events in enumerate((before, *back)):
            inputs[steps, index * EVENTS + events[part]] = 1.0
        counter = (self.start + first + steps)[:, None] >> np.arange(COUNTER_BITS) & 1
        repeated = (before == before_back)[:, part].T
        inputs[:, 3 * EVENTS :] = np.concatenate((counter, repeated), axis=1)
        fitting = np.zeros((len(steps), LABELS), bool)
        fitting[steps, self.events[part]] = True
        fitting[:, EVENTS:] = (back == self.events)[:, part].T
        return inputs, fitting


def is_on_grid(tune: Tune) -> bool:
    """Whether every onset and length is a whole number of sixteenths."""
    return not any(note.onset % SIXTEENTH or note.duration % SIXTEENTH for note in tune.notes)


def make_steps(tune: Tune) -> Steps:
    """Return a tune quantised; of notes that fall on one sixteenth, the first stays."""
    heights = make_events([tune]).parts[2].tolist()
    start = _sixteenths(min(0, tune.start))
    placed: list[list[int]] = []
    for note, height in zip(tune.notes, heights, strict=False):
        onset = _sixteenths(note.onset)
        if placed and onset <= placed[-1][0]:
            continue
        if placed:
            placed[-1][1] = min(placed[-1][1], onset)
        placed.append([onset, max(onset + 1, _sixteenths(note.end)), FIRST_HEIGHT + height])
    last = placed[-1][1]
    events = np.full(last - start + 1, NO_EVENT)
    for onset, end, _ in placed:
        events[end - start] = NOTE_OFF
        events[onset - start] = NO_EVENT
    for onset, _, event in placed:
        events[onset - start] = event
    events[-1] = END
    if not tune.complete:
        events = events[:-1]
    bar = max(1, _sixteenths(ticks_to_steps(tune.meter.bar_ticks)))
    return Steps(events, start, bar)


def _sixteenths(steps: int) -> int:
    return (2 * steps + SIXTEENTH) // (2 * SIXTEENTH)


class MelodyRnn:
    """The network: an LSTM and a layer that makes logits of the labels."""

    def __init__(self, seed: int = 1) -> None:
        torch.manual_seed(seed)
        self._seed = seed
        self._lstm = torch.nn.LSTM(INPUTS, WIDTH, LAYERS, batch_first=True, dropout=DROPOUT)
        self._label_logits = torch.nn.Sequential(
            torch.nn.Dropout(DROPOUT), torch.nn.Linear(WIDTH, LABELS)
        )
        self._modules = torch.nn.ModuleList([self._lstm, self._label_logits])

    def train(
        self, tunes: Sequence[Tune], epochs: int, checkpoint: Path, report: Callable[[str], None]
    ) -> None:
        """Learn from every tune `epochs` times, while the learning rate falls to nothing.

        Training goes on from `checkpoint` if the file exists, and writes it after every epoch.
        """
        optimiser = torch.optim.Adam(self._modules.parameters(), lr=PEAK_RATE)
        learned = [make_steps(tune) for tune in tunes]
        self._modules.train()
        for epoch in range(self._resume(optimiser, checkpoint), epochs):
            torch.manual_seed(1000 * self._seed + epoch)
            random = np.random.default_rng((self._seed, epoch))
            nats = steps = 0.0
            batches = list(_batches(learned, random))
            for place, batch in enumerate(batches):
                share = (epoch + place / len(batches)) / epochs
                for group in optimiser.param_groups:
                    group["lr"] = PEAK_RATE * (1.0 - share)
                paid = self._nats(batch)
                optimiser.zero_grad()
                (paid.sum() / len(paid)).backward()
                torch.nn.utils.clip_grad_norm_(self._modules.parameters(), 3.0)
                optimiser.step()
                nats, steps = nats + float(paid.detach().sum()), steps + len(paid)
            save_checkpoint(
                checkpoint, (epoch + 1, self._modules.state_dict(), optimiser.state_dict())
            )
            bits = nats / max(1.0, steps) / math.log(2)
            report(f"Melody RNN: epoch {epoch + 1}, {bits:.3f} bits a step")

    def _resume(self, optimiser: torch.optim.Optimizer, checkpoint: Path) -> int:
        """Take up the state of a checkpoint, if there is one; return the number of epochs done."""
        if not checkpoint.exists():
            return 0
        done, weights, moments = torch.load(checkpoint, weights_only=True)
        self._modules.load_state_dict(weights)
        optimiser.load_state_dict(moments)
        return int(done)

    def bits(self, tune: Tune) -> MelodyBits:
        """Return what the network pays for a tune, step by step; an event is a sixteenth here."""
        steps = make_steps(tune)
        self._modules.eval()
        with torch.no_grad():
            nats = self._nats([steps.window()]).numpy()
        place = steps.start + np.arange(len(steps.events))
        ends = steps.events == END
        return MelodyBits(
            nats[:, None].astype(np.float64) / math.log(2),
            (steps.events >= FIRST_HEIGHT) & ~ends,
            (place >= CONTINUATION_BARS * steps.bar) | ends,
        )

    def _nats(self, batch: Sequence[Window]) -> Any:
        """Return what every step of a batch costs in nats, one after the other, [steps]."""
        padded = torch.nn.utils.rnn.pad_sequence(
            [torch.from_numpy(inputs) for inputs, _ in batch], batch_first=True
        )
        fitting = torch.from_numpy(np.concatenate([labels for _, labels in batch]))
        lengths = torch.tensor([len(inputs) for inputs, _ in batch])
        is_step = torch.arange(padded.shape[1]) < lengths[:, None]
        logits = self._label_logits(self._lstm(padded)[0])[is_step]
        log_fitting = logits.masked_fill(~fitting, -math.inf).logsumexp(dim=-1)
        return logits.logsumexp(dim=-1) - log_fitting


def _batches(tunes: Sequence[Steps], random: np.random.Generator) -> Iterator[list[Window]]:
    """Yield batches of windows of similar length, in a shuffled order."""
    windows = [
        (min(STEPS_A_WINDOW, len(tune.events) - first), random.random(), tune, first)
        for tune in tunes
        for first in range(0, len(tune.events), STEPS_A_WINDOW)
    ]
    windows.sort(key=lambda window: window[:2])
    groups = [
        windows[first : first + TUNES_A_BATCH] for first in range(0, len(windows), TUNES_A_BATCH)
    ]
    for place in random.permutation(len(groups)):
        yield [
            tune.window(first, first + STEPS_A_WINDOW) for _, _, tune, first in groups[int(place)]
        ]
