"""A small window of another program that takes what is dropped on it, and says what came.

To `moves` it answers how often it saw a drag move over it, to `dropped` what its last drop was.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QDragEnterEvent, QDragMoveEvent, QDropEvent
from PySide6.QtWidgets import QApplication, QWidget

from tests.ui.asked import Asked

SIDE = 240
"""It lies in the middle of the screen's left edge, above everything else."""


class Target(QWidget):
    """Counts moves over it, and keeps its last drop: file names, and the content of a MIDI file."""

    def __init__(self) -> None:
        super().__init__(None, Qt.WindowType.X11BypassWindowManagerHint)
        self.moves = 0
        self.dropped: dict[str, Any] | None = None
        self.setAcceptDrops(True)
        self.setGeometry(0, 330, SIDE, SIDE)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:  # noqa: N802
        """Take anything."""
        event.acceptProposedAction()

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:  # noqa: N802
        """Take it anywhere."""
        event.acceptProposedAction()
        self.moves += 1

    def dropEvent(self, event: QDropEvent) -> None:  # noqa: N802
        """Keep what came."""
        event.acceptProposedAction()
        data = event.mimeData()
        midi = bytes(data.data("audio/midi").data())
        files = [url.toLocalFile() for url in data.urls()]
        contents = [Path(name).read_bytes() == midi for name in files]
        self.dropped = {"files": files, "same": contents, "midi": midi[:4].decode()}


def main() -> None:
    """Run until nobody asks any more."""
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
