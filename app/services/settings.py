"""Owns the options: each declared once, with its type, default and range, and what it is for."""

from __future__ import annotations

import itertools
import json
import os
import stat
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, Generic, TypeVar

from PySide6.QtCore import QByteArray, QObject, QSettings, Signal

from app.services.folders import config_dir

FILE_NAME: Final = "motivo.ini"
SPOILED: Final = ".damaged-"
"""What is added, with a number, to the name of a file that can't be read."""

MOST_BYTES: Final = 4_000_000
"""How large the file can be; thousands of presets are smaller."""

T = TypeVar("T", str, bool, bytes)


@dataclass(frozen=True, slots=True)
class Option(Generic[T]):
    """One thing to remember; if it has `choices`, its value is one of them.

    If it `is_json`, its value is a JSON object, or empty.
    """

    key: str
    default: T
    choices: tuple[T, ...] = ()
    is_json: bool = False


THEME: Final = Option("window/theme", "system", ("system", "light", "dark"))
"""The colours of the window."""

GEOMETRY: Final = Option("window/geometry", b"")
"""Place and size of the window, as Qt saves them."""

STATE: Final = Option("window/state", b"")
"""Places of docks and tool bars, as Qt saves them."""

LAST_FOLDER: Final = Option("files/last_folder", "")
"""The folder in which file dialogs begin."""

RECENT_FILES: Final = Option("files/recent", "")
"""The files that were opened or saved last, as JSON."""

LAST_FILE: Final = Option("files/last", "")
"""The file that was open at the end, as a list in JSON, which is empty if there was none."""

REOPEN: Final = Option("files/reopen", default=False)
"""Whether the last file is opened at the start."""

EXPORT: Final = Option("files/export", "", is_json=True)
"""The format, folder and choices of the last export, as JSON."""

SOUNDFONT: Final = Option("sound/soundfont", "")
"""The path of the soundfont; empty for the one that comes with Motivo."""

LOOP: Final = Option("sound/loop", default=True)
"""Whether playing starts over at the end."""

METRONOME: Final = Option("sound/metronome", default=False)
"""Whether a click marks the beats."""

PLAY_CHORDS: Final = Option("sound/chords", default=False)
"""Whether the chords are played."""

MIX: Final = Option("sound/mix", "", is_json=True)
"""The instrument, volume and panning of each part, as JSON."""

DEVICE: Final = Option("sound/device", "")
"""The sound card; empty for the one the system chooses."""

MIDI_OUT: Final = Option("midi/output", "")
"""The MIDI port to play on; empty for none."""

MIDI_OUT_ALONE: Final = Option("midi/output_alone", default=False)
"""Whether notes go only to the MIDI port, and Motivo itself stays silent."""

SEND_CLOCK: Final = Option("midi/send_clock", default=False)
"""Whether a MIDI clock is sent to the MIDI port."""

FOLLOW_CLOCK: Final = Option("midi/follow_clock", default=False)
"""Whether playing follows the MIDI clock of the input."""

MIDI_INPUT: Final = Option("midi/input", "")
"""The MIDI keyboard to listen to."""

RECORD_MODE: Final = Option("record/mode", "overdub", ("overdub", "replace"))
"""Whether recording adds to the notes that are there, or replaces them."""

RECORD_STRENGTH: Final = Option("record/strength", "100", ("0", "50", "75", "100"))
"""How far recorded notes are moved to the grid, in per cent."""

COUNT_IN: Final = Option("record/count_in", default=True)
"""Whether a bar is counted in before recording."""

TELL_AUTHORS: Final = Option("score/tell_authors", default=True)
"""Whether the score colours the model's notes."""

WISHES: Final = Option("ask/wishes", "", is_json=True)
"""The last wishes for takes, as JSON."""

PRESETS: Final = Option("ask/presets", "", is_json=True)
"""The sets of wishes that the player saved, as JSON by name."""

SCORE_MODE: Final = Option("score/mode", "lines", ("lines", "pages", "endless"))
"""How the score is laid out."""

SHORTCUTS: Final = Option("keys/changed", "", is_json=True)
"""The keys that the player chose for actions, as JSON by action."""


OPTIONS: Final = {
    option.key: option for option in tuple(globals().values()) if isinstance(option, Option)
}
"""Every option by its key."""


class Settings(QObject):
    """The values of the options, kept in an .ini file; for an invalid value the default is used.

    A file that can't be one that Motivo wrote is renamed, so that it can be looked at, and the
    settings begin anew.
    """

    changed = Signal(str)
    """The key of an option whose value has changed."""

    def __init__(self, path: Path | None = None, parent: QObject | None = None) -> None:
        super().__init__(parent)
        file = path or config_dir() / FILE_NAME
        self.set_aside = _set_aside(file) if _is_spoiled(file) else None
        """How the file was renamed, if it could not be read."""
        self._store = QSettings(str(file), QSettings.Format.IniFormat)

    def get(self, option: Option[T]) -> T:
        """Return the value of an option."""
        stored = self._store.value(option.key)
        value = _as_type_of(option.default, stored)
        if value is None or (option.choices and value not in option.choices):
            return option.default
        return value

    def get_object(self, option: Option[str]) -> dict[str, Any]:
        """Return the value of an option that is JSON; an invalid one is empty."""
        return _object(self.get(option)) or {}

    @property
    def chosen(self) -> frozenset[str]:
        """The keys of the options that were ever set."""
        return frozenset(self._store.allKeys())

    def set(self, option: Option[T], value: T) -> None:
        """Store a value; raises ValueError if the option can't have it."""
        if option.choices and value not in option.choices:
            raise ValueError(f"{option.key} can't be {value!r}")
        if value != self.get(option):
            stored = QByteArray(value) if isinstance(value, bytes) else value
            self._store.setValue(option.key, stored)
            self.changed.emit(option.key)

    def save(self) -> None:
        """Write the file now, and not when Qt does it, and read what other windows have written."""
        self._store.sync()


def _as_type_of(default: T, stored: object) -> T | None:
    """Convert what an .ini file returns, such as a text for a bool, to the type of the default."""
    if isinstance(default, bool):
        return {"true": True, "false": False}.get(str(stored).lower())
    if isinstance(default, bytes):
        return bytes(stored.data()) if isinstance(stored, QByteArray) else None
    return stored if isinstance(stored, str) else None


def _object(text: str) -> dict[str, Any] | None:
    """Return the JSON object in a text, an empty one for no text, or None if there is none."""
    try:
        value = json.loads(text or "{}")
    except (ValueError, RecursionError):
        return None
    return value if isinstance(value, dict) else None


def _is_spoiled(file: Path) -> bool:
    """Tell whether a file is there and can't be one that Motivo wrote."""
    try:
        status = file.stat()
        if not stat.S_ISREG(status.st_mode) or status.st_size > MOST_BYTES:
            return True
        text = file.read_bytes().decode()
    except FileNotFoundError:
        return False
    except (OSError, ValueError):
        return True
    store = QSettings(str(file), QSettings.Format.IniFormat)
    keys = store.allKeys()
    return (
        "\0" in text
        or store.status() != QSettings.Status.NoError
        or not all(_fits(OPTIONS[key], store.value(key)) for key in keys if key in OPTIONS)
    )


def _fits(option: Option[Any], stored: object) -> bool:
    """Tell whether a value has the type of an option; newer versions may know other choices."""
    value = _as_type_of(option.default, stored)
    return value is not None and not (option.is_json and _object(value) is None)


def _set_aside(file: Path) -> Path | None:
    """Rename a file, and return its new path; None if that is not possible."""
    taken = (file.with_name(f"{file.name}{SPOILED}{number}") for number in itertools.count(1))
    new = next(path for path in taken if not os.path.lexists(path))
    try:
        return file.rename(new)
    except OSError:
        return None
