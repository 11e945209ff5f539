"""Owns TakesPanel: header with number and filter, the list, and the path to the current take."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QMenu, QToolButton, QVBoxLayout, QWidget

from app.document import Document
from app.ui.actions import Actions, Pane
from app.ui.takes.chips import Chips
from app.ui.takes.crumbs import Crumbs
from app.ui.takes.lineage import Lineage
from app.ui.takes.order_menu import OrderMenu
from app.ui.takes.takes_actions import CARD_MENU, MORE_MENU, NEED_TAKE, bind
from app.ui.takes.view import TakesView
from app.ui.takes.way import Way
from app.ui.theme import Theme
from app.ui.widgets import IconButton, PaneHeader


class TakesPanel(QWidget):
    """The content of the takes dock; `header` is the dock's title bar."""

    def __init__(self, document: Document, theme: Theme, actions: Actions) -> None:
        super().__init__()
        self.setObjectName("takesPanel")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._document, self._actions = document, actions
        self.view = TakesView(document, theme)
        self._model = self.view.takes_model
        actions.give(Pane.TAKES, self.view)
        bind(actions, self.view)
        self.header = PaneHeader(theme, self.view)
        self._chips = Chips(document, self._model, theme)
        self._order = _menu_button(theme, "sort-ascending", OrderMenu(self._model, self))
        self._order.setObjectName("orderButton")
        self._more_menu = QMenu(self)
        actions.fill(self._more_menu, MORE_MENU)
        self._more = _menu_button(theme, "dots-three", self._more_menu)
        self._more.setObjectName("moreTakesButton")
        self.header.add(self._order, self._more)
        self._card_menu = QMenu(self)
        actions.fill(self._card_menu, CARD_MENU)
        self.view.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.view.customContextMenuRequested.connect(self._open_card_menu)
        self._way: Way = (Lineage if theme.sizes.has_lineage else Crumbs)(document, theme)
        self._way.node_chosen.connect(self.view.show_node)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        cards = QVBoxLayout()
        cards.setContentsMargins(12, 12, 8, 0)
        cards.addWidget(self.view)
        column.addWidget(self._chips)
        column.addLayout(cards)
        column.addWidget(self._way)
        for name in ("only_starred", "show_bin"):
            actions[name].toggled.connect(self._on_filter_toggled)
        self._model.arranged.connect(self._tell)
        document.previewed_changed.connect(self._tell)
        self.retranslate_ui()

    def retranslate_ui(self) -> None:
        """Set every text."""
        self.header.title.setText(self.tr("Takes"))
        self._order.set_text(self.tr("Order"))
        self._more.set_text(self.tr("Export and bin"))
        self._tell()

    def await_takes(self, node_id: str, number: int) -> None:
        """Show that a number of takes of a take or version are still being made."""
        self._way.await_takes(node_id, number)

    def _on_filter_toggled(self) -> None:
        starred, shows_bin = (
            self._actions[name].isChecked() for name in ("only_starred", "show_bin")
        )
        card_order = self._model.card_order
        wished = replace(card_order, starred_only=starred, child_of=None, shows_bin=shows_bin)
        if (starred, shows_bin) != (card_order.starred_only, card_order.shows_bin):
            self._model.arrange(wished)

    def _open_card_menu(self, place: QPoint) -> None:
        node = self._model.node(self.view.indexAt(place).row())
        if node is not None:
            self._document.preview(node.id)
            self._card_menu.popup(self.view.viewport().mapToGlobal(place))

    def _tell(self) -> None:
        """Show how many takes are listed, and enable what can be done with them."""
        self._chips.follow()
        document, actions, card_order = self._document, self._actions, self._model.card_order
        listed, number = self._model.takes, len(document.takes)
        if card_order.shows_bin:
            note = self.tr("{0} in the bin").format(len(document.bin))
        elif listed != number:
            note = self.tr("{0} of {1}").format(listed, number)
        else:
            note = str(number) if number else ""
        self.header.note.setText(note)
        actions["only_starred"].setChecked(card_order.starred_only)
        actions["show_bin"].setChecked(card_order.shows_bin)
        take = document.previewed
        for name in NEED_TAKE:
            actions[name].setEnabled(take is not None)
        is_rejected = take is not None and document.bin.find(take.id) is not None
        actions["accept"].setEnabled(document.shown_node is not None)
        actions["reject"].setEnabled(take is not None and not is_rejected)
        actions["put_back"].setEnabled(is_rejected)
        actions["empty_bin"].setEnabled(len(document.bin) > 0)
        actions["export_starred"].setEnabled(any(take.starred for take in document.takes))


def _menu_button(theme: Theme, icon: str, menu: QMenu) -> IconButton:
    button = IconButton(theme, icon)
    button.setMenu(menu)
    button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
    return button
