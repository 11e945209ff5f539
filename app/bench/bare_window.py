"""What Motivo's start is compared with: `python -m app.bench.bare_window STARTED_AT`."""

import sys
import time

from PySide6.QtWidgets import QApplication, QWidget


def main() -> None:
    """Show an empty window of Qt and print the seconds since the start."""
    started_at = float(sys.argv[1])
    application = QApplication([])
    window = QWidget()
    window.show()
    application.processEvents()
    sys.stdout.write(f"{time.time() - started_at}\n")


if __name__ == "__main__":
    main()
