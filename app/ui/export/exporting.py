"""Owns Exporting: what is exported, in which format and where; it remembers the last choices."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

from PySide6.QtCore import QDir, QObject, Signal

from app.document import Document
from app.domain import ExportOptions, Paper, Sketch
from app.domain.export_options import DEFAULT_OPTIONS, HIGHEST_PICTURE_PX
from app.domain.file_formats import EXPORTED, FileFormat
from app.services.settings import EXPORT, LAST_FOLDER, PLAY_CHORDS, Settings
from app.services.worker import Task
from app.ui.export.format_words import CHOICES, summary
from app.ui.files import FileDialogs, cleaned_name


class Exporting(QObject):
    """The choices that the export dialog shows and changes."""

    changed = Signal()
    """A choice has changed, or more is known about the file."""
    exported = Signal()
    """The file is being written, after the player agreed to replace one if necessary."""

    def __init__(
        self,
        document: Document,
        settings: Settings,
        dialogs: FileDialogs,
        export: Callable[[Sketch, Path, ExportOptions], None],
        measure: Callable[[Sketch, Paper], Task],
    ) -> None:
        super().__init__(document)
        self._document, self._settings, self._dialogs = document, settings, dialogs
        self._export, self._measure = export, measure
        self._sketch = document.shown
        self._measured: dict[Paper, tuple[int, float]] = {}
        self._chosen: dict[str, Any] = {}
        self.format = EXPORTED[0]
        self.name = ""
        self.folder = Path()

    def begin(self) -> None:
        """Prepare to export what is shown now, with the choices of the last time."""
        self._sketch = self._document.shown
        self._measured = {}
        self._recall()
        self.name = cleaned_name(self._sketch.title) or self.tr("Sketch")
        self._look()

    def choose(self, kind: FileFormat) -> None:
        """Choose another format."""
        self.format = kind
        self._look()

    def set_choice(self, field: str, value: object) -> None:
        """Choose one of CHOICES for a field of ExportOptions."""
        self._chosen[field] = value
        self._look()

    def choice(self, field: str) -> object:
        """Return what is chosen for a field, or the first choice if nothing is."""
        return getattr(self.options, field) or CHOICES[field][0]

    @property
    def options(self) -> ExportOptions:
        """The choices that concern the format."""
        fields = {name: self._chosen[name] for name in self.format.options if name in self._chosen}
        return replace(DEFAULT_OPTIONS, **fields)

    def set_name(self, name: str) -> None:
        """Set the name of the file, with or without its ending."""
        self.name = name.strip().removesuffix(self.format.suffix)
        self.changed.emit()

    def set_folder(self, folder: Path) -> None:
        """Set the folder of the file."""
        self.folder = folder
        self.changed.emit()

    @property
    def path(self) -> Path:
        """The path of the file."""
        return self.folder / f"{self.name}{self.format.suffix}"

    @property
    def summary(self) -> str:
        """A sentence on what the file will hold."""
        return summary(
            self._sketch,
            self.format,
            self.options,
            plays_chords=self._settings.get(PLAY_CHORDS),
            measured=self._measured.get(self.options.paper),
        )

    @property
    def refusal(self) -> str:
        """A sentence on why the file can't be written like this; empty if it can."""
        if not self.name:
            return self.tr("The file has no name; type one.")
        if cleaned_name(self.name) != self.name:
            return self.tr(
                "A file can't be called “{0}”; leave out characters such as / and :."
            ).format(self.name)
        if not self.folder.is_dir():
            return self.tr("There is no folder {0}; choose another.").format(self.folder)
        if not os.access(self.folder, os.W_OK | os.X_OK):
            return self.tr("You can't write to {0}; choose another folder.").format(self.folder)
        if self.path.is_dir():
            return self.tr("{0} is a folder; choose another name.").format(self.path.name)
        dpi, (_, height) = self.options.dpi, self._measured.get(self.options.paper, (0, 0.0))
        if "dpi" in self.format.options and height * dpi > HIGHEST_PICTURE_PX:
            return self.tr(
                "The score is too long for one picture of {0} pixels per inch; choose fewer, or"
                " PDF."
            ).format(dpi)
        return ""

    def ask_folder(self) -> None:
        """Ask for another folder."""
        self._dialogs.ask_folder(self.tr("Export to"), self.set_folder)

    def export(self) -> None:
        """Write the file; if one exists already, first ask whether to replace it."""
        if self.refusal:
            self.changed.emit()
        elif self.path.exists():
            self._dialogs.ask_replace([self.path], self._write)
        else:
            self._write()

    def _write(self) -> None:
        chosen = {"folder": str(self.folder), "format": self.format.suffix, **self._chosen}
        self._settings.set(EXPORT, json.dumps(chosen))
        self._export(self._sketch, self.path, self.options)
        self.exported.emit()

    def _recall(self) -> None:
        """Restore the choices of the last export; invalid ones are replaced by the defaults."""
        stored = self._settings.get_object(EXPORT)
        folders = (str(stored.get("folder", "")), self._settings.get(LAST_FOLDER))
        # Unlike Path.is_dir, this raises nothing if the name is too long.
        there = (Path(folder) for folder in folders if folder and os.path.isdir(folder))  # noqa: PTH112
        self.folder = next(there, Path(QDir.homePath()))
        self.format = next(
            (kind for kind in EXPORTED if kind.suffix == stored.get("format")),
            EXPORTED[0],
        )
        self._chosen = {}
        for field, values in CHOICES.items():
            if stored.get(field) in values:
                self._chosen[field] = values[values.index(stored[field])]

    def _look(self) -> None:
        """Announce the choices, and find out how much space the score takes on its paper."""
        paper = self.options.paper
        if "paper" in self.format.options and paper not in self._measured:
            sketch = self._sketch
            task = self._measure(sketch, paper)
            task.succeeded.connect(lambda measured: self._on_measured(sketch, paper, measured))
        self.changed.emit()

    def _on_measured(self, sketch: Sketch, paper: Paper, measured: tuple[int, float]) -> None:
        if sketch is self._sketch:
            self._measured[paper] = measured
            self.changed.emit()
