"""Owns SoundSetup: makes the player sound as the settings say."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import asdict, fields, replace
from pathlib import Path
from typing import Any, Final

from PySide6.QtCore import QObject, Signal

from app.playback.sequencing.protocol import (
    MidiOutOpened,
    Preset,
    SetMetronome,
    SetMix,
    UseDevice,
    UseMidiOut,
    UseSoundfont,
)
from app.playback.sequencing.voices import Mix, Sounding, Voice
from app.playback.sound.soundfonts import SUFFIXES, system_soundfonts
from app.services.player import Player
from app.services.settings import (
    DEVICE,
    METRONOME,
    MIDI_OUT,
    MIDI_OUT_ALONE,
    MIX,
    PLAY_CHORDS,
    SEND_CLOCK,
    SOUNDFONT,
    Settings,
)

NUMBERS: Final = {"bank": (0, 128), "program": (0, 127), "volume": (0.0, 1.0), "pan": (-1.0, 1.0)}
"""The numbers that make up a voice, with the lowest and highest value of each."""


PARTS: Final = tuple(field.name for field in fields(Mix))
"""The parts that have a voice of their own: melody, chords, metronome."""

SOUNDFONT_SUFFIXES: Final = SUFFIXES


class SoundSetup(QObject):
    """Applies the settings about sound to the player, at the start and whenever one changes."""

    instruments_changed = Signal()
    """Another soundfont, with other instruments, is in use."""
    outputs_changed = Signal()
    """`look` has found sound cards and MIDI ports."""
    midi_out_changed = Signal(str)
    """The MIDI port on which Motivo plays now; empty for none."""
    midi_out_refused = Signal(str)
    """A sentence on why Motivo can't play on the chosen MIDI port."""

    def __init__(self, settings: Settings, player: Player, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.settings = settings
        self._player, self._sound = player, player.sound
        self._sound.soundfont_loaded.connect(lambda _loaded: self.instruments_changed.emit())
        self._sound.outputs_found.connect(lambda _found: self.outputs_changed.emit())
        self._sound.midi_out_opened.connect(self._on_midi_out_opened)
        self._applying: dict[str, Callable[[], None]] = {
            METRONOME.key: self._apply_metronome,
            PLAY_CHORDS.key: self._apply_chords,
            MIX.key: self._apply_mix,
            SOUNDFONT.key: self._apply_soundfont,
            DEVICE.key: self._apply_device,
            **dict.fromkeys((MIDI_OUT.key, MIDI_OUT_ALONE.key, SEND_CLOCK.key), self._apply_midi),
        }
        settings.changed.connect(self._on_changed)
        for key in self._applying.keys() & settings.chosen:
            self._applying[key]()

    @property
    def instruments(self) -> tuple[Preset, ...]:
        """The instruments of the soundfont in use; empty before one is loaded."""
        loaded = self._sound.soundfont
        return loaded.presets if loaded is not None else ()

    @property
    def devices(self) -> tuple[str, ...]:
        """The sound cards that existed at the last look."""
        return self._sound.outputs.devices

    @property
    def midi_ports(self) -> tuple[str, ...]:
        """The MIDI outputs that existed at the last look."""
        return self._sound.outputs.midi_ports

    @property
    def midi_problem(self) -> str:
        """A sentence on why no MIDI output can be reached; empty if outputs can be reached."""
        return self._sound.outputs.midi_problem

    def look(self) -> None:
        """Find out which sound cards and MIDI ports exist; `outputs_changed` follows."""
        self._sound.find_outputs()

    def soundfonts(self) -> tuple[Path, ...]:
        """Return the soundfonts installed on this system, the best first."""
        return system_soundfonts()

    def voice(self, part: str) -> Voice:
        """Return the voice of a part."""
        voice: Voice = getattr(self.mix, part)
        return voice

    @property
    def mix(self) -> Mix:
        """The voices of all parts."""
        return _mix(self.settings.get_object(MIX))

    @property
    def sounding(self) -> Sounding:
        """The soundfont, voices and chords with which a sketch sounds now."""
        path = self.settings.get(SOUNDFONT)
        return Sounding(
            Path(path) if path else None, self.mix, with_chords=self.settings.get(PLAY_CHORDS)
        )

    def set_voice(self, part: str, voice: Voice) -> None:
        """Give a part another voice."""
        self.settings.set(MIX, json.dumps(asdict(replace(self.mix, **{part: voice}))))

    def _on_midi_out_opened(self, opened: MidiOutOpened) -> None:
        self.midi_out_changed.emit(opened.port)
        if opened.problem:
            self.midi_out_refused.emit(opened.problem)

    def _on_changed(self, key: str) -> None:
        apply = self._applying.get(key)
        if apply is not None:
            apply()

    def _apply_metronome(self) -> None:
        self._sound.hold(SetMetronome(self.settings.get(METRONOME)))

    def _apply_chords(self) -> None:
        self._player.set_chords(are_heard=self.settings.get(PLAY_CHORDS))

    def _apply_mix(self) -> None:
        self._sound.hold(SetMix(self.mix))

    def _apply_soundfont(self) -> None:
        self._sound.hold(UseSoundfont(self.sounding.soundfont))

    def _apply_device(self) -> None:
        self._sound.hold(UseDevice(self.settings.get(DEVICE)))

    def _apply_midi(self) -> None:
        get = self.settings.get
        self._sound.hold(UseMidiOut(get(MIDI_OUT), get(MIDI_OUT_ALONE), get(SEND_CLOCK)))


def _mix(stored: dict[str, Any]) -> Mix:
    """Read a mix; invalid values in it are replaced by the defaults."""
    default = Mix()
    return Mix(
        **{
            field.name: _voice(stored.get(field.name), getattr(default, field.name))
            for field in fields(Mix)
        }
    )


def _voice(stored: object, default: Voice) -> Voice:
    if not isinstance(stored, dict):
        return default
    numbers: dict[str, Any] = {
        name: type(least)(stored[name])
        for name, (least, most) in NUMBERS.items()
        if isinstance(stored.get(name), int | float) and least <= stored[name] <= most
    }
    return replace(default, **numbers)
