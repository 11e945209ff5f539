"""Builds Motivo.

The order at start-up is: Qt, settings, theme, document, player, workers (not started yet), window,
presenters. Then `wiring` connects them, and the window is shown. Only after that do the workers
start, each importing what is heavy in its own process, and the file named on the command line is
opened.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

from PySide6.QtCore import QObject, QTimer
from PySide6.QtGui import QPagedPaintDevice
from PySide6.QtWidgets import QApplication

from app.constants import NEW_WINDOW
from app.document import Document
from app.document.history import History
from app.document.journal import Journal
from app.document.journal_writer import JournalFormat
from app.logs import start_log
from app.parts import Parts
from app.playback.midi.input_ports import MidiPorts
from app.playback.sound.synth_process import SynthProcess
from app.services import garbage, open_windows
from app.services.clock_following import ClockFollowing
from app.services.folders import data_dir
from app.services.interrupts import Interrupts
from app.services.messages import Messages, install_excepthooks
from app.services.midi_input import MidiInput
from app.services.player import Player
from app.services.recorder import Recorder
from app.services.settings import MIDI_INPUT, THEME, Settings
from app.services.sound_setup import SoundSetup
from app.services.visitors import Visitors
from app.ui import accessible
from app.ui.ask import Asking, Generation
from app.ui.clipboard import Clipboard
from app.ui.export import Exporting, ExportOpener
from app.ui.files import (
    Closing,
    DocumentFiles,
    FileDialogs,
    GoingBack,
    RecentFiles,
    Recovery,
    SecondStarts,
    TakeFiles,
)
from app.ui.frame import Activity, HeadingOpener, MainWindow, NewWindow, Reporting, ThemeChoice
from app.ui.playing import PlayingIn, SoundOpener, Transport, TypingPiano
from app.ui.printing import Printing, PrintOpener
from app.ui.score_view import Engraving, ScoreView
from app.ui.shortcuts import Shortcuts, ShortcutsOpener
from app.ui.takes import Listening
from app.ui.theme import Theme
from app.wiring import wire
from app.workers import Workers

AFTER_PAINT_MS: Final = 50
"""How long the start of the workers is delayed, so that they don't delay the window."""


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
        self.midi = MidiInput(MidiPorts(), self)
        self._workers = Workers(self)
        self._build_window()
        self._build_playing()
        self._build_files()
        self._parts = self._build_parts()
        wire(self._parts)
        self.window.restore_place(open_windows.count())
        self._is_closed = False
        self._is_additional = argv[1:2] == [NEW_WINDOW]
        files = argv[2:] if self._is_additional else argv[1:]
        self._file = Path(files[0]) if files else None
        QTimer.singleShot(0, self, self._open_first)
        QTimer.singleShot(AFTER_PAINT_MS, self, self._start_workers)

    def run(self) -> int:
        """Show the window, and return the exit status when it was closed."""
        interrupts = Interrupts()
        interrupts.requested.connect(self.window.close)
        self.window.show()
        status = self._qt.exec()
        interrupts.close()
        self.close()
        return status

    def close(self) -> None:
        """End the processes and release everything."""
        if self._is_closed:
            return
        self._is_closed = True
        garbage.exempt_nothing()
        self.window.set_close_guard(lambda: True)
        self.window.close()
        self.typing_piano.set_on(False)
        self.visitors.shutdown()
        self._workers.shutdown()
        self.journal.close()
        self.history.close()
        self.take_files.close()
        self.midi.shutdown()
        self.player.shutdown()
        self.recent.remember_open()
        self.settings.save()
        self.window.deleteLater()
        self._restore_hooks()
        self._close_log()

    def _build_window(self) -> None:
        self.engraving = Engraving(self._workers.engrave_sketch, self.messages, self)
        score_view = ScoreView(self.document, self.theme, self.engraving.engrave)
        self.engraving.engraved.connect(score_view.show_score)
        self.document.opened.connect(lambda: self.engraving.turn_to(self.document.shown))
        self.window = MainWindow(self.document, self.theme, score_view, self.settings)
        self.shortcuts = Shortcuts(self.window.all_actions, self.settings)
        self.theme_choice = ThemeChoice(self.theme, self.settings, self.window.all_actions)

    def _build_playing(self) -> None:
        self.transport = Transport(self.document, self.player, self.settings)
        self.typing_piano = TypingPiano(self)
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
        self.playing_in.step_entry.set_score(self.window.score_view.entry)
        self.clipboard = Clipboard(
            self.document,
            self._workers.clipboard_jobs(),
            self.messages,
            lambda: self.transport.playhead_ticks,
        )

    def _build_files(self) -> None:
        document, messages, workers = self.document, self.messages, self._workers
        jobs = workers.file_jobs(lambda: self.sound_setup.sounding)
        dialogs = FileDialogs(self.window, self.theme, self.settings)
        self.history = History(document, data_dir() / "history", _journal_format)
        self.files = DocumentFiles(
            document, self.history, jobs, messages, dialogs, open_windows.is_elsewhere
        )
        self.recent = RecentFiles(document, self.settings)
        self.second_starts = SecondStarts(document, self.files)
        self.visitors = Visitors(self.second_starts.answer, self)
        self.going_back = GoingBack(document, self.history, workers.read_kept, messages, dialogs)
        self.take_files = TakeFiles(document, jobs.export_file, messages, data_dir() / "takes")
        self.journal = Journal(document, data_dir() / "kept", _journal_format)
        self.recovery = Recovery(
            document,
            self.journal,
            workers.read_kept,
            self.files.guard,
            messages,
            dialogs,
        )
        self.exporting = Exporting(
            document, self.settings, dialogs, self.files.export, workers.measure_pages
        )
        self.printing = Printing(document, messages, dialogs, workers.engrave_pages, _paint_pages)

    def _build_parts(self) -> Parts:
        document, window, messages, theme = self.document, self.window, self.messages, self.theme
        self.generation = Generation(document, self._workers.generate_takes, messages)
        return Parts(
            window=window,
            document=document,
            settings=self.settings,
            messages=messages,
            player=self.player,
            sound_setup=self.sound_setup,
            midi=self.midi,
            clock=ClockFollowing(
                self.player, self.midi, self.settings, lambda: self.transport.loop
            ),
            asking=Asking(document, window.ask_panel, self.generation, messages),
            generation=self.generation,
            listening=Listening(self.transport.play_take, messages, document),
            transport=self.transport,
            playing_in=self.playing_in,
            clipboard=self.clipboard,
            files=self.files,
            recent=self.recent,
            second_starts=self.second_starts,
            take_files=self.take_files,
            closing=Closing(document, self.history, self.files),
            history=self.history,
            going_back=self.going_back,
            activity=Activity(document),
            new_window=NewWindow(messages, self),
            export=ExportOpener(self.exporting, theme, window),
            printing=PrintOpener(self.printing, theme, window),
            heading=HeadingOpener(document, theme, window),
            sound=SoundOpener(self.sound_setup, theme, window),
            shortcuts=ShortcutsOpener(self.shortcuts, window),
            reporting=Reporting(messages, window),
        )

    def _start_workers(self) -> None:
        if self._is_closed:
            return
        self._workers.start()
        self.visitors.start()
        styles = self._workers.list_styles()
        styles.succeeded.connect(self.window.ask_panel.set_styles)
        styles.failed.connect(self.messages.failure)
        self.player.sound.warm_up()
        self.midi.start()
        self.midi.choose(self.settings.get(MIDI_INPUT))

    def _open_first(self) -> None:
        self._tell_of_settings()
        self.window.roll.fit_all()
        if self._file is not None:
            self.files.open(self._file)
        is_empty = self._file is None and not self._is_additional
        self.recovery.offer(otherwise=self.recent.reopen if is_empty else lambda: None)

    def _tell_of_settings(self) -> None:
        spoiled = self.settings.set_aside
        if spoiled is not None:
            self.messages.warning(
                self.tr(
                    "Your settings could not be read, so they begin anew; the old file is now {0}."
                ).format(spoiled)
            )


def _journal_format() -> JournalFormat:
    from app.formats import journal

    return journal


def _paint_pages(device: QPagedPaintDevice, score: Any, numbers: Sequence[int]) -> None:
    from app.notation.paper.painting import paint_pages

    paint_pages(device, score, numbers)


def create(argv: Sequence[str] | None = None) -> Application:
    """Build the application without entering the event loop; `argv` is as in sys.argv."""
    return Application(sys.argv if argv is None else argv)
