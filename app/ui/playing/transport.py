"""Owns Transport: decides what is played, from where, and which bars repeat."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QObject, Signal

from app.document import Document
from app.domain import Take
from app.services.player import Player
from app.services.settings import LOOP, Settings

MOST_LEAD_IN_BARS: Final = 4
"""The most bars of a long sketch that are played before the new bars of a take."""


class Transport(QObject):
    """Plays what the document shows, looping over the player's marked bars or a take's new ones."""

    playing_changed = Signal(bool)
    playhead_changed = Signal(object)
    """The tick of the playhead, or None while there is none."""
    loop_changed = Signal(object)
    """(start_ticks, end_ticks) of the bars that repeat, or None."""
    looping_changed = Signal(bool)
    """Whether playing repeats."""

    def __init__(self, document: Document, player: Player, settings: Settings) -> None:
        super().__init__(document)
        self._document, self._player, self._settings = document, player, settings
        self._start_ticks = self._position_ticks = 0
        self._range: tuple[int, int] | None = None
        self._applied_loop: tuple[int, int | None] = (0, None)
        self.is_looping = settings.get(LOOP)
        player.started.connect(lambda: self.playing_changed.emit(True))
        player.stopped.connect(self._on_stopped)
        player.position_changed.connect(self._on_position_changed)
        document.shown_changed.connect(self._on_shown_changed)
        document.previewed_changed.connect(self._on_previewed_changed)
        document.opened.connect(self._on_opened)

    @property
    def is_playing(self) -> bool:
        """Whether it is playing."""
        return self._player.is_playing

    @property
    def playhead_ticks(self) -> int:
        """The tick at which playing is, or would begin."""
        return self._position_ticks if self.is_playing else self._start_ticks

    @property
    def loop(self) -> tuple[int, int] | None:
        """The ticks between which playing repeats, or None."""
        if not self.is_looping or not len(self._document.shown.melody):
            return None
        if self._range is not None:
            return self._range
        take = self._document.previewed
        if take is not None:
            return take.start_ticks, take.end_ticks
        return 0, self._document.shown.end_ticks

    def toggle(self) -> None:
        """Play from the playhead on, or stop."""
        if self.is_playing:
            self._player.stop()
        else:
            self.play_from(self._start_ticks)

    def stop(self) -> None:
        """Stop playing; if it is stopped already, go back to the start."""
        if self.is_playing:
            self._player.stop()
        else:
            self._start_ticks = 0
            self.playhead_changed.emit(0)

    def play_from(self, ticks: int) -> None:
        """Play what is shown from a tick on."""
        shown = self._document.shown
        if ticks >= shown.end_ticks:
            ticks = 0
        self._start_ticks = ticks
        self._apply_loop()
        self._player.play(shown, ticks)

    def play_take(self, take: Take) -> None:
        """Play the previewed take from its motif on; if something is playing, keep its place."""
        if not self.is_playing:
            self._range = None
            self.play_from(_lead_in_ticks(take))

    def seek(self, ticks: int) -> None:
        """Move the playhead to a tick; if it is playing, go on from there."""
        self._start_ticks = ticks
        if self.is_playing:
            self.play_from(ticks)
        else:
            self.playhead_changed.emit(ticks)

    def set_looping(self, is_looping: bool) -> None:
        """Choose whether playing repeats, or stops at the end."""
        if is_looping != self.is_looping:
            self.is_looping = is_looping
            self._settings.set(LOOP, is_looping)
            self.looping_changed.emit(is_looping)
        self._apply_loop()

    def repeat(self, marked_ticks: tuple[int, int] | None) -> None:
        """From now on, repeat the bars that were marked; None if no bars are marked any more."""
        self._range = marked_ticks
        self.set_looping(self.is_looping or marked_ticks is not None)

    def audition(self, pitch: int, velocity: int) -> None:
        """Sound a note for a moment."""
        self._player.audition(pitch, velocity)

    def press(self, pitch: int, velocity: int) -> None:
        """Sound a note until it is released."""
        self._player.press(pitch, velocity)

    def release(self, pitch: int) -> None:
        """End a note that was begun by `press`."""
        self._player.release(pitch)

    def _apply_loop(self) -> None:
        loop = self._loop_to_play
        if loop != self._applied_loop:
            self._applied_loop = loop
            self._player.set_loop(*loop)
        self.loop_changed.emit(self.loop)

    @property
    def _loop_to_play(self) -> tuple[int, int | None]:
        return self.loop or (0, None)

    def _on_position_changed(self, ticks: float) -> None:
        if self.is_playing:
            # A count-in begins before tick 0.
            self._position_ticks = max(round(ticks), 0)
            self.playhead_changed.emit(max(ticks, 0.0))

    def _on_stopped(self) -> None:
        self.playing_changed.emit(False)
        self.playhead_changed.emit(self._start_ticks)

    def _on_shown_changed(self) -> None:
        self._player.update(self._document.shown)
        self._apply_loop()

    def _on_previewed_changed(self) -> None:
        """From the next beat on, play what is shown now."""
        self._range = None
        take = self._document.previewed
        self._start_ticks = _lead_in_ticks(take) if take is not None else 0
        self._applied_loop = self._loop_to_play
        self._player.switch_to(self._document.shown, self._applied_loop)
        self.loop_changed.emit(self.loop)

    def _on_opened(self) -> None:
        self._player.stop()
        self._range = None
        self._start_ticks = 0
        self.playhead_changed.emit(0)


def _lead_in_ticks(take: Take) -> int:
    """Return the tick from which to play a take: where the motif before its new bars begins."""
    bars = MOST_LEAD_IN_BARS * take.sketch.meter.bar_ticks
    return max(0, take.start_ticks - bars)
