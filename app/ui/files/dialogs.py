"""Owns FileDialogs: the questions that Motivo asks about files."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import (
    QDialog,
    QFileDialog,
    QLabel,
    QMessageBox,
    QWidget,
)

from app.domain.file_formats import FileFormat, suffixes_of
from app.services.settings import LAST_FOLDER, Settings
from app.ui.files.melody_dialog import MelodyDialog, Words
from app.ui.files.melody_list import Choice
from app.ui.files.recovery_dialog import RecoveryDialog
from app.ui.theme import Theme


class FileDialogs(QObject):
    """Opens dialogs and calls back with the answer; if a dialog is cancelled, nothing is called."""

    def __init__(self, window: QWidget, theme: Theme, settings: Settings) -> None:
        super().__init__(window)
        self._window, self._theme, self._settings = window, theme, settings

    def ask_open(self, formats: Iterable[FileFormat], then: Callable[[Path], None]) -> None:
        """Ask for an existing file in one of several formats."""
        dialog = self._file_dialog(self.tr("Open"))
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        patterns = " ".join(f"*{suffix}" for suffix in suffixes_of(formats))
        dialog.setNameFilters([self.tr("Music ({0})").format(patterns), self.tr("All files (*)")])
        self._open(dialog, then)

    def ask_save(
        self, title: str, kind: FileFormat, name: str, then: Callable[[Path], None]
    ) -> None:
        """Ask for a file to write in a format, whose ending is added if none was typed."""
        dialog = self._file_dialog(title)
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setNameFilter(f"{kind.name} (*{kind.suffix})")
        dialog.setDefaultSuffix(kind.suffix)
        dialog.selectFile(name)
        self._open(dialog, then)

    def ask_part(
        self, title: str, choices: Sequence[Choice], current: int, then: Callable[[int], None]
    ) -> None:
        """Ask the player to choose a part of a file; equal names are numbered."""
        counts: Counter[str] = Counter()
        shown = []
        for choice in choices:
            counts[choice.text] += 1
            count = counts[choice.text]
            shown.append(choice if count == 1 else replace(choice, text=f"{choice.text} – {count}"))
        words = Words(
            title, self.tr("Take the &melody from:"), self.tr("Parts of the file"), self.tr("&Open")
        )
        self._ask_melody(words, shown, current, then)

    def ask_history(self, choices: Sequence[Choice], then: Callable[[int], None]) -> None:
        """Ask which earlier state of the sketch to bring back."""
        words = Words(
            self.tr("History"),
            self.tr("Go back to the &sketch as it was:"),
            self.tr("Earlier states of the sketch"),
            self.tr("&Bring back"),
        )
        self._ask_melody(words, choices, 0, then)

    def ask_unsaved(self, save: Callable[[], None], discard: Callable[[], None]) -> None:
        """Ask what to do with unsaved changes."""
        box = QMessageBox(self._window)
        box.setText(self.tr("Save your changes first?"))
        box.setInformativeText(
            self.tr("The latest changes to the sketch and its takes are not in a file yet.")
        )
        answers = QMessageBox.StandardButton
        box.setStandardButtons(answers.Save | answers.Discard | answers.Cancel)

        def on_finished(answer: int) -> None:
            if answer == answers.Save:
                save()
            elif answer == answers.Discard:
                discard()

        box.finished.connect(on_finished)
        self._show(box)

    def ask_recover(
        self,
        choices: Sequence[Choice],
        bring_back: Callable[[int], None],
        throw_away: Callable[[int], None],
    ) -> None:
        """Ask what to do with unsaved work of Motivos that crashed; the answer can be “later”."""
        dialog = RecoveryDialog(choices, self._theme, self._window)
        dialog.brought_back.connect(bring_back)
        dialog.thrown_away.connect(throw_away)
        self._show(dialog)

    def ask_folder(self, title: str, then: Callable[[Path], None]) -> None:
        """Ask for a folder to write into."""
        dialog = self._file_dialog(title)
        dialog.setFileMode(QFileDialog.FileMode.Directory)
        dialog.setOption(QFileDialog.Option.ShowDirsOnly)

        def on_selected(name: str) -> None:
            self._settings.set(LAST_FOLDER, name)
            then(Path(name))

        dialog.fileSelected.connect(on_selected)
        self._show(dialog)

    def ask_replace(self, paths: Sequence[Path], then: Callable[[], None]) -> None:
        """Ask whether existing files may be replaced."""
        box = self._question("replaceBox", self.tr("&Replace"), then)
        first = paths[0]
        box.setText(
            self.tr("{0} is already in {1}.").format(first.name, first.parent.name)
            if len(paths) == 1
            else self.tr("{0} of these files are already in {1}.").format(
                len(paths), first.parent.name
            )
        )
        box.setInformativeText(self.tr("Replacing can't be undone."))
        self._show(box)

    def ask_changed(
        self,
        path: Path,
        other: Path,
        overwrite: Callable[[], None],
        save_beside: Callable[[], None],
        look: Callable[[], None],
    ) -> None:
        """Ask what to do with a file that another program has changed; `other` is a free name."""
        box = QMessageBox(self._window)
        box.setObjectName("changedBox")
        box.setText(self.tr("Another program has changed {0}.").format(path.name))
        text = self.tr(
            "Overwriting loses its changes. Before you look at them, yours are saved beside it, to"
            " {0}."
        )
        box.setInformativeText(text.format(other.name))
        roles = QMessageBox.ButtonRole
        for does, words, role in (
            (overwrite, self.tr("&Overwrite"), roles.DestructiveRole),
            (save_beside, self.tr("Save &beside…"), roles.AcceptRole),
            (look, self.tr("&Look at theirs"), roles.ActionRole),
        ):
            button = box.addButton(words, role)
            button.clicked.connect(lambda _checked=False, does=does: does())
            if role is roles.AcceptRole:
                box.setDefaultButton(button)
        box.addButton(QMessageBox.StandardButton.Cancel)
        self._show(box)

    def ask_empty_bin(self, takes: int, then: Callable[[], None]) -> None:
        """Ask whether the rejected takes may be deleted."""
        box = self._question("emptyBinBox", self.tr("&Empty the bin"), then)
        box.setText(
            self.tr("Throw away 1 rejected take?")
            if takes == 1
            else self.tr("Throw away {0} rejected takes?").format(takes)
        )
        box.setInformativeText(self.tr("You can undo this until you close the sketch."))
        self._show(box)

    def tell_failure(self, sentence: str) -> None:
        """Show what could not be done with a file."""
        box = QMessageBox(self._window)
        box.setObjectName("failureBox")
        box.setIcon(QMessageBox.Icon.Warning)
        box.setText(sentence)
        self._show(box)

    def _question(self, name: str, does: str, then: Callable[[], None]) -> QMessageBox:
        """Return a message box with a button for doing it, and one for not doing it."""
        box = QMessageBox(self._window)
        box.setObjectName(name)
        button = box.addButton(does, QMessageBox.ButtonRole.AcceptRole)
        box.addButton(QMessageBox.StandardButton.Cancel)
        button.clicked.connect(lambda: then())
        return box

    def _ask_melody(
        self, words: Words, choices: Sequence[Choice], current: int, then: Callable[[int], None]
    ) -> None:
        dialog = MelodyDialog(words, choices, current, self._theme, self._window)
        dialog.chosen.connect(then)
        self._show(dialog)

    def _file_dialog(self, title: str) -> QFileDialog:
        return QFileDialog(self._window, title, self._settings.get(LAST_FOLDER))

    def _open(self, dialog: QFileDialog, then: Callable[[Path], None]) -> None:
        def on_selected(name: str) -> None:
            path = Path(name)
            self._settings.set(LAST_FOLDER, str(path.parent))
            then(path)

        dialog.fileSelected.connect(on_selected)
        self._show(dialog)

    def _show(self, dialog: QDialog) -> None:
        for label in dialog.findChildren(QLabel):
            # Titles and names of files are no markup, whatever they look like.
            label.setTextFormat(Qt.TextFormat.PlainText)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.open()
