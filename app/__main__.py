"""`motivo`: the window, or a headless command."""

from __future__ import annotations

import multiprocessing
import os
import sys
from collections.abc import Sequence

COMMANDS = ("extend", "convert", "info", "bench", "train", "styles", "evaluate", "proof")


def main(argv: Sequence[str] | None = None) -> int:
    """Run a command if the first argument names one or is an option; else open the window."""
    multiprocessing.freeze_support()
    arguments = list(sys.argv[1:] if argv is None else argv)
    if arguments and (arguments[0] in COMMANDS or arguments[0].startswith("-")):
        from app import cli
        from app.bench.command import bench

        cli.group.add_command(bench)
        return cli.main(arguments)
    if not _has_display():
        sys.stderr.write(
            "motivo: there is no display to open a window on; these work without one:"
            " motivo extend, convert, info, styles, bench (see motivo --help).\n"
        )
        return 1
    from app.application import create

    return create(["motivo", *arguments]).run()


def _has_display() -> bool:
    """Tell whether Qt would find a screen; elsewhere than on Linux there always is one."""
    if not sys.platform.startswith("linux") or os.environ.get("QT_QPA_PLATFORM"):
        return True
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


if __name__ == "__main__":
    sys.exit(main())
