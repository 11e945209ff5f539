"""Offers notes to other programs by clipboard or drag, as MIDI and in Motivo's own form."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Final

from PySide6.QtCore import QMimeData, QUrl
from PySide6.QtGui import QGuiApplication

from app.domain import Author, Note
from app.errors import AppError

NOTES_TYPE: Final = "application/x-motivo-notes"
MIDI_TYPES: Final = ("audio/midi", "audio/x-midi")
"""The names of MIDI data: Motivo offers the first, and reads both."""


def put_notes(notes: Iterable[Note], midi: bytes | None = None) -> None:
    """Put notes on the clipboard, together with a MIDI file of them if there is one."""
    told = [
        (
            *(note.onset_ticks, note.duration_ticks, note.pitch, note.velocity),
            *(note.author.value, note.letter),
        )
        for note in notes
    ]
    data = QMimeData()
    data.setData(NOTES_TYPE, json.dumps(told).encode())
    if midi is not None:
        data.setData(MIDI_TYPES[0], midi)
    QGuiApplication.clipboard().setMimeData(data)


def midi_file_data(path: Path) -> QMimeData:
    """Return the data for dragging a MIDI file: the file for folders, its content for programs."""
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path))])
    data.setData(MIDI_TYPES[0], path.read_bytes())
    return data


def clipboard_notes() -> tuple[Note, ...]:
    """Return the notes that a Motivo put on the clipboard; empty if there are none."""
    data = QGuiApplication.clipboard().mimeData()
    if data is None or not data.hasFormat(NOTES_TYPE):
        return ()
    try:
        told = json.loads(bytes(data.data(NOTES_TYPE).data()))
        return tuple(
            Note(onset, duration, pitch, velocity, Author(author), *letter)
            for onset, duration, pitch, velocity, author, *letter in told
        )
    except (ValueError, TypeError, RecursionError, AppError):
        return ()


def clipboard_midi() -> bytes | None:
    """Return the MIDI file that another program put on the clipboard, or None."""
    data = QGuiApplication.clipboard().mimeData()
    if data is None:
        return None
    for kind in MIDI_TYPES:
        if data.hasFormat(kind):
            return bytes(data.data(kind).data())
    return None
