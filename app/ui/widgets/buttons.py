"""Owns IconButton and Segments."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import zip_longest

from PySide6.QtCore import QSize, Signal
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QButtonGroup, QFrame, QHBoxLayout, QSizePolicy, QToolButton, QWidget
from shiboken6 import isValid

from app.ui.theme import Theme

NARROWEST_SEGMENT = 24


class IconButton(QToolButton):
    """A button with an icon, whose tooltip shows its name and its key.

    It can stand for an action, whose name and state it follows; otherwise `set_text` names it.
    """

    def __init__(
        self,
        theme: Theme,
        icon: str,
        size: int | None = None,
        icon_size: int = 16,
        *,
        action: QAction | None = None,
        token: str = "text.2",
        on: str = "accent.soft.text",
        fills_on: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._theme, self._icon, self._token = theme, icon, token
        self._on, self._fills_on = on, fills_on
        self._action = action
        side = theme.sizes.header_button if size is None else size
        self.setFixedSize(side, side)
        self.setIconSize(QSize(icon_size, icon_size))
        self.setAutoRaise(True)
        if action is not None:
            self.setCheckable(action.isCheckable())
            self.clicked.connect(action.trigger)
            action.changed.connect(self._follow)
            self._follow()
        theme.changed.connect(self._draw)
        self._draw()

    def set_icon(self, icon: str, token: str | None = None) -> None:
        """Show another icon."""
        self._icon = icon
        self._token = token or self._token
        self._draw()

    def set_text(self, text: str, key: str = "") -> None:
        """Set the button's name; `key` is the shortcut that does the same."""
        self.setText(text)
        self.setAccessibleName(text)
        self.setToolTip(f"{text}  {key}" if key else text)

    def _follow(self) -> None:
        # An action emits this signal even while it is being deleted.
        if self._action is not None and isValid(self._action):
            text = self._action.text().replace("&", "").rstrip("…")
            written = QKeySequence.SequenceFormat.NativeText
            self.set_text(text, self._action.shortcut().toString(written))
            self.setEnabled(self._action.isEnabled())
            self.setChecked(self._action.isChecked())

    def _draw(self) -> None:
        icon = self._theme.icon(self._icon, self._token, on=self._on, fills_on=self._fills_on)
        self.setIcon(icon)


class Segments(QFrame):
    """A row of buttons of which one is chosen."""

    chosen = Signal(int)
    """The index of the button that the user chose."""

    def __init__(self, height: int = 28, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("segments", True)
        self.setFixedHeight(height)
        self._group = QButtonGroup(self)
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(2, 2, 2, 2)
        self._row.setSpacing(2)
        self._group.idClicked.connect(self.chosen)

    def set_choices(self, texts: Iterable[str], tips: Iterable[str] = ()) -> None:
        """Offer choices and choose the first; if their number is the same, only rename them."""
        for index, (text, tip) in enumerate(zip_longest(texts, tips, fillvalue="")):
            button = self._group.button(index) or self._added(index)
            button.setText(text)
            button.setToolTip(tip)
        if self.current < 0:
            self.set_current(0)

    @property
    def current(self) -> int:
        """The index of the chosen button; -1 if there is none."""
        return self._group.checkedId()

    def set_current(self, index: int) -> None:
        """Choose a button without emitting `chosen`."""
        self._group.button(index).setChecked(True)

    def add(self, button: QToolButton) -> None:
        """Add a button that was made elsewhere, such as one with an icon."""
        button.setCheckable(True)
        self._group.addButton(button, len(self._group.buttons()))
        self._row.addWidget(button)

    def _added(self, index: int) -> QToolButton:
        button = QToolButton(self)
        button.setProperty("segment", True)
        button.setCheckable(True)
        button.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        button.setMinimumWidth(NARROWEST_SEGMENT)
        self._group.addButton(button, index)
        self._row.addWidget(button)
        return button
