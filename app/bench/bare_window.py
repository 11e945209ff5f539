"""Shows an empty window of Qt, with which Motivo's start is compared.

Usage: `python -m app.bench.bare_window STARTED_AT`, in seconds of `time.time`.
"""

import sys
import time

from PySide6.QtWidgets import QApplication, QWidget


def main() -> None:
    """Show the window and print the seconds since STARTED_AT."""
    started_at = float(sys.argv[1])
    application = QApplication([])
    window = QWidget()
    window.show()
    application.processEvents()
    sys.stdout.write(f"{time.time() - started_at}\n")


if __name__ == "__main__":
    main()
