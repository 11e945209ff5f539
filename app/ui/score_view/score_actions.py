"""Connects the actions of the score, by their names in the table of actions."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Final

from app.domain.key import LETTERS
from app.ui.actions import Actions
from app.ui.score_view.arrangement import ViewMode

if TYPE_CHECKING:
    from app.ui.score_view.view import ScoreView

Command = Callable[["ScoreView"], object]


def _laying_out(mode: ViewMode) -> Command:
    return lambda view: view.set_mode(mode)


def _entering(letter: str) -> Command:
    return lambda view: view.entry.enter_letter(letter)


def _setting(value: int) -> Command:
    def set_value(view: ScoreView) -> None:
        view.entry.set_value(value)
        if not view.entry.is_on:
            view.editor.set_length(view.entry.caret.length_ticks)

    return set_value


def _either(entering: Command, otherwise: Command) -> Command:
    """Return a command that does one thing while notes are entered, and another otherwise."""
    return lambda view: (entering if view.entry.is_on else otherwise)(view)


def _altering(semitones: int) -> Command:
    return _either(
        lambda view: view.entry.alter(semitones), lambda view: view.editor.alter(semitones)
    )


def _walking(direction: int) -> Command:
    return _either(
        lambda view: view.entry.walk(direction, view.places),
        lambda view: view.editor.go(direction, view.entry.caret.ticks),
    )


def _walking_bars(direction: int) -> Command:
    return _either(
        lambda view: view.entry.walk_bars(direction),
        lambda view: view.editor.go_bars(direction, view.entry.caret.ticks),
    )


OF_SELECTION: Final[dict[str, Command]] = {
    "note_up": lambda view: view.editor.step(1),
    "note_down": lambda view: view.editor.step(-1),
    "note_octave_up": lambda view: view.editor.transpose(12),
    "note_octave_down": lambda view: view.editor.transpose(-12),
    "respell": lambda view: view.editor.respell(),
}
"""Commands that need a selected note; a note that was just entered is selected."""

WHILE_ENTERING: Final[dict[str, Command]] = {
    f"enter_{letter.lower()}": _entering(letter) for letter in LETTERS
}

OF_SELECTION_OR_ENTRY: Final[dict[str, Command]] = {
    "dot": _either(lambda view: view.entry.toggle_dot(), lambda view: view.editor.toggle_dot()),
    "tie": _either(lambda view: view.entry.tie(), lambda view: view.editor.tie()),
    "rest": _either(lambda view: view.entry.rest(), lambda view: view.make_rest()),
    "delete_note": _either(lambda view: view.entry.take_back(), lambda view: view.make_rest()),
    "sharpen": _altering(1),
    "flatten": _altering(-1),
}
"""Commands that change the selected notes, or the next one while notes are entered."""

OTHERS: Final[dict[str, Command]] = {
    **{f"value_{number}": _setting(number) for number in range(1, 8)},
    "score_right": _walking(1),
    "score_left": _walking(-1),
    "score_bar_right": _walking_bars(1),
    "score_bar_left": _walking_bars(-1),
    **{f"score_{mode}": _laying_out(mode) for mode in ViewMode},
    "score_zoom_in": lambda view: view.zoom_in(),
    "score_zoom_out": lambda view: view.zoom_out(),
}


def bind(actions: Actions, view: ScoreView) -> None:
    """Connect the actions to the score, and enable those that can be used."""
    for name, command in (OF_SELECTION | WHILE_ENTERING | OF_SELECTION_OR_ENTRY | OTHERS).items():
        actions[name].triggered.connect(lambda _checked=False, command=command: command(view))
    enter_notes = actions["enter_notes"]
    enter_notes.toggled.connect(view.entry.set_on)
    view.entry.toggled.connect(enter_notes.setChecked)
    document = view.document

    def show_mode(mode: str) -> None:
        for each in ViewMode:
            actions[f"score_{each}"].setChecked(each == mode)

    view.mode_changed.connect(show_mode)

    def enable() -> None:
        has_selection, is_on = bool(document.selection), view.entry.is_on
        for name in OF_SELECTION:
            actions[name].setEnabled(has_selection)
        for name in WHILE_ENTERING:
            actions[name].setEnabled(is_on)
        for name in OF_SELECTION_OR_ENTRY:
            actions[name].setEnabled(has_selection or is_on)

    view.entry.toggled.connect(enable)
    document.selection_changed.connect(enable)
    enable()
