"""A lookback LSTM in the manner of Magenta's Melody RNN, on steps of a sixteenth.

Waite et al. (2016), Project Magenta: Generating long-term structure in songs and stories: two
layers of 128; each step sees the event before, the events one and two bars back, whether the
event before repeated them, and a binary counter. It may say "as one (two) bars back" instead of an
event; an event's probability is the sum of all the ways to say it. Tunes that do not lie on
sixteenths are counted in their quantised form, so that such figures flatter it.
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
"""What steps see [steps, INPUTS], and which labels say what comes [steps, LABELS]."""


@dataclass(frozen=True, slots=True)
class Steps:
    """A tune in sixteenths: `events` int64 [steps], the first at `start`, `bar` steps a bar."""

    events: Ints
    start: int
    bar: int

    def looked_back(self) -> Ints:
        """Return what stood one and two bars before each step [2, steps]."""
        count = len(self.events)
        result = np.full((len(LOOKBACK_BARS), count), NO_EVENT)
        for index, bars in enumerate(LOOKBACK_BARS):
            back = min(bars * self.bar, count)
            result[index, back:] = self.events[: count - back]
        return result

    def window(self, first: int = 0, last: int | None = None) -> Window:
        """Return what steps see [steps, INPUTS], and which labels say their events."""
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
        ways = np.zeros((len(steps), LABELS), bool)
        ways[steps, self.events[part]] = True
        ways[:, EVENTS:] = (back == self.events)[:, part].T
        return inputs, ways


def is_on_grid(tune: Tune) -> bool:
    """Whether every onset and length is a whole number of sixteenths."""
    return not any(note.onset % SIXTEENTH or note.duration % SIXTEENTH for note in tune.notes)


def make_steps(tune: Tune) -> Steps:
    """Quantise a tune; of notes that fall on one sixteenth the first stays."""
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
    """The network: an LSTM and what it says."""

    def __init__(self, seed: int = 1) -> None:
        torch.manual_seed(seed)
        self._seed = seed
        self._lstm = torch.nn.LSTM(INPUTS, WIDTH, LAYERS, batch_first=True, dropout=DROPOUT)
        self._says = torch.nn.Sequential(torch.nn.Dropout(DROPOUT), torch.nn.Linear(WIDTH, LABELS))
        self._both = torch.nn.ModuleList([self._lstm, self._says])

    def train(
        self, tunes: Sequence[Tune], epochs: int, checkpoint: Path, report: Callable[[str], None]
    ) -> None:
        """Learn from every tune so many times; the rate falls to nothing meanwhile.

        Goes on from `checkpoint` where it exists.
        """
        optimiser = torch.optim.Adam(self._both.parameters(), lr=PEAK_RATE)
        learned = [make_steps(tune) for tune in tunes]
        self._both.train()
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
                torch.nn.utils.clip_grad_norm_(self._both.parameters(), 3.0)
                optimiser.step()
                nats, steps = nats + float(paid.detach().sum()), steps + len(paid)
            save_checkpoint(
                checkpoint, (epoch + 1, self._both.state_dict(), optimiser.state_dict())
            )
            bits = nats / max(1.0, steps) / math.log(2)
            report(f"Melody RNN: epoch {epoch + 1}, {bits:.3f} bits a step")

    def _resume(self, optimiser: torch.optim.Optimizer, checkpoint: Path) -> int:
        """Take up what a checkpoint has, if there is one; return the epochs done."""
        if not checkpoint.exists():
            return 0
        done, weights, moments = torch.load(checkpoint, weights_only=True)
        self._both.load_state_dict(weights)
        optimiser.load_state_dict(moments)
        return int(done)

    def bits(self, tune: Tune) -> MelodyBits:
        """Return the bits of a tune's steps [steps, 1]."""
        steps = make_steps(tune)
        self._both.eval()
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
        """Return what every step of a batch costs, one after the other [steps], in nats."""
        inputs = torch.nn.utils.rnn.pad_sequence(
            [torch.from_numpy(seen) for seen, _ in batch], batch_first=True
        )
        ways = torch.from_numpy(np.concatenate([said for _, said in batch]))
        lengths = torch.tensor([len(seen) for seen, _ in batch])
        there = torch.arange(inputs.shape[1]) < lengths[:, None]
        logits = self._says(self._lstm(inputs)[0])[there]
        said = logits.masked_fill(~ways, -math.inf).logsumexp(dim=-1)
        return logits.logsumexp(dim=-1) - said


def _batches(tunes: Sequence[Steps], random: np.random.Generator) -> Iterator[list[Window]]:
    """Yield batches of windows of like length, in a shuffled order."""
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
