"""Owns Wish, the declaration of one wish, and `declared`, which finds the declarations of a class.

A wish is declared once, at its field of `Wishes`. The command line, the Ask panel, presets, files
and the checks of a request are made from these declarations.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import KW_ONLY, dataclass, fields, replace
from enum import StrEnum
from functools import cache
from types import MappingProxyType, NoneType
from typing import Any, Final, Self, get_args, get_type_hints

from app.domain.quoting import quoted
from app.errors import InvalidValueError

PLAIN_KINDS: Final[Mapping[type, tuple[type, ...]]] = {
    bool: (bool,),
    int: (int,),
    float: (float, int),
    str: (str,),
}
"""The kinds of values that JSON has, and the types that it gives back for each."""


@dataclass(frozen=True, slots=True)
class Words:
    """A short name and an explanation, a sentence without its full stop; both translatable."""

    label: str
    help: str


class Choice(StrEnum):
    """One of the few values that a wish can have, with its words."""

    words: Words

    def __new__(cls, value: str, words: Words) -> Self:
        """Make a member of an enumeration from its text and its words."""
        choice = str.__new__(cls, value)
        choice._value_ = value
        choice.words = words
        return choice


@dataclass(frozen=True, slots=True)
class Notation:
    """How musicians write a kind of value, such as D4 for a pitch: its name and its parser."""

    name: str
    parse: Callable[[str], object]


@dataclass(frozen=True, slots=True)
class Wish(Words):
    """The declaration of one wish, beginning with the words that name and explain it.

    `limits` are the smallest and the largest number allowed, `usual` the narrower range that a
    slider offers. `notation` says how the value is typed if it is not simply a number, a text or a
    choice. `sentence` is what the Ask panel says about a wish that is not at its default, with {0}
    for the value; it is translatable, and empty if the panel has its own words for the wish.

    The fields after `sentence` are not written in the annotation: `declared` fills them in from the
    annotated field.
    """

    _: KW_ONLY
    limits: tuple[float, float] | None = None
    usual: tuple[float, float] | None = None
    notation: Notation | None = None
    sentence: str = ""

    name: str = ""
    kind: type[Any] = object
    is_optional: bool = False
    default: Any = None

    @property
    def choices(self) -> tuple[Choice, ...]:
        """The values to choose from; empty for a wish of another kind."""
        return tuple(self.kind) if issubclass(self.kind, Choice) else ()

    @property
    def slider_limits(self) -> tuple[float, float]:
        """The smallest and the largest number that a slider offers."""
        limits = self.usual or self.limits
        assert limits is not None, f"{self.name} has no limits"
        return limits

    def check(self, value: Any) -> None:
        """Raise InvalidValueError if a number is outside the limits."""
        if value is None or self.limits is None:
            return
        least, most = self.limits
        if not least <= value <= most:
            raise InvalidValueError(
                f"The wish “{self.name.replace('_', '-')}” can't be {_written(value)}; choose a"
                f" number from {_written(least)} to {_written(most)}."
            )

    def to_plain(self, value: Any) -> object:
        """Return the value in a form that JSON can hold."""
        return value if value is None or self.kind in PLAIN_KINDS else str(value)

    def from_plain(self, plain: object) -> Any:
        """Turn what `to_plain` returned back into the value.

        Raises InvalidValueError for anything that is no value of this wish.
        """
        if plain is None and self.is_optional:
            return None
        if type(plain) not in PLAIN_KINDS.get(self.kind, (str,)):
            raise InvalidValueError(f"The wish “{self.name}” can't be {quoted(str(plain))}.")
        parse: Callable[[Any], Any] = self.kind
        if self.notation is not None and self.kind not in PLAIN_KINDS:
            parse = self.notation.parse
        try:
            value = parse(plain)
        except (ValueError, OverflowError) as error:
            raise InvalidValueError(
                f"The wish “{self.name}” can't be {quoted(str(plain))}."
            ) from error
        self.check(value)
        return value


@cache
def declared(owner: type[Any]) -> Mapping[str, Wish]:
    """Return the wishes declared at the fields of a dataclass, by field name and in order."""
    hints = get_type_hints(owner, include_extras=True)
    found = {}
    for field in fields(owner):
        value_type, *annotations = get_args(hints[field.name]) or (None,)
        for wish in annotations:
            if isinstance(wish, Wish):
                kinds = get_args(value_type) or (value_type,)
                (kind,) = (kind for kind in kinds if kind is not NoneType)
                found[field.name] = replace(
                    wish,
                    name=field.name,
                    kind=kind,
                    is_optional=NoneType in kinds,
                    default=field.default,
                )
    return MappingProxyType(found)


def _written(number: float) -> str:
    return str(number) if isinstance(number, int) else f"{number:g}"
