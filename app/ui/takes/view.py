"""Owns TakesView: the list of cards; picking one shows and plays it."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QInputDialog, QListView, QWidget

from app.document import Document
from app.domain import Take
from app.ui.takes.card import CardDelegate
from app.ui.takes.model import TakesModel
from app.ui.theme import Theme


class TakesView(QListView):
    """Shows every take as a card; `commands` has what its keys do."""

    take_picked = Signal(object)
    """The take that is shown now and is to be heard."""
    take_accepted = Signal(object)
    """The take that was taken into the sketch."""

    def __init__(self, document: Document, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._document, self._theme = document, theme
        self.setObjectName("takesView")
        self._model = TakesModel(document, self)
        self._cards = CardDelegate(theme, self)
        self._cards.star_clicked.connect(self._toggle_star)
        self.setModel(self._model)
        self.setItemDelegate(self._cards)
        self.setMouseTracking(True)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setUniformItemSizes(True)
        self.setFrameShape(QListView.Shape.NoFrame)
        self.clicked.connect(self._on_clicked)
        self.doubleClicked.connect(lambda _index: self.accept_current())
        document.previewed_changed.connect(self._follow)
        document.takes_changed.connect(self._follow)
        theme.changed.connect(self.viewport().update)
        self.retranslate_ui()

    def retranslate_ui(self) -> None:
        """Set every text."""
        self.setAccessibleName(self.tr("Takes"))

    def set_playhead(self, ticks: float | None) -> None:
        """Show in the current card where playing is."""
        self._cards.playhead_ticks = ticks
        self._cards.is_sounding = ticks is not None
        self.update(self._model.index(self._model.row_of(self._cards.current_id)))

    def pick(self, row: int) -> None:
        """Show the take of a row, and have it played."""
        take = self._model.take(row)
        if take is not None:
            self._document.preview(take.id)
            self.take_picked.emit(take)

    def accept_current(self) -> None:
        """Take the current take into the sketch."""
        take = self._current()
        if take is not None:
            self._document.accept(take.id)
            self.take_accepted.emit(take)

    def step(self, rows: int) -> None:
        """Pick the take so many rows further, the first before the first."""
        take = self._current()
        row = self._model.row_of(take.id) if take is not None else -1
        self.pick(max(row + rows, 0))

    def show_sketch(self) -> None:
        """Show the sketch again."""
        self._document.preview(None)

    def star_current(self) -> None:
        """Give the current take its star, or take it away."""
        take = self._current()
        if take is not None:
            self._toggle_star(take.id)

    def reject_current(self) -> None:
        """Take the current take away."""
        take = self._current()
        if take is not None:
            self._document.reject(take.id)

    def ask_name(self) -> None:
        """Ask for a name of the current take."""
        take = self._current()
        if take is None:
            return
        dialog = QInputDialog(self)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setWindowTitle(self.tr("Name take {0}").format(take.number))
        dialog.setLabelText(self.tr("Name:"))
        dialog.setTextValue(take.name)
        dialog.textValueSelected.connect(lambda name: self._document.rename(take.id, name))
        dialog.open()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Leave keys that are no action's to the window: the list has none of its own."""
        event.ignore()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Tell how takes come while there are none."""
        super().paintEvent(event)
        if self._model.rowCount() == 0:
            painter = QPainter(self.viewport())
            painter.setPen(self._theme.color("text.3"))
            painter.setFont(self._theme.font(12))
            text = self.tr("Draw a motif, then press Generate:\nits takes appear here.")
            place = self.viewport().rect().adjusted(12, 24, -12, 0)
            flags = Qt.AlignmentFlag.AlignHCenter | Qt.TextFlag.TextWordWrap
            painter.drawText(place, int(flags), text)
            painter.end()

    def _current(self) -> Take | None:
        return self._document.previewed

    def _on_clicked(self, index: QModelIndex) -> None:
        self.pick(index.row())

    def _toggle_star(self, take_id: str) -> None:
        take = self._document.takes.find(take_id)
        if take is not None:
            self._document.star(take_id, starred=not take.starred)

    def _follow(self) -> None:
        """Let the cards share one pitch range, and show which one is current."""
        pitches = [note.pitch for take in self._document.takes for note in take.new_notes]
        if pitches:
            self._cards.pitches = (min(pitches), max(pitches))
        take = self._current()
        self._cards.current_id = take.id if take is not None else None
        if take is not None:
            self.scrollTo(self._model.index(self._model.row_of(take.id)))
        self.viewport().update()
