"""Owns PresetsMenu, in which the player chooses, saves, renames and deletes presets."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QInputDialog, QMenu, QWidget

from app.errors import InvalidValueError
from app.ui.ask.panel_wishes import PanelWishes
from app.ui.ask.presets import Presets
from app.ui.widgets import in_menu


class PresetsMenu(QMenu):
    """A menu that ticks the preset which equals the present wishes; `wishes` returns these."""

    chosen = Signal(object)
    """The wishes of the preset that was chosen."""
    refused = Signal(str)
    """Why a name was not accepted."""

    def __init__(
        self, presets: Presets, wishes: Callable[[], PanelWishes], parent: QWidget
    ) -> None:
        super().__init__(parent)
        self.setObjectName("presetsMenu")
        self._presets, self._wishes = presets, wishes
        self._rename, self._delete = QMenu(self), QMenu(self)
        self.aboutToShow.connect(self._fill)

    def _fill(self) -> None:
        self.clear()
        own = self._presets.own
        self._add_choices(self._presets.built_in)
        self.addSeparator()
        self._add_choices(own)
        self.addSeparator()
        self.addAction(self.tr("&Save these wishes as…")).triggered.connect(self._ask_save)
        for menu, text, does in (
            (self._rename, self.tr("&Rename"), self._ask_rename),
            (self._delete, self.tr("D&elete"), self._presets.delete),
        ):
            menu.clear()
            menu.setTitle(text)
            menu.setEnabled(bool(own))
            self.addMenu(menu)
            for name in own:
                action = menu.addAction(in_menu(name))
                action.triggered.connect(lambda _on=False, does=does, name=name: does(name))
        self.addSeparator()
        back = self.addAction(self.tr("Back to the &defaults"))
        back.setEnabled(not self._wishes().is_like(PanelWishes()))
        back.triggered.connect(lambda: self.chosen.emit(PanelWishes()))

    def _add_choices(self, presets: Mapping[str, PanelWishes]) -> None:
        now = self._wishes()
        for name, wishes in presets.items():
            action = self.addAction(in_menu(name))
            action.setCheckable(True)
            action.setChecked(wishes.is_like(now))
            action.triggered.connect(lambda _on=False, wishes=wishes: self.chosen.emit(wishes))

    def _ask_save(self) -> None:
        wishes = self._wishes()
        self._ask(self.tr("Save these wishes"), "", lambda name: self._presets.save(name, wishes))

    def _ask_rename(self, old: str) -> None:
        self._ask(self.tr("Rename the preset"), old, lambda name: self._presets.rename(old, name))

    def _ask(self, title: str, name: str, then: Callable[[str], None]) -> None:
        """Ask for a name, and call `then` with it."""

        def try_name(typed: str) -> None:
            try:
                then(typed)
            except InvalidValueError as error:
                self.refused.emit(str(error))

        dialog = QInputDialog(self.parentWidget())
        dialog.setObjectName("presetNameDialog")
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setWindowTitle(title)
        dialog.setLabelText(self.tr("Name:"))
        dialog.setTextValue(name)
        dialog.textValueSelected.connect(try_name)
        dialog.open()
