"""Owns Session: something that runs beside a measurement until its `with` block ends."""

from __future__ import annotations

from abc import ABC, abstractmethod
from types import TracebackType
from typing import Self


class Session(ABC):
    """Something that is stopped at the end of a `with` block, if not before.

    Stopping it a second time does nothing.
    """

    def __enter__(self) -> Self:
        """Begin, if that hasn't been done already."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Stop what runs."""
        self.stop()

    @abstractmethod
    def stop(self) -> object:
        """Stop what runs, and return what came of it."""
