"""Owns ShortcutsDialog: lists every key and what it does, and lets the player change it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from PySide6.QtCore import QCoreApplication, QSize, Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QHBoxLayout,
    QHeaderView,
    QKeySequenceEdit,
    QLabel,
    QLineEdit,
    QPushButton,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from app.ui.actions import ACTIONS, MOUSE, ActionSpec, Pane
from app.ui.shortcuts.shortcuts import SPECS, Shortcuts

SIZE: Final = QSize(620, 680)
FIELD_HEIGHT: Final = 30
NAME: Final = Qt.ItemDataRole.UserRole


class ShortcutsDialog(QDialog):
    """A list of actions by pane with a filter, and below it the keys of the chosen action."""

    def __init__(self, shortcuts: Shortcuts, parent: QWidget) -> None:
        super().__init__(parent)
        self._shortcuts = shortcuts
        self._rows: list[tuple[QTreeWidgetItem, list[QTreeWidgetItem]]] = []
        self.setObjectName("shortcutsDialog")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.resize(SIZE)
        self._filter = QLineEdit()
        self._filter.setObjectName("shortcutFilter")
        self._filter.setClearButtonEnabled(True)
        self._filter.textChanged.connect(self._show_matching)
        self._list = QTreeWidget()
        self._list.setObjectName("shortcutList")
        self._list.setColumnCount(2)
        self._list.setRootIsDecorated(False)
        self._list.setUniformRowHeights(True)
        self._list.header().setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        self._list.currentItemChanged.connect(self._tell)
        self._keys = QKeySequenceEdit()
        self._keys.setObjectName("shortcutEdit")
        self._keys.setMaximumSequenceLength(1)
        self._keys.keySequenceChanged.connect(self._tell)
        self._assign, self._clear, self._reset = QPushButton(), QPushButton(), QPushButton()
        for button, name, does in (
            (self._assign, "assignButton", self._assign_keys),
            (self._clear, "clearButton", lambda: shortcuts.clear(self._chosen())),
            (self._reset, "resetButton", lambda: shortcuts.reset(self._chosen())),
        ):
            button.setObjectName(name)
            button.setAutoDefault(False)
            button.clicked.connect(lambda _checked=False, does=does: does())
        self._note = QLabel()
        self._note.setObjectName("shortcutNote")
        self._note.setWordWrap(True)
        self._lay_out()
        shortcuts.changed.connect(self._fill)
        self.retranslate_ui()

    def retranslate_ui(self) -> None:
        """Set every text."""
        self.setWindowTitle(self.tr("Keys"))
        self._filter.setPlaceholderText(self.tr("Find an action or a key"))
        self._filter.setAccessibleName(self.tr("Find"))
        self._list.setAccessibleName(self.tr("Actions"))
        self._list.setHeaderLabels([self.tr("Action"), self.tr("Keys")])
        self._keys.setAccessibleName(self.tr("New keys"))
        self._clear.setText(self.tr("No keys"))
        self._reset.setText(self.tr("Reset"))
        self._fill()

    def _lay_out(self) -> None:
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self._keys, 1)
        for button in (self._assign, self._clear, self._reset):
            row.addWidget(button)
        closing = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        closing.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 16, 16, 16)
        column.setSpacing(12)
        for field in (self._filter, self._keys, *self._keys.findChildren(QLineEdit)):
            field.setFixedHeight(FIELD_HEIGHT)
        column.addWidget(self._filter)
        column.addWidget(self._list, 1)
        column.addLayout(row)
        column.addWidget(self._note)
        column.addWidget(closing)

    def _fill(self) -> None:
        chosen = self._chosen()
        self._list.clear()
        self._rows = []
        for pane in Pane:
            rows = [
                (_text(spec), ", ".join(map(_native, self._shortcuts.keys(spec.name))), spec.name)
                for spec in ACTIONS
                if spec.pane is pane
            ]
            self._add_group(QCoreApplication.translate("Actions", pane.value), rows, chosen)
        mouse = [
            (*(QCoreApplication.translate("Actions", text) for text in row), "") for row in MOUSE
        ]
        self._add_group(self.tr("Mouse in the notes"), mouse, chosen)
        self._list.expandAll()
        self._show_matching()
        self._tell()

    def _add_group(self, title: str, rows: Iterable[tuple[str, ...]], chosen: str) -> None:
        """Add a heading and its rows: what is done, by which key, and the action's name if any."""
        group = QTreeWidgetItem(self._list, [title])
        group.setFlags(Qt.ItemFlag.ItemIsEnabled)
        font = group.font(0)
        font.setBold(True)
        group.setFont(0, font)
        items = []
        for text, keys, name in rows:
            item = QTreeWidgetItem(group, [text, keys])
            item.setData(0, NAME, name)
            items.append(item)
            if not name:
                item.setFlags(Qt.ItemFlag.ItemIsEnabled)
            elif name == chosen:
                self._list.setCurrentItem(item)
        self._rows.append((group, items))

    def _show_matching(self) -> None:
        wanted = self._filter.text().casefold()
        for group, items in self._rows:
            for item in items:
                item.setHidden(wanted not in f"{item.text(0)} {item.text(1)}".casefold())
            group.setHidden(all(item.isHidden() for item in items))

    def _chosen(self) -> str:
        item = self._list.currentItem()
        return item.data(0, NAME) or "" if item is not None else ""

    def _typed(self) -> str:
        return self._keys.keySequence().toString()

    def _tell(self) -> None:
        """Say which other action would lose the typed keys."""
        name, key = self._chosen(), self._typed()
        for widget in (self._keys, self._clear, self._reset):
            widget.setEnabled(bool(name))
        self._assign.setEnabled(bool(name and key))
        clashes = self._shortcuts.clashes(name, key) if name and key else []
        self._assign.setText(self.tr("Take over") if clashes else self.tr("Assign"))
        if not name:
            self._note.setText(self.tr("Choose an action to give it other keys."))
        elif clashes:
            others = ", ".join(_text(spec) for spec in clashes)
            self._note.setText(
                self.tr("{0} is used for {1}. “Take over” removes it there.").format(
                    _native(key), others
                )
            )
        else:
            text = self.tr("Click in the field and press the keys for “{0}”.")
            self._note.setText(text.format(_text(SPECS[name])))

    def _assign_keys(self) -> None:
        name, key = self._chosen(), self._typed()
        self._keys.clear()
        self._shortcuts.assign(name, key)


def _text(spec: ActionSpec) -> str:
    text = QCoreApplication.translate("Actions", spec.text)
    return text.replace("&", "").rstrip("…")


def _native(key: str) -> str:
    return QKeySequence(key).toString(QKeySequence.SequenceFormat.NativeText)
