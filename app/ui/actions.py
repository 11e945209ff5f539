"""The table of actions: name, text, keys and pane. What an action does is connected elsewhere."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import Enum
from typing import Final

from PySide6.QtCore import QCoreApplication, QEvent, QKeyCombination, QObject, Qt
from PySide6.QtGui import QAction, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QMenu, QWidget


class Pane(Enum):
    """Where the keys of an action work: everywhere, or only while a pane has the focus."""

    WINDOW = "Everywhere"
    MUSIC = "Notes and score"
    ROLL = "Notes"
    SCORE = "Score"
    TAKES = "Takes"

    def meets(self, other: Pane) -> bool:
        """Tell whether there is a widget in which the keys of both work."""
        both = {self, other}
        return (
            self is other or Pane.WINDOW in both or (Pane.MUSIC in both and Pane.TAKES not in both)
        )


@dataclass(frozen=True, slots=True)
class ActionSpec:
    """An action; its text is English here, and translated by `Actions.retranslate_ui`."""

    name: str
    text: str
    keys: tuple[str, ...] = ()
    is_checkable: bool = False
    pane: Pane = Pane.WINDOW


def _music(name: str, text: str, *keys: str) -> ActionSpec:
    return ActionSpec(name, text, keys, pane=Pane.MUSIC)


def _roll(name: str, text: str, *keys: str, is_checkable: bool = False) -> ActionSpec:
    return ActionSpec(name, text, keys, is_checkable, Pane.ROLL)


def _score(name: str, text: str, *keys: str, is_checkable: bool = False) -> ActionSpec:
    return ActionSpec(name, text, keys, is_checkable, Pane.SCORE)


def _takes(name: str, text: str, *keys: str, is_checkable: bool = False) -> ActionSpec:
    return ActionSpec(name, text, keys, is_checkable, Pane.TAKES)


ACTIONS: Final = (
    ActionSpec("menu", "Menu", ("F10",)),
    ActionSpec("new", "&New", ("Ctrl+N",)),
    ActionSpec("new_window", "New &window", ("Ctrl+Shift+N",)),
    ActionSpec("open", "&Open…", ("Ctrl+O",)),
    ActionSpec("reopen", "Open the &last file at the start", is_checkable=True),
    ActionSpec("clear_recent", "&Clear the list of recent files"),
    ActionSpec("choose_part", "C&hoose another part…"),
    ActionSpec("as_written", "Read the &file as it is written", is_checkable=True),
    ActionSpec("save", "&Save", ("Ctrl+S",)),
    ActionSpec("save_as", "Save &as…", ("Ctrl+Shift+S",)),
    ActionSpec("export", "E&xport…", ("Ctrl+E",)),
    ActionSpec("print", "&Print…", ("Ctrl+P",)),
    ActionSpec("print_preview", "Print pr&eview…", ("Ctrl+Shift+P",)),
    ActionSpec("history", "Histor&y…", ("Ctrl+Shift+H",)),
    ActionSpec("heading", "T&itle and composer…"),
    ActionSpec("quit", "&Quit", ("Ctrl+Q",)),
    ActionSpec("undo", "Undo", ("Ctrl+Z",)),
    ActionSpec("redo", "Redo", ("Ctrl+Shift+Z", "Ctrl+Y")),
    ActionSpec("play", "Play", ("Space",), is_checkable=True),
    ActionSpec("stop", "Stop"),
    ActionSpec("loop", "Loop", ("L",), is_checkable=True),
    ActionSpec("metronome", "Metronome", ("M",), is_checkable=True),
    ActionSpec("play_chords", "Play the chords", ("Ctrl+M",), is_checkable=True),
    ActionSpec("record", "Record", ("F9",), is_checkable=True),
    ActionSpec("keep_played", "Keep what you just played", ("Ctrl+Shift+K",)),
    ActionSpec("generate", "Generate", ("Ctrl+G",)),
    ActionSpec("cancel", "Cancel", ("Ctrl+.",)),
    ActionSpec("typing_piano", "Play on the computer's keys", ("Ctrl+K",), is_checkable=True),
    ActionSpec("step_entry", "Write what you play, step by step", ("Ctrl+J",), is_checkable=True),
    ActionSpec("step_rest", "Skip a step as a rest", ("Ctrl+Space",)),
    ActionSpec("to_notes", "Go to the notes", ("Ctrl+1",)),
    ActionSpec("to_score", "Go to the score", ("Ctrl+2",)),
    ActionSpec("to_takes", "Go to the takes", ("Ctrl+3",)),
    ActionSpec("to_ask", "Go to the wishes", ("Ctrl+4",)),
    ActionSpec("sound", "So&und and MIDI…", ("Ctrl+,",)),
    ActionSpec("shortcuts", "&Keys…", ("?",)),
    ActionSpec("show_log", "Show the lo&g"),
    ActionSpec("copy_report", "Copy a report of pro&blems"),
    ActionSpec("tell_authors", "Mark the model's notes in the &score", is_checkable=True),
    ActionSpec("theme_system", "Colours of the &system", is_checkable=True),
    ActionSpec("theme_light", "&Light", is_checkable=True),
    ActionSpec("theme_dark", "&Dark", is_checkable=True),
    _music("cut", "Cu&t", "Ctrl+X"),
    _music("copy", "&Copy", "Ctrl+C"),
    _music("paste", "&Paste at the playhead", "Ctrl+V"),
    _music("duplicate", "D&uplicate", "Ctrl+D"),
    _music("select_all", "Select &all", "Ctrl+A"),
    _roll("delete", "&Delete", "Delete", "Backspace"),
    _roll("next_note", "Next note", "Tab", "Alt+Right"),
    _roll("previous_note", "Previous note", "Shift+Tab", "Alt+Left"),
    _roll("semitone_up", "Up a semitone", "Up"),
    _roll("semitone_down", "Down a semitone", "Down"),
    _roll("octave_up", "Up an octave", "Shift+Up", "Ctrl+Up"),
    _roll("octave_down", "Down an octave", "Shift+Down", "Ctrl+Down"),
    _roll("step_up", "Up a step of the scale", "Alt+Shift+Up"),
    _roll("step_down", "Down a step of the scale", "Alt+Shift+Down"),
    _roll("earlier", "Earlier by a grid step", "Left"),
    _roll("later", "Later by a grid step", "Right"),
    _roll("bar_earlier", "Earlier by a bar", "Ctrl+Left"),
    _roll("bar_later", "Later by a bar", "Ctrl+Right"),
    _roll("quantise", "&Quantise", "Q"),
    _roll("quantise_length", "Quantise &lengths", "Shift+Q"),
    _roll("legato", "Le&gato", "Ctrl+L"),
    _roll("staccato", "&Staccato", "Ctrl+Shift+L"),
    _roll("invert", "&Invert the pitches", "Ctrl+I"),
    _roll("reverse", "&Reverse in time", "Ctrl+R"),
    _roll("stretch", "Stretch to d&ouble length", "Ctrl+Shift+Right"),
    _roll("shrink", "Shrink to &half length", "Ctrl+Shift+Left"),
    _roll("humanise", "Humanise the &velocity", "Ctrl+H"),
    _roll("pencil", "Pencil", "1", is_checkable=True),
    _roll("select", "Select", "2", is_checkable=True),
    _roll("fit", "Show everything", "F"),
    _roll("fold", "Show only the rows of the key", "Shift+F", is_checkable=True),
    _roll("zoom_in", "Zoom in", "+", "="),
    _roll("zoom_out", "Zoom out", "-"),
    _score("enter_notes", "Enter &notes", "N", is_checkable=True),
    *(_score(f"enter_{letter.lower()}", f"Enter {letter}", letter) for letter in "CDEFGAB"),
    *(
        _score(f"value_{number}", text, str(number))
        for number, text in enumerate(
            ("Sixty-fourth", "Thirty-second", "Sixteenth", "Eighth", "Quarter", "Half", "Whole"), 1
        )
    ),
    _score("dot", "&Dot", "."),
    _score("tie", "&Tie", "T"),
    _score("rest", "Make a &rest", "R", "0"),
    _score("delete_note", "Delete, or remove the last note", "Delete", "Backspace"),
    _score("note_up", "Up a step", "Up"),
    _score("note_down", "Down a step", "Down"),
    _score("note_octave_up", "An octave higher", "Shift+Up", "Ctrl+Up"),
    _score("note_octave_down", "An octave lower", "Shift+Down", "Ctrl+Down"),
    _score("sharpen", "Raise by a semitone", "=", "+"),
    _score("flatten", "Lower by a semitone", "-"),
    _score("respell", "&Respell", "J"),
    _score("score_right", "Go to the next note", "Right"),
    _score("score_left", "Go to the previous note", "Left"),
    _score("score_bar_right", "Go to the next bar", "Ctrl+Right"),
    _score("score_bar_left", "Go to the previous bar", "Ctrl+Left"),
    _score("score_lines", "Score wrapped to the &width", is_checkable=True),
    _score("score_pages", "Score on &pages", is_checkable=True),
    _score("score_endless", "Score on one &endless line", is_checkable=True),
    _score("score_zoom_in", "Larger", "Ctrl++", "Ctrl+="),
    _score("score_zoom_out", "Smaller", "Ctrl+-"),
    *(
        _takes(f"take_{number}", f"Pick and play take {number}", str(number))
        for number in range(1, 10)
    ),
    _takes("previous_take", "Previous take", "Up", "Left"),
    _takes("next_take", "Next take", "Down", "Right"),
    _takes("compare", "&Compare with the previous take", "X"),
    _takes("accept", "Pu&t it into the sketch", "Return", "Enter"),
    _takes("more_like", "&More like this", "G"),
    _takes("wishes", "Open its &wishes", "W"),
    _takes("bring_back", "&Bring back what it was made from", "R"),
    _takes("show_sketch", "Show the sketch", "Esc"),
    _takes("star", "&Star", "F"),
    _takes("name", "&Name…", "F2"),
    _takes("reject", "&Reject", "Delete", "Backspace"),
    _takes("put_back", "&Put it back", "P"),
    _takes("only_starred", "Show only starred takes", "Shift+F", is_checkable=True),
    _takes("show_bin", "Show the &bin", "B", is_checkable=True),
    _takes("empty_bin", "E&mpty the bin…"),
    _takes("export_starred", "&Export starred takes…", "Shift+E"),
)
"""Every action with its default keys; the player can choose others (see Shortcuts)."""

MOUSE: Final = (
    ("Add a note", "Double-click, or drag with the pencil"),
    ("Select; add to the selection", "Click or rubber band; with Shift"),
    ("Move; resize; ignore the grid", "Drag a note; drag an edge; with Shift"),
    ("Copy while moving", "Alt-drag"),
    ("Velocity", "Ctrl-drag on a note; drag in the lane, a ramp with Shift"),
    ("Zoom in time; zoom the rows", "Ctrl+wheel; Ctrl+Shift+wheel"),
    ("Pan", "Wheel; middle-drag"),
    ("Move the playhead; set the loop", "Click in the ruler; drag in the ruler"),
    ("In the score: move a note on the staff", "Drag its head; with Shift by semitones"),
    ("In the score: select a rest, or move the playhead", "Click on a rest, or between notes"),
    ("In the score: select a range of notes", "Shift-click, or a rubber band"),
    ("Put a take into a DAW or a folder as a MIDI file", "Drag its card there"),
)
"""What the mouse can do in the notes, and how."""


class Actions(QObject):
    """The actions of the window by name; `give` makes those of a pane work in its widget."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._actions: dict[str, QAction] = {}
        for spec in ACTIONS:
            action = QAction(window)
            action.setObjectName(f"{spec.name}Action")
            action.setShortcuts([QKeySequence(keys) for keys in spec.keys])
            action.setCheckable(spec.is_checkable)
            if spec.pane is not Pane.WINDOW:
                action.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
            self._actions[spec.name] = action
        self.give(Pane.WINDOW, window)
        self.retranslate_ui()

    def retranslate_ui(self) -> None:
        """Set every text."""
        for spec in ACTIONS:
            self._actions[spec.name].setText(QCoreApplication.translate("Actions", spec.text))

    def give(self, pane: Pane, widget: QWidget) -> None:
        """Make a pane's actions work in a widget by their keys; the window's work everywhere."""
        if pane is Pane.WINDOW:
            widget.addActions(list(self.of(pane)))
        else:
            widget.installEventFilter(_PaneKeys(self, pane, widget))

    def of(self, pane: Pane) -> Iterator[QAction]:
        """Yield the actions of a pane, in the order of the table."""
        return (self._actions[spec.name] for spec in ACTIONS if spec.pane is pane)

    def fill(self, menu: QMenu, names: Iterable[str]) -> None:
        """Add actions to a menu by their names; an empty name adds a separator."""
        for name in names:
            if name:
                menu.addAction(self._actions[name])
            else:
                menu.addSeparator()

    def __getitem__(self, name: str) -> QAction:
        return self._actions[name]


class _PaneKeys(QObject):
    """Triggers the actions of a pane by the keys that its widget receives.

    That includes keys which a child widget has passed on. Qt's own shortcuts depend on the focus
    alone, and would miss those.
    """

    def __init__(self, actions: Actions, pane: Pane, widget: QWidget) -> None:
        super().__init__(widget)
        self._actions, self._pane = actions, pane

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        """Handle a key that belongs to an action, and leave all others."""
        if not isinstance(event, QKeyEvent) or event.type() != QEvent.Type.KeyPress:
            return False
        modifiers = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        # With Shift, Qt reports Tab as another key.
        is_backtab = event.key() == Qt.Key.Key_Backtab
        key = Qt.Key.Key_Tab if is_backtab else Qt.Key(event.key())
        keys = QKeySequence(QKeyCombination(modifiers, key))
        for action in self._actions.of(self._pane):
            if keys in action.shortcuts() and action.isEnabled():
                action.trigger()
                return True
        return False
