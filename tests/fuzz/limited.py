"""Has files read in a process that may use only so much memory and processor time."""

from __future__ import annotations

import faulthandler
import logging
import multiprocessing
import os
import re
import signal
import sys
import traceback
from dataclasses import dataclass
from enum import Enum
from functools import partial
from multiprocessing.connection import Connection
from pathlib import Path
from types import TracebackType
from typing import Final

from tests.fuzz.opening import RefusedError, check_sentence, open_as_motivo_does, prepare

SECONDS: Final = 5.0
"""Of processor time for each step: reading a file, and each use of what was read."""

MEMORY_BYTES: Final = 500 * 2**20
"""What a file may need beyond what the process needs before it reads any."""

WAIT_SECONDS: Final = 120
"""How long an answer may take by the clock, which only a file that waits for something needs."""

READS_OF_ONE: Final = 400
"""After so many files a new process begins, so that none starts with the memory of all others."""

PLACE: Final = re.compile(r'File "[^"]*?/((?:app|tests)/[^"]+)", line (\d+),? in (\S+)')


class Verdict(Enum):
    """What became of a file."""

    READ = "read"
    REFUSED = "refused"
    BROKE = "broke"


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a file.

    `kind` says what broke and where, the same for all files that break it; `trouble` is the whole
    traceback.
    """

    verdict: Verdict
    kind: str = ""
    trouble: str = ""


class LimitedReader:
    """Reads files, one after the other, in a process that is replaced when a file ends it.

    The limits are those of Linux; macOS has the one of time, and Windows none.
    """

    def __init__(
        self, folder: Path, seconds: float = SECONDS, memory_bytes: int = MEMORY_BYTES
    ) -> None:
        self._folder = folder
        self._seconds = seconds
        self._memory_bytes = memory_bytes
        self._crash = folder / "crash.txt"
        self._connection: Connection | None = None
        self._process: multiprocessing.process.BaseProcess | None = None
        self._reads = 0

    def __enter__(self) -> LimitedReader:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._end()

    def read(self, content: bytes, suffix: str) -> Outcome:
        """Read a file of this content; `suffix` names the format, such as `.abc`."""
        path = self._folder / f"mutant{suffix}"
        path.write_bytes(content)
        connection = self._ready()
        self._reads += 1
        try:
            connection.send(path)
            if connection.poll(WAIT_SECONDS):
                outcome = connection.recv()
                assert isinstance(outcome, Outcome)
                return outcome
            self._end()
            return Outcome(Verdict.BROKE, "waits for ever")
        except (EOFError, OSError):
            return self._post_mortem()

    def _ready(self) -> Connection:
        if self._reads >= READS_OF_ONE:
            self._end()
        if self._connection is None:
            context = multiprocessing.get_context("spawn")
            self._connection, theirs = context.Pipe()
            self._process = context.Process(
                target=_serve,
                args=(theirs, self._crash, self._seconds, self._memory_bytes),
                daemon=True,
            )
            self._process.start()
            theirs.close()
            self._reads = 0
        return self._connection

    def _post_mortem(self) -> Outcome:
        """Say why the process ended in the middle of a file."""
        assert self._process is not None
        self._process.join()
        code = self._process.exitcode or 0
        self._end()
        trouble = self._crash.read_text(errors="replace") if self._crash.exists() else ""
        if hasattr(signal, "SIGPROF") and code == -signal.SIGPROF:
            reason = f"takes over {self._seconds:g} s"
        else:
            reason = f"ends the process ({signal.strsignal(-code) if code < 0 else code})"
        # The dump begins with the innermost call.
        return Outcome(Verdict.BROKE, f"{reason} {_place(trouble, innermost=0)}", trouble)

    def _end(self) -> None:
        if self._connection is not None:
            self._connection.close()
            self._connection = None
        if self._process is not None:
            self._process.kill()
            self._process.join()
            self._process.close()
            self._process = None


def _serve(connection: Connection, crash: Path, seconds: float, memory_bytes: int) -> None:
    """Read the files whose paths come, until the other end is closed."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    logging.getLogger().addHandler(LOGGED)
    prepare()
    with crash.open("w") as log:
        faulthandler.enable(log)
        if sys.platform != "win32":
            # The chain leads to the system's own handler, which ends the process.
            faulthandler.register(signal.SIGPROF, log, chain=True)
        _limit_memory(memory_bytes)
        try:
            while True:
                path: Path = connection.recv()
                connection.send(_outcome(path, seconds))
        except (EOFError, OSError):
            os._exit(0)


class _Logged(logging.Handler):
    """Keeps the last error that a reader logs, and then only says to the user that it failed."""

    error: BaseException | None = None

    def emit(self, record: logging.LogRecord) -> None:
        """Keep an error; messages without one are no matter."""
        if record.exc_info:
            self.error = record.exc_info[1]


def _outcome(path: Path, seconds: float) -> Outcome:
    LOGGED.error = None
    try:
        open_as_motivo_does(path, partial(_limit_time, seconds))
    except RefusedError as error:
        if LOGGED.error is not None:
            return _broken(LOGGED.error)
        fault = check_sentence(str(error))
        if not fault:
            return Outcome(Verdict.REFUSED, trouble=str(error))
        trouble = traceback.format_exc()
        return Outcome(Verdict.BROKE, f"{fault} {_place(trouble, -1)}", trouble)
    except Exception as error:  # noqa: BLE001  whatever it is, it is what is looked for
        return _broken(error)
    finally:
        _limit_time(0)
    return Outcome(Verdict.READ)


LOGGED: Final = _Logged()


def _broken(error: BaseException) -> Outcome:
    trouble = "".join(traceback.format_exception(error))
    return Outcome(Verdict.BROKE, f"{type(error).__name__} {_place(trouble, -1)}", trouble)


def _place(trouble: str, innermost: int) -> str:
    """Return the line of Motivo that a traceback leads to."""
    found = PLACE.findall(trouble.replace("\\", "/"))
    if not found:
        return "somewhere"
    file, line, function = found[innermost]
    return f"in {file}:{line} ({function})"


def _limit_time(seconds: float) -> None:
    """Have the system end the process after so much more processor time; with 0, never."""
    if sys.platform != "win32":
        signal.setitimer(signal.ITIMER_PROF, seconds)


def _limit_memory(more_bytes: int) -> None:
    """Let the process have so much more memory than it has now."""
    if sys.platform == "linux":
        import resource

        pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[0])
        most = pages * resource.getpagesize() + more_bytes
        resource.setrlimit(resource.RLIMIT_AS, (most, most))
