"""What leads the widgets: transport, generation, files and engraving; no pixels here."""

from app.ui.presenters.clipboard import Clipboard, ClipboardJobs
from app.ui.presenters.engraving import Engraving
from app.ui.presenters.exporting import Exporting
from app.ui.presenters.files import FileJobs, Files
from app.ui.presenters.generation import Generation
from app.ui.presenters.playing_in import PlayingIn
from app.ui.presenters.printing import Printing
from app.ui.presenters.recovery import Recovery
from app.ui.presenters.subject import Subject, subject_of
from app.ui.presenters.take_files import TakeFiles
from app.ui.presenters.transport import Transport
from app.ui.presenters.wishes import Wishes

__all__ = [
    "Clipboard",
    "ClipboardJobs",
    "Engraving",
    "Exporting",
    "FileJobs",
    "Files",
    "Generation",
    "PlayingIn",
    "Printing",
    "Recovery",
    "Subject",
    "TakeFiles",
    "Transport",
    "Wishes",
    "subject_of",
]
