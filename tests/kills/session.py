"""A session in a window of its own, which goes on until it is killed.

    python -m tests.kills.session FOLDER SEED

It edits, generates, handles takes, undoes, saves to FOLDER and imports from it. Each state of the
document goes as a line into FOLDER/log: the moment at which it was there, in nanoseconds of the
system's monotonic clock, and its digest. After a line with “kept”, everything before it is on the
disk.
"""

from __future__ import annotations

import hashlib
import os
import random
import sys
import time
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QFileDialog, QMessageBox

from app.application import Application, create
from app.domain import Note, Project, edits
from app.formats.project import export_project

LOG = "log"
KEPT = "kept"
TUNE = "tune.abc"

MOST_PAUSE_MS = 40
"""Up to how long the session waits between two of its steps."""

ABC = "X:1\nT:Imported\nM:4/4\nL:1/4\nK:D\nDEFG|ABcd|dcBA|GFED|\n"


def digest(project: Project) -> str:
    """Return what tells a state of a document from all others."""
    return hashlib.sha1(export_project(project), usedforsecurity=False).hexdigest()


class Session:
    """Does what a player does, quickly and at random."""

    def __init__(self, motivo: Application, folder: Path, seed: int) -> None:
        self._motivo, self._folder = motivo, folder
        self._random = random.Random(seed)
        self._log = os.open(folder / LOG, os.O_WRONLY | os.O_CREAT | os.O_APPEND)
        document = motivo.document
        for changed in (
            document.undo_stack.indexChanged,
            document.modified_changed,
            document.opened,
        ):
            changed.connect(self._log_state)
        motivo.journal.kept.connect(self._log_kept)
        self._steps: tuple[tuple[Callable[[], None], int], ...] = (
            (self._draw, 12),
            (self._move, 12),
            (self._undo, 6),
            (self._handle_take, 10),
            (self._generate, 3),
            (self._save, 3),
            (self._import, 1),
        )
        self._timer = QTimer(singleShot=True)
        self._timer.timeout.connect(self._step)
        self._log_state()
        self._timer.start(0)

    def _step(self) -> None:
        for box in self._motivo.window.findChildren(QMessageBox):
            box.button(QMessageBox.StandardButton.Save).click()
        for dialog in self._motivo.window.findChildren(QFileDialog):
            dialog.fileSelected.emit(str(self._folder / f"{self._random.randrange(3)}.motivo"))
            dialog.reject()
        steps, weights = zip(*self._steps, strict=True)
        self._random.choices(steps, weights)[0]()
        self._timer.start(self._random.randrange(MOST_PAUSE_MS))

    def _draw(self) -> None:
        document = self._motivo.document
        melody = document.shown.melody
        begin = melody.end_ticks if melody else 0
        note = Note(begin, 240, self._random.randrange(55, 80))
        document.edit("Draw", edits.add(melody, [note]))

    def _move(self) -> None:
        document = self._motivo.document
        melody = document.shown.melody
        if melody:
            some = frozenset(self._random.sample(melody.notes, min(3, len(melody))))
            document.edit("Move", edits.transpose(melody, some, self._random.choice([-1, 1])))

    def _undo(self) -> None:
        stack = self._motivo.document.undo_stack
        if self._random.random() < 0.5:
            stack.undo()
        else:
            stack.redo()

    def _handle_take(self) -> None:
        document = self._motivo.document
        if len(document.takes):
            take = self._random.choice(document.takes.takes)
            handles: tuple[Callable[[], object], ...] = (
                lambda: document.star(take.id, starred=not take.starred),
                lambda: document.rename(take.id, f"Take of {self._random.random()}"),
                lambda: document.reject(take.id),
                lambda: document.accept(take.id),
                lambda: document.preview(take.id),
            )
            self._random.choice(handles)()

    def _generate(self) -> None:
        if self._motivo.document.shown.melody and not self._motivo.generation.is_running:
            self._motivo.window.all_actions["generate"].trigger()

    def _save(self) -> None:
        self._motivo.files.save()

    def _import(self) -> None:
        self._motivo.files.open(self._folder / TUNE)

    def _log_state(self, *_: object) -> None:
        self._write(digest(self._motivo.document.project))

    def _log_kept(self) -> None:
        if self._motivo.journal.is_up_to_date:
            self._write(KEPT)

    def _write(self, what: str) -> None:
        os.write(self._log, f"{time.monotonic_ns()} {what}\n".encode())


def main() -> None:
    """Run a session until it is killed."""
    folder, seed = Path(sys.argv[1]), int(sys.argv[2])
    (folder / TUNE).write_text(ABC, encoding="utf-8")
    motivo = create(["motivo"])
    motivo.window.show()
    session = Session(motivo, folder, seed)
    motivo.run()
    del session


if __name__ == "__main__":
    main()
