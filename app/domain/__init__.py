"""The values of music, on the standard library alone: immutable, checked when made."""

from app.domain.chords import Chord, ChordChange, Chords
from app.domain.edits import Edited, Selection
from app.domain.ending import Ending
from app.domain.export_options import ExportOptions, Paper
from app.domain.form import Form, Phrase
from app.domain.key import Key, Mode, Spelling
from app.domain.melody import Melody
from app.domain.meter import Meter
from app.domain.note import Author, Note
from app.domain.pitch_names import parse_pitch
from app.domain.project import Project
from app.domain.pulse import Pulse
from app.domain.request import Request
from app.domain.request_mode import RequestMode
from app.domain.sketch import Sketch
from app.domain.takes import Node, Originality, Take, TakeTree, Version
from app.domain.wishes import Wishes

__all__ = [
    "Author",
    "Chord",
    "ChordChange",
    "Chords",
    "Edited",
    "Ending",
    "ExportOptions",
    "Form",
    "Key",
    "Melody",
    "Meter",
    "Mode",
    "Node",
    "Note",
    "Originality",
    "Paper",
    "Phrase",
    "Project",
    "Pulse",
    "Request",
    "RequestMode",
    "Selection",
    "Sketch",
    "Spelling",
    "Take",
    "TakeTree",
    "Version",
    "Wishes",
    "parse_pitch",
]
