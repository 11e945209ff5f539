"""Owns the options: each declared once, with type, default, range and description."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, Generic, TypeVar

from PySide6.QtCore import QByteArray, QObject, QSettings, Signal

from app.services.folders import config_dir

FILE_NAME: Final = "motivo.ini"

T = TypeVar("T", str, bool, bytes)


@dataclass(frozen=True, slots=True)
class Option(Generic[T]):
    """One thing to remember; `choices` are the values it can have, none given: any."""

    key: str
    default: T
    description: str
    choices: tuple[T, ...] = ()


THEME: Final = Option("window/theme", "system", "Colours", ("system", "light", "dark"))
GEOMETRY: Final = Option("window/geometry", b"", "Place and size of the window")
STATE: Final = Option("window/state", b"", "Places of docks and tool bars")
LAST_FOLDER: Final = Option("files/last_folder", "", "Folder that file dialogs begin in")
EXPORT: Final = Option("files/export", "", "What was exported last, where to and how, as JSON")
SOUNDFONT: Final = Option("sound/soundfont", "", "Path of the soundfont; none: the one shipped")
LOOP: Final = Option("sound/loop", default=True, description="Whether playing begins again")
METRONOME: Final = Option("sound/metronome", default=False, description="Whether beats sound")
PLAY_CHORDS: Final = Option("sound/chords", default=False, description="Whether chords sound")
MIX: Final = Option("sound/mix", "", "Instruments, volumes and pans, as JSON by part")
DEVICE: Final = Option("sound/device", "", "The sound card; none: the system's choice")
MIDI_OUT: Final = Option("midi/output", "", "The MIDI port that is played on; none: no port")
MIDI_OUT_ALONE: Final = Option(
    "midi/output_alone", default=False, description="Whether notes go to the MIDI port alone"
)
SEND_CLOCK: Final = Option("midi/send_clock", default=False, description="Whether clock is sent")
FOLLOW_CLOCK: Final = Option(
    "midi/follow_clock", default=False, description="Whether the clock of the input is followed"
)
MIDI_INPUT: Final = Option("midi/input", "", "The MIDI keyboard that is listened to")
RECORD_MODE: Final = Option(
    "record/mode", "overdub", "What recording does with notes", ("overdub", "replace")
)
RECORD_STRENGTH: Final = Option(
    "record/strength", "100", "Quantising while recording, in per cent", ("0", "50", "75", "100")
)
COUNT_IN: Final = Option("record/count_in", default=True, description="A bar before recording")
TELL_AUTHORS: Final = Option(
    "score/tell_authors", default=True, description="Whether the score colours the model's notes"
)
WISHES: Final = Option("ask/wishes", "", "What was last wished of takes, as JSON")
PRESETS: Final = Option("ask/presets", "", "Sets of wishes that the player named, as JSON by name")
SCORE_MODE: Final = Option(
    "score/mode", "lines", "How the score is laid out", ("lines", "pages", "endless")
)
SHORTCUTS: Final = Option("keys/changed", "", "Keys that the player chose, as JSON by action")

OPTIONS: Final[tuple[Option[Any], ...]] = (
    THEME,
    GEOMETRY,
    STATE,
    LAST_FOLDER,
    EXPORT,
    SOUNDFONT,
    LOOP,
    METRONOME,
    PLAY_CHORDS,
    MIX,
    DEVICE,
    MIDI_OUT,
    MIDI_OUT_ALONE,
    SEND_CLOCK,
    FOLLOW_CLOCK,
    MIDI_INPUT,
    RECORD_MODE,
    RECORD_STRENGTH,
    COUNT_IN,
    TELL_AUTHORS,
    WISHES,
    PRESETS,
    SCORE_MODE,
    SHORTCUTS,
)


class Settings(QObject):
    """The values of the options, kept in an .ini file; for an invalid value the default is used."""

    changed = Signal(str)
    """The key of an option whose value has changed."""

    def __init__(self, path: Path | None = None, parent: QObject | None = None) -> None:
        super().__init__(parent)
        file = path or config_dir() / FILE_NAME
        self._store = QSettings(str(file), QSettings.Format.IniFormat)

    def get(self, option: Option[T]) -> T:
        """Return the value of an option."""
        stored = self._store.value(option.key)
        value = _as_type_of(option.default, stored)
        if value is None or (option.choices and value not in option.choices):
            return option.default
        return value

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
        """Write the file now rather than when Qt does it."""
        self._store.sync()


def _as_type_of(default: T, stored: object) -> T | None:
    """Convert what an .ini file returns, such as a text for a bool, to the type of the default."""
    if isinstance(default, bool):
        return {"true": True, "false": False}.get(str(stored).lower())
    if isinstance(default, bytes):
        return bytes(stored.data()) if isinstance(stored, QByteArray) else None
    return stored if isinstance(stored, str) else None
