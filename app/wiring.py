"""Connects signals with slots: what is pressed with what does it, what happens with what shows it.

Nothing is decided here. Whatever should happen on a signal is a method of the room concerned.
"""

from __future__ import annotations

from functools import partial

from app.document.history import Moment
from app.parts import Parts
from app.services import garbage
from app.services.settings import METRONOME, PLAY_CHORDS, REOPEN
from app.ui.files import show_reading
from app.ui.option_action import bind_option


def wire(parts: Parts) -> None:
    """Make all connections between parts that don't know each other."""
    _wire_actions(parts)
    _wire_options(parts)
    _wire_document(parts)
    _wire_status(parts)
    _wire_refusals(parts)
    _wire_asking(parts)
    _wire_takes(parts)
    _wire_transport(parts)
    _wire_midi(parts)


def _wire_actions(parts: Parts) -> None:
    window, files = parts.window, parts.files
    for name, does in (
        ("new", files.new),
        ("new_window", parts.new_window.open),
        ("open", files.ask_open),
        ("clear_recent", parts.recent.clear),
        ("choose_part", files.choose_part),
        ("as_written", files.read_otherwise),
        ("save", files.save),
        ("save_as", files.save_as),
        ("history", parts.going_back.ask),
        ("heading", parts.heading.open),
        ("export", parts.export.open),
        ("print", parts.printing.ask),
        ("print_preview", parts.printing.preview),
        ("export_starred", files.ask_export_starred),
        ("empty_bin", files.ask_empty_bin),
        ("quit", window.close),
        ("cut", parts.clipboard.cut),
        ("copy", parts.clipboard.copy),
        ("paste", parts.clipboard.paste),
        ("play", parts.transport.toggle),
        ("stop", parts.transport.stop),
        ("generate", parts.asking.generate),
        ("cancel", parts.generation.cancel),
        ("cancel", files.cancel),
        ("record", parts.playing_in.toggle_recording),
        ("keep_played", parts.playing_in.keep_played),
        ("step_rest", parts.playing_in.step_entry.rest),
        ("to_notes", window.roll.setFocus),
        ("to_score", window.score_view.setFocus),
        ("to_takes", window.takes_view.setFocus),
        ("to_ask", window.ask_panel.focus_first),
        ("sound", parts.sound.open),
        ("shortcuts", parts.shortcuts.open),
        ("show_log", parts.reporting.show_log),
        ("copy_report", parts.reporting.copy_report),
    ):
        window.all_actions[name].triggered.connect(lambda _checked=False, does=does: does())


def _wire_options(parts: Parts) -> None:
    """Connect the actions that can be on or off."""
    actions, transport, playing_in = parts.window.all_actions, parts.transport, parts.playing_in
    bind_option(actions["reopen"], parts.settings, REOPEN)
    bind_option(actions["metronome"], parts.settings, METRONOME)
    bind_option(actions["play_chords"], parts.settings, PLAY_CHORDS)
    actions["loop"].setChecked(transport.is_looping)
    actions["loop"].toggled.connect(transport.set_looping)
    transport.looping_changed.connect(actions["loop"].setChecked)
    transport.playing_changed.connect(actions["play"].setChecked)
    playing_in.recording_changed.connect(actions["record"].setChecked)
    actions["typing_piano"].toggled.connect(playing_in.set_typing)
    actions["step_entry"].toggled.connect(playing_in.step_entry.set_on)
    actions["choose_part"].setEnabled(parts.files.has_parts)
    parts.files.parts_changed.connect(actions["choose_part"].setEnabled)
    show_reading(actions["as_written"], parts.files.reading)
    parts.files.reading_changed.connect(partial(show_reading, actions["as_written"]))


def _wire_document(parts: Parts) -> None:
    window, opened = parts.window, parts.document.opened
    opened.connect(garbage.exempt_what_is_there)
    opened.connect(window.roll.fit_all)
    opened.connect(parts.generation.cancel)
    window.file_drop.dropped.connect(parts.files.open)
    parts.files.used.connect(parts.recent.add)
    parts.recent.reopened.connect(parts.files.open)
    window.recent_menu.aboutToShow.connect(parts.recent.tell)
    parts.recent.listed.connect(window.recent_menu.show_files)
    window.recent_menu.file_chosen.connect(parts.files.open)
    parts.second_starts.wanted.connect(window.come_forward)
    parts.playing_in.recording_changed.connect(parts.second_starts.set_recording)
    window.set_close_guard(parts.closing.may_close)
    parts.closing.agreed.connect(window.close)


def _wire_status(parts: Parts) -> None:
    status, generation = parts.window.status_area, parts.generation
    parts.messages.shown.connect(status.tell)
    parts.player.sound.state_changed.connect(status.tell_sound)
    parts.sound_setup.midi_out_changed.connect(status.tell_midi_out)
    parts.midi.listening_changed.connect(status.tell_midi_in)
    generation.progressed.connect(status.show_takes)
    parts.activity.follow(generation.running_changed)
    parts.activity.follow(parts.files.running_changed)
    parts.activity.changed.connect(status.set_working)
    parts.files.work_named.connect(status.name_work)


def _wire_refusals(parts: Parts) -> None:
    window = parts.window
    for refused in (
        window.roll.refused,
        window.score_view.refused,
        window.top_bar.refused,
        window.ask_panel.refused,
        parts.document.refused,
    ):
        refused.connect(parts.messages.warning)
    window.ask_panel.refusal_changed.connect(window.top_bar.set_refusal)


def _wire_asking(parts: Parts) -> None:
    window, generation = parts.window, parts.generation
    window.roll.loop_changed.connect(window.ask_panel.set_marked)
    for marked in (window.roll.loop_changed, window.ask_panel.bars_marked):
        marked.connect(parts.transport.repeat)
    window.takes_view.wishes_opened.connect(window.ask_panel.set_request)
    window.takes_view.more_wanted.connect(generation.more_like)
    generation.awaited_changed.connect(window.takes_panel.await_takes)
    generation.first_take_came.connect(window.takes_view.setFocus)
    generation.ended.connect(parts.take_files.prepare_first)
    generation.began.connect(partial(parts.history.keep, Moment.GENERATED))


def _wire_takes(parts: Parts) -> None:
    view, take_files = parts.window.takes_view, parts.take_files
    view.take_picked.connect(parts.window.roll.fit_all)
    view.take_picked.connect(parts.listening.hear)
    view.take_accepted.connect(parts.listening.tell_accepted)
    for may_be_dragged in (view.take_pressed, view.take_picked):
        may_be_dragged.connect(take_files.prepare)
    view.take_dragged.connect(take_files.want)
    take_files.ready.connect(view.drag_out)


def _wire_transport(parts: Parts) -> None:
    window, transport = parts.window, parts.transport
    roll, score, takes = window.roll, window.score_view, window.takes_view
    for view in (roll, score, takes):
        transport.playing_changed.connect(view.set_playing)
        transport.playhead_changed.connect(view.set_playhead)
    transport.playhead_changed.connect(window.top_bar.set_position)
    transport.loop_changed.connect(roll.set_loop)
    for view in (roll, score):
        view.note_auditioned.connect(transport.audition)
        view.seek_requested.connect(transport.seek)
    window.top_bar.snap_chosen.connect(roll.set_snap)


def _wire_midi(parts: Parts) -> None:
    menu, midi, clock = parts.window.recording_menu, parts.midi, parts.clock
    menu.port_chosen.connect(parts.playing_in.choose_port)
    midi.ports_changed.connect(menu.set_ports)
    clock.start_requested.connect(parts.transport.play_from)
    clock.stop_requested.connect(parts.player.stop)
