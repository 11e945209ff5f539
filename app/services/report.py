"""Writes a report about a fault for the player to send: versions and what was logged last.

Nothing in it is music or says who the player is. So nothing is taken from the log but what is known
to be harmless: when and where an error happened, its kind, and lines of Motivo's own code.
"""

from __future__ import annotations

import platform
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from PySide6.QtCore import qVersion
from PySide6.QtGui import QGuiApplication

from app.logs import log_path
from app.resources import program_name

MOST_LINES: Final = 80
MOST_BYTES: Final = 50_000
"""How much of the end of the log is looked at, and how many lines of it are told."""

BETWEEN: Final = (
    "Traceback (most recent call last):",
    "During handling of the above exception, another exception occurred:",
    "The above exception was the direct cause of the following exception:",
)
HEAD: Final = re.compile(r"(\d{4}-\d\d-\d\d [\d:,]+ [A-Z]+ [\w.]+): (.*)")
PLACE: Final = re.compile(r'  File "(.*)", line (\d+), in (.+)')
KIND: Final = re.compile(r"([A-Za-z_][\w.]*(?:Error|Exception|Interrupt|Warning|Exit))(?=:|$)")
ERRNO: Final = re.compile(r": (\[(?:Errno|WinError) \d+\])")
HARMLESS: Final = re.compile(r"[\w ,;.]*")
"""The beginning of a message, up to the first sign that may begin a name, a path or a value."""


def report() -> str:
    """Return the report."""
    lines = [
        program_name(),
        f"Python {platform.python_version()}",
        f"Qt {qVersion()} ({QGuiApplication.platformName()})",
        platform.platform(),
        "",
        *(list(_harmless(log_end())) or ["Nothing was logged."])[-MOST_LINES:],
    ]
    return "\n".join(lines) + "\n"


def log_end() -> str:
    """Return the end of the log as it is; empty if there is none."""
    path = log_path()
    if path is None:
        return ""
    try:
        content = path.read_bytes()[-MOST_BYTES:]
    except OSError:
        return ""
    return content.decode(errors="replace")


def _harmless(text: str) -> Iterator[str]:
    """Yield of each line of a log what may be told; nothing of lines that are of no known kind."""
    follows_place = False
    for line in text.splitlines():
        place = PLACE.fullmatch(line)
        if place is not None:
            yield f'  File "{_shortened(place[1])}", line {place[2]}, in {place[3]}'
        elif follows_place and line.startswith("    "):
            yield line
        elif line.strip() in BETWEEN:
            yield line.strip()
        elif head := HEAD.fullmatch(line):
            # What libraries say may quote the file that they read.
            yield f"{head[1]}: {_beginning(head[2]) if ' app.' in head[1] else '…'}"
        elif kind := KIND.match(line):
            number = ERRNO.match(line, kind.end())
            yield kind[1] + (f": {number[1]}" if number else "")
        follows_place = place is not None


def _shortened(name: str) -> str:
    """Return the path of a source file without the folders that lead to the program."""
    parts = Path(name.replace("\\", "/")).parts
    for root in ("site-packages", "app"):
        if root in parts:
            return "/".join(("…", *parts[parts.index(root) :]))
    return f"…/{parts[-1]}" if parts else "…"


def _beginning(message: str) -> str:
    found = HARMLESS.match(message)
    known = found[0] if found else ""
    return message if known == message else f"{known.rstrip()} …"
