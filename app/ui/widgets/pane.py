"""Owns PaneHeader: the line above a pane with its title, a note and its buttons."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QApplication, QFrame, QHBoxLayout, QLabel, QSizePolicy, QWidget

from app.ui.theme import Theme

LINE = 2


class PaneHeader(QFrame):
    """Has the title at the left, then what is added, and buttons at the right.

    A line in the accent colour below the title shows that `pane` has the focus.
    """

    def __init__(self, theme: Theme, pane: QWidget | None = None) -> None:
        super().__init__()
        self.setObjectName("paneHeader")
        self._height = theme.sizes.pane_header
        self.setFixedHeight(self._height)
        self.title = QLabel()
        self.title.setFont(theme.font(13, 600))
        self.note = QLabel()
        self.note.setObjectName("paneNote")
        self.note.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(12, 0, 8, 0)
        self._row.setSpacing(4)
        self._row.addWidget(self.title)
        self._row.addSpacing(8)
        self._row.addWidget(self.note, 1)
        if pane is not None:
            self._line = FocusLine(theme, self.title, pane)

    def sizeHint(self) -> QSize:
        """Return the height that a dock has to leave for it."""
        return QSize(super().sizeHint().width(), self._height)

    def minimumSizeHint(self) -> QSize:
        """Return the height that a dock has to leave for it."""
        return QSize(super().minimumSizeHint().width(), self._height)

    def add_before_note(self, widget: QWidget) -> None:
        """Add a widget between title and note."""
        self._row.insertWidget(self._row.indexOf(self.note), widget)
        self._row.insertSpacing(self._row.indexOf(self.note), 8)

    def add(self, *widgets: QWidget) -> None:
        """Add widgets at the right."""
        for widget in widgets:
            self._row.addWidget(widget)


class FocusLine(QWidget):
    """A line of 2 px below a title, visible while its pane has the focus."""

    def __init__(self, theme: Theme, title: QWidget, pane: QWidget) -> None:
        super().__init__(title.parentWidget())
        self._theme, self._title, self._pane = theme, title, pane
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        title.installEventFilter(self)
        application = QApplication.instance()
        if isinstance(application, QApplication):
            application.focusChanged.connect(self._on_focus_changed)
        self.hide()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Follow the place of the title."""
        if event.type() in (QEvent.Type.Resize, QEvent.Type.Move):
            self._place()
        return super().eventFilter(watched, event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the line."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), self._theme.color("accent"))

    def _place(self) -> None:
        title = self._title.geometry()
        self.setGeometry(
            title.left(), self._theme.sizes.pane_header - LINE - 1, title.width(), LINE
        )

    def _on_focus_changed(self, _old: QWidget | None, new: QWidget | None) -> None:
        has_focus = new is not None and (new is self._pane or self._pane.isAncestorOf(new))
        self.setVisible(has_focus)
        if has_focus:
            self._place()
            self.raise_()


def rule() -> QFrame:
    """Return a line between two sections."""
    line = QFrame()
    line.setObjectName("rule")
    return line
