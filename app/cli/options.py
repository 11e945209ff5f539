"""Owns the option types that commands share: keys, bars and pitches as musicians write them."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

import click

from app.domain import Chords, Key, Meter
from app.errors import AppError, InvalidValueError

IN_FILE: Final = click.Path(path_type=Path)
OUT_FILE: Final = click.Path(path_type=Path)


class MusicType(click.ParamType[object]):
    """An option whose text one of the domain's parsers reads; wrong text is wrong use."""

    def __init__(self, name: str, parse: Callable[[str], object]) -> None:
        self.name = name
        self._parse = parse

    def convert(
        self, value: Any, param: click.Parameter | None, ctx: click.Context | None
    ) -> object:
        """Parse the text, or end the command with the parser's sentence."""
        try:
            return self._parse(value) if isinstance(value, str) else value
        except AppError as error:
            self.fail(str(error), param, ctx)


def parse_bars(text: str) -> tuple[int, int]:
    """Return first and last bar of a range such as 3:4; a bar alone is both.

    Raises InvalidValueError for other text.
    """
    match = re.fullmatch(r"\s*(\d{1,4})\s*(?::\s*(\d{1,4})\s*)?", text)
    if match is None:
        raise InvalidValueError(f"“{text}” is no range of bars; write one like 3:4, or 3.")
    return int(match[1]), int(match[2] or match[1])


KEY: Final = MusicType("key", Key.parse)
METER: Final = MusicType("meter", Meter.parse)
CHORDS: Final = MusicType("chords", Chords.parse)
BARS: Final = MusicType("bars", parse_bars)
