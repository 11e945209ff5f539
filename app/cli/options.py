"""Owns the options of several commands, and types such as keys, typed as musicians write them."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

import click

from app.domain import Chords, Key, Meter
from app.domain.reading import Reading
from app.errors import AppError, InvalidValueError

READING: Final = click.option(
    "--reading",
    type=click.Choice([reading.value for reading in Reading]),
    callback=lambda _ctx, _param, value: value and Reading(value),
    help="Read scores with their repeats (played) or each bar once (written); read performances as"
    " they were played, or moved to a grid (written).  [default: played for scores, else written]",
)
PART: Final = click.option(
    "--part",
    type=click.IntRange(min=1),
    callback=lambda _ctx, _param, value: None if value is None else value - 1,
    help="Which part of the file; `info` lists them.",
)
"""Typed from 1 on, and handed to the command counted from 0."""

IN_FILE: Final = click.Path(path_type=Path)
OUT_FILE: Final = click.Path(path_type=Path)


class MusicType(click.ParamType[object]):
    """The type of an option whose text is parsed by a function of the domain."""

    def __init__(self, name: str, parse: Callable[[str], object]) -> None:
        self.name = name
        self._parse = parse

    def convert(
        self, value: Any, param: click.Parameter | None, ctx: click.Context | None
    ) -> object:
        """Parse the text, or end the command with the parser's message."""
        try:
            return self._parse(value) if isinstance(value, str) else value
        except AppError as error:
            self.fail(str(error), param, ctx)


def parse_bars(text: str) -> tuple[int, int]:
    """Return the first and the last bar of a range such as 3:4; a single bar such as 3 is both.

    Raises InvalidValueError for any other text.
    """
    match = re.fullmatch(r"\s*(\d{1,4})\s*(?::\s*(\d{1,4})\s*)?", text)
    if match is None:
        raise InvalidValueError(f"“{text}” is not a range of bars; write it like 3:4, or just 3.")
    return int(match[1]), int(match[2] or match[1])


KEY: Final = MusicType("key", Key.parse)
METER: Final = MusicType("meter", Meter.parse)
CHORDS: Final = MusicType("chords", Chords.parse)
BARS: Final = MusicType("bars", parse_bars)
