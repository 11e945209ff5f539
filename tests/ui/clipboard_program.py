"""Stands in for another program, which knows MIDI files on the clipboard and nothing else."""

from __future__ import annotations

import base64

from PySide6.QtCore import QMimeData, Qt
from PySide6.QtGui import QGuiApplication

from tests.ui.asked import Asked

MIDI = "audio/midi"


def answer(question: str) -> object:
    """Answer `midi` with the file on the clipboard; `offer BASE64` puts a file there."""
    clipboard = QGuiApplication.clipboard()
    if question == "midi":
        data = clipboard.mimeData()
        return base64.b64encode(data.data(MIDI).data()).decode() if data.hasFormat(MIDI) else None
    offered = QMimeData()
    offered.setData(MIDI, base64.b64decode(question.removeprefix("offer ")))
    clipboard.setMimeData(offered)
    return None


def main() -> None:
    """Run until there are no more questions."""
    qt = QGuiApplication([])
    asked = Asked(answer)
    asked.ended.connect(qt.quit, Qt.ConnectionType.QueuedConnection)
    qt.exec()
    asked.join()


if __name__ == "__main__":
    main()
