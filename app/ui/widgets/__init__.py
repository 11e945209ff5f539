"""Controls that Qt has not, or not with this look; none knows of music."""

from app.ui.widgets.buttons import IconButton, Segments
from app.ui.widgets.fields import ComboBox, DoubleSpinBox, LineEdit, SpinBox
from app.ui.widgets.generate_button import GenerateButton
from app.ui.widgets.pane import FocusLine, PaneHeader, rule
from app.ui.widgets.switch import Switch

__all__ = [
    "ComboBox",
    "DoubleSpinBox",
    "FocusLine",
    "GenerateButton",
    "IconButton",
    "LineEdit",
    "PaneHeader",
    "Segments",
    "SpinBox",
    "Switch",
    "rule",
]
