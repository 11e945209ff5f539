"""Owns SoundDialog: chooses sound card, soundfont, instruments, and what is sent as MIDI."""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QFileDialog,
    QGridLayout,
    QLabel,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from app.services.settings import (
    DEVICE,
    FOLLOW_CLOCK,
    MIDI_OUT,
    MIDI_OUT_ALONE,
    SEND_CLOCK,
    SOUNDFONT,
    Option,
)
from app.services.sound_setup import PARTS, SOUNDFONT_SUFFIXES, SoundSetup
from app.ui.theme import Theme
from app.ui.widgets import ComboBox, Slider, Switch

WIDTH: Final = 560
LABEL_WIDTH: Final = 96
SLIDER_WIDTH: Final = 88
NOTE_LINES: Final = 3


class SoundDialog(QDialog):
    """The dialog for sound and MIDI; every choice is heard at once and remembered."""

    def __init__(self, setup: SoundSetup, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._setup, self._theme = setup, theme
        self.setObjectName("soundDialog")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._device = self._combo("deviceBox")
        self._soundfont = self._combo("soundfontBox")
        self._browse = QPushButton()
        self._browse.setAutoDefault(False)
        self._browse.clicked.connect(self._ask_soundfont)
        self._midi_out = self._combo("midiOutBox")
        self._instruments = {part: self._combo(f"{part}InstrumentBox") for part in PARTS}
        self._volumes = {part: Slider(0, 100, 0) for part in PARTS}
        self._pans = {part: Slider(-50, 50, 0) for part in PARTS}
        self._switches: dict[Option[bool], Switch] = {
            option: Switch(theme) for option in (MIDI_OUT_ALONE, SEND_CLOCK, FOLLOW_CLOCK)
        }
        self._labels: dict[str, QLabel] = {}
        self._note = QLabel(wordWrap=True)
        self._note.setObjectName("hint")
        self._note.setFont(theme.font(11))
        self._note.setMinimumHeight(NOTE_LINES * self._note.fontMetrics().lineSpacing())
        self._note.setAlignment(Qt.AlignmentFlag.AlignTop)
        self._lay_out()
        self._connect()
        self.retranslate_ui()
        self._show_choices()
        self.resize(WIDTH, self.heightForWidth(WIDTH))
        setup.look()

    def retranslate_ui(self) -> None:
        """Set every text."""
        self.setWindowTitle(self.tr("Sound and MIDI"))
        self._browse.setText(self.tr("Choose a file…"))
        names = {
            "device": self.tr("Sound card"),
            "soundfont": self.tr("Soundfont"),
            "melody": self.tr("Melody"),
            "chords": self.tr("Chords"),
            "metronome": self.tr("Metronome"),
            "instrument": self.tr("Instrument"),
            "volume": self.tr("Volume"),
            "pan": self.tr("Left to right"),
            "midi_out": self.tr("MIDI out"),
            MIDI_OUT_ALONE.key: self.tr("Play only on the MIDI port"),
            SEND_CLOCK.key: self.tr("Send clock, start and stop"),
            FOLLOW_CLOCK.key: self.tr("Follow the clock of the MIDI keyboard"),
        }
        for name, label in self._labels.items():
            label.setText(names[name])
        for part in PARTS:
            for fields, what in (
                (self._instruments, names["instrument"]),
                (self._volumes, names["volume"]),
                (self._pans, names["pan"]),
            ):
                fields[part].setAccessibleName(f"{names[part]}, {what}")
                fields[part].setToolTip(f"{names[part]}: {what}")
        for field, name in (
            (self._device, "device"), (self._soundfont, "soundfont"), (self._midi_out, "midi_out"),
        ):  # fmt: skip
            field.setAccessibleName(names[name])
        for option, switch in self._switches.items():
            switch.setAccessibleName(names[option.key])

    def _combo(self, name: str) -> ComboBox:
        combo = ComboBox(self._theme, 30)
        combo.setObjectName(name)
        return combo

    def _label(self, name: str, kind: str = "label") -> QLabel:
        label = self._labels[name] = QLabel()
        label.setObjectName(kind)
        return label

    def _lay_out(self) -> None:
        grid = QGridLayout()
        grid.setHorizontalSpacing(8)
        grid.setVerticalSpacing(8)
        grid.setColumnMinimumWidth(0, LABEL_WIDTH)
        grid.setColumnStretch(1, 1)
        grid.addWidget(self._label("device"), 0, 0)
        grid.addWidget(self._device, 0, 1, 1, 3)
        grid.addWidget(self._label("soundfont"), 1, 0)
        grid.addWidget(self._soundfont, 1, 1)
        grid.addWidget(self._browse, 1, 2, 1, 2)
        grid.setRowMinimumHeight(2, 8)
        for column, name in enumerate(("instrument", "volume", "pan"), start=1):
            grid.addWidget(self._label(name, "hint"), 3, column)
        for row, part in enumerate(PARTS, start=4):
            grid.addWidget(self._label(part), row, 0)
            grid.addWidget(self._instruments[part], row, 1)
            grid.addWidget(self._volumes[part], row, 2)
            grid.addWidget(self._pans[part], row, 3)
            self._volumes[part].setFixedWidth(SLIDER_WIDTH)
            self._pans[part].setFixedWidth(SLIDER_WIDTH)
        grid.setRowMinimumHeight(7, 8)
        grid.addWidget(self._label("midi_out"), 8, 0)
        grid.addWidget(self._midi_out, 8, 1, 1, 3)
        for row, (option, switch) in enumerate(self._switches.items(), start=9):
            grid.addWidget(self._label(option.key), row, 1)
            grid.addWidget(switch, row, 3, Qt.AlignmentFlag.AlignRight)
        grid.addWidget(self._note, 12, 1, 1, 3)
        closing = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        closing.rejected.connect(self.reject)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(16, 16, 16, 16)
        outer.setSpacing(12)
        outer.addLayout(grid)
        outer.addStretch(1)
        outer.addWidget(closing)

    def _connect(self) -> None:
        setup, settings = self._setup, self._setup.settings
        for combo, option in (
            (self._device, DEVICE), (self._soundfont, SOUNDFONT), (self._midi_out, MIDI_OUT),
        ):  # fmt: skip
            combo.activated.connect(
                lambda _row, combo=combo, option=option: settings.set(option, combo.currentData())
            )
        for wish, switch in self._switches.items():
            switch.setChecked(settings.get(wish))
            switch.toggled.connect(lambda is_on, wish=wish: settings.set(wish, is_on))
        for part in PARTS:
            self._instruments[part].activated.connect(lambda _row, part=part: self._choose(part))
            for slider in (self._volumes[part], self._pans[part]):
                slider.valueChanged.connect(lambda _value, part=part: self._choose(part))
        setup.instruments_changed.connect(self._show_instruments)
        setup.outputs_changed.connect(self._show_outputs)
        setup.midi_out_refused.connect(self._note.setText)

    def _show_choices(self) -> None:
        for part in PARTS:
            voice = self._setup.voice(part)
            for slider, value in (
                (self._volumes[part], round(100 * voice.volume)),
                (self._pans[part], round(50 * voice.pan)),
            ):
                slider.blockSignals(True)
                slider.setValue(value)
                slider.blockSignals(False)
        self._show_outputs()
        self._show_instruments()

    def _show_soundfonts(self) -> None:
        chosen = self._setup.settings.get(SOUNDFONT)
        offered = {"": self.tr("The one that comes with Motivo")}
        offered |= {str(path): path.stem for path in self._setup.soundfonts()}
        _offer(self._soundfont, offered, chosen, Path(chosen).stem)

    def _show_instruments(self) -> None:
        places = [(preset.bank, preset.program) for preset in self._setup.instruments]
        for part, combo in self._instruments.items():
            voice = self._setup.voice(part)
            combo.clear()
            combo.addItems([preset.name for preset in self._setup.instruments])
            place = (voice.bank, voice.program)
            combo.setCurrentIndex(places.index(place) if place in places else -1)
        self._show_soundfonts()

    def _show_outputs(self) -> None:
        setup, get = self._setup, self._setup.settings.get
        missing = self.tr("{0} (not connected)")
        devices = {"": self.tr("The system's choice"), **{name: name for name in setup.devices}}
        _offer(self._device, devices, get(DEVICE), missing.format(get(DEVICE)))
        ports = {"": self.tr("None"), **{name: name for name in setup.midi_ports}}
        _offer(self._midi_out, ports, get(MIDI_OUT), missing.format(get(MIDI_OUT)))
        if setup.midi_problem:
            self._note.setText(setup.midi_problem)
        elif sys.platform == "win32":
            self._note.setText(
                self.tr(
                    "To play into a DAW, make a port with loopMIDI (tobias-erichsen.de); choose it"
                    " here as MIDI out and, in the DAW, as the MIDI input."
                )
            )
        else:
            self._note.setText(
                self.tr(
                    "To play into a DAW, choose “Motivo” here and, in the DAW, as the MIDI input."
                )
            )

    def _choose(self, part: str) -> None:
        """Give a part the voice that its controls show."""
        voice = self._setup.voice(part)
        row = self._instruments[part].currentIndex()
        if row >= 0:
            preset = self._setup.instruments[row]
            voice = replace(voice, bank=preset.bank, program=preset.program)
        volume, pan = self._volumes[part].value() / 100, self._pans[part].value() / 50
        self._setup.set_voice(part, replace(voice, volume=volume, pan=pan))

    def _ask_soundfont(self) -> None:
        endings = " ".join(f"*{suffix}" for suffix in SOUNDFONT_SUFFIXES)
        dialog = QFileDialog(self, self.tr("Choose a soundfont"))
        dialog.setNameFilter(self.tr("Soundfonts ({0})").format(endings))
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.fileSelected.connect(lambda path: self._setup.settings.set(SOUNDFONT, path))
        dialog.fileSelected.connect(self._show_soundfonts)
        dialog.open()


def _offer(combo: ComboBox, offered: dict[str, str], chosen: str, missing: str) -> None:
    """Offer values with their texts; a chosen value that isn't offered is shown as `missing`."""
    combo.clear()
    for value, text in {chosen: missing, **offered}.items() if chosen else offered.items():
        combo.addItem(text, value)
    combo.setCurrentIndex(combo.findData(chosen))
