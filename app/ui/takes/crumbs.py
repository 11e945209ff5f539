"""Owns Crumbs: the path that led to the shown take, with a button for each step."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QPoint, QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QLabel, QToolButton

from app.document import Document
from app.domain import Node, Take
from app.ui.takes.card_words import name_of
from app.ui.takes.way import Way
from app.ui.theme import Theme
from app.ui.widgets import IconButton

HEIGHT: Final = 36
MARGIN: Final = 12
BETWEEN: Final = "›"


class Crumbs(Way):
    """A row of buttons, one for each step; where there is no room, the first ones are hidden."""

    def __init__(self, document: Document, theme: Theme) -> None:
        super().__init__(document, theme, HEIGHT)
        self._icon = IconButton(theme, "tree-structure", 20, 14, parent=self)
        self._icon.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._icon.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._steps: list[QToolButton] = []
        self._between: list[QLabel] = []
        self._way: tuple[Node, ...] = ()
        self.retranslate_ui()

    def retranslate_ui(self) -> None:
        """Set every text."""
        self.setAccessibleName(self.tr("Where the take came from"))
        self._icon.set_text(self.accessibleName())
        self._show(self._way)

    def sizeHint(self) -> QSize:
        """Return the height; the width can be anything."""
        return QSize(0, HEIGHT)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Show as many steps as fit."""
        super().resizeEvent(event)
        self._place()

    def _follow(self) -> None:
        node = self._document.shown_node
        way = self._document.way_to(node.id) if node is not None else ()
        if [(step.id, self._text(step)) for step in way] != [
            (step.id, self._text(step)) for step in self._way
        ]:
            self._show(way)

    def _show(self, way: tuple[Node, ...]) -> None:
        self._way = way
        for widget in (*self._steps, *self._between):
            widget.hide()
            widget.deleteLater()
        self._steps = [self._step(node) for node in way]
        self._between = [self._divider() for _ in way[1:]]
        self._icon.setVisible(bool(way))
        self._place()

    def _text(self, node: Node) -> str:
        if isinstance(node, Take):
            return str(node.number)
        return name_of(node, self._document.node)

    def _step(self, node: Node) -> QToolButton:
        button = QToolButton(self)
        button.setProperty("crumb", True)
        button.setText(self._text(node))
        button.setAccessibleName(name_of(node, self._document.node))
        button.setToolTip(button.accessibleName())
        button.setFont(self._theme.font(12, 600 if node is self._way[-1] else 400, tabular=True))
        button.setEnabled(node is not self._way[-1])
        button.clicked.connect(lambda: self.node_chosen.emit(node.id))
        return button

    def _divider(self) -> QLabel:
        label = QLabel(BETWEEN, self)
        label.setObjectName("hint")
        label.setFont(self._theme.font(12))
        return label

    def _place(self) -> None:
        left = MARGIN + self._icon.width() - 6
        self._icon.move(MARGIN - 4, (HEIGHT - self._icon.height()) // 2)
        widths = [step.sizeHint().width() for step in self._steps]
        dividers = [label.sizeHint().width() for label in self._between]
        hidden = 0
        room = self.width() - left - MARGIN
        while hidden < len(widths) - 1 and sum(widths[hidden:]) + sum(dividers[hidden:]) > room:
            hidden += 1
        for place, step in enumerate(self._steps):
            if place:
                divider = self._between[place - 1]
                divider.setVisible(place > hidden)
                if place > hidden:
                    divider.setGeometry(left, 0, dividers[place - 1], HEIGHT)
                    left += dividers[place - 1]
            step.setVisible(place >= hidden)
            if place >= hidden:
                size = step.sizeHint()
                step.resize(size)
                step.move(QPoint(left, (HEIGHT - size.height()) // 2))
                left += size.width()
