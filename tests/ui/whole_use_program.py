"""Uses most of Motivo once without a person: takes, every format there and back, dialogs."""

import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication

from app.application import Application, create
from app.domain import Melody, Note, edits
from app.domain.file_formats import NATIVE, READ, WRITTEN

STEP_MS = 50


class Use:
    """Does one thing after the other; each begins when what came before has ended."""

    def __init__(self, motivo: Application, folder: Path) -> None:
        self.motivo = motivo
        self._is_busy = False
        motivo.files.running_changed.connect(self._set_busy)
        self._steps: list[Callable[[], object]] = [
            self._draw,
            self._play,
            self._generate,
            self._copy,
        ]
        for kind in WRITTEN:
            path = folder / f"air{kind.suffix}"
            self._steps.append(partial(self._write, path))
            if kind in READ:
                self._steps.append(partial(self._read, path))
        self._steps += [self._show, motivo.window.close]

    def go_on(self) -> None:
        """Take the next step if Motivo has nothing to do."""
        motivo = self.motivo
        if motivo.generation.is_idle and not self._is_busy:
            self._steps.pop(0)()
        if self._steps:
            QTimer.singleShot(STEP_MS, self.motivo, self.go_on)

    def _set_busy(self, is_busy: bool) -> None:
        self._is_busy = is_busy

    def _draw(self) -> None:
        notes = [Note(480 * place, 480, 60 + place) for place in range(8)]
        self.motivo.document.edit("Draw", edits.add(Melody(), notes))

    def _play(self) -> None:
        self.motivo.window.all_actions["play"].trigger()

    def _generate(self) -> None:
        self.motivo.window.all_actions["generate"].trigger()

    def _copy(self) -> None:
        self.motivo.window.roll.setFocus()
        for name in ("select_all", "copy", "paste"):
            self.motivo.window.all_actions[name].trigger()

    def _write(self, path: Path) -> None:
        if path.suffix == NATIVE.suffix:
            # Saved to a file of a known name, so that no dialog asks for one.
            self.motivo.document.open_project(self.motivo.document.project, path, is_saved=False)
            self.motivo.files.save()
        else:
            self.motivo.files.export(self.motivo.document.sketch, path)

    def _read(self, path: Path) -> None:
        self.motivo.document.undo_stack.setClean()
        self.motivo.files.open(path)

    def _show(self) -> None:
        for name in ("sound", "export", "shortcuts", "print_preview", "show_log"):
            self.motivo.window.all_actions[name].trigger()


def main() -> int:
    """Run until everything was done."""
    motivo = create(["motivo"])
    motivo.window.show()
    use = Use(motivo, Path(sys.argv[1]))
    QTimer.singleShot(0, motivo, use.go_on)
    motivo.window.set_close_guard(lambda: True)
    status = motivo.run()
    # The offscreen platform would release what is on it only after Python has ended, and crash.
    QApplication.clipboard().clear()
    return status


if __name__ == "__main__":
    sys.exit(main())
