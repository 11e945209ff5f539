"""Owns TakeFiles: MIDI files of takes, written in advance so that cards can be dragged out."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

from PySide6.QtCore import QObject, Signal

from app.document import Document
from app.domain import ExportOptions, Sketch, Take
from app.domain.export_options import DEFAULT_OPTIONS
from app.services.messages import Messages
from app.services.worker import Task
from app.ui.files.take_names import SUFFIX, file_stem


class TakeFiles(QObject):
    """Keeps the files in a temporary folder, which `close` deletes."""

    ready = Signal(object, object)
    """The take that was wanted, and the path of its file."""

    def __init__(
        self,
        document: Document,
        export_file: Callable[[Sketch, Path, ExportOptions], Task],
        messages: Messages,
    ) -> None:
        super().__init__(document)
        self._document, self._export_file, self._messages = document, export_file, messages
        self._folder: TemporaryDirectory[str] | None = None
        self._names: dict[tuple[str, Sketch], str] = {}
        self._running: set[Path] = set()
        self._wanted: Take | None = None

    def prepare(self, take: Take) -> None:
        """Begin to write the file of a take, unless it exists."""
        path = self._path(take)
        if path.exists() or path in self._running:
            return
        path.parent.mkdir(exist_ok=True)
        self._running.add(path)
        task = self._export_file(take.sketch, path, DEFAULT_OPTIONS)
        task.succeeded.connect(lambda _value: self._on_written(take, path))
        task.failed.connect(self._messages.failure)
        task.finished.connect(lambda: self._running.discard(path))

    def prepare_first(self) -> None:
        """Write the file of the first take, so that the code for it is loaded when it is needed."""
        if len(self._document.takes):
            self.prepare(self._document.takes[0])

    def want(self, take: Take) -> None:
        """Emit `ready` when the file of a take exists; only the take wanted last counts."""
        self._wanted = take
        path = self._path(take)
        if path.exists():
            self.ready.emit(take, path)
        else:
            self.prepare(take)

    def close(self) -> None:
        """Delete the files."""
        if self._folder is not None:
            self._folder.cleanup()
            self._folder = None

    def _path(self, take: Take) -> Path:
        if self._folder is None:
            self._folder = TemporaryDirectory(prefix="motivo-takes-")
        # An id comes from a file, where it may be anything: it must not become part of a path. In
        # another file, the same id may stand for other music.
        name = self._names.setdefault((take.id, take.sketch), str(len(self._names)))
        return Path(self._folder.name) / name / (file_stem(take) + SUFFIX)

    def _on_written(self, take: Take, path: Path) -> None:
        if self._wanted is take:
            self.ready.emit(take, path)
