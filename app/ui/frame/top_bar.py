"""Owns TopBar: title, undo, transport, tempo, meter, key and chords of the sketch, and Generate."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import replace
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QMenu, QVBoxLayout, QWidget

from app.constants import FASTEST_TEMPO_BPM, SLOWEST_TEMPO_BPM, TICKS_PER_QUARTER
from app.document import Document
from app.domain import Chords, Key, Mode
from app.domain.timebase import ticks_to_seconds
from app.errors import InvalidValueError
from app.ui.actions import Actions
from app.ui.frame.meter_box import MeterBox
from app.ui.frame.title_area import TitleArea
from app.ui.piano_roll import DEFAULT_SNAP, SNAPS, Snap
from app.ui.theme import Theme
from app.ui.widgets import ComboBox, DoubleSpinBox, GenerateButton, IconButton, LineEdit, in_tip

SIXTEENTH_TICKS: Final = TICKS_PER_QUARTER // 4
MOST_COMMON_FIFTHS: Final = range(-6, 7)

BUTTON_GAP: Final = 4


class TopBar(QFrame):
    """Has three groups above the three columns of the window."""

    refused = Signal(str)
    """A sentence on why something that was typed was not accepted."""
    snap_chosen = Signal(object)

    def __init__(self, document: Document, theme: Theme, actions: Actions, menu: QMenu) -> None:
        super().__init__()
        self.setObjectName("topBar")
        self.setFixedHeight(theme.sizes.top_bar)
        self._document, self._theme = document, theme
        self._refusal = ""
        self._left = TitleArea(document, theme, actions, menu)
        self._generate = GenerateButton(theme, actions["generate"])
        self._right = QWidget()
        right = QHBoxLayout(self._right)
        right.setContentsMargins(12, 0, 12, 0)
        right.addWidget(self._generate)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self._left)
        middle = QHBoxLayout()
        middle.setContentsMargins(12, 0, 12, 0)
        middle.setSpacing(8)
        self._fill_transport(middle, actions)
        self._fill_sketch(middle)
        row.addLayout(middle, 1)
        row.addWidget(self._right)
        document.shown_changed.connect(self._follow)
        self.retranslate_ui()

    def set_columns(self, left: int, right: int) -> None:
        """Make the outer groups as wide as the panels below them."""
        self._left.setFixedWidth(max(left, 200))
        self._right.setFixedWidth(max(right, 200))

    def set_refusal(self, reason: str) -> None:
        """Show at Generate why the wishes can't be met; "" if they can."""
        self._generate.setEnabled(not reason)
        self._refusal = reason
        self._tell_generate()

    def set_position(self, ticks: float | None) -> None:
        """Show where the playhead is: bar, beat, sixteenth, and the time."""
        sketch = self._document.shown
        ticks = ticks or 0
        bar = sketch.bar_at(int(ticks))
        in_bar = (int(ticks) - sketch.pickup_ticks) % sketch.meter.bar_ticks
        starts = sketch.meter.beat_starts
        beat = bisect_right(starts, in_bar)
        sixteenth = (in_bar - starts[beat - 1]) // SIXTEENTH_TICKS + 1
        seconds = ticks_to_seconds(ticks, sketch.tempo_bpm)
        self._place.setText(f"{bar}.{beat}.{sixteenth}")
        self._time.setText(f"{int(seconds) // 60}:{seconds % 60:04.1f}")

    def retranslate_ui(self) -> None:
        """Set every text."""
        self._generate.setText(self.tr("Generate"))
        self._tell_generate()
        self._chords.setPlaceholderText(self.tr("such as D | G A7 | D"))
        self._chords.set_prefix(self.tr("chords"))
        self._snap.set_prefix(self.tr("snap"))
        for field, name in (
            (self._generate, self.tr("Generate")),
            (self._tempo, self.tr("Tempo")),
            (self._key, self.tr("Key")),
            (self._snap, self.tr("Snap")),
            (self._chords, self.tr("Chords")),
        ):
            field.setAccessibleName(name)
            field.setToolTip(field.toolTip() or name)
        self._tempo.setSuffix(self.tr(" bpm"))
        self._follow()

    def _fill_transport(self, row: QHBoxLayout, actions: Actions) -> None:
        theme = self._theme
        size = theme.sizes.top_button
        play = IconButton(
            theme, "play", size, 18, action=actions["play"], on="window", fills_on=True
        )
        play.setObjectName("playButton")
        stop = IconButton(theme, "stop", size, 18, action=actions["stop"])
        stop.setObjectName("stopButton")
        loop = IconButton(theme, "repeat", size, 18, action=actions["loop"])
        loop.setObjectName("loopButton")
        record = IconButton(
            theme, "record", size, 18, action=actions["record"], token="record", on="window",
            fills_on=True,
        )  # fmt: skip
        record.setObjectName("recordButton")
        metronome = IconButton(theme, "metronome", size, 18, action=actions["metronome"])
        metronome.setObjectName("metronomeButton")
        buttons = QHBoxLayout()
        buttons.setSpacing(BUTTON_GAP)
        for button in (play, stop, loop, record, metronome):
            buttons.addWidget(button)
        row.addLayout(buttons)
        readout = QFrame()
        readout.setObjectName("readout")
        readout.setFixedSize(72, theme.sizes.top_field + 6)
        lines = QVBoxLayout(readout)
        lines.setContentsMargins(8, 3, 8, 3)
        lines.setSpacing(0)
        self._place, self._time = QLabel("1.1.1"), QLabel("0:00.0")
        self._place.setObjectName("placeLabel")
        self._place.setFont(theme.font(14, 600, tabular=True))
        self._time.setFont(theme.font(11, tabular=True))
        self._time.setObjectName("hint")
        for label in (self._place, self._time):
            label.setAlignment(Qt.AlignmentFlag.AlignRight)
            lines.addWidget(label)
        row.addWidget(readout)

    def _fill_sketch(self, row: QHBoxLayout) -> None:
        document, theme = self._document, self._theme
        height = theme.sizes.top_field
        self._tempo = DoubleSpinBox(theme, height)
        self._tempo.setObjectName("tempoBox")
        self._tempo.setRange(SLOWEST_TEMPO_BPM, FASTEST_TEMPO_BPM)
        self._tempo.valueChanged.connect(self._on_tempo_chosen)
        self._meter = MeterBox(document, theme, height)
        self._meter.refused.connect(self.refused)
        self._key = ComboBox(theme, height)
        self._key.setObjectName("keyBox")
        self._key.setMaxVisibleItems(26)
        for mode in Mode:
            for fifths in sorted(MOST_COMMON_FIFTHS, key=abs):
                key = Key.from_fifths(fifths, mode)
                self._key.addItem(str(key), str(key))
        self._key.activated.connect(self._on_key_chosen)
        self._snap = ComboBox(theme, height)
        self._snap.setObjectName("snapBox")
        for snap in SNAPS:
            self._snap.addItem(snap.name, snap)
        self._snap.setCurrentIndex(SNAPS.index(DEFAULT_SNAP))
        self._snap.activated.connect(self._on_snap_chosen)
        self._chords = LineEdit(theme, height)
        self._chords.setObjectName("chordsEdit")
        self._chords.setFont(theme.font(13, 500))
        self._chords.editingFinished.connect(self._on_chords_typed)
        for box in (self._key, self._snap):
            box.setFont(theme.font(12, 500))
            box.view().setMinimumWidth(132)
        for field, width in (
            (self._tempo, 94),
            (self._key, 118),
            (self._snap, theme.sizes.snap_width),
        ):
            field.setFixedWidth(width)
            row.addWidget(field)
        row.insertWidget(row.indexOf(self._key), self._meter)
        row.addWidget(self._chords, 1)

    def _tell_generate(self) -> None:
        refusal = in_tip(self._refusal)
        self._generate.setToolTip(refusal or self.tr("Make takes of the sketch  Ctrl+G"))

    def _follow(self) -> None:
        """Show the values of the document."""
        sketch = self._document.shown
        self._tempo.blockSignals(True)
        self._tempo.setValue(sketch.tempo_bpm)
        self._tempo.blockSignals(False)
        key = str(sketch.key)
        if self._key.findText(key) < 0:
            self._key.addItem(key, key)
        self._key.setCurrentText(key)
        if not self._chords.hasFocus():
            self._chords.setText(str(sketch.chords))
            self._chords.setCursorPosition(0)

    def _on_tempo_chosen(self, tempo_bpm: float) -> None:
        sketch = replace(self._document.shown, tempo_bpm=tempo_bpm)
        self._document.change_sketch(self.tr("Change tempo"), sketch, merge_key="tempo")

    def _on_key_chosen(self) -> None:
        key = Key.parse(self._key.currentText())
        self._document.change_sketch(self.tr("Change key"), replace(self._document.shown, key=key))

    def _on_snap_chosen(self) -> None:
        snap: Snap = self._snap.currentData()
        self.snap_chosen.emit(snap)

    def _on_chords_typed(self) -> None:
        try:
            chords = Chords.parse(self._chords.text())
        except InvalidValueError as error:
            self._show_refused(refused=True)
            self.refused.emit(str(error))
            return
        self._show_refused(refused=False)
        self._document.change_sketch(
            self.tr("Change chords"), replace(self._document.shown, chords=chords)
        )

    def _show_refused(self, *, refused: bool) -> None:
        self._chords.setProperty("refused", refused)
        self._chords.style().unpolish(self._chords)
        self._chords.style().polish(self._chords)
