"""Builds Motivo and wires it.

Start-up order: Qt, settings, theme, document, player, workers (not yet started), presenters,
window. The window shows; then the workers start, each importing what is heavy in its own process,
and a file named on the command line is opened.
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
from app.errors import AppError
from app.playback.midi_ports import MidiPorts
from app.playback.synth_process import SynthProcess
from app.services.clock_following import ClockFollowing
from app.services.interrupts import Interrupts
from app.services.messages import Messages, install_excepthooks, start_log
from app.services.midi_input import MidiInput
from app.services.paths import data_dir
from app.services.player import Player
from app.services.recorder import Recorder
from app.services.settings import (
    METRONOME,
    MIDI_INPUT,
    PLAY_CHORDS,
    TELL_AUTHORS,
    THEME,
    Settings,
)
from app.services.sound_setup import SoundSetup
from app.services.worker import Worker
from app.ui import accessible
from app.ui.dialogs.files import FileDialogs
from app.ui.dialogs.opening import Openings
from app.ui.main_window import MainWindow
from app.ui.presenters import (
    Clipboard,
    ClipboardJobs,
    Engraving,
    Exporting,
    FileJobs,
    Files,
    Generation,
    PlayingIn,
    Printing,
    Recovery,
    TakeFiles,
    Transport,
)
from app.ui.score_view import ScoreView
from app.ui.shortcuts import Shortcuts
from app.ui.theme import Theme
from app.ui.typing_piano import TypingPiano

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
        self._wire()
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
        self.shortcuts = Shortcuts(self.window.actions_by_name, self.settings)
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
        self.files = Files(self.document, file_jobs, self.messages, self.dialogs)
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

    def _wire(self) -> None:
        self._wire_actions()
        self._wire_transport()
        window, messages = self.window, self.messages
        messages.shown.connect(window.status_area.tell)
        self.player.sound.state_changed.connect(window.status_area.tell_sound)
        self.sound_setup.midi_out_changed.connect(window.status_area.tell_midi_out)
        self.midi.listening_changed.connect(window.status_area.tell_midi_in)
        self.generation.progressed.connect(window.status_area.show_takes)
        self.generation.awaited_changed.connect(window.takes_panel.await_takes)
        for runs in (self.generation.running_changed, self.files.running_changed):
            runs.connect(self._on_running_changed)
        window.roll.refused.connect(messages.warning)
        window.score_view.refused.connect(messages.warning)
        window.top_bar.refused.connect(messages.warning)
        window.ask_panel.refused.connect(messages.warning)
        window.ask_panel.refusal_changed.connect(window.top_bar.set_refusal)
        window.top_bar.set_refusal(window.ask_panel.refusal)
        window.ask_panel.bars_marked.connect(self._on_bars_marked)
        window.top_bar.snap_chosen.connect(window.roll.set_snap)
        window.file_dropped.connect(self.files.open)
        window.takes_view.take_accepted.connect(
            lambda take: messages.info(
                self.tr("Take {0} is in the sketch. Ctrl+Z takes it out again.").format(take.number)
            )
        )
        # Thousands of takes are notes by the hundred thousand, and none of them is in a cycle: the
        # garbage collector need not stop the window to look through them.
        self.document.opened.connect(gc.freeze)
        self.document.opened.connect(window.roll.fit_all)
        self.document.opened.connect(self.generation.cancel)
        self.document.takes_changed.connect(self._on_takes_changed)
        window.set_close_guard(self._may_close)
        window.restore_place()

    def _wire_actions(self) -> None:
        actions, files = self.window.actions_by_name, self.files
        for name, does in (
            ("new", files.new),
            ("open", files.ask_open),
            ("choose_part", files.choose_part),
            ("save", files.save),
            ("save_as", files.save_as),
            ("heading", self.openings.heading),
            ("export", self.openings.export),
            ("print", self.openings.ask_print),
            ("print_preview", self.openings.print_preview),
            ("export_starred", files.ask_export_starred),
            ("empty_bin", files.ask_empty_bin),
            ("quit", self.window.close),
            ("cut", self.clipboard.cut),
            ("copy", self.clipboard.copy),
            ("paste", self.clipboard.paste),
            ("play", self.transport.toggle),
            ("stop", self.transport.stop),
            ("generate", self._generate),
            ("cancel", self._cancel),
            ("record", self.playing_in.toggle_recording),
            ("keep_played", self.playing_in.keep_played),
            ("step_rest", self.playing_in.step_entry.rest),
            ("to_notes", self.window.roll.setFocus),
            ("to_score", self.window.score_view.setFocus),
            ("to_takes", self.window.takes_view.setFocus),
            ("to_ask", self.window.ask_panel.focus_first),
            ("sound", self.openings.sound),
            ("shortcuts", self.openings.shortcuts),
            ("theme_system", partial(self._set_theme, "system")),
            ("theme_light", partial(self._set_theme, "light")),
            ("theme_dark", partial(self._set_theme, "dark")),
        ):
            actions[name].triggered.connect(lambda _checked=False, does=does: does())
        actions["loop"].setChecked(self.transport.is_looping)
        actions["loop"].toggled.connect(self.transport.set_looping)
        actions["tell_authors"].toggled.connect(self.window.score_view.set_tells_authors)
        for name, option in (
            ("metronome", METRONOME),
            ("play_chords", PLAY_CHORDS),
            ("tell_authors", TELL_AUTHORS),
        ):
            actions[name].setChecked(self.settings.get(option))
            actions[name].toggled.connect(partial(self.settings.set, option))
        self.window.score_view.set_tells_authors(self.settings.get(TELL_AUTHORS))
        actions["typing_piano"].toggled.connect(self.playing_in.set_typing)
        actions["step_entry"].toggled.connect(self.playing_in.step_entry.set_on)
        self.playing_in.recording_changed.connect(actions["record"].setChecked)
        actions["choose_part"].setEnabled(False)
        files.parts_changed.connect(lambda: actions["choose_part"].setEnabled(files.has_parts))
        self._set_theme(self.settings.get(THEME))

    def _wire_transport(self) -> None:
        transport, window = self.transport, self.window
        transport.playing_changed.connect(window.actions_by_name["play"].setChecked)
        transport.playing_changed.connect(window.roll.set_playing)
        transport.playing_changed.connect(window.score_view.set_playing)
        transport.playing_changed.connect(window.takes_view.set_playing)
        for shows in (
            window.roll.set_playhead,
            window.score_view.set_playhead,
            window.takes_view.set_playhead,
            window.top_bar.set_position,
        ):
            transport.playhead_changed.connect(shows)
        transport.loop_changed.connect(window.roll.set_loop)
        window.roll.loop_changed.connect(self._on_bars_marked)
        window.roll.note_auditioned.connect(transport.audition)
        window.score_view.note_auditioned.connect(transport.audition)
        window.recording_menu.port_chosen.connect(partial(self.playing_in.choose_port, self.midi))
        self.midi.ports_changed.connect(self._on_ports_changed)
        clock = ClockFollowing(self.player, self.midi, self.settings, lambda: transport.loop)
        clock.start_requested.connect(transport.play_from)
        clock.stop_requested.connect(self.player.stop)
        window.roll.seek_requested.connect(transport.seek)
        window.score_view.seek_requested.connect(transport.seek)
        window.takes_view.take_picked.connect(self._on_take_picked)
        window.takes_view.wishes_opened.connect(
            lambda take: window.ask_panel.set_request(take.wishes)
        )
        for picks in (window.takes_view.take_pressed, window.takes_view.take_picked):
            picks.connect(self.take_files.prepare)
        self.generation.running_changed.connect(self._on_generation_changed)
        window.takes_view.take_dragged.connect(self.take_files.want)
        self.take_files.ready.connect(window.takes_view.drag_out)
        window.takes_view.more_wanted.connect(self.generation.more_like)

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
        self._on_ports_changed()
        self.midi.choose(self.settings.get(MIDI_INPUT))

    def _open_first(self) -> None:
        self.window.roll.fit_all()
        if self._file is not None:
            self.files.open(self._file)
        else:
            self.recovery.offer()

    def _generate(self) -> None:
        if not len(self.document.sketch.melody):
            self.messages.warning(
                self.tr("There is nothing to continue yet. Draw a note first, or open a file.")
            )
            return
        try:
            request = self.window.ask_panel.request()
        except AppError as error:
            self.messages.warning(str(error))
            return
        self.generation.generate(request, self.window.ask_panel.subject())
        self.window.ask_panel.advance_seed()

    def _cancel(self) -> None:
        self.generation.cancel()
        self.files.cancel()

    def _set_theme(self, choice: str) -> None:
        self.settings.set(THEME, choice)
        self.theme.set_choice(choice)
        for each in ("system", "light", "dark"):
            self.window.actions_by_name[f"theme_{each}"].setChecked(each == choice)

    def _on_ports_changed(self) -> None:
        self.window.recording_menu.set_ports(self.midi.ports, self.midi.problem)

    def _on_running_changed(self, running: bool) -> None:
        is_working = running or self.generation.is_running
        self.window.status_area.set_working(working=is_working)

    def _on_generation_changed(self, running: bool) -> None:
        """Write the first take ahead, so that what writes files is at hand for the others."""
        if not running and len(self.document.takes):
            self.take_files.prepare(self.document.takes[0])

    def _on_bars_marked(self, marked_ticks: tuple[int, int] | None) -> None:
        """Repeat the bars that were dragged over, and let them be what fill and vary work on."""
        self.transport.set_loop_range(marked_ticks)
        if marked_ticks is not None:
            self.window.actions_by_name["loop"].setChecked(True)
        self.window.ask_panel.set_marked(marked_ticks)

    def _on_take_picked(self, take: object) -> None:
        picked = self.document.previewed
        if picked is not None and take is not None:
            self.window.roll.fit_all()
            self.transport.play_take(picked)
            self.messages.info(
                self.tr("Take {0} plays. Press Enter to keep it.").format(picked.number)
            )

    def _on_takes_changed(self) -> None:
        """Put the keys where the first take is, so that 1 plays it."""
        if len(self.document.takes) == 1 and self.generation.is_running:
            self.window.takes_view.setFocus()

    def _may_close(self) -> bool:
        if not self.document.is_modified:
            self.window.remember_place()
            return True
        self.files.guard(self._close_unguarded)
        return False

    def _close_unguarded(self) -> None:
        self.window.set_close_guard(lambda: True)
        self.window.close()


def _paint_pages(device: QPagedPaintDevice, score: Any, numbers: Sequence[int]) -> None:
    from app.notation.painting import paint_pages

    paint_pages(device, score, numbers)


def create(argv: Sequence[str] | None = None) -> Application:
    """Build the application without entering the event loop; `argv` is as in sys.argv."""
    return Application(sys.argv if argv is None else argv)
