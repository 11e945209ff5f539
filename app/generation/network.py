"""Runs the network on NumPy: one note at a time, keys and values of the past kept.

The same network as `app.training.network`, which tells its papers. All arrays are float32.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray
from safetensors import SafetensorError, safe_open

from app.errors import AppError
from app.generation import vocabulary as v
from app.generation.encoding import TABLE_ROWS, Row

Floats = NDArray[np.float32]

WINDOW: Final = 256
"""Steps that attention looks back; training has windows as long."""

_EPSILON: Final = np.float32(1e-6)


@dataclass(frozen=True, slots=True)
class _Block:
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
    into: Floats
    into_bias: Floats
    known: tuple[Floats, ...]
    logits: Floats
    logits_bias: Floats

    def __call__(self, stream: Floats, *known: int) -> Floats:
        hidden: Floats = stream @ self.into
        hidden += self.into_bias
        for table, index in zip(self.known, known, strict=True):
            hidden += table[index]
        np.maximum(hidden, 0, out=hidden)
        hidden *= hidden
        hidden = hidden @ self.logits
        hidden += self.logits_bias
        return hidden


class State:
    """Keys and values [layers, 2, heads, capacity, size] of the steps so far, and the stream."""

    def __init__(self, memory: Floats, count: int, stream: Floats) -> None:
        self.memory = memory
        self.count = count
        self.stream = stream

    def copy(self) -> State:
        """Return an independent copy."""
        return State(self.memory.copy(), self.count, self.stream)


class Network:
    """The weights and how to run them."""

    def __init__(self, arrays: dict[str, Floats], layers: int, heads: int) -> None:
        self._table = arrays["table.weight"]
        self._width = self._table.shape[1]
        self._heads, self._size = heads, self._width // heads
        self._norm = arrays["norm.weight"]
        self._blocks = tuple(_block(arrays, f"blocks.{index}.") for index in range(layers))
        self._gap = _head(arrays, "gap.", 0)
        self._duration = _head(arrays, "duration.", 2)
        self._pitch = _head(arrays, "pitch.", 3)
        rates = 10000.0 ** (-np.arange(0, self._size, 2) / self._size)
        angles = np.arange(2 * WINDOW)[:, None] * rates
        self._cosine = np.tile(np.cos(angles), 2).astype(np.float32)
        sine = np.sin(angles)
        self._sine = np.concatenate((-sine, sine), axis=1).astype(np.float32)
        self._scale = np.float32(self._size**-0.5)

    @classmethod
    def load(cls, path: Path) -> tuple[Network, dict[str, str]]:
        """Read weights and what is told with them; raises AppError if they can't be used."""
        if not path.is_file():
            raise AppError(
                f"The model's weights {path.name} are missing; install Motivo again or train"
                " a model with “motivo train”."
            )
        try:
            with safe_open(path, framework="np") as file:
                told = file.metadata() or {}
                arrays = {name: file.get_tensor(name) for name in file.keys()}  # noqa: SIM118
            network = cls(arrays, int(told["layers"]), int(told["heads"]))
        except (OSError, SafetensorError, KeyError, ValueError) as error:
            raise AppError(
                f"The model's weights {path.name} are broken; install Motivo again."
            ) from error
        if len(network._table) != TABLE_ROWS:
            raise AppError(
                f"The model's weights {path.name} belong to another version; install Motivo again."
            )
        return network, told

    def start(self) -> State:
        """Return the state before the first step."""
        shape = (len(self._blocks), 2, self._heads, 2 * WINDOW, self._size)
        return State(np.zeros(shape, np.float32), 0, np.zeros(self._width, np.float32))

    def advance(self, state: State, row: Row) -> None:
        """Take one step: feature row int32 [features] in, the state's stream [width] out."""
        if state.count == 2 * WINDOW:
            self._slide(state)
        x: Floats = self._table[row].sum(axis=0)
        now = state.count
        first = max(0, now + 1 - WINDOW)
        for layer, block in enumerate(self._blocks):
            qkv = (_normed(x, block.norm1) @ block.qkv).reshape(3, self._heads, self._size)
            turned = self._turned(qkv[:2], now)
            memory = state.memory[layer]
            memory[0, :, now] = turned[1]
            memory[1, :, now] = qkv[2]
            keys = memory[0, :, first : now + 1]
            weights = (keys @ turned[0][:, :, None])[:, :, 0]  # [heads, T]
            weights *= self._scale
            weights -= weights.max(axis=1, keepdims=True)
            np.exp(weights, out=weights)
            weights /= weights.sum(axis=1, keepdims=True)
            mixed = (weights[:, None] @ memory[1, :, first : now + 1]).reshape(self._width)
            x += mixed @ block.out
            spread = _normed(x, block.norm2) @ block.up
            spread += block.up_bias
            np.maximum(spread, 0, out=spread)
            spread *= spread
            x += spread @ block.down
            x += block.down_bias
        state.stream = _normed(x, self._norm)
        state.count += 1

    def _turned(self, x: Floats, steps: int) -> Floats:
        """Turn queries or keys [..., size] by rotary positions; back if `steps` is negative."""
        halves = (*x.shape[:-1], 2, self._size // 2)
        sine = self._sine[steps] if steps >= 0 else -self._sine[-steps]
        turned: Floats = x * self._cosine[abs(steps)]
        turned += (x.reshape(halves)[..., ::-1, :] * sine.reshape(halves[-2:])).reshape(x.shape)
        return turned

    def _slide(self, state: State) -> None:
        """Move the younger half of the memory to the front, its keys turned back."""
        state.memory[:, 0, :, :WINDOW] = self._turned(state.memory[:, 0, :, WINDOW:], -WINDOW)
        state.memory[:, 1, :, :WINDOW] = state.memory[:, 1, :, WINDOW:]
        state.count = WINDOW

    def gap_logits(self, stream: Floats) -> Floats:
        """Return logits of END and of every gap class."""
        return self._gap(stream)

    def duration_logits(self, stream: Floats, gap: int, position: int) -> Floats:
        """Return logits of every duration class after a gap, at a place in the bar."""
        return self._duration(stream, gap, position)

    def pitch_logits(
        self, stream: Floats, known: tuple[int, int, int], reference: int, before: int | None
    ) -> Floats:
        """Return logits of the 128 MIDI pitches.

        `known` has classes of gap and duration around the place: (gap, place, duration).
        `reference` is the tonic heights are counted from, `before` the last pitch.
        """
        logits = self._pitch(stream, *known)
        heights = _HEIGHTS[128 - reference : 256 - reference]
        result: Floats = logits[heights]
        if before is None:
            result += logits[v.HEIGHT_CLASSES]
        else:
            result += logits[_INTERVALS[128 - before : 256 - before]]
        return result


_DISTANCES: Final = range(-128, 128)
_HEIGHTS: Final = np.array([v.height_class(i) for i in _DISTANCES], np.intp)
_INTERVALS: Final = np.array([v.HEIGHT_CLASSES + v.interval_class(i) for i in _DISTANCES], np.intp)


def _normed(x: Floats, weight: Floats) -> Floats:
    scale = np.float32(1.0) / np.sqrt(x @ x / np.float32(x.size) + _EPSILON)
    result: Floats = x * scale
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
    )
