"""Connects the actions of the piano roll, by their names in the table of actions."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Final

from app.domain import edits
from app.ui.actions import Actions
from app.ui.piano_roll.camera import ZOOM_STEP
from app.ui.piano_roll.tool import Tool

if TYPE_CHECKING:
    from app.ui.piano_roll.view import PianoRoll

Command = Callable[["PianoRoll"], object]

OF_SELECTION: Final[dict[str, Command]] = {
    "duplicate": lambda roll: roll.editor.duplicate(),
    "delete": lambda roll: roll.editor.delete(),
    "semitone_up": lambda roll: roll.editor.transpose(1),
    "semitone_down": lambda roll: roll.editor.transpose(-1),
    "octave_up": lambda roll: roll.editor.transpose(12),
    "octave_down": lambda roll: roll.editor.transpose(-12),
    "step_up": lambda roll: roll.editor.step(1),
    "step_down": lambda roll: roll.editor.step(-1),
    "earlier": lambda roll: roll.editor.nudge(-roll.snap.grid_ticks),
    "later": lambda roll: roll.editor.nudge(roll.snap.grid_ticks),
    "bar_earlier": lambda roll: roll.editor.nudge(-roll.document.shown.meter.bar_ticks),
    "bar_later": lambda roll: roll.editor.nudge(roll.document.shown.meter.bar_ticks),
}
"""Commands for which at least one note has to be selected."""

OF_SELECTION_OR_ALL: Final[dict[str, Command]] = {
    "quantise": lambda roll: roll.editor.quantise(roll.snap.grid_ticks),
    "quantise_length": lambda roll: roll.editor.quantise_length(roll.snap.grid_ticks),
    "legato": lambda roll: roll.editor.change(roll.tr("Legato"), edits.legato),
    "staccato": lambda roll: roll.editor.change(roll.tr("Staccato"), edits.staccato),
    "invert": lambda roll: roll.editor.change(roll.tr("Invert"), edits.invert),
    "reverse": lambda roll: roll.editor.change(roll.tr("Reverse"), edits.reverse),
    "stretch": lambda roll: roll.editor.change(roll.tr("Stretch"), edits.augment),
    "shrink": lambda roll: roll.editor.change(roll.tr("Shrink"), edits.diminish),
    "humanise": lambda roll: roll.editor.humanise(),
}
"""Commands that work on the selected notes, or on all notes if none is selected."""

OTHERS: Final[dict[str, Command]] = {
    "next_note": lambda roll: roll.walk(1),
    "previous_note": lambda roll: roll.walk(-1),
    "select_all": lambda roll: roll.editor.select_all(),
    "pencil": lambda roll: roll.set_tool(Tool.PENCIL),
    "select": lambda roll: roll.set_tool(Tool.SELECT),
    "fit": lambda roll: roll.fit_all(),
    "zoom_in": lambda roll: roll.zoom(ZOOM_STEP),
    "zoom_out": lambda roll: roll.zoom(1 / ZOOM_STEP),
}


def bind(actions: Actions, roll: PianoRoll) -> None:
    """Connect the actions to the roll, and enable those that can be used."""
    for name, command in (OF_SELECTION | OF_SELECTION_OR_ALL | OTHERS).items():
        actions[name].triggered.connect(lambda _checked=False, command=command: command(roll))
    actions["fold"].toggled.connect(roll.set_folded)
    document = roll.document

    def enable() -> None:
        for name in ("cut", "copy", *OF_SELECTION):
            actions[name].setEnabled(bool(document.selection))
        for name in (*OF_SELECTION_OR_ALL, "select_all"):
            actions[name].setEnabled(bool(document.shown.melody))

        # If there is no further note, Tab moves the focus out of the roll.
        actions["next_note"].setEnabled(roll.editor.neighbour(1) is not None)
        actions["previous_note"].setEnabled(roll.editor.neighbour(-1) is not None)

    def show_tool(tool: Tool) -> None:
        actions["pencil"].setChecked(tool is Tool.PENCIL)
        actions["select"].setChecked(tool is Tool.SELECT)

    roll.tool_changed.connect(show_tool)
    show_tool(roll.tool)
    document.selection_changed.connect(enable)
    document.shown_changed.connect(enable)
    enable()
