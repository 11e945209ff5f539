"""Owns TakesView: the list of cards; picking one shows and plays it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Final

from PySide6.QtCore import QModelIndex, QPoint, Qt, Signal
from PySide6.QtGui import QDrag, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QApplication, QInputDialog, QListView, QPushButton, QWidget

from app.document import Document
from app.domain import Node, Take
from app.services.system_clipboard import midi_file_data
from app.ui.takes.card import CardDelegate
from app.ui.takes.card_order import CardOrder
from app.ui.takes.model import ROW_ROLE, TakesModel
from app.ui.theme import Theme

HOT_SPOT_PX: Final = 20
"""Where the pointer holds a card that is dragged."""


class TakesView(QListView):
    """Shows every listed take as a card; `takes_actions` connects its keys."""

    take_picked = Signal(object)
    """The take that is shown now, and should be played."""
    take_accepted = Signal(object)
    """The take that was taken into the sketch."""
    wishes_opened = Signal(object)
    """The Request of the current take, which should be set in the controls."""
    more_wanted = Signal(object)
    """A take of which the player wants variations."""
    take_pressed = Signal(object)
    """A take on which the mouse was pressed, so that it may be dragged out next."""
    take_dragged = Signal(object)
    """A take whose card is being dragged; `drag_out` should be called with its file."""

    def __init__(self, document: Document, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._document, self._theme = document, theme
        self._current_id: str | None = None
        self._last_id: str | None = None
        self._before_id: str | None = None
        self._pressed: Node | None = None
        self._pressed_at = QPoint()
        self._dragged: Take | None = None
        self._is_playing = False
        self.setObjectName("takesView")
        self.takes_model = TakesModel(document, self)
        self._cards = CardDelegate(document, theme, self.takes_model, self)
        self.setModel(self.takes_model)
        self.setItemDelegate(self._cards)
        self.setMouseTracking(True)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setUniformItemSizes(True)
        self.setAutoScroll(False)
        self.setFrameShape(QListView.Shape.NoFrame)
        self._show_all = QPushButton(self.viewport())
        self._show_all.setObjectName("showAllButton")
        self._show_all.clicked.connect(lambda: self.takes_model.arrange(CardOrder()))
        document.previewed_changed.connect(self._on_previewed_changed)
        self.takes_model.arranged.connect(self._on_arranged)
        self.takes_model.modelReset.connect(self._show_current)
        theme.changed.connect(self.viewport().update)
        self.retranslate_ui()
        self._on_arranged()

    def retranslate_ui(self) -> None:
        """Set every text."""
        self.setAccessibleName(self.tr("Takes"))
        self._show_all.setText(self.tr("Show all takes"))

    def set_playhead(self, ticks: float | None) -> None:
        """Show where playing is in the current card."""
        self._cards.playhead_ticks = ticks
        self._update_current()

    def set_playing(self, is_playing: bool) -> None:
        """Show whether the current card is playing."""
        self._is_playing = self._cards.is_sounding = is_playing
        self._update_current()

    def pick(self, row: int) -> None:
        """Show the take of a row and play it, or show the version."""
        node = self.takes_model.node(row)
        if node is not None:
            self._show(node)

    def pick_numbered(self, number: int) -> None:
        """Pick the first, second, … card of a take from the top of the list."""
        self.pick(self.takes_model.numbered(number))

    def compare(self) -> None:
        """Switch between this take and the one that was picked before it.

        If no other was picked before, it is the one above in the list.
        """
        before = self._document.node(self._before_id)
        if before is not None:
            self._show(before)
        else:
            self.step(-1)

    def accept_current(self) -> None:
        """Take the current take into the sketch, or go back to the current version."""
        node = self._document.shown_node
        if node is not None:
            self._document.accept(node.id)
            if isinstance(node, Take):
                self.take_accepted.emit(node)

    def step(self, rows: int) -> None:
        """Pick the take that is a number of rows further down; stay within the list."""
        row = self.takes_model.row_of(self._current_id)
        self.pick(min(max(row + rows, 0), self.takes_model.rowCount() - 1))

    def show_sketch(self) -> None:
        """Show the sketch again."""
        self._document.preview(None)

    def show_node(self, node_id: str) -> None:
        """Show a take or version, and play it if another one is playing."""
        node = self._document.node(node_id)
        if isinstance(node, Take) and self._is_playing:
            self._show(node)
        else:
            self._document.preview(node_id)

    def star_current(self) -> None:
        """Give the current take a star, or remove it."""
        take = self._document.previewed
        if take is not None:
            self._toggle_star(take.id)

    def reject_current(self) -> None:
        """Move the current take into the bin, and show the one that takes its place."""
        self._move(self._document.reject)

    def put_back_current(self) -> None:
        """Move the current take out of the bin, and show the one that takes its place there."""
        self._move(self._document.put_back)

    def want_more(self) -> None:
        """Ask for variations of the current take."""
        take = self._document.previewed
        if take is not None:
            self.more_wanted.emit(take)

    def open_wishes(self) -> None:
        """Ask to set the wishes of the current take in the controls."""
        take = self._document.previewed
        if take is not None:
            self.wishes_opened.emit(take.wishes)

    def bring_back(self) -> None:
        """Go back to the sketch that the current take was made from, with its wishes and seed."""
        take = self._document.previewed
        if take is not None:
            start = self._document.node(take.parent)
            if start is not None:
                self._document.accept(start.id)
            self.wishes_opened.emit(take.wishes)

    def ask_name(self) -> None:
        """Ask for a name for the current take."""
        take = self._document.previewed
        if take is None:
            return
        dialog = QInputDialog(self)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setWindowTitle(self.tr("Name take {0}").format(take.number))
        dialog.setLabelText(self.tr("Name:"))
        dialog.setTextValue(take.name)
        dialog.textValueSelected.connect(lambda name: self._document.rename(take.id, name.strip()))
        dialog.open()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Star a take, or begin a click or a drag."""
        place = event.position().toPoint()
        index = self.indexAt(place)
        if event.button() != Qt.MouseButton.LeftButton or not index.isValid():
            return
        node = index.data(ROW_ROLE).node
        star = self._cards.star_rect(self.visualRect(index), index.data(ROW_ROLE))
        if isinstance(node, Take) and star.contains(place):
            self._toggle_star(node.id)
        else:
            self._pressed, self._pressed_at = node, place
            if isinstance(node, Take):
                self.take_pressed.emit(node)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Begin to drag a card out once the mouse has moved far enough."""
        take = self._pressed
        way = (event.position().toPoint() - self._pressed_at).manhattanLength()
        if isinstance(take, Take) and way >= QApplication.startDragDistance():
            self._pressed, self._dragged = None, take
            self.take_dragged.emit(take)
        elif not event.buttons():
            super().mouseMoveEvent(event)

    def drag_out(self, take: Take, path: Path) -> None:
        """Continue dragging a card as a file, if the mouse button is still held down."""
        if self._dragged is not take:
            return
        index = self.takes_model.index(self.takes_model.row_of(take.id))
        drag = QDrag(self)
        drag.setMimeData(midi_file_data(path))
        drag.setPixmap(self.viewport().grab(self.visualRect(index)))
        drag.setHotSpot(QPoint(HOT_SPOT_PX, HOT_SPOT_PX))
        drag.exec(Qt.DropAction.CopyAction)
        self._dragged = None

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Take a take into the sketch; on its star, a double click is just two clicks."""
        self.mousePressEvent(event)
        if self._pressed is not None:
            self._pressed = None
            self.accept_current()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Pick the card that was clicked."""
        pressed, self._pressed, self._dragged = self._pressed, None, None
        row = self.indexAt(event.position().toPoint()).row()
        if pressed is not None and self.takes_model.row_of(pressed.id) == row:
            self.pick(row)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Leave keys without an action to the window; the list has no keys of its own."""
        event.ignore()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the button of an empty list centred."""
        super().resizeEvent(event)
        self._place_show_all()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the list or, while it is empty, how to get takes."""
        super().paintEvent(event)
        if self.takes_model.rowCount() == 0:
            painter = QPainter(self.viewport())
            painter.setPen(self._theme.color("text.3"))
            painter.setFont(self._theme.font(12))
            place = self.viewport().rect().adjusted(12, 24, -12, 0)
            flags = Qt.AlignmentFlag.AlignHCenter | Qt.TextFlag.TextWordWrap
            painter.drawText(place, int(flags), self._empty_text())
            painter.end()

    def _empty_text(self) -> str:
        card_order = self.takes_model.card_order
        if card_order.starred_only:
            return self.tr("There are no starred takes here.\nPress F on a take to star it.")
        if card_order.child_of is not None:
            return self.tr("No takes like it are left.\nPress G on a take to make more.")
        if card_order.shows_bin:
            return self.tr("The bin is empty.\nPress Delete on a take to put it here.")
        return self.tr("Draw a motif, then press Generate:\nthe takes will appear here.")

    def _show(self, node: Node) -> None:
        """Show a take and play it, or show a version."""
        self._document.preview(node.id)
        if isinstance(node, Take):
            self.take_picked.emit(node)

    def _move(self, moves: Callable[[str], None]) -> None:
        """Move the current take between list and bin, and show the one that is in its row then."""
        take = self._document.previewed
        row = self.takes_model.row_of(self._current_id)
        if take is None:
            return
        moves(take.id)
        node = self.takes_model.node(min(row, self.takes_model.rowCount() - 1))
        if row >= 0 and isinstance(node, Take):
            self.show_node(node.id)

    def _toggle_star(self, take_id: str) -> None:
        take = self._document.node(take_id)
        if isinstance(take, Take):
            self._document.star(take_id, starred=not take.starred)

    def _on_previewed_changed(self) -> None:
        node = self._document.shown_node
        current = node.id if node is not None else None
        if current is not None and current != self._current_id:
            # Going from the sketch back to the take that was left doesn't count as a step.
            self._before_id = self._last_id if self._last_id != current else self._before_id
            self._last_id = current
        self._update_current()
        self._current_id = self._cards.current_id = current
        self._show_current()
        self._update_current()

    def _on_arranged(self) -> None:
        is_empty = self.takes_model.rowCount() == 0
        self._show_all.setVisible(is_empty and self.takes_model.card_order != CardOrder())
        self._place_show_all()
        self.viewport().update()

    def _show_current(self) -> None:
        row = self.takes_model.row_of(self._current_id)
        index = self.takes_model.index(row) if row >= 0 else QModelIndex()
        self.setCurrentIndex(index)
        if row >= 0:
            self.scrollTo(index)

    def _place_show_all(self) -> None:
        button, room = self._show_all, self.viewport().rect()
        button.adjustSize()
        button.move((room.width() - button.width()) // 2, 76)

    def _update_current(self) -> None:
        self.update(self.takes_model.index(max(self.takes_model.row_of(self._current_id), 0)))
