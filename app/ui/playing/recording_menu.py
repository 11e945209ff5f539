"""Owns RecordingMenu: chooses the MIDI keyboard, and how to record."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication, Signal
from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QMenu, QWidget

from app.services.settings import (
    COUNT_IN,
    MIDI_INPUT,
    RECORD_MODE,
    RECORD_STRENGTH,
    Option,
    Settings,
)
from app.ui.option_action import bind_option
from app.ui.widgets import in_menu

TEXTS = {
    "overdub": "Add to the notes",
    "replace": "Replace the notes",
    "0": "As played",
    "50": "Halfway to the grid",
    "75": "Close to the grid",
    "100": "On the grid",
}


class RecordingMenu(QMenu):
    """Lists the MIDI ports and the options for recording."""

    port_chosen = Signal(str)
    """The name of the chosen port; empty for none."""

    def __init__(self, settings: Settings, actions: Sequence[QAction], parent: QWidget) -> None:
        super().__init__(parent)
        self._settings, self._actions = settings, actions
        self._ports: tuple[str, ...] = ()
        self._problem = ""
        self.aboutToShow.connect(self._fill)
        self.retranslate_ui()

    def retranslate_ui(self) -> None:
        """Set every text."""
        self.setTitle(self.tr("Re&cord"))
        self._fill()

    def set_ports(self, names: tuple[str, ...], problem: str) -> None:
        """Offer ports; if there are none, `problem` says why."""
        self._ports, self._problem = names, problem

    def _fill(self) -> None:
        self.clear()
        self.addActions(self._actions)
        self.addSeparator()
        for option in (RECORD_MODE, RECORD_STRENGTH):
            self._add_choices(option)
            self.addSeparator()
        count_in = self.addAction(self.tr("Count in one bar"))
        count_in.setCheckable(True)
        bind_option(count_in, self._settings, COUNT_IN)
        self._add_ports(self.addMenu(self.tr("MIDI &keyboard")))

    def _add_choices(self, option: Option[str]) -> None:
        group = QActionGroup(self)
        for value in option.choices:
            action = self.addAction(QCoreApplication.translate("RecordingMenu", TEXTS[value]))
            action.setCheckable(True)
            action.setChecked(self._settings.get(option) == value)
            action.triggered.connect(
                lambda _checked, value=value: self._settings.set(option, value)
            )
            group.addAction(action)

    def _add_ports(self, menu: QMenu) -> None:
        chosen = self._settings.get(MIDI_INPUT)
        offered = {"": self.tr("None"), **{name: name for name in self._ports}}
        if chosen:
            offered.setdefault(chosen, self.tr("{0} (not connected)").format(chosen))
        group = QActionGroup(menu)
        for name, text in offered.items():
            action = menu.addAction(in_menu(text))
            action.setCheckable(True)
            action.setChecked(name == chosen)
            action.triggered.connect(lambda _checked, name=name: self.port_chosen.emit(name))
            group.addAction(action)
        if not self._ports:
            told = self._problem or self.tr("No MIDI keyboard is plugged in.")
            menu.addAction(in_menu(told)).setEnabled(False)
