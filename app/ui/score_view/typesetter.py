"""Owns Typesetter, which asks for a new engraving when the document or the layout has changed."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QAbstractScrollArea

from app.document import Document
from app.domain import Sketch
from app.ui.score_view.arrangement import ViewMode
from app.ui.score_view.entry import ScoreEntry
from app.ui.score_view.layout import STAFF_PX, Layout, zoomed

PATIENCE_MS: Final = 40
"""How long the width has to stay the same before the lines are wrapped to it."""

RequestEngraving = Callable[[Sketch, float | None, float, int], None]
"""Asks for an engraving of a sketch: its width (None: one line), staff height and least bars."""


class Typesetter(QObject):
    """Asks for an engraving of what the document shows, laid out for a view."""

    def __init__(
        self,
        document: Document,
        entry: ScoreEntry,
        request: RequestEngraving,
        view: QAbstractScrollArea,
    ) -> None:
        super().__init__(view)
        self._document, self._entry, self._request = document, entry, request
        self._view = view
        self.mode = ViewMode.LINES
        self._staff_px = STAFF_PX
        self._requested_bars = 1
        self._resized = QTimer(self, singleShot=True, interval=PATIENCE_MS)
        self._resized.timeout.connect(self._engrave)
        document.shown_changed.connect(self._engrave)
        entry.changed.connect(self._on_caret_changed)

    @property
    def layout(self) -> Layout:
        """The layout for the present size of the view."""
        area = self._view.viewport()
        return Layout(self.mode, self._staff_px, area.width(), area.height())

    def set_mode(self, mode: ViewMode) -> None:
        """Lay out the lines in another way."""
        self.mode = mode
        self._engrave()

    def zoom(self, factor: float) -> None:
        """Make the staves larger or smaller by a factor."""
        self._staff_px = zoomed(self._staff_px, factor)
        self._engrave()

    def wrap_soon(self) -> None:
        """Wrap the lines to the width of the view as soon as it stops changing."""
        self._resized.start()

    def _engrave(self) -> None:
        layout = self.layout
        if layout.has_room:
            self._requested_bars = self._entry.least_bars
            self._request(self._document.shown, *layout.engraved_size, self._requested_bars)

    def _on_caret_changed(self) -> None:
        """Ask for more or fewer empty bars if the caret needs them."""
        if self._entry.least_bars != self._requested_bars:
            self._engrave()
