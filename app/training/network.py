"""Owns the network in PyTorch: a small causal transformer over notes, with three heads.

One step is one note. The input is the sum of one embedding for each of the columns of
`app.generation.columns`. The blocks are pre-norm (Xiong et al. 2020) with RMSNorm (Zhang & Sennrich
2019), rotary positions (Su et al. 2021) and squared ReLU (So et al. 2021). The first head predicts
the gap (or END), the second the duration, given the gap and the place in the bar, and the third the
pitch, given these and the chord there. A pitch's logit is the sum of one for its height above the
tonic and one for its interval. Each head also copies: for every column that proposes a class it
has a gate, which is added to that class's logit (after See et al. 2017, pointer-generator).

`app.generation.network` runs the same weights on NumPy. The names of the modules here are those of
the arrays in the weights' file. In array shapes, B is the number of sequences and T that of steps.
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
    """The sizes of the network; `copies` says whether its heads have gates."""

    width: int = 192
    layers: int = 4
    heads: int = 6
    hidden: int = 768
    dropout: float = 0.2
    copies: bool = True

    def as_metadata(self) -> dict[str, str]:
        """Return the sizes as text, as a safetensors file keeps them."""
        return {name: str(value) for name, value in asdict(self).items()}


class Block(nn.Module):
    """Attention and feed-forward layers, each added to the stream [B, T, width]."""

    def __init__(self, shape: Shape) -> None:
        super().__init__()
        self.heads, self.dropout = shape.heads, shape.dropout
        self.norm1 = nn.RMSNorm(shape.width, eps=1e-6)
        self.qkv = nn.Linear(shape.width, 3 * shape.width, bias=False)
        self.out = nn.Linear(shape.width, shape.width, bias=False)
        self.norm2 = nn.RMSNorm(shape.width, eps=1e-6)
        self.up = nn.Linear(shape.width, shape.hidden)
        self.down = nn.Linear(shape.hidden, shape.width)

    def forward(self, x: Tensor, rotations: tuple[Tensor, Tensor]) -> Tensor:
        """Return the stream with what this block adds."""
        batch, time, width = x.shape
        qkv = self.qkv(self.norm1(x)).view(batch, time, 3, self.heads, width // self.heads)
        q, k, value = qkv.permute(2, 0, 3, 1, 4)  # each [B, heads, T, width / heads]
        mixed = fn.scaled_dot_product_attention(
            _rotated(q, rotations), _rotated(k, rotations), value, is_causal=True
        )
        mixed = self.out(mixed.transpose(1, 2).reshape(batch, time, width))
        x = x + fn.dropout(mixed, self.dropout, self.training)
        spread = fn.relu(self.up(self.norm2(x))).square()
        return x + fn.dropout(self.down(spread), self.dropout, self.training)


def _rotated(x: Tensor, rotations: tuple[Tensor, Tensor]) -> Tensor:
    cosine, sine = rotations  # [T, size / 2]
    first, second = x.chunk(2, dim=-1)
    return torch.cat((first * cosine - second * sine, first * sine + second * cosine), dim=-1)


class Head(nn.Module):
    """A hidden layer over the stream and what is already known of the next note, then logits."""

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
    """The whole network: it takes features and targets, and returns what each prediction cost."""

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
        """Return the nats of gap, duration and pitch, [B, T, 3]; 0 where a row has no such part.

        `features` is int [B, T, columns], `targets` int [B, T, 7] with the columns of
        `dataset.TARGETS`.
        """
        batch, time, count = features.shape
        x = self.table(features.reshape(-1, count)).view(batch, time, -1)
        x = fn.dropout(x, self.shape.dropout, self.training)
        rotations = rotary_angles(time, self.shape.width // self.shape.heads, x.device)
        for block in self.blocks:
            x = block(x, rotations)
        x = self.norm(x)
        x = fn.dropout(x, self.shape.dropout, self.training)
        classes = features - self.offsets
        gap, duration, height, position, before, chord, weight = targets.long().unbind(-1)
        gap_logits, gates = self.gap(x)
        gap_logits = _add_copies(gap_logits, gates, classes[..., c.GAP_SOURCES], 0)
        duration_logits, gates = self.duration(x, gap, position)
        duration_logits = _add_copies(duration_logits, gates, classes[..., c.LENGTH_SOURCES], 1)
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
        note_weight = (gap != v.END).float() * weight
        return nats * torch.stack((weight.float(), note_weight, note_weight), dim=-1)

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
        """Return the logits of the height classes, [B, T, heights]."""
        logits, gates = self.pitch(x, gap, position, duration, chord)
        heights, intervals = logits.split((v.HEIGHT_CLASSES, v.INTERVAL_CLASSES), dim=-1)
        if gates is not None:
            absolute, relative = gates.split(
                (len(c.PITCH_SOURCES), len(c.INTERVAL_SOURCES)), dim=-1
            )
            heights = _add_copies(heights, absolute, classes[..., c.PITCH_SOURCES], 1)
            intervals = _add_copies(intervals, relative, classes[..., c.INTERVAL_SOURCES], 0)
        return heights + intervals.gather(-1, self.intervals[before])


def _add_copies(logits: Tensor, gates: Tensor | None, proposed: Tensor, first: int) -> Tensor:
    """Return the logits [B, T, classes], each source's gate added to that of the class it proposes.

    `gates` and `proposed` are [B, T, sources]; class `first` of a source is logit 0. Class 0 and
    classes without a logit propose nothing.
    """
    if gates is None:
        return logits
    proposed = proposed.long()
    place = proposed - first
    valid = (proposed > 0) & (place < logits.shape[-1])
    return logits.scatter_add(-1, place * valid, gates * valid)


def rotary_angles(time: int, size: int, device: torch.device) -> tuple[Tensor, Tensor]:
    """Return the cosines and sines of rotary positions, [T, size / 2] each."""
    rates = 10000.0 ** (-torch.arange(0, size, 2, dtype=torch.float32, device=device) / size)
    angles = torch.arange(time, dtype=torch.float32, device=device)[:, None] * rates
    return angles.cos(), angles.sin()


def interval_table() -> Tensor:
    """Return the interval class from every height class to every other, [heights + 1, heights].

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
