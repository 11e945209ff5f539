"""Builds Motivo and wires it.

Start-up order: Qt, settings, theme, document, player, workers (not yet started), presenters,
window; `wiring.py` connects them. The window shows; then the workers start, each importing what is
heavy in its own process, and a file named on the command line is opened.
"""

from __future__ import annotations

import gc
import sys
from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import Any, Final

from PySide6.QtCore import QObject, QTimer
from PySide6.QtGui import QPagedPaintDevice
from PySide6.QtWidgets import QApplication

from app import jobs
from app.document import Document
from app.playback.midi.input_ports import MidiPorts
from app.playback.sound.synth_process import SynthProcess
from app.services.folders import data_dir
from app.services.interrupts import Interrupts
from app.services.messages import Messages, install_excepthooks, start_log
from app.services.midi_input import MidiInput
from app.services.player import Player
from app.services.recorder import Recorder
from app.services.settings import (
    MIDI_INPUT,
    THEME,
    Settings,
)
from app.services.sound_setup import SoundSetup
from app.services.worker import Worker
from app.ui import accessible
from app.ui.ask import Generation
from app.ui.clipboard import Clipboard, ClipboardJobs
from app.ui.export import Exporting
from app.ui.files import DocumentFiles, FileDialogs, FileJobs, Recovery, TakeFiles
from app.ui.frame import MainWindow, Openings
from app.ui.playing import PlayingIn, Transport, TypingPiano
from app.ui.printing import Printing
from app.ui.score_view import Engraving, ScoreView
from app.ui.shortcuts import Shortcuts
from app.ui.theme import Theme
from app.wiring import Wiring

AFTER_PAINT_MS: Final = 50
"""How long the workers wait, so that the first window does not wait for them."""


class Application(QObject):
    """Everything that lives as long as the program."""

    def __init__(self, argv: Sequence[str]) -> None:
        existing = QApplication.instance()
        self._qt = existing if isinstance(existing, QApplication) else QApplication(list(argv[:1]))
        super().__init__()
        self._qt.setApplicationName("motivo")
        self._qt.setApplicationDisplayName("Motivo")
        accessible.install()
        self._close_log = start_log()
        self.messages = Messages()
        self._restore_hooks = install_excepthooks(self.messages)
        self.settings = Settings()
        self.theme = Theme(self.settings.get(THEME), self)
        self.theme.apply(self._qt)
        self.document = Document(self)
        self.player = Player(SynthProcess, self)
        self.sound_setup = SoundSetup(self.settings, self.player, self)
        self._generating = Worker("generation", jobs.prepare_generation, self)
        self._engraving = Worker("notation", jobs.prepare_notation, self)
        self._filing = Worker("files", None, self)
        self._make_presenters()
        Wiring(self)
        self._is_closed = False
        self._file = Path(argv[1]) if len(argv) > 1 else None
        QTimer.singleShot(0, self, self._open_first)
        QTimer.singleShot(AFTER_PAINT_MS, self, self._start_workers)

    def run(self) -> int:
        """Show the window and return when it was closed: the exit status."""
        interrupts = Interrupts()
        interrupts.requested.connect(self.window.close)
        self.window.show()
        status = self._qt.exec()
        interrupts.close()
        self.close()
        return status

    def close(self) -> None:
        """End the processes and let go of everything."""
        if self._is_closed:
            return
        self._is_closed = True
        gc.unfreeze()
        self.window.remember_place()
        self.window.set_close_guard(lambda: True)
        self.window.close()
        self.typing_piano.set_on(False)
        for worker in (self._generating, self._engraving, self._filing):
            worker.shutdown()
        self.recovery.close()
        self.take_files.close()
        self.midi.shutdown()
        self.player.shutdown()
        self.settings.save()
        self.window.deleteLater()
        self._restore_hooks()
        self._close_log()

    def _make_presenters(self) -> None:
        self.engraving = Engraving(
            partial(self._engraving.submit_latest, jobs.engrave_sketch), self.messages, self
        )
        score_view = ScoreView(self.document, self.theme, self.engraving.engrave)
        self.engraving.engraved.connect(score_view.show_score)
        self.window = MainWindow(self.document, self.theme, score_view, self.settings)
        self.shortcuts = Shortcuts(self.window.all_actions, self.settings)
        self.transport = Transport(self.document, self.player, self.settings)
        self.generation = Generation(
            self.document, partial(self._generating.submit, jobs.generate_takes), self.messages
        )
        submit = self._filing.submit
        file_jobs = FileJobs(
            import_file=partial(submit, jobs.import_file),
            export_file=lambda sketch, path, options: submit(
                jobs.export_file, sketch, path, options, self.sound_setup.sounding
            ),
            open_project=partial(submit, jobs.open_project),
            save_project=partial(submit, jobs.save_project),
        )
        self.typing_piano = TypingPiano(self)
        self.midi = MidiInput(MidiPorts(), self)
        self.playing_in = PlayingIn(
            self.document,
            self.transport,
            Recorder(self.player, parent=self),
            self.settings,
            self.messages,
            lambda: self.window.roll.snap,
        )
        self.playing_in.listen_to_typing(self.typing_piano)
        self.playing_in.listen_to_midi(self.midi)
        self.playing_in.step_entry.set_score(score_view.entry)
        self.clipboard = Clipboard(
            self.document,
            ClipboardJobs(partial(submit, jobs.write_midi), partial(submit, jobs.read_midi)),
            self.messages,
            lambda: self.transport.playhead_ticks,
        )
        self.dialogs = FileDialogs(self.window, self.settings)
        self.files = DocumentFiles(self.document, file_jobs, self.messages, self.dialogs)
        self.recovery = Recovery(
            self.document, data_dir() / "kept", file_jobs, self.messages, self.dialogs
        )
        document, dialogs, engraving = self.document, self.dialogs, self._engraving
        measure = partial(engraving.submit_latest, jobs.measure_pages)
        self.exporting = Exporting(document, self.settings, dialogs, self.files.export, measure)
        engrave = partial(engraving.submit, jobs.engrave_pages)
        self.printing = Printing(document, self.messages, dialogs, engrave, _paint_pages)
        self.openings = Openings(
            self.document,
            self.window,
            self.theme,
            self.shortcuts,
            self.sound_setup,
            self.exporting,
            self.printing,
        )
        self.take_files = TakeFiles(file_jobs.export_file, self.messages, self)

    def _start_workers(self) -> None:
        if self._is_closed:
            return
        self._engraving.start()
        task = self._generating.submit(jobs.list_styles)
        task.succeeded.connect(self.window.ask_panel.set_styles)
        task.failed.connect(self.messages.failure)
        self._filing.start()
        self.player.sound.warm_up()
        self.midi.start()
        self.window.recording_menu.set_ports(self.midi.ports, self.midi.problem)
        self.midi.choose(self.settings.get(MIDI_INPUT))

    def _open_first(self) -> None:
        self.window.roll.fit_all()
        if self._file is not None:
            self.files.open(self._file)
        else:
            self.recovery.offer()


def _paint_pages(device: QPagedPaintDevice, score: Any, numbers: Sequence[int]) -> None:
    from app.notation.paper.painting import paint_pages

    paint_pages(device, score, numbers)


def create(argv: Sequence[str] | None = None) -> Application:
    """Build the application without entering the event loop; `argv` is as in sys.argv."""
    return Application(sys.argv if argv is None else argv)
