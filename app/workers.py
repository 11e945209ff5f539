"""Owns Workers: the background processes, and which of them does which job."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject

from app import jobs
from app.domain import ExportOptions, Paper, Request, Sketch
from app.playback.sequencing.voices import Sounding
from app.services.worker import Task, Worker
from app.ui.clipboard import ClipboardJobs
from app.ui.files import FileJobs


class Workers:
    """Has a process each for takes, scores, files and saving: none has to wait for another."""

    def __init__(self, parent: QObject) -> None:
        self._generating = Worker("generation", jobs.prepare_generation, parent)
        self._engraving = Worker("notation", jobs.prepare_notation, parent)
        self._filing = Worker("files", None, parent)
        self._saving = Worker("saving", None, parent)
        self._all = (self._engraving, self._generating, self._filing, self._saving)

    def start(self) -> None:
        """Start the processes; each imports what is heavy, then does what was submitted before."""
        for worker in self._all:
            worker.start()

    def shutdown(self) -> None:
        """Cancel all work and end the processes."""
        for worker in self._all:
            worker.shutdown()

    def list_styles(self) -> Task:
        """List the styles that the model knows."""
        return self._generating.submit(jobs.list_styles)

    def generate_takes(self, sketch: Sketch, request: Request, parent: str | None) -> Task:
        """Generate takes of a sketch; the task reports each of them."""
        return self._generating.submit(jobs.generate_takes, sketch, request, parent)

    def engrave_sketch(
        self, sketch: Sketch, width_px: float | None, staff_px: float, least_bars: int
    ) -> Task:
        """Engrave a sketch for the screen, instead of one that is still waiting."""
        return self._engraving.submit_latest(
            jobs.engrave_sketch, sketch, width_px, staff_px, least_bars
        )

    def engrave_pages(self, sketch: Sketch, width_mm: float, height_mm: float) -> Task:
        """Engrave a sketch for a size of paper."""
        return self._engraving.submit(jobs.engrave_pages, sketch, width_mm, height_mm)

    def measure_pages(self, sketch: Sketch, paper: Paper) -> Task:
        """Measure how much paper a sketch needs, instead of one that is still waiting."""
        return self._engraving.submit_latest(jobs.measure_pages, sketch, paper)

    def file_jobs(self, sounding: Callable[[], Sounding]) -> FileJobs:
        """Return the jobs for files; an export asks `sounding` how the sketch should sound."""
        submit = self._filing.submit

        def export_file(sketch: Sketch, path: Path, options: ExportOptions) -> Task:
            return submit(jobs.export_file, sketch, path, options, sounding())

        read = self._filing.submit_reading
        return FileJobs(
            import_file=partial(read, jobs.import_file),
            export_file=export_file,
            open_project=partial(read, jobs.open_project),
            stamp_file=partial(read, jobs.stamp_file),
            save_project=partial(self._saving.submit, jobs.save_project),
        )

    def read_kept(self, paths: Sequence[Path]) -> Task:
        """Read what Motivo keeps in files of its own."""
        return self._filing.submit_reading(jobs.read_kept, paths)

    def clipboard_jobs(self) -> ClipboardJobs:
        """Return the jobs for notes on the clipboard."""
        submit = self._filing.submit
        return ClipboardJobs(
            write_midi=partial(submit, jobs.write_midi), read_midi=partial(submit, jobs.read_midi)
        )
