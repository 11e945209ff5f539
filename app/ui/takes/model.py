"""Owns TakesModel: the document's takes as rows for Qt."""

from __future__ import annotations

from typing import Any, Final

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from app.document import Document
from app.domain import Take, TakeTree

TAKE_ROLE: Final = int(Qt.ItemDataRole.UserRole)


class TakesModel(QAbstractListModel):
    """One row for each take, in the order in which they came."""

    def __init__(self, document: Document, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._document = document
        self._takes = document.takes
        document.takes_changed.connect(self._on_takes_changed)

    def rowCount(self, parent: QModelIndex | QPersistentModelIndex = QModelIndex()) -> int:  # noqa: B008  Qt's own signature
        """Return how many takes there are."""
        return 0 if parent.isValid() else len(self._takes)

    def data(self, index: QModelIndex | QPersistentModelIndex, role: int = TAKE_ROLE) -> Any:
        """Return the take, or its name for a screen reader."""
        if not index.isValid():
            return None
        take = self._takes[index.row()]
        if role == TAKE_ROLE:
            return take
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return self.tr("Take {0}").format(take.number)
        return None

    def take(self, row: int) -> Take | None:
        """Return the take of a row."""
        return self._takes[row] if 0 <= row < len(self._takes) else None

    def row_of(self, take_id: str | None) -> int:
        """Return the row of a take, -1 if it has none."""
        ids = [take.id for take in self._takes]
        return ids.index(take_id) if take_id in ids else -1

    def _on_takes_changed(self) -> None:
        old, new = self._takes.takes, self._document.takes.takes
        if new[: len(old)] == old and len(new) > len(old):
            self.beginInsertRows(QModelIndex(), len(old), len(new) - 1)
            self._takes = self._document.takes
            self.endInsertRows()
        elif [take.id for take in new] == [take.id for take in old]:
            self._takes = TakeTree(new)
            self.dataChanged.emit(self.index(0), self.index(len(new) - 1))
        else:
            self.beginResetModel()
            self._takes = self._document.takes
            self.endResetModel()
