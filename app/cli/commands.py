"""Owns COMMANDS, the list of commands that need no window, and their exit statuses.

It also tells a mistyped command from the name of a file. This module imports neither the commands
nor their libraries, so that the window does not have to wait for them.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Final

from app.domain.file_formats import READ, suffixes_of

COMMANDS: Final[Mapping[str, str]] = {
    "extend": "app.cli.extend",
    "convert": "app.cli.convert",
    "info": "app.cli.info",
    "evaluate": "app.cli.evaluate",
    "proof": "app.cli.proof",
    "styles": "app.cli.styles",
    "train": "app.cli.train",
    "bench": "app.bench.command",
}
"""The module of each command, in which the function has the name of the command."""

EXIT_DONE: Final = 0
EXIT_FAILED: Final = 1
EXIT_WRONG_USE: Final = 2
EXIT_INTERRUPTED: Final = 130


def is_command_line(arguments: list[str]) -> bool:
    """Tell whether the first argument is a command, or an option such as `--help`."""
    return bool(arguments) and (arguments[0] in COMMANDS or arguments[0].startswith("-"))


def mistake_in(arguments: list[str]) -> str:
    """Say why the first argument can be neither a command nor a file; return "" if it can be one.

    A missing file is accepted if Motivo can read files with its ending: the window will say that it
    is missing.
    """
    if not arguments or is_command_line(arguments):
        return ""
    path = Path(arguments[0])
    if path.suffix.lower() in suffixes_of(READ) or _exists(path):
        return ""
    return f"there is no command or file “{path}”; {_meant(path)}"


def _exists(path: Path) -> bool:
    try:
        return path.exists()
    except OSError:  # for example, a name that is too long for a file
        return False


def _meant(path: Path) -> str:
    from difflib import get_close_matches

    files = sorted(
        str(path.with_name(beside.name))
        for beside in path.parent.glob("*")
        if beside.stem == path.name and beside.suffix.lower() in suffixes_of(READ)
    )
    names = [*get_close_matches(str(path).lower(), COMMANDS, n=1), *files]
    if names:
        return f"did you mean {' or '.join(f'“{name}”' for name in names)}?"
    return f"give a file, or one of the commands {', '.join(COMMANDS)} (see motivo --help)."
