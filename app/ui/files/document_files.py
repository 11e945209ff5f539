"""Owns DocumentFiles: new, open, save, import and export, with the questions before and after."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, Signal

from app.document import Document
from app.document.history import History, Moment
from app.domain import ExportOptions, Project, Sketch
from app.domain.export_options import DEFAULT_OPTIONS
from app.domain.file_formats import NATIVE, READ, FileFormat, format_to_read
from app.domain.file_stamp import FileStamp
from app.domain.imported import Imported
from app.domain.reading import Reading
from app.errors import AppError
from app.services.messages import Messages
from app.services.worker import Task
from app.ui.files.dialogs import FileDialogs
from app.ui.files.file_stamps import FileStamps, beside
from app.ui.files.melody_list import Choice
from app.ui.files.take_names import cleaned_name, file_names


@dataclass(frozen=True, slots=True)
class FileJobs:
    """The work with files that is done in the background."""

    import_file: Callable[[Path, int | None, Reading | None], Task]
    export_file: Callable[[Sketch, Path, ExportOptions], Task]
    open_project: Callable[[Path], Task]
    stamp_file: Callable[[Path], Task]
    save_project: Callable[[Project, Path, FileStamp | None, Path | None], Task]


class DocumentFiles(QObject):
    """Reads and writes the document's files in the background, and asks before anything is lost."""

    running_changed = Signal(bool)
    work_named = Signal(str)
    """What has begun to run, such as “Opening air.mid”."""
    parts_changed = Signal(bool)
    """Whether the file that was imported last has more parts than one."""
    reading_changed = Signal(object)
    """The Reading of the file that was imported last, or None if it can't be read otherwise."""
    used = Signal(Path)
    """A file that was opened, imported or saved."""

    def __init__(
        self,
        document: Document,
        history: History,
        jobs: FileJobs,
        messages: Messages,
        dialogs: FileDialogs,
        is_elsewhere: Callable[[Path], bool],
    ) -> None:
        super().__init__(document)
        self._document, self._history, self._jobs = document, history, jobs
        self._messages, self._dialogs = messages, dialogs
        self._is_elsewhere = is_elsewhere
        self._stamps = FileStamps(jobs.stamp_file)
        self._running: set[Task] = set()
        self._imported: tuple[Path, Imported] | None = None

    @property
    def has_parts(self) -> bool:
        """Whether the file that was imported last has more parts than one."""
        return self._imported is not None and len(self._imported[1].parts) > 1

    @property
    def reading(self) -> Reading | None:
        """How the file that was imported last was read; None if it can't be read otherwise."""
        return None if self._imported is None else self._imported[1].reading

    def new(self) -> None:
        """Begin with an empty sketch."""
        self.guard(self._new)

    def ask_open(self) -> None:
        """Ask for a file and open it."""
        self._dialogs.ask_open(READ, self.open)

    def open(self, path: Path) -> None:
        """Open a Motivo file, or the melody of another file that can be read.

        A file that is open in another window is not opened twice, or each would overwrite what the
        other saves.
        """
        try:
            kind = format_to_read(path)
        except AppError as error:
            self._on_failed(str(error))
            return
        if kind is NATIVE and self._is_elsewhere(path):
            text = self.tr("{0} is open in another window, which is in front now.")
            self._messages.info(text.format(path.name))
        else:
            self.guard(lambda: self._open(path, kind))

    def save(self, then: Callable[[], None] | None = None) -> None:
        """Save to the document's file, or ask for one."""
        path = self._document.path
        if path is None:
            self.save_as(then)
        else:
            self._save(path, then)

    def save_as(self, then: Callable[[], None] | None = None) -> None:
        """Ask for a Motivo file and save to it."""
        name = cleaned_name(self._document.sketch.title) or self.tr("Sketch")
        self._ask_save(name + NATIVE.suffix, then)

    def export(self, sketch: Sketch, path: Path, options: ExportOptions = DEFAULT_OPTIONS) -> None:
        """Write a sketch in the format that the file's ending names."""
        task = self._jobs.export_file(sketch, path, options)
        told = self.tr("Exported to {0}.").format(path.name)
        task.succeeded.connect(lambda _value: self._messages.info(told))
        self._run_writing(task, path)

    def ask_export_starred(self) -> None:
        """Ask for a folder, and export the starred takes to it, one MIDI file each."""
        self._dialogs.ask_folder(self.tr("Export starred takes"), self.export_starred)

    def export_starred(self, folder: Path) -> None:
        """Write a MIDI file for each starred take; ask before replacing any."""
        takes = [take for take in self._document.takes if take.starred]
        paths = [folder / name for name in file_names(takes)]
        sketches = [take.sketch for take in takes]
        there = [path for path in paths if path.exists()]
        if there:
            self._dialogs.ask_replace(there, lambda: self._export_all(sketches, paths))
        else:
            self._export_all(sketches, paths)

    def ask_empty_bin(self) -> None:
        """Delete the rejected takes, if the player agrees."""
        self._dialogs.ask_empty_bin(len(self._document.bin), self._document.empty_bin)

    def choose_part(self) -> None:
        """Ask which part of the imported file to open instead."""
        if self._imported is None:
            return
        path, imported = self._imported
        choices = [
            Choice(self._part_in_words(part.name, part.notes), part.beginning)
            for part in imported.parts
        ]
        self._dialogs.ask_part(
            self.tr("Part of {0}").format(path.name),
            choices,
            [part.index for part in imported.parts].index(imported.part),
            lambda place: self.guard(
                lambda: self._import(path, imported.parts[place].index, imported.reading)
            ),
        )

    def read_otherwise(self) -> None:
        """Read the imported file in the other way: as it is written, or as it is played."""
        if self._imported is None:
            return
        path, imported = self._imported
        reading = imported.reading
        if reading is None:
            return
        self.reading_changed.emit(reading)  # until the other reading is there
        self.guard(lambda: self._import(path, imported.part, reading.other))

    def _part_in_words(self, name: str, notes: int | None) -> str:
        if notes is None:
            return name
        return (self.tr("{0} (1 note)") if notes == 1 else self.tr("{0} ({1} notes)")).format(
            name, notes
        )

    def cancel(self) -> None:
        """Cancel what is running."""
        for task in list(self._running):
            task.cancel()

    def guard(self, then: Callable[[], None]) -> None:
        """Call `then` after unsaved work was saved or discarded."""
        if not self._document.is_modified:
            then()
        else:
            self._dialogs.ask_unsaved(save=lambda: self.save(then), discard=then)

    def _export_all(self, sketches: list[Sketch], paths: list[Path]) -> None:
        written: list[Path] = []

        def on_written(path: Path) -> None:
            written.append(path)
            if len(written) == len(paths):
                text = (
                    self.tr("Exported 1 take to {1}.")
                    if len(paths) == 1
                    else self.tr("Exported {0} takes to {1}.")
                )
                self._messages.info(text.format(len(paths), path.parent.name))

        for sketch, path in zip(sketches, paths, strict=True):
            task = self._jobs.export_file(sketch, path, DEFAULT_OPTIONS)
            task.succeeded.connect(lambda _value, path=path: on_written(path))
            self._run_writing(task, path)

    def _new(self) -> None:
        self._opened(Project(Sketch()))
        self._messages.info(self.tr("This is a new sketch."))

    def _open(self, path: Path, kind: FileFormat) -> None:
        if kind is not NATIVE:
            self._import(path)
            return
        self._stamps.note(path)
        task = self._jobs.open_project(path)
        self._open_in_background(task, path, lambda project: self._on_project(path, project))

    def _import(self, path: Path, part: int | None = None, reading: Reading | None = None) -> None:
        task = self._jobs.import_file(path, part, reading)
        self._open_in_background(task, path, lambda imported: self._on_imported(path, imported))

    def _on_project(self, path: Path, project: Project) -> None:
        self._opened(project, path)
        self.used.emit(path)
        self._messages.info(self.tr("Opened {0}.").format(path.name))

    def _on_imported(self, path: Path, imported: Imported) -> None:
        self._opened(Project(imported.sketch))
        self._imported = (path, imported)
        self._tell_imported()
        self.used.emit(path)
        opened = self.tr("Opened {0}.").format(path.name)
        self._messages.info(" ".join((opened, *imported.messages)))

    def _opened(self, project: Project, path: Path | None = None) -> None:
        self._imported = None
        self._history.keep(Moment.REPLACED)
        self._document.open_project(project, path)
        self._tell_imported()

    def _tell_imported(self) -> None:
        self.parts_changed.emit(self.has_parts)
        self.reading_changed.emit(self.reading)

    def _ask_save(self, name: str, then: Callable[[], None] | None) -> None:
        self._dialogs.ask_save(self.tr("Save"), NATIVE, name, lambda p: self._save(p, then))

    def _save(self, path: Path, then: Callable[[], None] | None) -> None:
        # Whether any other file may be replaced, the dialog for its name has asked.
        is_own = path == self._document.path
        self._write(path, self._stamps.known(path) if is_own else None, then)

    def _write(self, path: Path, known: FileStamp | None, then: Callable[[], None] | None) -> None:
        document = self._document
        project = document.project
        # What the document itself wrote there last is in the history already.
        overwritten = self._history.file_for_overwritten(path) if known is None else None
        task = self._jobs.save_project(project, path, known, overwritten)

        def on_saved(stamp: FileStamp | None) -> None:
            if stamp is None:
                self._ask_changed(path, then)
                return
            self._stamps.remember(path, stamp)
            document.mark_saved(path, project)
            self._history.keep(Moment.SAVED)
            self.used.emit(path)
            self._messages.info(self.tr("Saved to {0}.").format(path.name))
            if then is not None:
                # What was changed while the file was written is asked about again.
                self.guard(then)

        task.succeeded.connect(on_saved)
        self._run_writing(task, path)

    def _ask_changed(self, path: Path, then: Callable[[], None] | None) -> None:
        """Ask what to do, now that another program has changed the file to save to."""
        other = beside(path)
        self._dialogs.ask_changed(
            path,
            other,
            overwrite=lambda: self._write(path, None, then),
            save_beside=lambda: self._ask_save(str(other), then),
            look=lambda: self._write(other, None, lambda: self._open(path, NATIVE)),
        )

    def _run(self, task: Task, work: str) -> None:
        self._running.add(task)
        task.failed.connect(self._on_failed)
        task.finished.connect(lambda: self._on_finished(task))
        self.running_changed.emit(True)
        self.work_named.emit(work)

    def _open_in_background(self, task: Task, path: Path, then: Callable[[Any], None]) -> None:
        edits = self._document.undo_stack.index()

        def on_read(value: Any) -> None:
            if self._document.undo_stack.index() == edits:
                then(value)
            else:
                # What was changed while the file was read is asked about as well.
                self.guard(lambda: then(value))

        task.succeeded.connect(on_read)
        task.cancelled.connect(lambda: self._tell_not_opened(path))
        self._run(task, self.tr("Opening {0}").format(path.name))

    def _tell_not_opened(self, path: Path) -> None:
        text = self.tr("{0} was not opened, because you cancelled it.")
        self._messages.info(text.format(path.name))

    def _run_writing(self, task: Task, path: Path) -> None:
        text = self.tr("{0} was not written, because you cancelled it.").format(path.name)
        task.cancelled.connect(lambda: self._messages.info(text))
        self._run(task, self.tr("Writing {0}").format(path.name))

    def _on_failed(self, sentence: str) -> None:
        self._messages.failure(sentence)
        self._dialogs.tell_failure(sentence)

    def _on_finished(self, task: Task) -> None:
        self._running.discard(task)
        self.running_changed.emit(bool(self._running))
