"""Owns WishControl: the widget for a wish, and how its value is read and set."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any

from PySide6.QtCore import QCoreApplication, SignalInstance
from PySide6.QtWidgets import QAbstractButton, QComboBox, QSpinBox, QWidget

from app.domain.wish import Wish
from app.ui.widgets import ChoiceBox, Gauge

translated = partial(QCoreApplication.translate, "Wishes")


@dataclass(frozen=True, slots=True)
class Access:
    """How the value of a control is read and set, and the signal for a change of it.

    The signal is None if the section learns of the change in another way.
    """

    read: Callable[[], Any]
    write: Callable[[Any], object]
    changed: SignalInstance | None


@dataclass(frozen=True, slots=True)
class WishControl:
    """A wish, its widget, and the access to the widget's value."""

    wish: Wish
    widget: QWidget
    access: Access

    def retranslate_ui(self) -> None:
        """Set the accessible name, the tooltip and the names of the choices."""
        self.widget.setAccessibleName(translated(self.wish.label))
        self.widget.setToolTip(translated(self.wish.help))
        if isinstance(self.widget, ChoiceBox):
            words = [choice.words for choice in self.wish.choices]
            self.widget.set_choices(
                [translated(each.label) for each in words],
                [translated(each.help) for each in words],
            )


def usual_access(widget: QWidget) -> Access:
    """Return how the value of a common kind of control is read and set."""
    match widget:
        case QSpinBox():
            return Access(widget.value, widget.setValue, widget.valueChanged)
        case Gauge():
            return Access(lambda: widget.value, widget.set_value, widget.value_changed)
        case QAbstractButton():
            return Access(widget.isChecked, widget.setChecked, widget.toggled)
        case ChoiceBox():
            return Access(widget.currentData, partial(choose, widget), widget.current_changed)
        case QComboBox():
            return Access(widget.currentData, partial(choose, widget), widget.currentIndexChanged)
    raise TypeError(f"give an Access for a {type(widget).__name__}")


def choose(box: QComboBox | ChoiceBox, value: object) -> None:
    """Choose one of the values that a box offers."""
    box.setCurrentIndex(box.findData(value))
