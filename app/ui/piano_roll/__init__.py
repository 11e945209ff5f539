"""The piano roll: its view, what it draws, and a class for each mouse gesture."""

from app.ui.piano_roll.editor import RollEditor
from app.ui.piano_roll.pane import PianoRollPane
from app.ui.piano_roll.snap import DEFAULT_SNAP, SNAPS, Snap
from app.ui.piano_roll.view import PianoRoll

__all__ = ["DEFAULT_SNAP", "SNAPS", "PianoRoll", "PianoRollPane", "RollEditor", "Snap"]
