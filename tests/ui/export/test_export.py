"""The export dialog: what is chosen, said, remembered and refused."""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path
from typing import TypeVar

import mido
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QDialog,
    QFileDialog,
    QLabel,
    QLineEdit,
    QMessageBox,
    QPushButton,
    QToolButton,
    QTreeWidget,
    QWidget,
)
from pytestqt.qtbot import QtBot

from app.application import Application
from app.domain import Chords, ExportOptions, Key, Melody, Meter, Paper, Sketch
from app.domain.export_options import DEFAULT_OPTIONS
from app.domain.file_formats import EXPORTED, FORMATS
from app.formats import read_sketch
from app.services.settings import EXPORT, LAST_FOLDER
from app.ui.export.format_words import summary
from app.ui.widgets import ChoiceBox
from tests.notation.tunes import tune

AIR = replace(
    tune(240, *[720] * 28, meter=Meter(6, 8), pickup=240, key=Key.parse("D major")),
    title="Air: one/two",
    chords=Chords.parse("D | A7"),
)
BY_SUFFIX = {kind.suffix: kind for kind in EXPORTED}


@pytest.mark.parametrize(
    ("suffix", "options", "said"),
    [
        (".mid", DEFAULT_OPTIONS, "the melody without its chords."),
        (".musicxml", DEFAULT_OPTIONS, "melody and chords."),
        (".pdf", DEFAULT_OPTIONS, "melody and chords; 2 pages A4."),
        (".pdf", ExportOptions(paper=Paper.LETTER), "melody and chords; 2 pages Letter."),
        (".png", ExportOptions(dpi=100), "melody and chords; one picture of 827 × 1500 pixels."),
        (".svg", DEFAULT_OPTIONS, "melody and chords; one drawing as wide as A4."),
        (".wav", DEFAULT_OPTIONS, "the melody without its chords; 0:27 of sound."),
        (".pb", DEFAULT_OPTIONS, "melody and chords; it has no place for an incomplete first bar."),
    ],
)
def test_summary_says_what_the_file_will_hold(
    suffix: str, options: ExportOptions, said: str
) -> None:
    told = summary(AIR, BY_SUFFIX[suffix], options, plays_chords=False, measured=(2, 15.0))
    assert told == f"14 bars and a pickup in D major, 6/8, 96 bpm; {said}"


def test_summary_of_sound_goes_by_whether_chords_are_played() -> None:
    told = summary(AIR, BY_SUFFIX[".flac"], DEFAULT_OPTIONS, plays_chords=True, measured=None)
    assert told.endswith("; melody and chords; 0:27 of sound.")


def test_summary_names_all_that_the_format_has_no_place_for() -> None:
    first, *others = AIR.melody
    soft = Melody((replace(first, velocity=30, letter="C"), *others))
    sketch = replace(AIR, melody=soft, meter=Meter.parse("2+4/8"))
    told = {
        suffix: summary(sketch, kind, DEFAULT_OPTIONS, plays_chords=False, measured=None)
        for suffix, kind in BY_SUFFIX.items()
    }
    assert told[".abc"].endswith("chords; it has no place for how hard each note is played.")
    assert told[".mid"].endswith(
        "; it has no place for how notes are spelled or how the beats of a bar are grouped."
    )
    assert told[".musicxml"].endswith("; melody and chords.")


def test_summary_of_an_empty_sketch_says_so() -> None:
    told = summary(
        Sketch(), BY_SUFFIX[".pdf"], DEFAULT_OPTIONS, plays_chords=False, measured=(1, 3.0)
    )
    assert told == "No notes yet; the file will be empty."


T = TypeVar("T", bound=QWidget)


class Dialog:
    """The export dialog on the screen, by its parts."""

    def __init__(self, motivo: Application, qtbot: QtBot) -> None:
        self.motivo, self.qtbot = motivo, qtbot
        motivo.window.all_actions["export"].trigger()
        found = motivo.window.findChild(QDialog, "exportDialog")
        assert found is not None
        self.dialog = found
        self.list = self.part(QTreeWidget, "formatList")
        self.name = self.part(QLineEdit, "exportNameEdit")
        self.button = self.part(QPushButton, "exportButton")

    def part(self, kind: type[T], name: str) -> T:
        part = self.dialog.findChild(kind, name)
        assert isinstance(part, kind), name
        return part

    @property
    def sentence(self) -> str:
        return self.part(QLabel, "sentence").text()

    @property
    def chosen(self) -> str:
        item = self.list.currentItem()
        return item.text(0) if item is not None else ""

    def choose(self, name: str) -> None:
        (item,) = self.list.findItems(name, Qt.MatchFlag.MatchRecursive | Qt.MatchFlag.MatchExactly)
        self.list.setFocus()
        self.list.setCurrentItem(item)

    def click(self, box_name: str, text: str) -> None:
        box = self.part(ChoiceBox, box_name)
        assert box.isVisible()
        (button,) = [b for b in box.findChildren(QToolButton) if b.text() == text]
        self.qtbot.mouseClick(button, Qt.MouseButton.LeftButton)

    def type_name(self, text: str) -> None:
        self.name.setFocus()
        self.name.selectAll()
        self.qtbot.keyClicks(self.name, text)

    def press_export(self) -> None:
        self.qtbot.mouseClick(self.button, Qt.MouseButton.LeftButton)

    def wait_closed(self) -> None:
        self.qtbot.waitUntil(lambda: self.motivo.window.findChild(QDialog, "exportDialog") is None)


@pytest.fixture
def opened(motivo: Application, tmp_path: Path) -> Application:
    """The program with a tune, and a folder that files were in last."""
    folder = tmp_path / "music"
    folder.mkdir()
    motivo.settings.set(LAST_FOLDER, str(folder))
    motivo.document.open(AIR)
    return motivo


def exported(motivo: Application, qtbot: QtBot, path: Path) -> None:
    label = motivo.window.findChild(QLabel, "statusLabel")
    assert isinstance(label, QLabel)
    qtbot.waitUntil(lambda: label.text() == f"Exported to {path.name}.")
    assert path.exists()


def test_every_format_is_offered_by_its_purpose_with_its_options(
    opened: Application, qtbot: QtBot
) -> None:
    dialog = Dialog(opened, qtbot)
    every = Qt.MatchFlag.MatchContains | Qt.MatchFlag.MatchRecursive
    offered = {
        (purpose.text(0), item.text(0))
        for item in dialog.list.findItems("", every)
        if (purpose := item.parent()) is not None
    }
    exported_formats = [kind for kind in FORMATS if kind.purpose is not None]
    assert offered == {(kind.purpose.value, kind.name) for kind in exported_formats if kind.purpose}
    for kind in exported_formats:
        dialog.choose(kind.name)
        assert kind.about in [label.text() for label in dialog.dialog.findChildren(QLabel)]
        boxes = [box for box in dialog.dialog.findChildren(ChoiceBox) if box.isVisible()]
        assert {box.objectName().removesuffix("Box") for box in boxes} == set(kind.options)
    dialog.dialog.reject()
    dialog.wait_closed()


def test_what_was_chosen_is_written_and_remembered(
    opened: Application, qtbot: QtBot, tmp_path: Path
) -> None:
    dialog = Dialog(opened, qtbot)
    assert dialog.name.text() == "Air one two"
    assert dialog.part(QLineEdit, "exportFolderEdit").text() == str(tmp_path / "music")
    dialog.choose("PDF")
    dialog.click("paperBox", "Letter")
    qtbot.waitUntil(lambda: dialog.sentence.endswith("1 page Letter."))
    dialog.choose("MIDI")
    assert not dialog.part(ChoiceBox, "paperBox").isVisible()
    dialog.click("midi_ticksBox", "960")
    dialog.type_name("air.mid")
    assert dialog.sentence.endswith("the melody without its chords.")
    dialog.press_export()
    dialog.wait_closed()
    path = tmp_path / "music" / "air.mid"
    exported(opened, qtbot, path)
    assert mido.MidiFile(path).ticks_per_beat == 960
    assert read_sketch(path) == AIR
    again = Dialog(opened, qtbot)
    assert again.chosen == "MIDI"
    assert again.part(ChoiceBox, "midi_ticksBox").currentData() == 960
    again.choose("PDF")
    assert again.part(ChoiceBox, "paperBox").currentData() is Paper.LETTER
    again.dialog.reject()
    again.wait_closed()


def test_instrument_that_is_heard_goes_into_the_midi_file(
    opened: Application, qtbot: QtBot, tmp_path: Path
) -> None:
    setup = opened.sound_setup
    setup.set_voice("melody", replace(setup.voice("melody"), program=73))
    dialog = Dialog(opened, qtbot)
    dialog.press_export()
    path = tmp_path / "music" / "Air one two.mid"
    exported(opened, qtbot, path)
    (track,) = mido.MidiFile(path).tracks
    assert [m.program for m in track if m.type == "program_change"] == [73]


def test_file_that_is_there_is_replaced_only_when_told(
    opened: Application, qtbot: QtBot, tmp_path: Path
) -> None:
    path = tmp_path / "music" / "Air one two.mid"
    path.write_bytes(b"mine")
    dialog = Dialog(opened, qtbot)
    for text in ("Cancel", "Replace"):
        assert path.read_bytes() == b"mine"
        dialog.press_export()
        box = opened.window.findChild(QMessageBox, "replaceBox")
        assert isinstance(box, QMessageBox)
        assert dialog.dialog.isVisible()
        buttons = {b.text().replace("&", ""): b for b in box.findChildren(QPushButton)}
        qtbot.mouseClick(buttons[text], Qt.MouseButton.LeftButton)
        qtbot.waitUntil(lambda: opened.window.findChild(QMessageBox, "replaceBox") is None)
    dialog.wait_closed()
    exported(opened, qtbot, path)
    assert read_sketch(path) == AIR


@pytest.mark.parametrize(
    ("name", "said"),
    [("", "has no name"), ("a/b", "leave out characters"), ("taken", "is a folder")],
)
def test_name_that_can_not_be_is_refused(
    opened: Application, qtbot: QtBot, tmp_path: Path, name: str, said: str
) -> None:
    (tmp_path / "music" / "taken.mid").mkdir()
    dialog = Dialog(opened, qtbot)
    dialog.name.selectAll()
    qtbot.keyClick(dialog.name, Qt.Key.Key_Delete)
    qtbot.keyClicks(dialog.name, name)
    assert said in dialog.sentence
    assert not dialog.button.isEnabled()
    dialog.type_name("fine")
    assert dialog.button.isEnabled()
    dialog.dialog.reject()
    dialog.wait_closed()


def test_folder_that_is_gone_is_refused(opened: Application, qtbot: QtBot, tmp_path: Path) -> None:
    dialog = Dialog(opened, qtbot)
    (tmp_path / "music").rmdir()
    dialog.press_export()
    assert "There is no folder" in dialog.sentence
    assert not dialog.button.isEnabled()
    qtbot.mouseClick(dialog.part(QPushButton, "exportBrowseButton"), Qt.MouseButton.LeftButton)
    folders = opened.window.findChild(QFileDialog)
    assert isinstance(folders, QFileDialog)
    folders.fileSelected.emit(str(tmp_path))
    folders.reject()
    assert dialog.part(QLineEdit, "exportFolderEdit").text() == str(tmp_path)
    assert dialog.button.isEnabled()
    dialog.dialog.reject()
    dialog.wait_closed()


def test_folder_that_may_not_be_written_is_refused(
    opened: Application, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    # The tests may run as root, who may write everywhere.
    monkeypatch.setattr(os, "access", lambda _path, _mode: False)
    dialog = Dialog(opened, qtbot)
    assert "You can't write to" in dialog.sentence
    assert not dialog.button.isEnabled()
    dialog.dialog.reject()
    dialog.wait_closed()


def test_picture_that_would_be_too_high_is_refused(opened: Application, qtbot: QtBot) -> None:
    opened.document.open(tune(*[240] * 8 * 300))
    dialog = Dialog(opened, qtbot)
    dialog.choose("PNG")
    dialog.click("dpiBox", "600")
    qtbot.waitUntil(lambda: "too long for one picture" in dialog.sentence)
    assert not dialog.button.isEnabled()
    dialog.click("dpiBox", "96")
    assert dialog.button.isEnabled()
    dialog.dialog.reject()
    dialog.wait_closed()


@pytest.mark.parametrize("stored", ["nonsense", "[1]", '{"format": 3, "paper": "a3", "dpi": []}'])
def test_memory_that_makes_no_sense_is_as_at_first(opened: Application, stored: str) -> None:
    opened.settings.set(EXPORT, stored)
    opened.exporting.begin()
    assert (opened.exporting.format.suffix, opened.exporting.options) == (".mid", DEFAULT_OPTIONS)


def test_depth_chosen_for_wav_is_not_that_of_flac(opened: Application) -> None:
    exporting = opened.exporting
    exporting.begin()
    exporting.choose(BY_SUFFIX[".wav"])
    assert exporting.choice("bits") == 16
    exporting.set_choice("bits", 24)
    assert exporting.options.bits == 24
    exporting.choose(BY_SUFFIX[".flac"])
    assert exporting.options.bits is None
