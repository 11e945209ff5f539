"""Owns Section and Row: fields one below the other, each with a label at its left."""

from __future__ import annotations

from typing import Final, TypeVar

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget

from app.ui.ask.panel_wishes import PANEL_WISHES
from app.ui.ask.wish_control import Access, WishControl, translated, usual_access
from app.ui.theme import Theme
from app.ui.widgets import ChoiceBox, Gauge, Slider, SpinBox

W = TypeVar("W", bound=QWidget)

LABEL_WIDTH: Final = 64
LABEL_GAP: Final = 6
GAP: Final = 8


class Row(QWidget):
    """A row of one or two fields, each with its label."""

    def __init__(self, parent: QWidget, *fields: QWidget) -> None:
        super().__init__(parent)
        self.labels = [QLabel() for _ in fields]
        row = self._row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(LABEL_GAP)
        for label, field in zip(self.labels, fields, strict=True):
            label.setObjectName("label")
            label.setBuddy(field)
            row.addWidget(label)
            row.addWidget(field, 1)
            if len(fields) > 1:
                field.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.labels[0].setFixedWidth(LABEL_WIDTH)

    def raise_label(self, height: int) -> None:
        """Align the label with the upper part of a tall field; `height` is that part's height."""
        self.labels[0].setFixedHeight(height)
        self._row.setAlignment(self.labels[0], Qt.AlignmentFlag.AlignTop)

    def set_texts(self, *texts: str) -> None:
        """Set the labels of the fields."""
        for label, text in zip(self.labels, texts, strict=True):
            label.setText(text)


class Section(QWidget):
    """A part of the form, with a control for each of its wishes.

    Sections and rows get their parent when they are made. If they moved to another parent later, Qt
    would style all their widgets a second time, which takes longer than everything else.
    """

    changed = Signal()
    """A wish has changed."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self.theme = theme
        self.controls: dict[str, WishControl] = {}
        self._labels: dict[str, QLabel] = {}
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(0, 0, 0, 0)
        self.column.setSpacing(theme.sizes.form_gap)

    def add(self, *fields: QWidget) -> Row:
        """Add a row at the bottom."""
        row = Row(self, *fields)
        self.column.addWidget(row)
        return row

    def add_wishes(self, **fields: QWidget) -> Row:
        """Add a row at the bottom, in which each field is labelled with the name of its wish."""
        row = self.add(*fields.values())
        self._labels.update(zip(fields, row.labels, strict=True))
        return row

    def control(self, wish: str, widget: W, name: str, access: Access | None = None) -> W:
        """Make a widget the control of a wish, give it an object name, and return it.

        `access` says how the value is read and set; only uncommon kinds of controls need it.
        """
        access = access or usual_access(widget)
        named = widget.slider if isinstance(widget, Gauge) else widget
        named.setObjectName(name)
        self.controls[wish] = WishControl(PANEL_WISHES[wish], named, access)
        if access.changed is not None:
            access.changed.connect(self.changed)
        return widget

    def spin_box(self, wish: str, name: str) -> SpinBox:
        """Add and return the control of a wish that is a whole number."""
        limits = PANEL_WISHES[wish].limits
        assert limits is not None, f"{wish} has no limits"
        box = SpinBox(self.theme, self.theme.sizes.form_field)
        box.setRange(*map(int, limits))
        return self.control(wish, box, name)

    def gauge(self, wish: str, name: str, words: str) -> Gauge:
        """Return a slider in hundredths; `words` is as wide as the longest text beside it."""
        declared = PANEL_WISHES[wish]
        ends = (*declared.slider_limits, declared.default)
        slider = Slider(*(round(number * 100) for number in ends))
        return self.control(wish, Gauge(self.theme, slider, words), name)

    def choice_box(self, wish: str, name: str) -> ChoiceBox:
        """Return a row of buttons, one for each choice of a wish."""
        box = ChoiceBox(PANEL_WISHES[wish].choices, self.theme.sizes.form_field)
        return self.control(wish, box, name)

    def retranslate_ui(self) -> None:
        """Set every text."""
        for control in self.controls.values():
            control.retranslate_ui()
        for wish, label in self._labels.items():
            label.setText(translated(PANEL_WISHES[wish].label))

    def add_title(self) -> QLabel:
        """Add a title at the bottom."""
        title = QLabel(self)
        title.setFont(self.theme.font(12, 600))
        self.column.addWidget(title)
        return title


def beside(*widgets: QWidget, wide: int | None = 0) -> QWidget:
    """Put widgets into one row.

    The widget at the index `wide` gets the spare room; if it is None, all share the room evenly.
    """
    holder = QWidget()
    row = QHBoxLayout(holder)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(GAP)
    for place, widget in enumerate(widgets):
        row.addWidget(widget, int(wide in (place, None)))
    holder.setFocusProxy(widgets[0])
    return holder
