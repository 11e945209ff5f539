"""The program `motivo`, which opens the window or runs a command that needs none."""

from __future__ import annotations

import gc
import multiprocessing
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from app import cli
from app.cli.commands import (
    COMMANDS,
    EXIT_DONE,
    EXIT_FAILED,
    EXIT_WRONG_USE,
    is_command_line,
    mistake_in,
)
from app.constants import NEW_WINDOW
from app.services import garbage

if TYPE_CHECKING:
    from app.application import Application


def main(argv: Sequence[str] | None = None) -> int:
    """Run a command if the first argument names one or is an option, or else open a window.

    If a Motivo is open, it takes the file or opens another window, and this one ends; the option
    `--new-window` keeps it from asking.
    """
    multiprocessing.freeze_support()
    arguments = list(sys.argv[1:] if argv is None else argv)
    is_to_stay = arguments[:1] == [NEW_WINDOW]
    files = arguments[1:] if is_to_stay else arguments
    if is_command_line(files):
        return cli.main(arguments)
    mistake = mistake_in(files)
    if mistake:
        return _tell(mistake, EXIT_WRONG_USE)
    if not _has_display():
        return _tell(
            "there is no display to open a window on; these commands work without one:"
            f" motivo {', '.join(COMMANDS)} (see motivo --help).",
            EXIT_FAILED,
        )
    if not is_to_stay and _is_handed_over(files):
        return EXIT_DONE
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


def _is_handed_over(files: Sequence[str]) -> bool:
    """Let a Motivo that is already open take the file, and tell whether it did."""
    from app.services.open_windows import hand_over

    try:
        return hand_over(Path(files[0]).absolute() if files else None)
    except OSError:  # the folder in which Motivo was started is gone, or no process can be made
        return False


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
