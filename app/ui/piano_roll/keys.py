"""What the keys do in the piano roll."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent

if TYPE_CHECKING:
    from app.ui.piano_roll.view import PianoRoll

Action = Callable[["PianoRoll"], None]


def _nudge(direction: int, *, by_bar: bool = False) -> Action:
    def act(roll: PianoRoll) -> None:
        bar = roll.document.shown.meter.bar_ticks
        roll.editor.nudge(direction * (bar if by_bar else roll.snap.grid_ticks))

    return act


def _set_tool(index: int) -> Action:
    def act(roll: PianoRoll) -> None:
        roll.set_tool(type(roll.tool)(index))

    return act


CTRL: Final = Qt.KeyboardModifier.ControlModifier
SHIFT: Final = Qt.KeyboardModifier.ShiftModifier
ALT: Final = Qt.KeyboardModifier.AltModifier
NONE: Final = Qt.KeyboardModifier.NoModifier
KEYS: Final[dict[tuple[Qt.KeyboardModifier, Qt.Key], Action]] = {
    (NONE, Qt.Key.Key_Delete): lambda roll: roll.editor.delete(),
    (NONE, Qt.Key.Key_Backspace): lambda roll: roll.editor.delete(),
    (NONE, Qt.Key.Key_Up): lambda roll: roll.editor.transpose(1),
    (NONE, Qt.Key.Key_Down): lambda roll: roll.editor.transpose(-1),
    (SHIFT, Qt.Key.Key_Up): lambda roll: roll.editor.transpose(12),
    (SHIFT, Qt.Key.Key_Down): lambda roll: roll.editor.transpose(-12),
    (CTRL, Qt.Key.Key_Up): lambda roll: roll.editor.transpose(12),
    (CTRL, Qt.Key.Key_Down): lambda roll: roll.editor.transpose(-12),
    (ALT | SHIFT, Qt.Key.Key_Up): lambda roll: roll.editor.step(1),
    (ALT | SHIFT, Qt.Key.Key_Down): lambda roll: roll.editor.step(-1),
    (NONE, Qt.Key.Key_Left): _nudge(-1),
    (NONE, Qt.Key.Key_Right): _nudge(1),
    (CTRL, Qt.Key.Key_Left): _nudge(-1, by_bar=True),
    (CTRL, Qt.Key.Key_Right): _nudge(1, by_bar=True),
    (NONE, Qt.Key.Key_Q): lambda roll: roll.editor.quantise(roll.snap.grid_ticks),
    (NONE, Qt.Key.Key_F): lambda roll: roll.fit_all(),
    (NONE, Qt.Key.Key_1): _set_tool(0),
    (NONE, Qt.Key.Key_2): _set_tool(1),
    (CTRL, Qt.Key.Key_A): lambda roll: roll.editor.select_all(),
    (CTRL, Qt.Key.Key_D): lambda roll: roll.editor.duplicate(),
}


def act_on_key(roll: PianoRoll, event: QKeyEvent) -> bool:
    """Do what the key stands for; return whether it stands for anything."""
    modifiers = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
    action = KEYS.get((modifiers, Qt.Key(event.key())))
    if action is not None:
        action(roll)
    return action is not None
