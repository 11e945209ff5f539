"""Owns OrderMenu: the menu that sorts the list of takes."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QMenu, QWidget

from app.ui.takes.card_order import Order
from app.ui.takes.model import TakesModel

TEXTS: Final = {
    Order.CAME: "As they &came",
    Order.CLOSENESS: "C&losest to the motif first",
    Order.DENSITY: "&Fewest notes per bar first",
    Order.RANGE: "&Narrowest range first",
    Order.SURPRISE: "Least &surprising first",
    Order.TREE: "As a &tree",
}


class OrderMenu(QMenu):
    """Offers the orders, each in both directions."""

    def __init__(self, model: TakesModel, parent: QWidget) -> None:
        super().__init__(parent)
        self._model = model
        self._group = QActionGroup(self)
        self._orders: dict[Order, QAction] = {}
        for order in Order:
            action = self._orders[order] = self.addAction("")
            action.setObjectName(f"order{order.name.title()}Action")
            action.setCheckable(True)
            self._group.addAction(action)
            action.triggered.connect(lambda _checked, order=order: self._choose(order))
        self.addSeparator()
        self._reversed = self.addAction("")
        self._reversed.setCheckable(True)
        self._reversed.triggered.connect(self._reverse)
        model.arranged.connect(self._follow)
        self._follow()
        self.retranslate_ui()

    def retranslate_ui(self) -> None:
        """Set every text."""
        for order, action in self._orders.items():
            action.setText(self.tr(TEXTS[order]))
        self._reversed.setText(self.tr("&Reverse the order"))

    def _choose(self, order: Order) -> None:
        self._model.arrange(replace(self._model.card_order, order=order))

    def _reverse(self, is_reversed: bool) -> None:
        self._model.arrange(replace(self._model.card_order, is_reversed=is_reversed))

    def _follow(self) -> None:
        card_order = self._model.card_order
        self._orders[card_order.order].setChecked(True)
        self._reversed.setChecked(card_order.is_reversed)
        self._reversed.setEnabled(card_order.order is not Order.TREE)
