"""Owns RollCanvas: everything that the roll draws, of which the view shows a part."""

from __future__ import annotations

from collections.abc import Collection
from typing import Final

from PySide6.QtCore import QObject, QRectF, Qt
from PySide6.QtWidgets import QGraphicsRectItem, QGraphicsScene

from app.document import Document
from app.domain import Note, Selection
from app.ui.piano_roll.layers import DragLayer, GridLayer, Layer, NotesLayer
from app.ui.piano_roll.preview import Preview
from app.ui.piano_roll.span import notes_between
from app.ui.piano_roll.transform import RollTransform
from app.ui.theme import Theme

PLAYHEAD_PX: Final = 1.5
MOST_NOTES_APART: Final = 64
"""If more notes than this change, repainting the whole view is faster than one note at a time."""


class RollCanvas(QGraphicsScene):
    """The grid, the document's notes, the notes of a drag, and the playhead."""

    def __init__(self, document: Document, theme: Theme, parent: QObject) -> None:
        super().__init__(parent)
        self.setItemIndexMethod(QGraphicsScene.ItemIndexMethod.NoIndex)
        self._document, self._theme = document, theme
        self._to = RollTransform(row_height=theme.sizes.roll_row)
        self._grid, self._notes, self._drag = GridLayer(theme), NotesLayer(theme), DragLayer(theme)
        self._playhead = QGraphicsRectItem()
        self._playhead.setPen(Qt.PenStyle.NoPen)
        self._playhead.hide()
        for item in (self._grid, self._notes, self._drag, self._playhead):
            self.addItem(item)
        self._playhead_ticks: float | None = None
        document.selection_changed.connect(self._on_selection_changed)
        theme.changed.connect(self._on_theme_changed)
        self._on_theme_changed()

    @property
    def transform_to(self) -> RollTransform:
        """The scale at which everything is shown."""
        return self._to

    @property
    def selection(self) -> Selection:
        """The notes that are shown as selected."""
        return self._notes.selection

    @property
    def preview(self) -> Preview:
        """The notes of the present drag, as they would be if it ended now."""
        return self._drag.preview

    @property
    def playhead_x(self) -> float | None:
        """The x of the middle of the playhead, or None while it is hidden."""
        return self._playhead.rect().center().x() if self._playhead.isVisible() else None

    def show_document(self, transform: RollTransform, bars: int, least_width: float) -> None:
        """Show the document's notes at a scale, with room for at least `bars` bars."""
        sketch, self._to = self._document.shown, transform
        width = max(transform.x_of(sketch.bar_start_ticks(bars + 1)), least_width)
        rect = QRectF(0, 0, width, transform.height)
        self.setSceneRect(rect)
        layers: tuple[Layer, ...] = (self._grid, self._notes, self._drag)
        for layer in layers:
            layer.show_sketch(sketch, transform, rect)
        self.show_playhead(self._playhead_ticks)

    def forget_notes(self) -> None:
        """Forget the hovered and the sounding note, because the notes have changed."""
        self._notes.hovered = self._notes.sounding = None

    def show_playhead(self, ticks: float | None) -> None:
        """Show the playhead at a time, or hide it."""
        self._playhead_ticks = ticks
        self._playhead.setVisible(ticks is not None)
        if ticks is not None:
            # Qt forgets the old place of an item if the view is painted before Qt has processed the
            # item's changes.
            self.update(self._playhead.rect().adjusted(-1, 0, 1, 0))
            left = self._to.x_of(ticks) - PLAYHEAD_PX / 2
            self._playhead.setRect(left, 0, PLAYHEAD_PX, self._to.height)

    def show_sounding(self, ticks: float | None) -> Note | None:
        """Highlight the note that sounds at a time, and return it."""
        note = None if ticks is None else self._notes.sounding_at(ticks)
        if note is not self._notes.sounding:
            self._update_notes(_those(self._notes.sounding, note))
            self._notes.sounding = note
        return note

    def show_hovered(self, note: Note | None) -> None:
        """Highlight faintly the note that the mouse is over."""
        if note is not self._notes.hovered:
            self._update_notes(_those(self._notes.hovered, note))
            self._notes.hovered = note

    def show_drag(
        self, dragged: Selection, preview: Preview, seen_ticks: tuple[float, float]
    ) -> None:
        """Show the notes of a drag as `preview`, and draw the `dragged` originals faintly.

        Only what lies between `seen_ticks` is repainted.
        """
        before = self._drag.preview
        self._update_notes(dragged ^ self._notes.dragged)
        self._update_preview(before, seen_ticks)
        self._notes.dragged = dragged
        self._notes.above = self._drag.preview = preview
        if preview != before:
            self._update_preview(preview, seen_ticks)

    def show_band(self, band: QRectF) -> None:
        """Show a rubber band; an empty one hides it."""
        self._drag.update(self._drag.band.adjusted(-2, -2, 2, 2))
        self._drag.band = band
        self._drag.update(band.adjusted(-2, -2, 2, 2))

    def note_at(self, ticks: float, pitch: int) -> Note | None:
        """Return the note with this pitch that sounds at a time."""
        return self._notes.note_at(ticks, pitch)

    def notes_in(self, band: QRectF) -> Selection:
        """Return the notes that a rectangle touches."""
        notes = self._document.shown.melody.notes
        first, last = self._to.ticks_at(band.left()), self._to.ticks_at(band.right())
        near = notes_between(notes, first, last)
        return frozenset(note for note in near if self._to.rect_of(note).intersects(band))

    def _update_notes(self, notes: Collection[Note]) -> None:
        if len(notes) > MOST_NOTES_APART:
            self._update_everything()
            return
        for note in notes:
            self.update(self._to.rect_of(note).adjusted(-4, -4, 4, 4))

    def _update_preview(self, preview: Preview, seen_ticks: tuple[float, float]) -> None:
        """Repaint the notes of a preview, and the notes of the sketch that they cover."""
        if len(preview.between(*seen_ticks)) > MOST_NOTES_APART:
            self._update_everything()
            return
        shown = tuple(preview.shifted_between(*seen_ticks))
        melody = self._document.shown.melody.notes
        below = (
            one for note in shown for one in notes_between(melody, note.onset_ticks, note.end_ticks)
        )
        self._update_notes({*shown, *below})

    def _update_everything(self) -> None:
        for view in self.views():
            view.viewport().update()

    def _on_selection_changed(self) -> None:
        self._update_notes(self._notes.selection ^ self._document.selection)
        self._notes.selection = self._document.selection

    def _on_theme_changed(self) -> None:
        self._playhead.setBrush(self._theme.color("playhead"))
        self._update_everything()


def _those(*notes: Note | None) -> list[Note]:
    """Return the notes without the Nones."""
    return [note for note in notes if note is not None]
