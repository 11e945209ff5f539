"""The whole network in PyTorch: a small causal transformer over notes, with three heads in a row.

One step is one note. Its inputs are the columns of `app.generation.columns`, summed by one
embedding bag. Blocks are pre-norm (Xiong et al. 2020) with RMSNorm (Zhang & Sennrich 2019), rotary
positions (Su et al. 2021) and squared ReLU (So et al. 2021). The heads say gap (or END), duration
given the gap and where the note begins, pitch given all three and the chord there; pitch logits
are the sum of a height above the tonic and an interval. Each head also copies: a gate for every
column that proposes a class adds to that class (after See et al. 2017, pointer-generator).
`app.generation.network` runs the same weights on NumPy.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass

import torch
from torch import Tensor, nn
from torch.nn import functional as fn

from app.generation import columns as c
from app.generation import vocabulary as v


@dataclass(frozen=True)
class Shape:
    """Sizes of the network."""

    width: int = 192
    layers: int = 4
    heads: int = 6
    hidden: int = 768
    dropout: float = 0.2
    copies: bool = True

    def told(self) -> dict[str, str]:
        """Return the sizes as text, as safetensors keeps them."""
        return {name: str(value) for name, value in asdict(self).items()}


class Block(nn.Module):
    """Attention and feed-forward, each added to the stream [B, T, width]."""

    def __init__(self, shape: Shape) -> None:
        super().__init__()
        self.heads, self.dropout = shape.heads, shape.dropout
        self.norm1 = nn.RMSNorm(shape.width, eps=1e-6)
        self.qkv = nn.Linear(shape.width, 3 * shape.width, bias=False)
        self.out = nn.Linear(shape.width, shape.width, bias=False)
        self.norm2 = nn.RMSNorm(shape.width, eps=1e-6)
        self.up = nn.Linear(shape.width, shape.hidden)
        self.down = nn.Linear(shape.hidden, shape.width)

    def forward(self, x: Tensor, turns: tuple[Tensor, Tensor]) -> Tensor:
        """Return the stream with this block's share added."""
        batch, time, width = x.shape
        qkv = self.qkv(self.norm1(x)).view(batch, time, 3, self.heads, width // self.heads)
        q, k, value = qkv.permute(2, 0, 3, 1, 4)  # each [B, heads, T, width / heads]
        mixed = fn.scaled_dot_product_attention(
            _turned(q, turns), _turned(k, turns), value, is_causal=True
        )
        mixed = self.out(mixed.transpose(1, 2).reshape(batch, time, width))
        x = x + fn.dropout(mixed, self.dropout, self.training)
        spread = fn.relu(self.up(self.norm2(x))).square()
        return x + fn.dropout(self.down(spread), self.dropout, self.training)


def _turned(x: Tensor, turns: tuple[Tensor, Tensor]) -> Tensor:
    cosine, sine = turns  # [T, size / 2]
    first, second = x.chunk(2, dim=-1)
    return torch.cat((first * cosine - second * sine, first * sine + second * cosine), dim=-1)


class Head(nn.Module):
    """One hidden layer over the stream and what is already known of the next note."""

    def __init__(self, width: int, known: tuple[int, ...], classes: int, sources: int) -> None:
        super().__init__()
        self.into = nn.Linear(width, width)
        self.known = nn.ModuleList(nn.Embedding(size, width) for size in known)
        self.logits = nn.Linear(width, classes)
        self.gates = nn.Linear(width, sources) if sources else None

    def forward(self, x: Tensor, *known: Tensor) -> tuple[Tensor, Tensor | None]:
        """Return logits [B, T, classes] and gates [B, T, sources]."""
        hidden = self.into(x)
        for table, index in zip(self.known, known, strict=True):
            hidden = hidden + table(index)
        hidden = fn.relu(hidden).square()
        return self.logits(hidden), None if self.gates is None else self.gates(hidden)


class MelodyNetwork(nn.Module):
    """Features and targets of notes in, nats of each part out."""

    def __init__(self, shape: Shape) -> None:
        super().__init__()
        self.shape = shape
        self.table = nn.EmbeddingBag(c.TABLE_ROWS, shape.width, mode="sum")
        self.blocks = nn.ModuleList(Block(shape) for _ in range(shape.layers))
        self.norm = nn.RMSNorm(shape.width, eps=1e-6)
        gaps, lengths = len(c.GAP_SOURCES), len(c.LENGTH_SOURCES)
        pitches = len(c.PITCH_SOURCES) + len(c.INTERVAL_SOURCES)
        sources = (gaps, lengths, pitches) if shape.copies else (0, 0, 0)
        self.gap = Head(shape.width, (), v.GAP_CLASSES, sources[0])
        self.duration = Head(
            shape.width, (v.GAP_CLASSES, v.POSITION_CLASSES), v.DURATION_CLASSES, sources[1]
        )
        self.pitch = Head(
            shape.width,
            (v.GAP_CLASSES, v.POSITION_CLASSES, v.DURATION_CLASSES, v.CHORD_CLASSES),
            v.HEIGHT_CLASSES + v.INTERVAL_CLASSES,
            sources[2],
        )
        self.register_buffer("offsets", torch.from_numpy(c.OFFSETS), persistent=False)
        self.register_buffer("intervals", interval_table(), persistent=False)
        self.apply(_initialise)

    def forward(self, features: Tensor, targets: Tensor) -> Tensor:
        """Return nats [B, T, 3] of gap, duration and pitch; 0 where a row has none.

        Features are int [B, T, columns], targets int [B, T, 7] as in `dataset.TARGETS`.
        """
        batch, time, count = features.shape
        x = self.table(features.reshape(-1, count)).view(batch, time, -1)
        x = fn.dropout(x, self.shape.dropout, self.training)
        turns = rotary_turns(time, self.shape.width // self.shape.heads, x.device)
        for block in self.blocks:
            x = block(x, turns)
        x = self.norm(x)
        x = fn.dropout(x, self.shape.dropout, self.training)
        classes = features - self.offsets
        gap, duration, height, position, before, chord, weighed = targets.long().unbind(-1)
        gap_logits, gates = self.gap(x)
        gap_logits = _copied(gap_logits, gates, classes[..., c.GAP_SOURCES], 0)
        duration_logits, gates = self.duration(x, gap, position)
        duration_logits = _copied(duration_logits, gates, classes[..., c.LENGTH_SOURCES], 1)
        nats = torch.stack(
            (
                _nats(gap_logits, gap),
                _nats(duration_logits, duration),
                _nats(
                    self._pitch_logits(x, classes, gap, position, duration, chord, before), height
                ),
            ),
            dim=-1,
        )
        noted = (gap != v.END).float() * weighed
        return nats * torch.stack((weighed.float(), noted, noted), dim=-1)

    def _pitch_logits(
        self,
        x: Tensor,
        classes: Tensor,
        gap: Tensor,
        position: Tensor,
        duration: Tensor,
        chord: Tensor,
        before: Tensor,
    ) -> Tensor:
        """Return logits [B, T, heights]."""
        logits, gates = self.pitch(x, gap, position, duration, chord)
        heights, intervals = logits.split((v.HEIGHT_CLASSES, v.INTERVAL_CLASSES), dim=-1)
        if gates is not None:
            absolute, relative = gates.split(
                (len(c.PITCH_SOURCES), len(c.INTERVAL_SOURCES)), dim=-1
            )
            heights = _copied(heights, absolute, classes[..., c.PITCH_SOURCES], 1)
            intervals = _copied(intervals, relative, classes[..., c.INTERVAL_SOURCES], 0)
        return heights + intervals.gather(-1, self.intervals[before])


def _copied(logits: Tensor, gates: Tensor | None, proposed: Tensor, first: int) -> Tensor:
    """Add gates [B, T, sources] to the logits [B, T, classes] of the classes they propose.

    Class `first` of a source is logit 0; 0 proposes nothing, nor does what has no logit.
    """
    if gates is None:
        return logits
    proposed = proposed.long()
    place = proposed - first
    valid = (proposed > 0) & (place < logits.shape[-1])
    return logits.scatter_add(-1, place * valid, gates * valid)


def rotary_turns(time: int, size: int, device: torch.device) -> tuple[Tensor, Tensor]:
    """Return cosines and sines [T, size / 2] of rotary positions."""
    rates = 10000.0 ** (-torch.arange(0, size, 2, dtype=torch.float32, device=device) / size)
    angles = torch.arange(time, dtype=torch.float32, device=device)[:, None] * rates
    return angles.cos(), angles.sin()


def interval_table() -> Tensor:
    """Return the interval class of every height after every height: [heights + 1, heights].

    The first row is for a melody's first note.
    """
    heights = range(v.HEIGHT_CLASSES)
    after = [[v.interval_class(later - before) for later in heights] for before in heights]
    return torch.tensor([[0] * v.HEIGHT_CLASSES, *after])


def _nats(logits: Tensor, target: Tensor) -> Tensor:
    return fn.cross_entropy(logits.flatten(0, 1), target.flatten(), reduction="none").view_as(
        target
    )


def _initialise(module: nn.Module) -> None:
    if isinstance(module, nn.Linear | nn.Embedding | nn.EmbeddingBag):
        nn.init.normal_(module.weight, std=0.04)
    if isinstance(module, nn.Linear) and module.bias is not None:
        nn.init.zeros_(module.bias)
