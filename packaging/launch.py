"""Where the bundle starts."""

import importlib
import multiprocessing
import sys

from app.__main__ import main

RUNS = "app.bench."
"""What else may be run by name: the processes that `motivo bench` measures."""


def launch() -> int:
    """Run Motivo, or, as Python does for `-m`, a module by name: there is no Python beside."""
    multiprocessing.freeze_support()
    if sys.argv[1:2] == ["-m"] and "".join(sys.argv[2:3]).startswith(RUNS):
        _, _, name, *arguments = sys.argv
        sys.argv = [name, *arguments]
        importlib.import_module(name).main()
        return 0
    return main()


if __name__ == "__main__":
    sys.exit(launch())
