"""Generating can be cancelled; what was made stays, and nothing comes afterwards."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QToolButton
from pytestqt.qtbot import QtBot

from app.application import Application
from app.domain import Key, Melody, Note, Request, Sketch

MOTIF = Sketch(
    melody=Melody(tuple(Note(i * 480, 480, 62 + i % 5) for i in range(16))),
    key=Key.parse("D major"),
)


def begin(motivo: Application, qtbot: QtBot, request: Request, takes: int) -> None:
    """Generate, and return as soon as this many takes have been made."""
    window, before = motivo.window, len(motivo.document.takes)
    window.ask_panel.set_request(request)
    window.all_actions["generate"].trigger()
    qtbot.waitUntil(lambda: len(motivo.document.takes) >= before + takes)


def status(motivo: Application) -> str:
    label = motivo.window.findChild(QLabel, "statusLabel")
    assert label is not None
    return label.text()


def test_cancelling_keeps_what_was_made_and_nothing_comes_later(
    motivo: Application, qtbot: QtBot
) -> None:
    motivo.document.open(MOTIF)
    begin(motivo, qtbot, Request(bars=32, takes=32), 2)
    cancel = motivo.window.findChild(QToolButton, "cancelButton")
    assert cancel is not None
    qtbot.mouseClick(cancel, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: not motivo.generation.is_running)
    made = motivo.document.takes
    assert 2 <= len(made) < 32
    assert status(motivo) == f"Cancelled after {len(made)} takes."
    assert not cancel.isVisible()
    begin(motivo, qtbot, Request(bars=1, takes=1), 1)
    qtbot.waitUntil(lambda: not motivo.generation.is_running)
    assert motivo.document.takes.takes[:-1] == made.takes
    assert motivo.document.takes[-1].request == Request(bars=1, takes=1)


def test_batch_that_gives_way_to_another_says_nothing(motivo: Application, qtbot: QtBot) -> None:
    motivo.document.open(MOTIF)
    told: list[str] = []
    motivo.messages.shown.connect(lambda text, _level: told.append(text))
    begin(motivo, qtbot, Request(bars=32, takes=32), 1)
    begin(motivo, qtbot, Request(bars=1, takes=1), 1)
    qtbot.waitUntil(lambda: not motivo.generation.is_running)
    assert motivo.document.takes[-1].request.bars == 1
    assert not [text for text in told if "Cancelled" in text]


def test_reading_a_long_sketch_is_cancelled_as_well(motivo: Application, qtbot: QtBot) -> None:
    notes = tuple(Note(i * 240, 240, 60 + i * 7 % 12) for i in range(8000))
    motivo.document.open(Sketch(melody=Melody(notes)))
    motivo.window.all_actions["generate"].trigger()
    motivo.window.all_actions["cancel"].trigger()
    qtbot.waitUntil(lambda: not motivo.generation.is_running)
    assert len(motivo.document.takes) == 0
