"""Owns Session: something that runs beside a measurement until its `with` block ends."""

from __future__ import annotations

from abc import ABC, abstractmethod
from types import TracebackType
from typing import Self


class Session(ABC):
    """Is stopped at the end of a `with` block, or before; stopping twice does nothing more."""

    def __enter__(self) -> Self:
        """Begin, where that is still to be done."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Stop."""
        self.stop()

    @abstractmethod
    def stop(self) -> object:
        """End what runs; return what has come of it."""
