"""Runs the network on NumPy: several melodies at a time, one note of each at every step.

It is the network of `app.training.network`, which names the papers behind it. The attention keys
and values of past notes are kept. All arrays are float32. The result for a melody does not depend
on the melodies beside it. In array shapes, B is the number of melodies and T that of steps.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray
from safetensors import SafetensorError, safe_open

from app.errors import AppError
from app.generation import columns as c
from app.generation import vocabulary as v
from app.generation.history import Row

Floats = NDArray[np.float32]
Ints = NDArray[np.int64]

WINDOW: Final = 256
"""How many steps attention looks back; training sequences are as long."""

_EPSILON: Final = np.float32(1e-6)


@dataclass(frozen=True, slots=True)
class _Block:
    """The weights of one transformer block, named as in `training.network.Block`."""

    norm1: Floats
    qkv: Floats
    out: Floats
    norm2: Floats
    up: Floats
    up_bias: Floats
    down: Floats
    down_bias: Floats


@dataclass(frozen=True, slots=True)
class _Head:
    """The weights of one head, named as in `training.network.Head`."""

    into: Floats
    into_bias: Floats
    known: tuple[Floats, ...]
    logits: Floats
    logits_bias: Floats
    gates: Floats
    gates_bias: Floats

    def __call__(self, stream: Floats, *known: Ints) -> tuple[Floats, Floats]:
        """Return logits [B, classes] and gates [B, sources].

        `stream` is [B, width]; `known` are classes [B] already decided for the next note.
        """
        hidden: Floats = stream @ self.into
        hidden += self.into_bias
        for table, index in zip(self.known, known, strict=True):
            hidden += table[index]
        np.maximum(hidden, 0, out=hidden)
        hidden *= hidden
        return hidden @ self.logits + self.logits_bias, hidden @ self.gates + self.gates_bias


@dataclass
class State:
    """What the network remembers of B melodies.

    `memory` holds the attention keys and values, [layers, 2, B, heads, capacity, size]; `count` of
    its places are in use. `stream`, [B, width], is what the heads read. `classes`,
    int64 [B, columns], are the classes of the last feature rows, from which the heads copy.
    """

    memory: Floats
    count: int
    stream: Floats
    classes: Ints

    def repeated(self, melodies: int) -> State:
        """Return a state of so many melodies, each with the past of the one melody here."""
        shape = list(self.memory.shape)
        shape[2] = melodies
        memory = np.empty(shape, np.float32)
        memory[..., : self.count, :] = self.memory[..., : self.count, :]
        return State(
            memory,
            self.count,
            np.repeat(self.stream, melodies, axis=0),
            np.repeat(self.classes, melodies, axis=0),
        )


class Network:
    """The weights of the network, and how to run it."""

    def __init__(self, arrays: dict[str, Floats], layers: int, heads: int) -> None:
        if not all(np.isfinite(array).all() for array in arrays.values()):
            raise ValueError("not all weights are numbers")
        self._table = arrays["table.weight"]
        self._width = self._table.shape[1]
        self._heads, self._size = heads, self._width // heads
        self._norm = arrays["norm.weight"]
        self._blocks = tuple(_block(arrays, f"blocks.{index}.") for index in range(layers))
        self._gap = _head(arrays, "gap.", 0)
        self._duration = _head(arrays, "duration.", 2)
        self._pitch = _head(arrays, "pitch.", 4)
        rates = 10000.0 ** (-np.arange(0, self._size, 2) / self._size)
        angles = np.arange(2 * WINDOW)[:, None] * rates
        self._cosine = np.tile(np.cos(angles), 2).astype(np.float32)
        sine = np.sin(angles)
        self._sine = np.concatenate((-sine, sine), axis=1).astype(np.float32)
        self._scale = np.float32(self._size**-0.5)

    @classmethod
    def load(cls, path: Path) -> tuple[Network, dict[str, str]]:
        """Return the network and the metadata of a file; raises AppError if it can't be used."""
        try:
            with safe_open(path, framework="np") as file:
                metadata = file.metadata() or {}
                arrays = {
                    name: file.get_tensor(name).astype(np.float32)
                    for name in file.keys()  # noqa: SIM118
                }
            network = cls(arrays, int(metadata["layers"]), int(metadata["heads"]))
        except (OSError, SafetensorError, KeyError, ValueError) as error:
            raise AppError(
                f"The model's weights {path.name} are broken; install Motivo again."
            ) from error
        if len(network._table) != c.TABLE_ROWS:
            raise AppError(
                f"The model's weights {path.name} belong to another version; install Motivo again."
            )
        return network, metadata

    def emphasise(self, column: str, classes: range, factor: float) -> None:
        """Make some classes of a column act `factor` times as strongly, compared with class 0.

        A cheap relative of classifier-free guidance (Ho & Salimans 2022): it changes the input
        embeddings alone.
        """
        first = int(c.OFFSETS[c.INDEX[column]])
        rows = first + np.array(classes)
        neutral = self._table[first]
        self._table[rows] = neutral + np.float32(factor) * (self._table[rows] - neutral)

    def initial_state(self, melodies: int = 1) -> State:
        """Return the state of so many melodies before their first step."""
        shape = (len(self._blocks), 2, melodies, self._heads, 2 * WINDOW, self._size)
        return State(
            np.empty(shape, np.float32),
            0,
            np.zeros((melodies, self._width), np.float32),
            np.zeros((melodies, c.COUNT), np.int64),
        )

    def read(self, rows: Row) -> State:
        """Return the state of one melody after its feature rows, int32 [T, columns].

        T is at most WINDOW.
        """
        state, count = self.initial_state(), len(rows)
        x: Floats = self._table[rows].sum(axis=1)
        future = np.triu(np.full((count, count), -np.inf, np.float32), 1)
        for layer, block in enumerate(self._blocks):
            qkv = _rms_norm(x, block.norm1) @ block.qkv
            qkv = qkv.reshape(count, 3, self._heads, self._size).transpose(1, 2, 0, 3)
            rotated = _rotated(qkv[:2], self._cosine[:count], self._sine[:count])
            state.memory[layer, 0, 0, :, :count] = rotated[1]
            state.memory[layer, 1, 0, :, :count] = qkv[2]
            weights = rotated[0] @ rotated[1].swapaxes(1, 2)  # [heads, T, T]
            weights *= self._scale
            weights += future
            mixed = _softmax(weights) @ qkv[2]
            x += mixed.swapaxes(0, 1).reshape(count, self._width) @ block.out
            x += _feed_forward(x, block)
        state.stream = _rms_norm(x[-1:], self._norm)
        state.classes = rows[-1:].astype(np.int64) - c.OFFSETS
        state.count = count
        return state

    def advance(self, state: State, rows: Row) -> None:
        """Take one step with every melody, given its feature row; `rows` is int32 [B, columns]."""
        if state.count == 2 * WINDOW:
            self._slide(state)
        melodies, now = len(rows), state.count
        first = max(0, now + 1 - WINDOW)
        x: Floats = self._table[rows].sum(axis=1)
        for layer, block in enumerate(self._blocks):
            qkv = _rms_norm(x, block.norm1) @ block.qkv
            qkv = qkv.reshape(melodies, 3, self._heads, self._size).swapaxes(0, 1)
            rotated = _rotated(qkv[:2], self._cosine[now], self._sine[now])
            memory = state.memory[layer]
            memory[0, :, :, now] = rotated[1]
            memory[1, :, :, now] = qkv[2]
            keys = memory[0, :, :, first : now + 1]
            weights = (keys @ rotated[0][..., None])[..., 0]  # [B, heads, T]
            weights *= self._scale
            mixed = _softmax(weights)[..., None, :] @ memory[1, :, :, first : now + 1]
            x += mixed.reshape(melodies, self._width) @ block.out
            x += _feed_forward(x, block)
        state.stream = _rms_norm(x, self._norm)
        state.classes = rows.astype(np.int64) - c.OFFSETS
        state.count += 1

    def _slide(self, state: State) -> None:
        """Move the newer half of the memory to the front, and rotate its keys back by as much."""
        memory = state.memory
        back = (self._cosine[WINDOW], -self._sine[WINDOW])
        memory[:, 0, ..., :WINDOW, :] = _rotated(memory[:, 0, ..., WINDOW:, :], *back)
        memory[:, 1, ..., :WINDOW, :] = memory[:, 1, ..., WINDOW:, :]
        state.count = WINDOW

    def gap_logits(self, state: State) -> Floats:
        """Return the logits of the gap classes, END among them, [B, classes]."""
        logits, gates = self._gap(state.stream)
        return _add_copies(logits, gates, state.classes[:, c.GAP_SOURCES], 0)

    def duration_logits(self, state: State, gaps: Ints, positions: Ints) -> Floats:
        """Return the logits of the duration classes, [B, classes].

        `gaps` and `positions` (places in the bar), [B] each, are where the notes begin.
        """
        logits, gates = self._duration(state.stream, gaps, positions)
        return _add_copies(logits, gates, state.classes[:, c.LENGTH_SOURCES], 1)

    def pitch_logits(
        self, state: State, known: Ints, references: Ints, last_pitches: Ints
    ) -> Floats:
        """Return the logits of the MIDI pitches, [B, 128].

        `known`, [B, 4], has each note's gap, place in the bar, duration and chord. `references`,
        [B], are the pitches from which heights are counted, `last_pitches`, [B], those of the
        notes before, -1 where there is none.
        """
        logits, gates = self._pitch(state.stream, *known.T)
        absolute, relative = len(c.PITCH_SOURCES), v.HEIGHT_CLASSES
        heights = _add_copies(
            logits[:, :relative], gates[:, :absolute], state.classes[:, c.PITCH_SOURCES], 1
        )
        intervals = _add_copies(
            logits[:, relative:], gates[:, absolute:], state.classes[:, c.INTERVAL_SOURCES], 0
        )
        melodies = np.arange(len(logits))[:, None]
        shifts = _PITCHES - references[:, None] + 128
        moves = _PITCHES - last_pitches[:, None] + 128
        found = np.where(last_pitches[:, None] < 0, 0, _INTERVALS[moves % 256])
        result: Floats = heights[melodies, _HEIGHTS[shifts]] + intervals[melodies, found]
        return result


_DISTANCES: Final = range(-128, 128)
_PITCHES: Final = np.arange(128)[None, :]
_HEIGHTS: Final = np.array([v.height_class(i) for i in _DISTANCES], np.intp)
_INTERVALS: Final = np.array([v.interval_class(i) for i in _DISTANCES], np.intp)


def _add_copies(logits: Floats, gates: Floats, proposed: Ints, first: int) -> Floats:
    """Return the logits [B, classes], each source's gate added to that of the class it proposes.

    `gates` and `proposed` are [B, sources]; class `first` of a source is logit 0. The logits are
    changed in place.
    """
    melodies, classes = logits.shape
    places = proposed - first
    # A source that proposes nothing adds to an extra class, which is cut off again.
    places[(proposed <= 0) | (places >= classes)] = classes
    places += np.arange(melodies)[:, None] * (classes + 1)
    added = np.bincount(places.ravel(), gates.ravel(), melodies * (classes + 1))
    logits += added.reshape(melodies, classes + 1)[:, :classes]
    return logits


def _rotated(x: Floats, cosine: Floats, sine: Floats) -> Floats:
    """Return queries or keys [..., size] rotated by their positions (rotary embedding)."""
    first, second = np.split(x, 2, axis=-1)
    rotated: Floats = x * cosine + np.concatenate((second, first), axis=-1) * sine
    return rotated


def _softmax(weights: Floats) -> Floats:
    """Return the softmax over the last axis, in place."""
    weights -= weights.max(axis=-1, keepdims=True)
    np.exp(weights, out=weights)
    weights /= weights.sum(axis=-1, keepdims=True)
    return weights


def _feed_forward(x: Floats, block: _Block) -> Floats:
    """Return what a block's feed-forward layers add to the stream."""
    hidden: Floats = _rms_norm(x, block.norm2) @ block.up
    hidden += block.up_bias
    np.maximum(hidden, 0, out=hidden)
    hidden *= hidden
    added: Floats = hidden @ block.down
    added += block.down_bias
    return added


def _rms_norm(x: Floats, weight: Floats) -> Floats:
    """Return rows [..., width] divided by their root mean square, and weighted."""
    squares = (x * x).sum(axis=1, keepdims=True)
    result: Floats = x / np.sqrt(squares / np.float32(x.shape[1]) + _EPSILON)
    result *= weight
    return result


def _block(arrays: dict[str, Floats], name: str) -> _Block:
    return _Block(
        arrays[name + "norm1.weight"],
        arrays[name + "qkv.weight"],
        arrays[name + "out.weight"],
        arrays[name + "norm2.weight"],
        arrays[name + "up.weight"],
        arrays[name + "up.bias"],
        arrays[name + "down.weight"],
        arrays[name + "down.bias"],
    )


def _head(arrays: dict[str, Floats], name: str, known: int) -> _Head:
    return _Head(
        arrays[name + "into.weight"],
        arrays[name + "into.bias"],
        tuple(arrays[f"{name}known.{index}.weight"] for index in range(known)),
        arrays[name + "logits.weight"],
        arrays[name + "logits.bias"],
        arrays[name + "gates.weight"],
        arrays[name + "gates.bias"],
    )
