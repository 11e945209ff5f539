"""Converts the data of older native files, version by version, to the layout of today.

What the functions get has been read as JSON, but not been checked: the check comes afterwards.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final


def _from_1(data: dict[str, Any]) -> dict[str, Any]:
    """Convert version 1, in which every take continues its sketch and has fewer wishes."""
    wishes: dict[str, object] = {
        "first_bar": None,
        "last_bar": None,
        "closeness": 0.5,
        "rhythm_lock": False,
        "pitch_lock": False,
        "density": None,
        "ending": "any",
        "form": None,
        "held": [],
    }
    takes = [
        {**take, "request": {**take["request"], **wishes}, "end_ticks": 0} for take in data["takes"]
    ]
    return {**data, "motivo": 2, "takes": takes}


def _from_2(data: dict[str, Any]) -> dict[str, Any]:
    """Convert version 2 by adding the versions of the sketch that takes were made from.

    For a take that added bars, that is what comes before those bars.
    """
    versions: list[dict[str, Any]] = []
    takes = []
    for take in data["takes"]:
        if take["parent"] is None and take["request"]["mode"] in ("continue", "answer"):
            notes = [note for note in take["sketch"]["notes"] if note[0] < take["start_ticks"]]
            sketch = {**take["sketch"], "notes": notes}
            version = next((found for found in versions if found["sketch"] == sketch), None)
            if version is None:
                version = {"sketch": sketch, "parent": None, "created": take["created"]}
                version["id"] = f"before-{take['id']}"
                versions.append(version)
            takes.append({**take, "parent": version["id"]})
        else:
            takes.append(take)
    return {
        **data,
        "motivo": 3,
        "takes": takes,
        "versions": versions,
        "bin": [],
        "origin": None,
    }


def _from_3(data: dict[str, Any]) -> dict[str, Any]:
    """Convert version 3 by adding an empty composer to every sketch."""

    def named(holder: dict[str, Any]) -> dict[str, Any]:
        return {**holder, "sketch": {**holder["sketch"], "composer": ""}}

    kinds = ("takes", "bin", "versions")
    return {
        **named(data),
        "motivo": 4,
        **{kind: [named(holder) for holder in data[kind]] for kind in kinds},
    }


MIGRATIONS: Final[dict[int, Callable[[dict[str, Any]], dict[str, Any]]]] = {
    1: _from_1,
    2: _from_2,
    3: _from_3,
}
"""For each older version, the function that converts its data to the next version."""
