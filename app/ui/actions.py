"""The table of actions: name and keys; what they do is bound where the window is wired."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QCoreApplication, QObject, Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QWidget


@dataclass(frozen=True, slots=True)
class ActionSpec:
    """One action: its text is English here and translated by `Actions.retranslate_ui`."""

    name: str
    text: str
    keys: tuple[str, ...] = ()
    is_checkable: bool = False


ACTIONS: Final = (
    ActionSpec("menu", "Menu", ("F10",)),
    ActionSpec("new", "&New", ("Ctrl+N",)),
    ActionSpec("open", "&Open…", ("Ctrl+O",)),
    ActionSpec("choose_part", "Choose another &part…"),
    ActionSpec("save", "&Save", ("Ctrl+S",)),
    ActionSpec("save_as", "Save &as…", ("Ctrl+Shift+S",)),
    ActionSpec("export", "&Export…", ("Ctrl+E",)),
    ActionSpec("quit", "&Quit", ("Ctrl+Q",)),
    ActionSpec("play", "Play", ("Space",), is_checkable=True),
    ActionSpec("stop", "Stop"),
    ActionSpec("loop", "Loop", ("L",), is_checkable=True),
    ActionSpec("generate", "Generate", ("Ctrl+G",)),
    ActionSpec("cancel", "Cancel", ("Ctrl+.",)),
    ActionSpec("theme_system", "Colours of the &system", is_checkable=True),
    ActionSpec("theme_light", "&Light", is_checkable=True),
    ActionSpec("theme_dark", "&Dark", is_checkable=True),
)


class Actions(QObject):
    """The window's actions by name; each works wherever the focus is."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._actions: dict[str, QAction] = {}
        for spec in ACTIONS:
            action = QAction(window)
            action.setObjectName(f"{spec.name}Action")
            action.setShortcuts([QKeySequence(keys) for keys in spec.keys])
            action.setShortcutContext(Qt.ShortcutContext.WindowShortcut)
            action.setCheckable(spec.is_checkable)
            window.addAction(action)
            self._actions[spec.name] = action
        self.retranslate_ui()

    def retranslate_ui(self) -> None:
        """Set every text."""
        for spec in ACTIONS:
            self._actions[spec.name].setText(QCoreApplication.translate("Actions", spec.text))

    def __getitem__(self, name: str) -> QAction:
        return self._actions[name]

    def add(self, name: str, action: QAction) -> None:
        """Take in an action that was made elsewhere, such as the undo stack's."""
        self._actions[name] = action
