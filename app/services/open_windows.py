"""Finds the windows of Motivo that are open, and opens others; each is a process of its own.

Each window has an entry, a file in a folder that only the user can read, which says where it can be
asked. Windows on other screens and of other computers, which may share the folder, are none of
ours. An entry that the window of a killed process left behind is deleted by whoever finds it.
"""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
from contextlib import suppress
from dataclasses import dataclass
from enum import Enum
from multiprocessing.connection import Client, Connection
from pathlib import Path
from typing import Final

from app.constants import NEW_WINDOW
from app.services.folders import data_dir

PATIENCE_SECONDS: Final = 3
"""How long a window may take to answer. One that hangs never answers."""

MOST_BYTES: Final = 64 * 1024
"""No path is longer; and so much fits into a connection even if nobody reads from it."""

YES: Final = b"yes"
NO: Final = b"no"


class Question(Enum):
    """What a window is asked about a file; the answer is yes or no."""

    IS_OPEN = b"is open"
    """Whether it has the file open; if so, it comes to the front."""
    TAKE = b"take"
    """Whether it opens the file, because there is nothing in it yet."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A question about a file; `path` is absolute, or None just to hear whether a window answers.

    A path may have bytes that are no text, and goes through the connection as the system has it.
    """

    question: Question
    path: Path | None

    def packed(self) -> bytes:
        """Return the bytes that are sent."""
        return self.question.value + b"\0" + (b"" if self.path is None else os.fsencode(self.path))

    @classmethod
    def unpacked(cls, message: bytes) -> Asked:
        """Understand what was sent; raises ValueError for anything else."""
        question, _, path = message.partition(b"\0")
        return cls(Question(question), Path(os.fsdecode(path)) if path else None)


@dataclass(frozen=True, slots=True)
class Entry:
    """Says at which address a window can be asked."""

    file: Path
    address: str

    @classmethod
    def written(cls, address: str) -> Entry:
        """Make an entry for a window of this process; raises OSError if that is impossible."""
        folder = _folder()
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        file = folder / f"{os.urandom(8).hex()}.json"
        unfinished = file.with_suffix(".new")
        unfinished.write_text(json.dumps([*_place(), address]), encoding="ascii")
        unfinished.replace(file)
        return cls(file, address)

    def delete(self) -> None:
        """Delete it, unless somebody else has."""
        with suppress(OSError):
            self.file.unlink(missing_ok=True)


def hand_over(path: Path | None) -> bool:
    """Let a window that is open take the file at an absolute path, or open another window for it.

    Without a path, another window is opened. Returns False, and opens nothing, if there is no
    window that answers.
    """
    windows = _entries()
    for question in Question:
        answering = []
        for window in windows:
            answer = _ask(window, Asked(question, path))
            if answer == YES:
                return True
            if answer is not None:
                answering.append(window)
        windows = answering
    if windows:
        start_window(path)
    return bool(windows)


def start_window(path: Path | None = None) -> subprocess.Popen[bytes]:
    """Open another window, for a file if there is one; raises OSError if that is impossible.

    Its process goes on when this one ends.
    """
    program = [sys.executable]
    environment = dict(os.environ)
    if not getattr(sys, "frozen", False):
        # Not what happens to be called “app” in the folder that Motivo was started in.
        program += ["-P", "-m", "app"]
        paths = [str(Path(__file__).parents[2]), *filter(None, [environment.get("PYTHONPATH")])]
        environment["PYTHONPATH"] = os.pathsep.join(paths)
    return subprocess.Popen(
        [*program, NEW_WINDOW, *([] if path is None else [str(path)])],
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )


def _entries() -> list[Entry]:
    """Return the entries of the windows on this screen."""
    found = []
    for file in sorted(_folder().glob("*.json")):
        try:
            *place, address = json.loads(file.read_bytes())
        except (OSError, ValueError, TypeError):
            continue
        if place == _place() and isinstance(address, str) and address:
            found.append(Entry(file, address))
    return found


def _ask(window: Entry, asked: Asked) -> bytes | None:
    """Return the answer of a window, or None if there is none."""
    message = asked.packed()
    if len(message) > MOST_BYTES:
        return None
    try:
        with connect(window.address) as connection:
            connection.send_bytes(message)
            if connection.poll(PATIENCE_SECONDS):
                return connection.recv_bytes(MOST_BYTES)
    except (ConnectionRefusedError, FileNotFoundError):
        window.delete()
    except (OSError, EOFError):
        pass
    return None


def connect(address: str) -> Connection:
    """Connect to a window; raises OSError if that is impossible, and soon."""
    if sys.platform == "win32":
        return Client(address)
    # `Client` would wait for ever if the process at the other end has been stopped.
    with socket.socket(socket.AF_UNIX) as connecting:
        connecting.settimeout(PATIENCE_SECONDS)
        connecting.connect(address)
        connecting.setblocking(True)
        return Connection(connecting.detach())


def _folder() -> Path:
    return data_dir() / "windows"


def _place() -> list[str]:
    """Return what two windows have in common that are on the same screen."""
    screen = [os.environ.get(name, "") for name in ("DISPLAY", "WAYLAND_DISPLAY")]
    return [socket.gethostname(), *screen]
