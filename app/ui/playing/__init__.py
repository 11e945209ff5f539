"""Playing: the transport, recording and step entry, the typing piano, and how Motivo sounds."""

from app.ui.playing.playing_in import PlayingIn
from app.ui.playing.recording_menu import RecordingMenu
from app.ui.playing.sound_opener import SoundOpener
from app.ui.playing.transport import Transport
from app.ui.playing.typing_piano import TypingPiano

__all__ = ["PlayingIn", "RecordingMenu", "SoundOpener", "Transport", "TypingPiano"]
