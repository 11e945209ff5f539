"""Owns PlayingIn: what is played on a keyboard is heard, recorded, entered as notes, or kept."""

from __future__ import annotations

import time
from collections.abc import Callable

from PySide6.QtCore import QObject, Signal

from app.document import Document
from app.domain import Edited, Melody, Pulse, edits
from app.domain.capture import Capture
from app.domain.quantising import Quantising
from app.domain.recording import KeyEvent
from app.errors import AppError
from app.services.messages import Messages
from app.services.midi_input import MidiInput
from app.services.recorder import Recorder, RecordMode
from app.services.settings import COUNT_IN, MIDI_INPUT, RECORD_MODE, RECORD_STRENGTH, Settings
from app.ui.piano_roll import Snap
from app.ui.playing.step_entry import StepEntry
from app.ui.playing.transport import Transport
from app.ui.playing.typing_piano import TypingPiano


class PlayingIn(QObject):
    """Connects keyboards, recorder and document; `snap()` returns the grid for quantising."""

    recording_changed = Signal(bool)

    def __init__(
        self,
        document: Document,
        transport: Transport,
        recorder: Recorder,
        settings: Settings,
        messages: Messages,
        snap: Callable[[], Snap],
    ) -> None:
        super().__init__(document)
        self._document, self._transport, self._recorder = document, transport, recorder
        self._settings, self._messages, self._snap = settings, messages, snap
        self._before = Melody()
        self._captured = Capture()
        self.step_entry = StepEntry(document, transport, snap)
        recorder.counting_in.connect(self._on_counting_in)
        recorder.recording_started.connect(self._on_recording_started)
        recorder.recorded.connect(self._on_recorded)
        recorder.finished.connect(lambda: self.recording_changed.emit(False))

    def listen_to_typing(self, piano: TypingPiano) -> None:
        """Handle the notes played on the computer's keyboard."""
        self._piano = piano
        piano.octave_changed.connect(lambda _octave: self._tell_typing())
        piano.note_pressed.connect(self._on_pressed)
        piano.note_released.connect(self._transport.release)
        piano.note_pressed.connect(
            lambda pitch, velocity: self._on_key(KeyEvent(time.perf_counter(), pitch, velocity))
        )
        piano.note_released.connect(
            lambda pitch: self._on_key(KeyEvent(time.perf_counter(), pitch, 0))
        )

    def set_typing(self, is_on: bool) -> None:
        """Turn the typing piano on or off."""
        self._piano.set_on(is_on)
        if is_on:
            self._tell_typing()

    def listen_to_midi(self, midi: MidiInput) -> None:
        """Handle the notes played on a MIDI keyboard."""
        self._midi = midi
        midi.note_pressed.connect(self._on_pressed)
        midi.note_released.connect(self._transport.release)
        midi.key_played.connect(self._on_key)
        midi.port_opened.connect(
            lambda name: self._messages.info(self.tr("{0} plays Motivo.").format(name))
        )
        midi.port_lost.connect(
            lambda name: self._messages.warning(
                self.tr("{0} is gone; it plays again when it is back.").format(name)
            )
        )

    def choose_port(self, name: str) -> None:
        """Listen to a MIDI keyboard from now on, or to none if the name is empty."""
        self._settings.set(MIDI_INPUT, name)
        if not name:
            self._midi.close()
            return
        try:
            self._midi.open(name)
        except AppError as error:
            self._messages.failure(str(error))

    def toggle_recording(self) -> None:
        """Record from the playhead on, or end the recording."""
        if self._recorder.is_active:
            self._recorder.stop()
            return
        settings = self._settings
        is_replacing = settings.get(RECORD_MODE) == "replace"
        self._before = self._document.shown.melody
        self._recorder.start(
            self._document.shown,
            self._transport.playhead_ticks,
            RecordMode.REPLACE if is_replacing else RecordMode.OVERDUB,
            self._quantising(),
            count_in=settings.get(COUNT_IN),
        )
        self.recording_changed.emit(True)

    def keep_played(self) -> None:
        """Add what was played in the last minute, from the beat nearest to the playhead on."""
        shown = self._document.shown
        played = self._captured.melody(
            time.perf_counter(),
            shown.tempo_bpm,
            self._quantising(),
            self._transport.playhead_ticks,
            Pulse.of(shown),
        )
        if not played:
            self._messages.warning(
                self.tr(
                    "Nothing was played yet; play a MIDI keyboard, or press Ctrl+K to play on the"
                    " letter keys."
                )
            )
            return
        self._captured.clear()
        self._document.edit(self.tr("Keep what was played"), edits.add(shown.melody, played))

    def _tell_typing(self) -> None:
        octave = self._piano.octave
        text = self.tr("The keys A to K play C{0} to C{1}; Z and X change the octave.")
        self._messages.info(text.format(octave, octave + 1))

    def _quantising(self) -> Quantising | None:
        strength = int(self._settings.get(RECORD_STRENGTH))
        return Quantising(self._snap().grid_ticks, strength) if strength else None

    def _on_pressed(self, pitch: int, velocity: int) -> None:
        self._transport.press(pitch, velocity)
        if not self._recorder.is_active:
            self.step_entry.enter(pitch, velocity)

    def _on_key(self, event: KeyEvent) -> None:
        self._captured.add(event)
        self._recorder.add_key(event)

    def _on_counting_in(self, beat: int) -> None:
        self._messages.info(self.tr("Counting in: {0}").format(beat))

    def _on_recording_started(self) -> None:
        self._messages.info(self.tr("Recording. Press F9 or Space to stop."))

    def _on_recorded(self, edited: Edited) -> None:
        melody = self._document.shown.melody
        if melody != self._before:
            # The melody was edited during the recording, so what was played is laid over it.
            edited = edits.add(melody, edited.selected)
        self._document.edit(self.tr("Record"), edited)
