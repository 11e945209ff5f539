"""Owns TakesModel: the takes of the document as rows for Qt, filtered and sorted."""

from __future__ import annotations

from bisect import bisect_left
from typing import Any, Final

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
    QTimer,
    Signal,
)

from app.document import Document
from app.domain import Node, Take
from app.domain.describe import Trait, describe
from app.domain.take_figures import TakeFigures, figures_of
from app.domain.wishes import MOST_TAKES
from app.ui.takes.card_order import CardOrder, Row
from app.ui.takes.card_words import details, name_of, particulars, spoken, version_details
from app.ui.widgets import in_tip

ROW_ROLE: Final = int(Qt.ItemDataRole.UserRole)
NO_PITCHES: Final = (60, 84)
MEASURED_AT_ONCE: Final = 20
"""How many takes are measured at once when Qt is idle, which takes about two milliseconds."""

Index = QModelIndex | QPersistentModelIndex


class TakesModel(QAbstractListModel):
    """Has a row for each listed take and, in a tree, for each version."""

    arranged = Signal()
    """Other rows are listed, or their order has changed."""

    def __init__(self, document: Document, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._document = document
        self._card_order = CardOrder()
        self._rows: list[Row] = []
        self._places: dict[str, int] = {}
        self.takes = 0
        """How many takes are listed."""
        self._figures: dict[str, TakeFigures] = {}
        self._traits: dict[str, tuple[Trait, ...]] = {}
        self._unmeasured: list[Take] = []
        self._idle = QTimer(self, interval=0)
        self._idle.timeout.connect(self._measure_ahead)
        self._ranged: set[str] = set()
        self.pitches = NO_PITCHES
        """The lowest and highest pitch of all takes."""
        document.takes_changed.connect(self._on_takes_changed)
        self._on_takes_changed()

    @property
    def card_order(self) -> CardOrder:
        """What the player has chosen to see."""
        return self._card_order

    @property
    def is_measured(self) -> bool:
        """Whether every take was measured, so that the list can be sorted at once."""
        return not self._unmeasured

    def arrange(self, card_order: CardOrder) -> None:
        """List other takes, or change their order."""
        if card_order != self._card_order:
            self._card_order = card_order
            self.beginResetModel()
            self._take_rows(self._arranged())
            self.endResetModel()
            self.arranged.emit()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008  Qt's own signature
        """Return how many rows there are."""
        return 0 if parent.isValid() else len(self._rows)

    def data(self, index: Index, role: int = ROW_ROLE) -> Any:
        """Return the row, its description for a screen reader, or the text of its tooltip."""
        if not index.isValid():
            return None
        row = self._rows[index.row()]
        if role == ROW_ROLE:
            return row
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return self._spoken(row.node)
        if role == Qt.ItemDataRole.ToolTipRole:
            return in_tip(self._details(row.node))
        return None

    def node(self, row: int) -> Node | None:
        """Return the take or version of a row."""
        return self._rows[row].node if 0 <= row < len(self._rows) else None

    def numbered(self, number: int) -> int:
        """Return the row of the first, second, … listed take; -1 if there are fewer."""
        takes = (place for place, row in enumerate(self._rows) if isinstance(row.node, Take))
        return next((place for count, place in enumerate(takes, 1) if count == number), -1)

    def row_of(self, node_id: str | None) -> int:
        """Return the row of a take or version; -1 if it isn't listed."""
        return -1 if node_id is None else self._places.get(node_id, -1)

    def words(self, take: Take) -> str:
        """Describe what sets a take apart from those of its batch that came before it."""
        return particulars(self._traits_of(take))

    def figures_of(self, take: Take) -> TakeFigures:
        """Return the measures of a take, which are computed once."""
        found = self._figures.get(take.id)
        if found is None:
            found = self._figures[take.id] = figures_of(take)
        return found

    def _spoken(self, node: Node) -> str:
        if isinstance(node, Take):
            return spoken(node, self.words(node))
        return name_of(node, self._document.node)

    def _details(self, node: Node) -> str:
        if isinstance(node, Take):
            return details(node, self.words(node), self._document.node)
        return version_details(node, self._document.node)

    def _traits_of(self, take: Take) -> tuple[Trait, ...]:
        found = self._traits.get(take.id)
        if found is None:
            mates = [self._traits_of(mate) for mate in self._mates_before(take)]
            found = self._traits[take.id] = describe(take, mates)
        return found

    def _mates_before(self, take: Take) -> list[Take]:
        """Return the takes of the same batch that came before."""
        takes = self._document.takes.takes
        end = bisect_left(takes, take.number, key=lambda other: other.number)
        near = takes[max(0, end - MOST_TAKES + 1) : end]
        return [t for t in near if (t.parent, t.request) == (take.parent, take.request)]

    def _arranged(self) -> list[Row]:
        return self._card_order.rows(self._document.takes, self._document.bin, self.figures_of)

    def _take_rows(self, rows: list[Row]) -> None:
        self._rows = rows
        self._places = {row.node.id: place for place, row in enumerate(rows)}
        self.takes = sum(isinstance(row.node, Take) for row in rows)

    def _on_takes_changed(self) -> None:
        self._learn_new()
        old, new = self._rows, self._arranged()
        first = _common(old, new)
        last = _common(old[first:][::-1], new[first:][::-1])
        gone, came = len(old) - first - last, len(new) - first - last
        if gone:
            self.beginRemoveRows(QModelIndex(), first, first + gone - 1)
            self._take_rows(old[:first] + old[first + gone :])
            self.endRemoveRows()
        if came:
            self.beginInsertRows(QModelIndex(), first, first + came - 1)
            self._take_rows(new)
            self.endInsertRows()
        changed = [place for place, row in enumerate(self._rows) if row != new[place]]
        self._take_rows(new)
        if changed:
            self.dataChanged.emit(self.index(changed[0]), self.index(changed[-1]))
        self.arranged.emit()

    def _learn_new(self) -> None:
        """Include the pitches of new takes, and have the takes measured soon."""
        takes = self._document.takes
        if not any(take.id in self._ranged for take in (*takes, *self._document.bin)):
            # Another sketch was opened.
            self._figures, self._traits, self._unmeasured = {}, {}, []
            self._ranged, self.pitches = set(), NO_PITCHES
        heard = set(self.pitches) if self._ranged else set()
        for take in takes:
            if take.id not in self._ranged:
                self._ranged.add(take.id)
                self._unmeasured.append(take)
                heard.update([note.pitch for note in take.sketch.melody.notes])
        self.pitches = (min(heard), max(heard)) if heard else NO_PITCHES
        if self._unmeasured:
            self._idle.start()

    def _measure_ahead(self) -> None:
        for take in self._unmeasured[:MEASURED_AT_ONCE]:
            self.figures_of(take)
        del self._unmeasured[:MEASURED_AT_ONCE]
        if not self._unmeasured:
            self._idle.stop()


def _common(one: list[Row], other: list[Row]) -> int:
    """Return how many rows at the beginning show the same takes."""
    pairs = enumerate(zip(one, other, strict=False))
    shorter = min(len(one), len(other))
    return next((place for place, (a, b) in pairs if a.node.id != b.node.id), shorter)
