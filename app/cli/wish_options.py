"""Owns `wish_options`, which gives a command an option for every wish."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

import click

from app.cli.options import MusicType
from app.domain.wish import Choice, Wish
from app.domain.wishes import WISHES

Command = Callable[..., None]


class ChoiceType(click.Choice[str]):
    """The type of an option for which there are only a few choices."""

    def __init__(self, choices: Iterable[Choice]) -> None:
        self._choices = {choice.value: choice for choice in choices}
        super().__init__(list(self._choices))

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        """Return the choice, or end the command with a list of all choices."""
        return self._choices[super().convert(value, param, ctx)]


def wish_options(command: Command) -> Command:
    """Add an option for each wish to a command, which gets the values under the wishes' names."""
    for wish in reversed(list(WISHES.values())):
        command = _option(wish)(command)
    return command


def _option(wish: Wish) -> Callable[[Command], Command]:
    flag, text = f"--{wish.name.replace('_', '-')}", f"{wish.help}."
    if wish.kind is bool:
        return click.option(flag, is_flag=True, help=text)
    return click.option(
        flag,
        type=_type(wish),
        default=wish.to_plain(wish.default),
        show_default=wish.default is not None,
        help=text,
    )


def _type(wish: Wish) -> click.ParamType[Any] | type[Any]:
    if wish.notation is not None:
        return MusicType(wish.notation.name, wish.notation.parse)
    return ChoiceType(wish.choices) if wish.choices else wish.kind
