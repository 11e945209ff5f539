"""Owns TinySoundFont: a soundfont that plays, frame by frame.

The synthesiser of this name (by Bernhard Schelling, MIT licence) is compiled to WebAssembly, which
`packaging/synth` does. wasmtime runs it on every Python and system that Motivo supports, while the
native package has wheels for some of them only. A damaged soundfont can harm nothing outside of it.
"""

from __future__ import annotations

import ctypes
from contextlib import suppress
from functools import cache
from io import FileIO
from pathlib import Path
from typing import Final, cast

import numpy as np
import wasmtime
from numpy.typing import NDArray

from app.errors import AppError
from app.resources import resource_path

LARGEST_FILE_MB: Final = 800
"""WebAssembly can use 4 GiB, of which reading takes up to five times a file's size."""

VOICES: Final = 256
"""How many samples may sound at once; beyond that, those that fade the longest are cut off."""

_INT: Final = wasmtime.ValType.i32()
_ADDRESS: Final = 0xFFFFFFFF
"""WebAssembly's addresses come as signed integers."""


class TinySoundFont:
    """A soundfont that plays on sixteen channels; one thread at a time may use it.

    All memory is taken when it is made. Raises AppError for a file that is no soundfont.
    """

    def __init__(self, path: Path, sample_rate: int, gain_db: float) -> None:
        is_loaded = False
        with suppress(OSError, wasmtime.Trap):  # a damaged file may lead the reading astray
            if path.stat().st_size > LARGEST_FILE_MB * 1_000_000:
                raise AppError(f"“{path.name}” is too large; choose a smaller soundfont.")
            with path.open("rb", buffering=0) as file:
                is_loaded = self._load(file, sample_rate, gain_db)
        if not is_loaded:
            raise AppError(f"“{path.name}” can't be read as a soundfont.")
        address = self._base + (self._call("render", 0) & _ADDRESS)
        samples = np.ctypeslib.as_array(
            (ctypes.c_float * (2 * self._call("largest_block"))).from_address(address)
        )
        self._block: NDArray[np.float32] = samples.reshape(-1, 2)

    def presets(self) -> dict[tuple[int, int], str]:
        """Return the names of all instruments by bank and program."""
        names: dict[tuple[int, int], str] = {}
        for index in range(self._call("preset_count")):
            place = (self._call("preset_bank", index), self._call("preset_program", index))
            address = self._base + (self._call("preset_name", index) & _ADDRESS)
            names.setdefault(place, _decoded(ctypes.string_at(address)))
        return names

    def program_select(self, channel: int, bank: int, program: int) -> None:
        """Give a channel its instrument."""
        self._call("program_select", channel, bank, program)

    def control_change(self, channel: int, controller: int, value: int) -> None:
        """Set one of MIDI's controllers."""
        self._call("control_change", channel, controller, value)

    def note_on(self, channel: int, key: int, velocity: int) -> None:
        """Press a key at the next frame."""
        self._call("note_on", channel, key, velocity)

    def note_off(self, channel: int, key: int) -> None:
        """Release a key at the next frame."""
        self._call("note_off", channel, key)

    def render(self, frames: NDArray[np.float32]) -> None:
        """Fill an array of shape (frames, 2), left and right, with what sounds next."""
        for begin in range(0, len(frames), len(self._block)):
            part = frames[begin : begin + len(self._block)]
            self._call("render", len(part))
            part[:] = self._block[: len(part)]

    def _load(self, file: FileIO, sample_rate: int, gain_db: float) -> bool:
        engine, module = _compiled()
        self._store = wasmtime.Store(engine)
        reader = _Reader(file)
        kind = wasmtime.FuncType([_INT, _INT], [_INT])
        read = wasmtime.Func(self._store, kind, reader.read_into)
        self._exports = wasmtime.Instance(self._store, module, [read]).exports(self._store)
        memory = cast(wasmtime.Memory, self._exports["memory"])
        self._base = reader.base = ctypes.addressof(memory.data_ptr(self._store).contents)
        self._call("_initialize")
        return bool(self._call("load", sample_rate, gain_db, VOICES))

    def _call(self, name: str, *arguments: float) -> int:
        function = cast(wasmtime.Func, self._exports[name])
        return cast(int, function(self._store, *arguments))


class _Reader:
    """Hands a file over piece by piece. It must not refer to the soundfont, or both would stay."""

    def __init__(self, file: FileIO) -> None:
        self.base = 0
        self._file = file

    def read_into(self, place: int, size: int) -> int:
        """Read at most `size` bytes to an address of WebAssembly's; return how many there were."""
        target = (ctypes.c_char * size).from_address(self.base + (place & _ADDRESS))
        return self._file.readinto(target)


def _decoded(name: bytes) -> str:
    """Decode a name, for which soundfonts use whatever encoding their author had."""
    try:
        return name.decode()
    except UnicodeDecodeError:
        return name.decode("latin-1")


@cache
def _compiled() -> tuple[wasmtime.Engine, wasmtime.Module]:
    """Return the synthesiser as machine code; wasmtime keeps that in a cache of the user's."""
    config = wasmtime.Config()
    config.memory_may_move = False
    with suppress(wasmtime.WasmtimeError):  # there may be no folder to keep it in
        config.cache = True
    engine = wasmtime.Engine(config)
    code = resource_path("synth", "tinysoundfont.wasm").read_bytes()
    return engine, wasmtime.Module(engine, code)
