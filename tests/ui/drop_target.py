"""A small window of another program that accepts drops and tells a test about them.

The answer to `moves` is how often a drag has moved over it; to `dropped`, its last drop.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QDragEnterEvent, QDragMoveEvent, QDropEvent
from PySide6.QtWidgets import QApplication, QWidget

from tests.ui.asked import Asked

SIDE = 240
"""The side of the window, which is above all others at the middle of the screen's left edge."""


class Target(QWidget):
    """Counts the moves, and keeps the file names and the MIDI content of the last drop."""

    def __init__(self) -> None:
        super().__init__(None, Qt.WindowType.X11BypassWindowManagerHint)
        self.moves = 0
        self.dropped: dict[str, Any] | None = None
        self.setAcceptDrops(True)
        self.setGeometry(0, 330, SIDE, SIDE)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:  # noqa: N802
        """Accept everything."""
        event.acceptProposedAction()

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:  # noqa: N802
        """Accept it everywhere."""
        event.acceptProposedAction()
        self.moves += 1

    def dropEvent(self, event: QDropEvent) -> None:  # noqa: N802
        """Keep what was dropped."""
        event.acceptProposedAction()
        data = event.mimeData()
        midi = bytes(data.data("audio/midi").data())
        files = [url.toLocalFile() for url in data.urls()]
        contents = [Path(name).read_bytes() == midi for name in files]
        self.dropped = {"files": files, "same": contents, "midi": midi[:4].decode()}


def main() -> None:
    """Run until there are no more questions."""
    qt = QApplication([])
    target = Target()
    target.show()
    target.raise_()
    asked = Asked(lambda question: getattr(target, question))
    asked.ended.connect(qt.quit, Qt.ConnectionType.QueuedConnection)
    qt.exec()
    asked.join()


if __name__ == "__main__":
    main()
