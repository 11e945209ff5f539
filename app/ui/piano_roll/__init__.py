"""The piano roll: its view, what it draws, and one class for each gesture of the mouse."""

from app.ui.piano_roll.pane import PianoRollPane
from app.ui.piano_roll.snap import SNAPS, Snap
from app.ui.piano_roll.tool import Tool
from app.ui.piano_roll.view import PianoRoll

__all__ = ["SNAPS", "PianoRoll", "PianoRollPane", "Snap", "Tool"]
