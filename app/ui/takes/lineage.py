"""Owns Lineage: a small picture of where takes came from; a click on a circle shows that take."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QEvent, QPointF, QRectF, Qt
from PySide6.QtGui import QHelpEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QToolTip

from app.document import Document
from app.domain import Node, Take
from app.ui.takes.card_words import name_of
from app.ui.takes.family import (
    CHILDREN_Y,
    GRANDCHILDREN_Y,
    ROOT_Y,
    Circle,
    Family,
    Picture,
    family_of,
    picture_of,
)
from app.ui.takes.way import Way
from app.ui.theme import Theme

MARGIN: Final = 12
TITLE_BASELINE: Final = 20
ROOT_PX: Final = 14.0
WAY_PX: Final = 1.5
CIRCLE_PX: Final = 1.2
HEIGHT: Final = 104
OPEN_DEGREES: Final = 290
"""How much of a circle is drawn for the take that is being made."""


class Lineage(Way):
    """Shows a node, the takes made from it, and those made from the current one of these."""

    def __init__(self, document: Document, theme: Theme) -> None:
        super().__init__(document, theme, HEIGHT)
        self.setMouseTracking(True)
        self._awaited: tuple[str | None, int] = (None, 0)
        theme.changed.connect(self.update)
        self.setHidden(self._family() is None)
        self.retranslate_ui()

    def retranslate_ui(self) -> None:
        """Set every text."""
        self.setAccessibleName(self.tr("Where takes came from"))

    def await_takes(self, node_id: str | None, number: int) -> None:
        """Show that a number of takes of a node are still being made."""
        self._awaited = (node_id, number)
        self._follow()

    def event(self, event: QEvent) -> bool:
        """Show what a circle stands for as a tooltip."""
        if isinstance(event, QHelpEvent):
            node = self._node_at(QPointF(event.pos()))
            text = "" if node is None else self._name(node)
            QToolTip.showText(event.globalPos(), text, self)
            return True
        return super().event(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Show a pointing hand where a click does something."""
        has_node = self._node_at(event.position()) is not None
        self.setCursor(
            Qt.CursorShape.PointingHandCursor if has_node else Qt.CursorShape.ArrowCursor
        )

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Show the take or version under the mouse."""
        node = self._node_at(event.position())
        if node is not None and event.button() == Qt.MouseButton.LeftButton:
            self.node_chosen.emit(node.id)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the title, the lines, and the circles over them."""
        super().paintEvent(event)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        family = self._family()
        if family is None:
            return
        theme = self._theme
        theme.icon("tree-structure", "text.2").paint(painter, MARGIN, 8, 14, 14)
        painter.setFont(theme.font(12, 500))
        painter.setPen(theme.color("text.2"))
        painter.drawText(QPointF(MARGIN + 20, TITLE_BASELINE), self.accessibleName())
        picture = self._picture(family)
        self._paint_lines(painter, family, picture)
        self._paint_root(painter, family, picture)
        painter.setFont(theme.font(10, 600, tabular=True))
        for circles in (picture.children, picture.grandchildren):
            being_made = next((circle for circle in circles if circle.take is None), None)
            for circle in circles:
                self._paint_circle(painter, circle, is_being_made=circle is being_made)
        if family.chosen is not None and picture.grandchildren:
            painter.setFont(theme.font(11))
            painter.setPen(theme.color("text.3"))
            text = self.tr("more like {0}").format(family.chosen.number)
            painter.drawText(QPointF(picture.label_x, GRANDCHILDREN_Y + 4), text)

    def _follow(self) -> None:
        """Show the present family; if there is none, leave the space to the list."""
        self.setHidden(self._family() is None)
        self.update()

    def _family(self) -> Family | None:
        return family_of(self._document, *self._awaited)

    def _picture(self, family: Family) -> Picture:
        current = self._document.shown_node
        return picture_of(family, current, MARGIN, self.width() - MARGIN)

    def _node_at(self, place: QPointF) -> Node | None:
        family = self._family()
        if family is None:
            return None
        picture = self._picture(family)
        if abs(place.x() - picture.root_x) <= ROOT_PX and abs(place.y() - ROOT_Y) <= ROOT_PX / 2:
            return family.root
        return picture.take_at(place.x(), place.y())

    def _name(self, node: Node) -> str:
        name = name_of(node, self._document.node)
        return f"{name}, {node.name}" if isinstance(node, Take) and node.name else name

    def _paint_lines(self, painter: QPainter, family: Family, picture: Picture) -> None:
        """Draw the lines from parents to children, with the one to the current take on top."""
        border, way = self._theme.color("border"), self._theme.color("note.model.line")
        current = self._document.shown_node
        on_way = {node.id for node in (family.chosen, current) if node is not None}
        for circles, from_y in (
            (picture.children, ROOT_Y + ROOT_PX / 2),
            (picture.grandchildren, CHILDREN_Y),
        ):
            for is_way in (False, True):
                for circle in circles:
                    if (circle.take is not None and circle.take.id in on_way) is is_way:
                        pen = QPen(way, WAY_PX) if is_way else QPen(border, 1)
                        _draw_way(painter, pen, picture.root_x, from_y, circle)

    def _paint_root(self, painter: QPainter, family: Family, picture: Picture) -> None:
        theme, root = self._theme, family.root
        box = QRectF(picture.root_x - ROOT_PX / 2, ROOT_Y - ROOT_PX / 2, ROOT_PX, ROOT_PX)
        painter.setPen(Qt.PenStyle.NoPen)
        if isinstance(root, Take):
            painter.setBrush(theme.color("note.model.line"))
            painter.drawEllipse(box)
        else:
            painter.setBrush(theme.color("note.player"))
            painter.drawRoundedRect(box, 3, 3)
        if root is None:
            return
        text = self._name(root)
        painter.setFont(theme.font(11))
        painter.setPen(theme.color("text.2"))
        width = painter.fontMetrics().horizontalAdvance(text)
        left = box.right() + 7
        if left + width > self.width() - MARGIN:
            left = box.left() - 7 - width
        painter.drawText(QPointF(left, ROOT_Y + 4), text)

    def _paint_circle(self, painter: QPainter, circle: Circle, *, is_being_made: bool) -> None:
        theme, take = self._theme, circle.take
        half = circle.size / 2
        box = QRectF(circle.x - half, circle.y - half, circle.size, circle.size)
        box.adjust(0.5, 0.5, -0.5, -0.5)
        line = theme.color("note.model.line")
        painter.setBrush(theme.color("panel"))
        if take is None:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.drawEllipse(box)
            painter.setBrush(Qt.BrushStyle.NoBrush)
            if is_being_made:
                painter.setPen(QPen(line, CIRCLE_PX))
                painter.drawArc(box, 90 * 16, -OPEN_DEGREES * 16)
            else:
                pen = QPen(theme.color("text.3"), CIRCLE_PX)
                pen.setDashPattern([2, 2])
                painter.setPen(pen)
                painter.drawEllipse(box)
            return
        shown = self._document.shown_node
        is_current = shown is not None and take.id == shown.id
        is_large = circle.size > ROOT_PX
        if is_current or not is_large:
            painter.setBrush(line)
        edge = theme.color("text") if is_current and not is_large else line
        painter.setPen(QPen(edge, CIRCLE_PX))
        painter.drawEllipse(box)
        if is_large:
            painter.setPen(theme.color("generate.text" if is_current else "text"))
            painter.drawText(box, Qt.AlignmentFlag.AlignCenter, str(take.number))


def _draw_way(painter: QPainter, pen: QPen, root_x: float, from_y: float, circle: Circle) -> None:
    painter.setPen(pen)
    turn_y = circle.y - circle.size / 2 - 4
    painter.drawLine(QPointF(root_x, from_y), QPointF(root_x, turn_y))
    painter.drawLine(QPointF(root_x, turn_y), QPointF(circle.x, turn_y))
    painter.drawLine(QPointF(circle.x, turn_y), QPointF(circle.x, circle.y))
