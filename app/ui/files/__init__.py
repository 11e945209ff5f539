"""The document's file and the files of takes: new, open, save, recovery, and their dialogs."""

from app.ui.files.closing import Closing
from app.ui.files.dialogs import FileDialogs
from app.ui.files.document_files import DocumentFiles, FileJobs
from app.ui.files.going_back import GoingBack
from app.ui.files.reading_action import show_reading
from app.ui.files.recent_files import RecentFiles
from app.ui.files.recent_menu import RecentMenu
from app.ui.files.recovery import Recovery
from app.ui.files.second_starts import SecondStarts
from app.ui.files.take_files import TakeFiles
from app.ui.files.take_names import cleaned_name

__all__ = [
    "Closing",
    "DocumentFiles",
    "FileDialogs",
    "FileJobs",
    "GoingBack",
    "RecentFiles",
    "RecentMenu",
    "Recovery",
    "SecondStarts",
    "TakeFiles",
    "cleaned_name",
    "show_reading",
]
