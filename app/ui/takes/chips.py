"""Owns Chips: the filter of the list: all takes, the starred ones, or those made from one take."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QToolButton, QWidget

from app.document import Document
from app.domain import Take
from app.ui.takes.model import TakesModel
from app.ui.theme import Theme

ICON_SIZE: Final = QSize(12, 12)
NAMES: Final = ("allTakesChip", "starredTakesChip", "moreLikeChip")


class Chips(QWidget):
    """A button for each filter, which says how many takes pass it; the chosen ones are listed."""

    def __init__(self, document: Document, model: TakesModel, theme: Theme) -> None:
        super().__init__()
        self._document, self._model, self._theme = document, model, theme
        self._parent_take: Take | None = None
        self._group = QButtonGroup(self)
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 12, 12, 0)
        row.setSpacing(6)
        self._all, self._starred, self._more = (self._chip(name) for name in NAMES)
        for chip in (self._all, self._starred, self._more):
            row.addWidget(chip)
        row.addStretch(1)
        self._starred.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self._all.clicked.connect(lambda: self._list(starred_only=False, child_of=None))
        self._starred.clicked.connect(lambda: self._list(starred_only=True, child_of=None))
        self._more.clicked.connect(self._list_children)
        theme.changed.connect(self._draw)
        self._draw()
        self.follow()

    def follow(self) -> None:
        """Show the present numbers."""
        takes, card_order = self._document.takes, self._model.card_order
        self._parent_take = self._with_children()
        self._all.setText(self.tr("All {0}").format(len(takes)))
        starred = sum(take.starred for take in takes)
        self._starred.setText(self.tr("Starred {0}").format(starred))
        parent = self._parent_take
        self._more.setVisible(parent is not None)
        if parent is not None:
            text = self.tr("More like {0}  {1}")
            self._more.setText(text.format(parent.number, self._children(parent.id)))
        chosen = self._more if card_order.child_of else self._all
        (self._starred if card_order.starred_only else chosen).setChecked(True)
        self.setVisible(len(takes) > 0 and not card_order.shows_bin)

    def _chip(self, name: str) -> QToolButton:
        chip = QToolButton()
        chip.setObjectName(name)
        chip.setProperty("chip", True)
        chip.setCheckable(True)
        chip.setFixedHeight(self._theme.sizes.form_field - 2)
        chip.setFont(self._theme.font(12, 500, tabular=True))
        chip.setIconSize(ICON_SIZE)
        self._group.addButton(chip)
        return chip

    def _draw(self) -> None:
        self._starred.setIcon(self._theme.icon("star", "text.2"))

    def _list(self, *, starred_only: bool, child_of: str | None) -> None:
        card_order = self._model.card_order
        self._model.arrange(replace(card_order, starred_only=starred_only, child_of=child_of))

    def _list_children(self) -> None:
        if self._parent_take is not None:
            self._list(starred_only=False, child_of=self._parent_take.id)

    def _with_children(self) -> Take | None:
        """Return the take whose children can be listed: the present parent, or the current take."""
        takes, current = self._document.takes, self._document.previewed
        listed = takes.find(self._model.card_order.child_of)
        if listed is not None or current is None:
            return listed or self._parent_take
        if self._children(current.id):
            return current
        return takes.find(current.parent) or self._parent_take

    def _children(self, take_id: str) -> int:
        return sum(take.parent == take_id for take in self._document.takes)
