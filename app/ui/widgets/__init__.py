"""Controls that Qt lacks, or lacks with this look; none of them knows about music."""

from app.ui.widgets.buttons import IconButton, Segments
from app.ui.widgets.choice import ChoiceBox
from app.ui.widgets.elided_label import ElidedLabel
from app.ui.widgets.fields import ComboBox, DoubleSpinBox, LineEdit, SpinBox
from app.ui.widgets.fold import Fold
from app.ui.widgets.generate_button import GenerateButton
from app.ui.widgets.lock_button import LockButton
from app.ui.widgets.pane import FocusLine, PaneHeader, rule
from app.ui.widgets.plain_text import in_menu, in_tip
from app.ui.widgets.range_slider import RangeSlider
from app.ui.widgets.sentence_box import SentenceBox
from app.ui.widgets.sliders import Gauge, Slider
from app.ui.widgets.switch import Switch

__all__ = [
    "ChoiceBox",
    "ComboBox",
    "DoubleSpinBox",
    "ElidedLabel",
    "FocusLine",
    "Fold",
    "Gauge",
    "GenerateButton",
    "IconButton",
    "LineEdit",
    "LockButton",
    "PaneHeader",
    "RangeSlider",
    "Segments",
    "SentenceBox",
    "Slider",
    "SpinBox",
    "Switch",
    "in_menu",
    "in_tip",
    "rule",
]
