"""Owns FilePresence: finds out which files are missing, and doesn't wait long for that."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Final

WAIT_SECONDS: Final = 0.2
"""How long a menu may wait. A drive of a network that is gone takes minutes to say so."""


class FilePresence:
    """Looks in threads, one for each file; a file about which nothing is known yet counts as there.

    What a thread finds out later is known the next time.
    """

    def __init__(self, is_file: Callable[[Path], bool] = Path.is_file) -> None:
        self._is_file = is_file
        self._looking: dict[Path, threading.Thread] = {}
        self._missing: set[Path] = set()

    def missing(self, paths: Iterable[Path], wait_seconds: float = WAIT_SECONDS) -> frozenset[Path]:
        """Return those of the files that are missing, as far as that is known."""
        end = time.monotonic() + wait_seconds
        threads = {path: self._look(path) for path in paths}
        for thread in threads.values():
            thread.join(max(0.0, end - time.monotonic()))
        return frozenset(self._missing & threads.keys())

    def _look(self, path: Path) -> threading.Thread:
        """Return the thread that looks for a file: a new one, unless one still waits."""
        thread = self._looking.get(path)
        if thread is None or not thread.is_alive():
            thread = threading.Thread(target=self._find_out, args=(path,), daemon=True)
            self._looking[path] = thread
            thread.start()
        return thread

    def _find_out(self, path: Path) -> None:
        try:
            is_there = self._is_file(path)
        except PermissionError:  # which opening it will tell
            is_there = True
        except OSError:  # such as a name that no file can have
            is_there = False
        if is_there:
            self._missing.discard(path)
        else:
            self._missing.add(path)
