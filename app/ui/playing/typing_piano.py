"""Owns TypingPiano: turns the computer's keyboard into a piano."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QCoreApplication, QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractSpinBox, QApplication, QComboBox, QLineEdit

from app.constants import DEFAULT_VELOCITY, HIGHEST_PITCH

KEYS: Final = "AWSEDFTGYHUJK"
"""The keys of the piano from C to the next C, white and black."""

LOWEST_OCTAVE, FIRST_OCTAVE, HIGHEST_OCTAVE = 0, 4, 8
TEXT_FIELDS: Final = (QLineEdit, QAbstractSpinBox, QComboBox)
DIRECTIONS: Final = {"Z": -1, "X": 1}


class TypingPiano(QObject):
    """Plays a scale on A to K while it is on; Z and X change octaves. Not in text fields."""

    note_pressed = Signal(int, int)
    """Pitch and velocity."""
    note_released = Signal(int)
    octave_changed = Signal(int)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.octave = FIRST_OCTAVE
        self.is_on = False
        self._held: dict[str, int] = {}

    def set_on(self, is_on: bool) -> None:
        """Turn the piano on or off; while it is on, it gets the keys of the whole program."""
        application = QCoreApplication.instance()
        if is_on == self.is_on or application is None:
            return
        self.is_on = is_on
        if is_on:
            application.installEventFilter(self)
        else:
            application.removeEventFilter(self)
            self._release_all()

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        """Handle the keys of the piano before any widget does."""
        if event.type() == QEvent.Type.ApplicationStateChange:
            # The release of the key would go to another program, so that the note would not end.
            self._release_all()
        if not isinstance(event, QKeyEvent) or not self._is_piano_key(event):
            return False
        if event.type() == QEvent.Type.ShortcutOverride:
            event.accept()
        elif event.isAutoRepeat():
            pass
        elif event.type() == QEvent.Type.KeyPress:
            self._press(chr(event.key()))
        elif event.type() == QEvent.Type.KeyRelease:
            self._release(chr(event.key()))
        return True

    def _is_piano_key(self, event: QKeyEvent) -> bool:
        is_key = event.key() < 128 and chr(event.key()) in KEYS + "".join(DIRECTIONS)
        is_plain = event.modifiers() == Qt.KeyboardModifier.NoModifier
        is_typing = isinstance(QApplication.focusWidget(), TEXT_FIELDS)
        return is_key and is_plain and not is_typing

    def _press(self, key: str) -> None:
        if key in DIRECTIONS:
            self.octave = min(max(self.octave + DIRECTIONS[key], LOWEST_OCTAVE), HIGHEST_OCTAVE)
            self.octave_changed.emit(self.octave)
            return
        pitch = 12 * (self.octave + 1) + KEYS.index(key)
        if pitch <= HIGHEST_PITCH and key not in self._held:
            self._held[key] = pitch
            self.note_pressed.emit(pitch, DEFAULT_VELOCITY)

    def _release(self, key: str) -> None:
        pitch = self._held.pop(key, None)
        if pitch is not None:
            self.note_released.emit(pitch)

    def _release_all(self) -> None:
        for key in tuple(self._held):
            self._release(key)
