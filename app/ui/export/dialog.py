"""Owns ExportDialog: chooses format, options and place of a file, and says what it will hold."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QCoreApplication, QSize, Qt
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from app.domain import Paper
from app.domain.file_formats import EXPORTED, Purpose
from app.ui.export.exporting import Exporting
from app.ui.export.format_words import CHOICES
from app.ui.theme import Theme
from app.ui.widgets import ChoiceBox, LineEdit, SentenceBox

SIZE: Final = QSize(640, 480)
LIST_WIDTH: Final = 188
ROW_SIZE: Final = QSize(0, 26)
FIELD_HEIGHT: Final = 30
LABEL_WIDTH: Final = 92
SENTENCE_HEIGHT: Final = 60
"""The height of two lines, so that nothing moves when the summary gets longer."""

FORMAT: Final = Qt.ItemDataRole.UserRole


class ExportDialog(QDialog):
    """Lists formats by purpose at the left, and the options of the chosen one at the right."""

    def __init__(self, exporting: Exporting, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._exporting, self._theme = exporting, theme
        self.setObjectName("exportDialog")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._formats = QTreeWidget()
        self._formats.setObjectName("formatList")
        self._formats.setHeaderHidden(True)
        self._formats.setRootIsDecorated(False)
        self._formats.setItemsExpandable(False)
        self._formats.setIndentation(12)
        self._formats.setFixedWidth(LIST_WIDTH)
        self._heading, self._about = QLabel(), QLabel(wordWrap=True)
        self._heading.setFont(theme.font(13, 600))
        self._about.setObjectName("label")
        self._choices = {
            field: ChoiceBox(values, FIELD_HEIGHT) for field, values in CHOICES.items()
        }
        self._choice_labels = {field: QLabel() for field in CHOICES}
        self._name = LineEdit(theme, FIELD_HEIGHT)
        self._name.setObjectName("exportNameEdit")
        self._suffix = QLabel()
        self._suffix.setObjectName("unit")
        self._folder = LineEdit(theme, FIELD_HEIGHT)
        self._folder.setObjectName("exportFolderEdit")
        self._folder.setReadOnly(True)
        self._browse = QPushButton()
        self._browse.setObjectName("exportBrowseButton")
        self._browse.setAutoDefault(False)
        self._sentence = SentenceBox(theme, self)
        self._sentence.setMinimumHeight(SENTENCE_HEIGHT)
        self._labels = {name: QLabel() for name in ("name", "folder")}
        self._buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
        self._export = QPushButton()
        self._export.setObjectName("exportButton")
        self._export.setDefault(True)
        self._buttons.addButton(self._export, QDialogButtonBox.ButtonRole.AcceptRole)
        for label in (*self._choice_labels.values(), *self._labels.values()):
            label.setObjectName("label")
        self._lay_out()
        self.retranslate_ui()
        self._connect()
        self._name.setText(exporting.name)
        self._show()
        self.resize(SIZE)
        self._name.setFocus()
        self._name.selectAll()

    def retranslate_ui(self) -> None:
        """Set every text."""
        self.setWindowTitle(self.tr("Export"))
        self._browse.setText(self.tr("Browse…"))
        self._export.setText(self.tr("Export"))
        self._formats.setAccessibleName(self.tr("Format"))
        self._sentence.retranslate_ui()
        self._sentence.set_name(self.tr("What the file will hold"))
        names = {"name": self.tr("Name"), "folder": self.tr("Folder")}
        for name, edit in (("name", self._name), ("folder", self._folder)):
            self._labels[name].setText(names[name])
            edit.setAccessibleName(names[name])
        fields = {
            "paper": (self.tr("Paper"), [paper.label for paper in Paper]),
            "dpi": (self.tr("Pixels per inch"), list(map(str, CHOICES["dpi"]))),
            "midi_type": (
                self.tr("Tracks"),
                [self.tr("One (type 0)"), self.tr("Separate tempo (type 1)")],
            ),
            "midi_ticks": (self.tr("Ticks per quarter"), list(map(str, CHOICES["midi_ticks"]))),
            "sample_rate": (
                self.tr("Sample rate"),
                [self.tr("44.1 kHz"), self.tr("48 kHz"), self.tr("96 kHz")],
            ),
            "bits": (self.tr("Depth"), [self.tr("16 bits"), self.tr("24 bits")]),
        }
        for field, (label, texts) in fields.items():
            self._choice_labels[field].setText(label)
            self._choices[field].setAccessibleName(label)
            self._choices[field].set_choices(texts)
        self._fill_formats()

    def _fill_formats(self) -> None:
        self._formats.clear()
        for purpose in Purpose:
            group = QTreeWidgetItem(
                self._formats, [QCoreApplication.translate("Export", purpose.value)]
            )
            group.setSizeHint(0, ROW_SIZE)
            group.setFlags(Qt.ItemFlag.ItemIsEnabled)
            group.setForeground(0, self._theme.color("text.3"))
            for kind in EXPORTED:
                if kind.purpose is purpose:
                    item = QTreeWidgetItem(group, [kind.name])
                    item.setSizeHint(0, ROW_SIZE)
                    item.setData(0, FORMAT, kind)
                    if kind is self._exporting.format:
                        self._formats.setCurrentItem(item)
        self._formats.expandAll()

    def _lay_out(self) -> None:
        choices = QGridLayout()
        choices.setHorizontalSpacing(8)
        choices.setVerticalSpacing(8)
        choices.setColumnMinimumWidth(0, LABEL_WIDTH)
        choices.setColumnStretch(1, 1)
        for row, (field, box) in enumerate(self._choices.items()):
            box.setObjectName(f"{field}Box")
            choices.addWidget(self._choice_labels[field], row, 0)
            choices.addWidget(box, row, 1)
        place = QGridLayout()
        place.setHorizontalSpacing(8)
        place.setVerticalSpacing(8)
        place.setColumnMinimumWidth(0, LABEL_WIDTH)
        place.setColumnStretch(1, 1)
        place.addWidget(self._labels["name"], 0, 0)
        place.addWidget(self._name, 0, 1)
        place.addWidget(self._suffix, 0, 2)
        place.addWidget(self._labels["folder"], 1, 0)
        place.addWidget(self._folder, 1, 1)
        place.addWidget(self._browse, 1, 2)
        right = QVBoxLayout()
        right.setSpacing(8)
        right.addWidget(self._heading)
        right.addWidget(self._about)
        right.addSpacing(4)
        right.addLayout(choices)
        right.addStretch(1)
        right.addLayout(place)
        right.addSpacing(4)
        right.addWidget(self._sentence)
        columns = QHBoxLayout()
        columns.setSpacing(16)
        columns.addWidget(self._formats)
        columns.addLayout(right, 1)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(16, 16, 16, 16)
        outer.setSpacing(12)
        outer.addLayout(columns, 1)
        outer.addWidget(self._buttons)

    def _connect(self) -> None:
        exporting = self._exporting
        self._formats.currentItemChanged.connect(
            lambda item, _before: exporting.choose(item.data(0, FORMAT))
        )
        for field, box in self._choices.items():
            box.current_changed.connect(
                lambda field=field, box=box: exporting.set_choice(field, box.currentData())
            )
        self._name.textEdited.connect(exporting.set_name)
        self._browse.clicked.connect(lambda _checked=False: exporting.ask_folder())
        self._export.clicked.connect(lambda _checked=False: exporting.export())
        self._buttons.rejected.connect(self.reject)
        exporting.changed.connect(self._show)
        exporting.exported.connect(self.accept)

    def _show(self) -> None:
        exporting = self._exporting
        kind = exporting.format
        self._heading.setText(kind.name)
        self._about.setText(QCoreApplication.translate("Export", kind.about))
        for field, box in self._choices.items():
            is_offered = field in kind.options
            box.setVisible(is_offered)
            self._choice_labels[field].setVisible(is_offered)
            if is_offered:
                box.set_current(box.findData(exporting.choice(field)))
        self._suffix.setText(kind.suffix)
        self._folder.setText(str(exporting.folder))
        refusal = exporting.refusal
        self._sentence.say(refusal or exporting.summary, is_refused=bool(refusal))
        self._export.setEnabled(not refusal)
