"""Damages JSON value by value, so that it stays JSON."""

from __future__ import annotations

import copy
import json
from collections.abc import Iterator
from random import Random
from typing import Any, Final

Path = tuple[str | int, ...]

WRONG: Final[tuple[object, ...]] = (
    *(None, "", "x", "\0", "\ud800", "\u202e", [], [[]], {}, {"a": 1}, True, False),
    *(0, -1, 1.5, 1e300, float("nan"), float("inf"), 2**31, 2**63 - 1, 2**63, 2**64, 10**400),
    *("C major", "4/4", "32/32", "C | D", "2020-01-01T00:00:00Z", "9999-12-31T23:59:59-23:59"),
    *("x" * 100_000, ["a"] * 1000, [0, 480, 60, 80, "player"], 19_200_000, 19_199_999, 127, 128),
)
"""Values that most places in a file have no use for."""

AGAIN: Final = "\x01again"
"""Stands for a name that is already there, since a dictionary has each only once."""


def places(value: object, path: Path = ()) -> Iterator[Path]:
    """Yield the way to everything in some JSON."""
    if path:
        yield path
    if isinstance(value, dict):
        for key, inside in value.items():
            yield from places(inside, (*path, key))
    elif isinstance(value, list):
        for index, inside in enumerate(value):
            yield from places(inside, (*path, index))


def with_value(data: object, path: Path, value: object) -> bytes:
    """Return the JSON with another value at a place."""
    changed, holder = _copied(data, path)
    holder[path[-1]] = value
    return _encoded(changed)


def without(data: object, path: Path) -> bytes:
    """Return the JSON without what is at a place."""
    changed, holder = _copied(data, path)
    del holder[path[-1]]
    return _encoded(changed)


def with_twin(data: object, path: Path, value: object) -> bytes:
    """Return the JSON with a second value for a name, or beside an item of a list."""
    changed, holder = _copied(data, path)
    name = path[-1]
    if isinstance(name, int):
        holder.insert(name, value)
        return _encoded(changed)
    holder[AGAIN] = value
    return _encoded(changed).replace(json.dumps(AGAIN).encode(), json.dumps(name).encode())


def change_value(content: bytes, random: Random) -> bytes:
    """Change one to three values; what is no JSON stays as it is."""
    for _ in range(random.randint(1, 3)):
        try:
            data = json.loads(content)
        except (ValueError, RecursionError):
            return content
        there = list(places(data))
        if not there:
            return content
        path = random.choice(there)
        value = random.choice((*WRONG, _at(data, random.choice(there))))
        content = random.choice((with_value, with_value, with_twin))(data, path, value)
        if random.random() < 0.2:
            content = without(data, path)
    return content


def _encoded(data: object) -> bytes:
    return json.dumps(data).encode()


def _copied(data: object, path: Path) -> tuple[Any, Any]:
    """Return a copy, and that list or dictionary in it which holds the last step of a path."""
    changed: Any = copy.deepcopy(data)
    holder = changed
    for step in path[:-1]:
        holder = holder[step]
    return changed, holder


def _at(data: Any, path: Path) -> object:
    for step in path:
        data = data[step]
    return data
