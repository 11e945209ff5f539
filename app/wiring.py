"""Owns Wiring: connects what is pressed to what does it, and what happens to who shows it."""

from __future__ import annotations

import gc
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from app.errors import AppError
from app.services.clock_following import ClockFollowing
from app.services.settings import METRONOME, PLAY_CHORDS, TELL_AUTHORS, THEME

if TYPE_CHECKING:
    from app.application import Application


class Wiring(QObject):
    """Makes each connection between parts of an Application that don't know each other."""

    def __init__(self, parts: Application) -> None:
        super().__init__(parts)
        self._parts = parts
        self._wire_actions()
        self._wire_transport()
        self._wire_window()

    def _wire_window(self) -> None:
        parts = self._parts
        window, messages = parts.window, parts.messages
        messages.shown.connect(window.status_area.tell)
        parts.player.sound.state_changed.connect(window.status_area.tell_sound)
        parts.sound_setup.midi_out_changed.connect(window.status_area.tell_midi_out)
        parts.midi.listening_changed.connect(window.status_area.tell_midi_in)
        parts.generation.progressed.connect(window.status_area.show_takes)
        parts.generation.awaited_changed.connect(window.takes_panel.await_takes)
        for runs in (parts.generation.running_changed, parts.files.running_changed):
            runs.connect(self._on_running_changed)
        window.roll.refused.connect(messages.warning)
        window.score_view.refused.connect(messages.warning)
        window.top_bar.refused.connect(messages.warning)
        window.ask_panel.refused.connect(messages.warning)
        window.ask_panel.refusal_changed.connect(window.top_bar.set_refusal)
        window.top_bar.set_refusal(window.ask_panel.refusal)
        window.ask_panel.bars_marked.connect(self._on_bars_marked)
        window.top_bar.snap_chosen.connect(window.roll.set_snap)
        window.file_dropped.connect(parts.files.open)
        window.takes_view.take_accepted.connect(
            lambda take: messages.info(
                self.tr("Take {0} is in the sketch. Ctrl+Z takes it out again.").format(take.number)
            )
        )
        # Thousands of takes are notes by the hundred thousand, and none of them is in a cycle: the
        # garbage collector need not stop the window to look through them.
        parts.document.opened.connect(gc.freeze)
        parts.document.opened.connect(window.roll.fit_all)
        parts.document.opened.connect(parts.generation.cancel)
        parts.document.takes_changed.connect(self._on_takes_changed)
        window.set_close_guard(self._may_close)
        window.restore_place()

    def _wire_actions(self) -> None:
        parts = self._parts
        actions, files = parts.window.all_actions, parts.files
        for name, does in (
            ("new", files.new),
            ("open", files.ask_open),
            ("choose_part", files.choose_part),
            ("save", files.save),
            ("save_as", files.save_as),
            ("heading", parts.openings.heading),
            ("export", parts.openings.export),
            ("print", parts.openings.ask_print),
            ("print_preview", parts.openings.print_preview),
            ("export_starred", files.ask_export_starred),
            ("empty_bin", files.ask_empty_bin),
            ("quit", parts.window.close),
            ("cut", parts.clipboard.cut),
            ("copy", parts.clipboard.copy),
            ("paste", parts.clipboard.paste),
            ("play", parts.transport.toggle),
            ("stop", parts.transport.stop),
            ("generate", self._generate),
            ("cancel", self._cancel),
            ("record", parts.playing_in.toggle_recording),
            ("keep_played", parts.playing_in.keep_played),
            ("step_rest", parts.playing_in.step_entry.rest),
            ("to_notes", parts.window.roll.setFocus),
            ("to_score", parts.window.score_view.setFocus),
            ("to_takes", parts.window.takes_view.setFocus),
            ("to_ask", parts.window.ask_panel.focus_first),
            ("sound", parts.openings.sound),
            ("shortcuts", parts.openings.shortcuts),
            ("theme_system", partial(self._set_theme, "system")),
            ("theme_light", partial(self._set_theme, "light")),
            ("theme_dark", partial(self._set_theme, "dark")),
        ):
            actions[name].triggered.connect(lambda _checked=False, does=does: does())
        actions["loop"].setChecked(parts.transport.is_looping)
        actions["loop"].toggled.connect(parts.transport.set_looping)
        actions["tell_authors"].toggled.connect(parts.window.score_view.set_tells_authors)
        for name, option in (
            ("metronome", METRONOME),
            ("play_chords", PLAY_CHORDS),
            ("tell_authors", TELL_AUTHORS),
        ):
            actions[name].setChecked(parts.settings.get(option))
            actions[name].toggled.connect(partial(parts.settings.set, option))
        parts.window.score_view.set_tells_authors(parts.settings.get(TELL_AUTHORS))
        actions["typing_piano"].toggled.connect(parts.playing_in.set_typing)
        actions["step_entry"].toggled.connect(parts.playing_in.step_entry.set_on)
        parts.playing_in.recording_changed.connect(actions["record"].setChecked)
        actions["choose_part"].setEnabled(False)
        files.parts_changed.connect(lambda: actions["choose_part"].setEnabled(files.has_parts))
        self._set_theme(parts.settings.get(THEME))

    def _wire_transport(self) -> None:
        parts = self._parts
        transport, window = parts.transport, parts.window
        transport.playing_changed.connect(window.all_actions["play"].setChecked)
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
        window.recording_menu.port_chosen.connect(partial(parts.playing_in.choose_port, parts.midi))
        parts.midi.ports_changed.connect(self._on_ports_changed)
        clock = ClockFollowing(parts.player, parts.midi, parts.settings, lambda: transport.loop)
        clock.start_requested.connect(transport.play_from)
        clock.stop_requested.connect(parts.player.stop)
        window.roll.seek_requested.connect(transport.seek)
        window.score_view.seek_requested.connect(transport.seek)
        window.takes_view.take_picked.connect(self._on_take_picked)
        window.takes_view.wishes_opened.connect(
            lambda take: window.ask_panel.set_request(take.wishes)
        )
        for picks in (window.takes_view.take_pressed, window.takes_view.take_picked):
            picks.connect(parts.take_files.prepare)
        parts.generation.running_changed.connect(self._on_generation_changed)
        window.takes_view.take_dragged.connect(parts.take_files.want)
        parts.take_files.ready.connect(window.takes_view.drag_out)
        window.takes_view.more_wanted.connect(parts.generation.more_like)

    def _generate(self) -> None:
        parts = self._parts
        if not len(parts.document.sketch.melody):
            parts.messages.warning(
                self.tr("There is nothing to continue yet. Draw a note first, or open a file.")
            )
            return
        try:
            request = parts.window.ask_panel.request()
        except AppError as error:
            parts.messages.warning(str(error))
            return
        parts.generation.generate(request, parts.window.ask_panel.subject())
        parts.window.ask_panel.advance_seed()

    def _cancel(self) -> None:
        self._parts.generation.cancel()
        self._parts.files.cancel()

    def _set_theme(self, choice: str) -> None:
        parts = self._parts
        parts.settings.set(THEME, choice)
        parts.theme.set_choice(choice)
        for each in ("system", "light", "dark"):
            parts.window.all_actions[f"theme_{each}"].setChecked(each == choice)

    def _on_ports_changed(self) -> None:
        parts = self._parts
        parts.window.recording_menu.set_ports(parts.midi.ports, parts.midi.problem)

    def _on_running_changed(self, running: bool) -> None:
        is_working = running or self._parts.generation.is_running
        self._parts.window.status_area.set_working(working=is_working)

    def _on_generation_changed(self, running: bool) -> None:
        """Write the first take ahead, so that what writes files is at hand for the others."""
        parts = self._parts
        if not running and len(parts.document.takes):
            parts.take_files.prepare(parts.document.takes[0])

    def _on_bars_marked(self, marked_ticks: tuple[int, int] | None) -> None:
        """Repeat the bars that were dragged over, and let them be what fill and vary work on."""
        parts = self._parts
        parts.transport.set_loop_range(marked_ticks)
        if marked_ticks is not None:
            parts.window.all_actions["loop"].setChecked(True)
        parts.window.ask_panel.set_marked(marked_ticks)

    def _on_take_picked(self, take: object) -> None:
        parts = self._parts
        picked = parts.document.previewed
        if picked is not None and take is not None:
            parts.window.roll.fit_all()
            parts.transport.play_take(picked)
            parts.messages.info(
                self.tr("Take {0} plays. Press Enter to keep it.").format(picked.number)
            )

    def _on_takes_changed(self) -> None:
        """Put the keys where the first take is, so that 1 plays it."""
        parts = self._parts
        if len(parts.document.takes) == 1 and parts.generation.is_running:
            parts.window.takes_view.setFocus()

    def _may_close(self) -> bool:
        parts = self._parts
        if not parts.document.is_modified:
            parts.window.remember_place()
            return True
        parts.files.guard(self._close_unguarded)
        return False

    def _close_unguarded(self) -> None:
        self._parts.window.set_close_guard(lambda: True)
        self._parts.window.close()
