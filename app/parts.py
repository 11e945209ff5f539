"""Owns Parts: everything that `application` builds and `wiring` connects."""

from __future__ import annotations

from dataclasses import dataclass

from app.document import Document
from app.document.history import History
from app.services.clock_following import ClockFollowing
from app.services.messages import Messages
from app.services.midi_input import MidiInput
from app.services.player import Player
from app.services.settings import Settings
from app.services.sound_setup import SoundSetup
from app.ui.ask import Asking, Generation
from app.ui.clipboard import Clipboard
from app.ui.export import ExportOpener
from app.ui.files import Closing, DocumentFiles, GoingBack, RecentFiles, SecondStarts, TakeFiles
from app.ui.frame import Activity, HeadingOpener, MainWindow, NewWindow, Reporting
from app.ui.playing import PlayingIn, SoundOpener, Transport
from app.ui.printing import PrintOpener
from app.ui.shortcuts import ShortcutsOpener
from app.ui.takes import Listening


@dataclass(frozen=True, slots=True)
class Parts:
    """The window, the document that it shows, the services, and the presenters of all rooms."""

    window: MainWindow
    document: Document
    settings: Settings
    messages: Messages

    player: Player
    sound_setup: SoundSetup
    midi: MidiInput
    clock: ClockFollowing

    asking: Asking
    generation: Generation
    listening: Listening
    transport: Transport
    playing_in: PlayingIn
    clipboard: Clipboard
    files: DocumentFiles
    recent: RecentFiles
    second_starts: SecondStarts
    take_files: TakeFiles
    closing: Closing
    history: History
    going_back: GoingBack
    activity: Activity

    new_window: NewWindow
    export: ExportOpener
    printing: PrintOpener
    heading: HeadingOpener
    sound: SoundOpener
    shortcuts: ShortcutsOpener
    reporting: Reporting
