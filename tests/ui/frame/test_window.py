from pathlib import Path

from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QLabel, QLineEdit, QMessageBox, QPushButton, QSpinBox, QWidget
from pytestqt.qtbot import QtBot

from app.application import Application
from app.domain import Author, Melody, Note, Request, RequestMode, Sketch, Take
from app.ui.widgets import ChoiceBox, ElidedLabel

PITCHES = (60, 64, 67, 64, 65, 62, 67, 60)
MOTIF = Sketch(
    title="Motif",
    melody=Melody(tuple(Note(i * 480, 480, pitch) for i, pitch in enumerate(PITCHES))),
)
NAMES = (
    *("pianoRoll", "velocityLane", "scoreView", "takesView", "playButton", "stopButton"),
    *("recordButton", "metronomeButton"),
    *("loopButton", "generateButton", "cancelButton", "modeBox", "barsBox", "takesBox"),
    *("temperatureSlider", "styleBox", "closenessSlider", "rhythmLockBox", "pitchLockBox"),
    *("scaleLockBox", "lowestBox", "highestBox", "densityBox", "endingBox", "formEdit", "seedBox"),
    *("chordsEdit", "keyBox", "meterBox", "tempoBox", "snapBox", "statusLabel", "progressBar"),
)


def status(motivo: Application) -> str:
    label = motivo.window.findChild(QLabel, "statusLabel")
    assert label is not None
    return label.text()


def generate(motivo: Application, qtbot: QtBot, takes: int) -> None:
    box = motivo.window.findChild(QSpinBox, "takesBox")
    assert box is not None
    box.setValue(takes)
    button = motivo.window.findChild(QPushButton, "generateButton")
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: not motivo.generation.is_running)


def test_every_control_has_its_name_and_says_what_it_is(motivo: Application) -> None:
    for name in NAMES:
        widget = motivo.window.findChild(QWidget, name)
        assert widget is not None, name
        assert widget.accessibleName(), name


def test_takes_arrive_are_picked_played_and_taken_in(motivo: Application, qtbot: QtBot) -> None:
    document = motivo.document
    document.open(MOTIF)
    generate(motivo, qtbot, 3)
    assert len(document.takes) == 3
    assert document.sketch == MOTIF
    for take in document.takes:
        assert take.sketch.melody.notes[: len(MOTIF.melody)] == MOTIF.melody.notes
        assert take.sketch.bars == MOTIF.bars + 8
    with qtbot.waitSignal(motivo.player.started):
        qtbot.keyClick(motivo.window.takes_view, Qt.Key.Key_2)
    assert document.previewed == document.takes[1]
    assert document.shown == document.takes[1].sketch
    qtbot.keyClick(motivo.window.takes_view, Qt.Key.Key_Return)
    assert document.sketch == document.takes[1].sketch
    motivo.window.all_actions["undo"].trigger()
    assert document.sketch == MOTIF
    motivo.transport.stop()


def test_marked_bars_of_a_take_are_filled_and_the_rest_stays(
    motivo: Application, qtbot: QtBot
) -> None:
    document, window = motivo.document, motivo.window
    document.open(MOTIF)
    generate(motivo, qtbot, 1)
    first = document.takes[0]
    qtbot.keyClick(window.takes_view, Qt.Key.Key_1)
    mode = window.findChild(ChoiceBox, "modeBox")
    assert mode is not None
    mode.setCurrentIndex(mode.findData(RequestMode.FILL))
    window.roll.loop_changed.emit((3 * 1920, 5 * 1920))
    generate(motivo, qtbot, 2)
    for take in document.takes.takes[1:]:
        assert (take.parent, take.start_ticks, take.end_ticks) == (first.id, 3 * 1920, 5 * 1920)
        assert around(take.sketch, take) == around(first.sketch, take)
        assert take.new_notes != ()
        assert {note.author for note in take.new_notes} == {Author.MODEL}
    motivo.transport.stop()


def around(sketch: Sketch, take: Take) -> list[Note]:
    """Return the notes of a sketch that begin outside the passage of a take."""
    passage = range(take.start_ticks, take.end_ticks)
    return [note for note in sketch.melody if note.onset_ticks not in passage]


def test_star_and_rejection_can_be_undone(motivo: Application, qtbot: QtBot) -> None:
    motivo.document.open(MOTIF)
    generate(motivo, qtbot, 2)
    view, document = motivo.window.takes_view, motivo.document
    qtbot.keyClick(view, Qt.Key.Key_1)
    qtbot.keyClick(view, Qt.Key.Key_F)
    assert document.takes[0].starred
    qtbot.keyClick(view, Qt.Key.Key_Delete)
    assert [take.number for take in document.takes] == [2]
    motivo.window.all_actions["undo"].trigger()
    assert [take.number for take in document.takes] == [1, 2]
    motivo.transport.stop()


def test_nothing_to_continue_is_told(motivo: Application) -> None:
    motivo.window.all_actions["generate"].trigger()
    assert "Draw a note first" in status(motivo)


def test_model_notes_become_the_players_when_moved(motivo: Application, qtbot: QtBot) -> None:
    motivo.document.open(MOTIF)
    generate(motivo, qtbot, 1)
    qtbot.keyClick(motivo.window.takes_view, Qt.Key.Key_1)
    model_note = motivo.document.takes[0].new_notes[0]
    assert model_note.author is Author.MODEL
    motivo.document.select([model_note])
    qtbot.keyClick(motivo.window.roll, Qt.Key.Key_Up)
    changed = motivo.document.sketch.melody.notes[len(MOTIF.melody)]
    assert changed.author is Author.PLAYER
    assert motivo.document.previewed is None
    motivo.transport.stop()


def test_export_and_open_again(motivo: Application, qtbot: QtBot, tmp_path: Path) -> None:
    motivo.document.open(MOTIF)
    for ending in (".mid", ".musicxml", ".motivo"):
        path = tmp_path / f"motif{ending}"
        motivo.files.export(MOTIF, path)
        qtbot.waitUntil(path.exists)
        qtbot.waitUntil(lambda: "Exported" in status(motivo))
        motivo.document.open(Sketch())
        motivo.files.open(path)
        qtbot.waitUntil(lambda: len(motivo.document.sketch.melody) > 0)
        opened = [(n.onset_ticks, n.duration_ticks, n.pitch) for n in motivo.document.sketch.melody]
        assert opened == [(n.onset_ticks, n.duration_ticks, n.pitch) for n in MOTIF.melody]


def test_file_that_is_no_music_is_told_and_changes_nothing(
    motivo: Application, qtbot: QtBot, tmp_path: Path
) -> None:
    motivo.document.open(MOTIF)
    path = tmp_path / "letter.mid"
    path.write_text("Dear Sir", encoding="utf-8")
    motivo.files.open(path)
    qtbot.waitUntil(lambda: "letter.mid" in status(motivo))
    box = motivo.window.findChild(QMessageBox, "failureBox")
    assert box is not None
    assert box.text() == status(motivo)
    box.accept()
    assert motivo.document.sketch == MOTIF


def test_another_sketch_is_played_from_its_start(motivo: Application) -> None:
    motivo.document.open(MOTIF)
    motivo.transport.seek(1920)
    place = motivo.window.findChild(QLabel, "placeLabel")
    assert place is not None
    assert place.text() == "2.1.1"
    motivo.files.new()
    assert place.text() == "1.1.1"


def test_title_is_changed_in_place_and_undone(motivo: Application, qtbot: QtBot) -> None:
    motivo.document.open(MOTIF)
    title = motivo.window.findChild(QLineEdit, "titleEdit")
    assert title is not None
    assert title.text() == "Motif"
    title.setFocus()
    title.selectAll()
    qtbot.keyClicks(title, "Lantern Hill")
    qtbot.keyClick(title, Qt.Key.Key_Return)
    assert motivo.document.sketch.title == "Lantern Hill"
    motivo.window.all_actions["undo"].trigger()
    assert (motivo.document.sketch.title, title.text()) == ("Motif", "Motif")


def title_being_typed(motivo: Application, qtbot: QtBot) -> QLineEdit:
    """Return the field of the title, with the focus and with all of it selected."""
    title = motivo.window.findChild(QLineEdit, "titleEdit")
    assert title is not None
    motivo.window.activateWindow()
    title.setFocus()
    qtbot.waitUntil(title.hasFocus)
    title.selectAll()
    return title


def test_escape_in_the_title_brings_back_what_was_entered_last(
    motivo: Application, qtbot: QtBot
) -> None:
    motivo.document.open(MOTIF)
    title = title_being_typed(motivo, qtbot)
    qtbot.keyClicks(title, "  Lantern Hill ")
    qtbot.keyClick(title, Qt.Key.Key_Return)
    assert title.text() == "Lantern Hill"
    title.setFocus()
    qtbot.waitUntil(title.hasFocus)
    qtbot.keyClicks(title, "x")
    qtbot.keyClick(title, Qt.Key.Key_Escape)
    assert motivo.document.sketch.title == title.text() == "Lantern Hill"


def test_long_message_ends_in_dots_where_there_is_no_room(motivo: Application) -> None:
    label = motivo.window.findChild(ElidedLabel, "statusLabel")
    assert label is not None
    sentence = "The file names no key; judging by its notes, it is C minor. " * 9
    motivo.messages.info(sentence)
    assert label.text() == label.toolTip() == sentence
    assert label.shown_text.endswith("…")
    assert sentence.startswith(label.shown_text[:-1])
    motivo.messages.info("Saved.")
    assert label.shown_text == "Saved."


def test_title_can_be_typed_while_takes_come(motivo: Application, qtbot: QtBot) -> None:
    document = motivo.document
    document.open(MOTIF)
    title = title_being_typed(motivo, qtbot)
    qtbot.keyClicks(title, "Lantern")
    document.add_take(Take(MOTIF, Request(), 1, MOTIF.end_ticks))
    assert title.text() == "Lantern"
    qtbot.keyClicks(title, " Hill")
    qtbot.keyClick(title, Qt.Key.Key_Return)
    assert document.sketch.title == "Lantern Hill"


def test_note_clicked_in_the_score_is_selected_and_steps_up(
    motivo: Application, qtbot: QtBot
) -> None:
    view = motivo.window.score_view
    with qtbot.waitSignal(motivo.engraving.engraved, check_params_cb=_has_notes):
        motivo.document.open(MOTIF)
    drawing = view.drawing
    assert drawing is not None
    boxes = [box for system in drawing.systems for box in system.notes]
    assert [box.note for box in boxes] == list(range(len(MOTIF.melody)))
    head = boxes[1].head
    place = QPoint(round(head.x + head.width / 2), round(head.y + head.height / 2))
    qtbot.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert motivo.document.selection == {MOTIF.melody.notes[1]}
    qtbot.keyClick(view, Qt.Key.Key_Up)
    assert motivo.document.sketch.melody.notes[1].pitch == 65


def _has_notes(_drawing: object, sketch: Sketch) -> bool:
    return len(sketch.melody) > 0


def test_f10_opens_the_menu(motivo: Application, qtbot: QtBot) -> None:
    motivo.window.activateWindow()
    qtbot.keyClick(motivo.window, Qt.Key.Key_F10)
    qtbot.waitUntil(motivo.window.menu.isVisible)
    motivo.window.menu.close()


def test_wrong_chords_are_refused_with_the_reason(motivo: Application, qtbot: QtBot) -> None:
    edit = motivo.window.findChild(QLineEdit, "chordsEdit")
    assert edit is not None
    edit.setFocus()
    edit.setText("D | Hx")
    qtbot.keyClick(edit, Qt.Key.Key_Return)
    assert "Hx" in status(motivo)
    edit.setText("D | G A7")
    qtbot.keyClick(edit, Qt.Key.Key_Return)
    assert str(motivo.document.sketch.chords) == "D | G A7"
