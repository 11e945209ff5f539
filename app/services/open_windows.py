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
import time
from collections.abc import Iterable
from contextlib import ExitStack, suppress
from dataclasses import dataclass
from enum import Enum
from multiprocessing.connection import Client, Connection, wait
from pathlib import Path
from typing import Final

from app.constants import NEW_WINDOW
from app.services.folders import data_dir

PATIENCE_SECONDS: Final = 3
"""How long a window may take to answer. One that hangs never answers."""

GLANCE_SECONDS: Final = 0.5
"""How long a window waits for another, and answers nobody itself meanwhile."""

MOST_BYTES: Final = 8000
"""No path that can be opened is longer, and a connection takes that much even if nobody reads."""

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
    """Says at which address a window can be asked, and the id of its process."""

    file: Path
    address: str
    process: int

    @classmethod
    def written(cls, address: str) -> Entry:
        """Make an entry for a window of this process; raises OSError if that is impossible."""
        folder = _folder()
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        file = folder / f"{os.urandom(8).hex()}.json"
        unfinished = file.with_suffix(".new")
        unfinished.write_text(json.dumps([*_place(), os.getpid(), address]), encoding="ascii")
        unfinished.replace(file)
        return cls(file, address, os.getpid())

    def delete(self) -> None:
        """Delete it, unless somebody else has."""
        with suppress(OSError):
            self.file.unlink(missing_ok=True)

    def sweep(self) -> None:
        """Delete it, and the socket with its folder, of a window whose process was killed."""
        self.delete()
        socket = Path(self.address)
        with suppress(OSError, ValueError):
            if socket.is_socket():
                socket.unlink()
                socket.parent.rmdir()


def hand_over(path: Path | None) -> bool:
    """Let a window that is open take the file at an absolute path, or open another window for it.

    Without a path, another window is opened. Returns False, and opens nothing, if there is no
    window that answers.
    """
    is_open, windows = _ask(_entries(), Asked(Question.IS_OPEN, path), PATIENCE_SECONDS)
    if is_open:
        return True
    for window in windows:
        is_taken, _ = _ask([window], Asked(Question.TAKE, path), PATIENCE_SECONDS)
        if is_taken:
            return True
    if windows:
        start_window(path)
    return bool(windows)


def is_elsewhere(path: Path) -> bool:
    """Tell whether another process has a file open in its window, which then comes to the front."""
    others = [window for window in _entries() if window.process != os.getpid()]
    is_open, _ = _ask(others, Asked(Question.IS_OPEN, path.absolute()), GLANCE_SECONDS)
    return is_open


def count() -> int:
    """Return how many windows are open on this screen."""
    return len(_entries())


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
            *place, process, address = json.loads(file.read_bytes())
        except (OSError, ValueError, TypeError):
            continue
        if place == _place() and isinstance(address, str) and address:
            found.append(Entry(file, address, process))
    return found


def _ask(
    windows: Iterable[Entry], asked: Asked, patience_seconds: float
) -> tuple[bool, list[Entry]]:
    """Ask all at once; return whether one says yes, and which have said no before."""
    message = asked.packed()
    waiting: dict[Connection, Entry] = {}
    refusing: list[Entry] = []
    with ExitStack() as opened:
        for window in windows:
            connection = _sent(message, window)
            if connection is not None:
                waiting[opened.enter_context(connection)] = window
        end = time.monotonic() + patience_seconds
        while waiting and (ready := wait(list(waiting), max(0.0, end - time.monotonic()))):
            for connection in [connection for connection in waiting if connection in ready]:
                window = waiting.pop(connection)
                with suppress(OSError, EOFError):
                    if connection.recv_bytes(MOST_BYTES) == YES:
                        return True, refusing
                    refusing.append(window)
    return False, refusing


def _sent(message: bytes, window: Entry) -> Connection | None:
    """Send a message to a window; return the connection, or None if that is impossible."""
    if len(message) > MOST_BYTES:
        return None
    try:
        connection = connect(window.address)
    except (ConnectionRefusedError, FileNotFoundError):
        window.sweep()
        return None
    except OSError:
        return None
    try:
        connection.send_bytes(message)
    except OSError:
        connection.close()
        return None
    return connection


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
