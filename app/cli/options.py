"""Owns the option types that commands share: keys, meters and pitches as musicians write them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

import click

from app.domain import Chords, Key, Meter, parse_pitch
from app.errors import AppError

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


KEY: Final = MusicType("key", Key.parse)
METER: Final = MusicType("meter", Meter.parse)
PITCH: Final = MusicType("pitch", parse_pitch)
CHORDS: Final = MusicType("chords", Chords.parse)
