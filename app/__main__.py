"""The program `motivo`, which opens the window or runs a command that needs none."""

from __future__ import annotations

import gc
import multiprocessing
import os
import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING

from app import cli
from app.cli.commands import (
    COMMANDS,
    EXIT_FAILED,
    EXIT_WRONG_USE,
    is_command_line,
    mistake_in,
)
from app.services import garbage

if TYPE_CHECKING:
    from app.application import Application


def main(argv: Sequence[str] | None = None) -> int:
    """Run a command if the first argument names one or is an option, or else open the window."""
    multiprocessing.freeze_support()
    arguments = list(sys.argv[1:] if argv is None else argv)
    if is_command_line(arguments):
        return cli.main(arguments)
    mistake = mistake_in(arguments)
    if mistake:
        return _tell(mistake, EXIT_WRONG_USE)
    if not _has_display():
        return _tell(
            "there is no display to open a window on; these commands work without one:"
            f" motivo {', '.join(COMMANDS)} (see motivo --help).",
            EXIT_FAILED,
        )
    return new_application(["motivo", *arguments]).run()


def new_application(argv: Sequence[str]) -> Application:
    """Build the application as quickly as possible; `argv` is as in sys.argv."""
    # Nearly all that is made here is there to stay, so looking through it for garbage would be in
    # vain, now and as soon as the window is to be painted.
    gc.disable()
    try:
        from app.application import create

        return create(argv)
    finally:
        garbage.exempt_what_is_there()
        gc.enable()


def _tell(sentence: str, status: int) -> int:
    sys.stderr.write(f"motivo: {sentence}\n")
    return status


def _has_display() -> bool:
    """Tell whether Qt would find a screen; systems other than Linux always have one."""
    if not sys.platform.startswith("linux") or os.environ.get("QT_QPA_PLATFORM"):
        return True
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


if __name__ == "__main__":
    sys.exit(main())
