"""Owns Listening: plays the takes that are picked, and says what can be done next."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject

from app.domain import Take
from app.services.messages import Messages


class Listening(QObject):
    """Plays takes by calling `play`, and leads from hearing one to keeping it."""

    def __init__(
        self, play: Callable[[Take], None], messages: Messages, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._play, self._messages = play, messages

    def hear(self, take: Take) -> None:
        """Play a take that is shown, and say how to keep it."""
        self._play(take)
        text = self.tr("Take {0} is playing. Press Enter to keep it.")
        self._messages.info(text.format(take.number))

    def tell_accepted(self, take: Take) -> None:
        """Say that a take was taken into the sketch, and how to undo that."""
        text = self.tr("Take {0} is now in the sketch. Press Ctrl+Z to take it out again.")
        self._messages.info(text.format(take.number))
