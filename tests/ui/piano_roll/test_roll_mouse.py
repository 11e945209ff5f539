"""What the mouse does in the roll and the lane, besides drawing, moving and resizing."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QColor, QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from app.application import Application
from app.constants import DEFAULT_VELOCITY
from app.domain import Author, Melody, Note, Sketch
from app.ui.piano_roll.keyboard import WIDTH
from app.ui.piano_roll.note_painter import contrast, legible
from app.ui.piano_roll.tool import Tool

LEFT = Qt.MouseButton.LeftButton
NONE = Qt.KeyboardModifier.NoModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier
CTRL = Qt.KeyboardModifier.ControlModifier
ALT = Qt.KeyboardModifier.AltModifier

MELODY = Melody(tuple(Note(960 * index, 480, 69, 80) for index in range(5)))


@pytest.fixture
def sketched(motivo: Application) -> Application:
    motivo.document.open(Sketch(melody=MELODY))
    return motivo


def at(motivo: Application, ticks: int, pitch: int, dx: int = 0, dy: int = 0) -> QPoint:
    return motivo.window.roll.point_at(ticks, pitch) + QPoint(dx, dy)


def velocities(motivo: Application) -> list[int]:
    return [note.velocity for note in motivo.document.shown.melody]


def press_and_move(
    qtbot: QtBot, widget: QWidget, places: list[QPoint], keys: Qt.KeyboardModifier = NONE
) -> None:
    qtbot.mousePress(widget, LEFT, keys, places[0])
    for place in places[1:]:
        qtbot.mouseMove(widget, place)


def drag(
    qtbot: QtBot, widget: QWidget, places: list[QPoint], keys: Qt.KeyboardModifier = NONE
) -> None:
    press_and_move(qtbot, widget, places, keys)
    qtbot.mouseRelease(widget, LEFT, keys, places[-1])


def test_ctrl_drag_up_makes_a_note_louder_and_tells_the_velocity(
    sketched: Application, qtbot: QtBot
) -> None:
    roll = sketched.window.roll
    told: list[str] = []
    heard: list[int] = []
    roll.drag_told.connect(told.append)
    start, end = at(sketched, 240, 69), at(sketched, 240, 69, dy=-30)
    press_and_move(qtbot, roll.viewport(), [start, end], CTRL)
    assert velocities(sketched) == [80] * 5, "nothing is changed before the release"
    assert told[-1] == "velocity 110"
    roll.note_auditioned.connect(lambda _pitch, velocity: heard.append(velocity))
    qtbot.mouseRelease(roll.viewport(), LEFT, CTRL, end)
    assert velocities(sketched) == [110, 80, 80, 80, 80]
    assert heard == [110]
    assert told[-1] == ""
    assert sketched.document.undo_stack.undoText() == "Change velocity"


def test_ctrl_drag_changes_the_whole_selection_and_escape_does_not(
    sketched: Application, qtbot: QtBot
) -> None:
    roll = sketched.window.roll
    roll.editor.select_all()
    places = [at(sketched, 240, 69), at(sketched, 240, 69, dy=20)]
    press_and_move(qtbot, roll.viewport(), places, CTRL)
    qtbot.keyClick(roll, Qt.Key.Key_Escape)
    qtbot.mouseRelease(roll.viewport(), LEFT, CTRL, places[-1])
    assert velocities(sketched) == [80] * 5
    drag(qtbot, roll.viewport(), places, CTRL)
    assert velocities(sketched) == [60] * 5


def lane_of(motivo: Application) -> QWidget:
    lane = motivo.window.findChild(QWidget, "velocityLane")
    assert isinstance(lane, QWidget)
    return lane


def stem(motivo: Application, ticks: int, velocity: int) -> QPoint:
    """Return the pixel of the lane for a velocity at an onset."""
    height = lane_of(motivo).height()
    y = height - (height - 8) * velocity / 127
    return QPoint(motivo.window.roll.point_at(ticks, 69).x() + WIDTH + 4, round(y))


def test_painting_across_the_lane_gives_each_stem_its_velocity(
    sketched: Application, qtbot: QtBot
) -> None:
    places = [stem(sketched, 960 * index, 30 + 20 * index) for index in range(4)]
    drag(qtbot, lane_of(sketched), places)
    assert velocities(sketched) == pytest.approx([30, 50, 70, 90, 80], abs=2)
    assert sketched.document.undo_stack.count() == 1
    sketched.document.undo_stack.undo()
    assert velocities(sketched) == [80] * 5


def test_shift_draws_a_ramp_in_the_lane(sketched: Application, qtbot: QtBot) -> None:
    drag(qtbot, lane_of(sketched), [stem(sketched, 0, 20), stem(sketched, 3840, 120)], SHIFT)
    assert velocities(sketched) == pytest.approx([20, 45, 70, 95, 120], abs=3)


def test_a_ramp_over_a_selection_leaves_the_others(sketched: Application, qtbot: QtBot) -> None:
    sketched.document.select([MELODY.notes[0], MELODY.notes[2], MELODY.notes[4]])
    drag(qtbot, lane_of(sketched), [stem(sketched, 0, 20), stem(sketched, 3840, 120)], SHIFT)
    assert velocities(sketched) == pytest.approx([20, 80, 70, 80, 120], abs=3)


def test_a_selected_stem_scales_the_selection(sketched: Application, qtbot: QtBot) -> None:
    loud = Melody(tuple(replace(note, velocity=40 + 10 * i) for i, note in enumerate(MELODY)))
    sketched.document.open(Sketch(melody=loud))
    sketched.document.select(loud.notes[:3])
    drag(qtbot, lane_of(sketched), [stem(sketched, 0, 40), stem(sketched, 0, 80)])
    assert velocities(sketched) == pytest.approx([80, 100, 120, 70, 80], abs=4)


def test_escape_in_the_lane_leaves_everything_as_it_was(
    sketched: Application, qtbot: QtBot
) -> None:
    lane = lane_of(sketched)
    places = [stem(sketched, 0, 80), stem(sketched, 960, 20)]
    press_and_move(qtbot, lane, places)
    qtbot.keyClick(lane, Qt.Key.Key_Escape)
    qtbot.mouseRelease(lane, LEFT, NONE, places[-1])
    assert velocities(sketched) == [80] * 5


def test_a_drag_beyond_the_edge_goes_on(sketched: Application, qtbot: QtBot) -> None:
    roll = sketched.window.roll
    roll.zoom(4.0)
    roll.horizontalScrollBar().setValue(0)
    start = at(sketched, 240, 69)
    outside = QPoint(roll.viewport().width() + 60, start.y())
    press_and_move(qtbot, roll.viewport(), [start, outside])
    qtbot.waitUntil(lambda: roll.horizontalScrollBar().value() > 200)
    qtbot.mouseRelease(roll.viewport(), LEFT, NONE, outside)
    scrolled = roll.horizontalScrollBar().value()
    assert scrolled > 200, "the view stays where the drag has led it"
    (moved,) = sketched.document.selection
    assert abs(roll.point_at(moved.onset_ticks + 240, 69).x() - outside.x()) < 40
    qtbot.mouseMove(roll.viewport(), QPoint(50, 50))
    assert roll.horizontalScrollBar().value() == scrolled


def test_middle_button_pulls_the_canvas_along(sketched: Application, qtbot: QtBot) -> None:
    roll, middle = sketched.window.roll, Qt.MouseButton.MiddleButton
    roll.zoom(4.0, 2.0)
    for bar in (roll.horizontalScrollBar(), roll.verticalScrollBar()):
        bar.setValue(bar.maximum() // 2)
    before, way = at(sketched, 1920, 69), QPoint(-70, 40)
    qtbot.mousePress(roll.viewport(), middle, NONE, QPoint(200, 100))
    assert roll.viewport().cursor().shape() is Qt.CursorShape.ClosedHandCursor
    qtbot.mouseMove(roll.viewport(), QPoint(200, 100) + way / 2)
    qtbot.mouseMove(roll.viewport(), QPoint(200, 100) + way)
    assert at(sketched, 1920, 69) == before + way
    qtbot.mouseRelease(roll.viewport(), middle, NONE, QPoint(200, 100) + way)
    qtbot.mouseMove(roll.viewport(), QPoint(20, 20))
    assert at(sketched, 1920, 69) == before + way, "it is released"
    assert roll.viewport().cursor().shape() is not Qt.CursorShape.ClosedHandCursor
    assert sketched.document.sketch.melody == MELODY


@pytest.mark.parametrize("keys", [NONE, ALT, CTRL], ids=["move", "copy", "velocity"])
def test_undo_in_the_middle_of_a_drag_is_all_that_happens(
    sketched: Application, qtbot: QtBot, keys: Qt.KeyboardModifier
) -> None:
    roll, stack = sketched.window.roll, sketched.document.undo_stack
    told: list[str] = []
    roll.drag_told.connect(told.append)
    sketched.document.select(MELODY.notes[:1])
    before = roll.viewport().grab().toImage()
    roll.editor.transpose(1)
    start, end = at(sketched, 240, 70), at(sketched, 720, 74)
    press_and_move(qtbot, roll.viewport(), [start, end], keys)
    QTest.keySequence(roll, QKeySequence("Ctrl+Z"))
    assert roll.viewport().grab().toImage() == before, "what the drag showed is gone"
    assert told[-1] == ""
    qtbot.mouseMove(roll.viewport(), end + QPoint(20, 20))
    qtbot.mouseRelease(roll.viewport(), LEFT, keys, end + QPoint(20, 20))
    assert sketched.document.sketch.melody == MELODY
    assert stack.canRedo()
    assert not stack.canUndo()


def test_undo_takes_a_rubber_band_away(sketched: Application, qtbot: QtBot) -> None:
    roll = sketched.window.roll
    roll.editor.add(4800, 480, 60)
    roll.set_tool(Tool.SELECT)
    sketched.document.select([])
    corner, end = at(sketched, 700, 72), at(sketched, 2100, 66)
    before = pixel(sketched, roll.viewport(), corner + QPoint(0, 20))
    press_and_move(qtbot, roll.viewport(), [corner, end])
    assert pixel(sketched, roll.viewport(), corner + QPoint(0, 20)) != before
    QTest.keySequence(roll, QKeySequence("Ctrl+Z"))
    assert pixel(sketched, roll.viewport(), corner + QPoint(0, 20)) == before
    selected = sketched.document.selection
    qtbot.mouseMove(roll.viewport(), at(sketched, 4000, 66))
    qtbot.mouseRelease(roll.viewport(), LEFT, NONE, at(sketched, 4000, 66))
    assert sketched.document.selection == selected


@pytest.mark.parametrize(
    ("keys", "dx", "shape"),
    [
        (NONE, 0, Qt.CursorShape.OpenHandCursor),
        (ALT, 0, Qt.CursorShape.DragCopyCursor),
        (CTRL, 0, Qt.CursorShape.SizeVerCursor),
        (SHIFT, 0, Qt.CursorShape.PointingHandCursor),
        (NONE, 100, Qt.CursorShape.CrossCursor),
        (SHIFT, 100, Qt.CursorShape.ArrowCursor),
    ],
)
def test_the_shape_of_the_mouse_tells_what_a_press_does(
    sketched: Application,
    qtbot: QtBot,
    keys: Qt.KeyboardModifier,
    dx: int,
    shape: Qt.CursorShape,
) -> None:
    viewport = sketched.window.roll.viewport()
    qtbot.mouseMove(viewport, at(sketched, 240, 75))
    place = at(sketched, 240, 69) if not dx else at(sketched, 720, 69)
    # A release tells the view which keys are held, as a move under a real display does.
    qtbot.mouseRelease(viewport, LEFT, keys, place)
    assert viewport.cursor().shape() is shape


def test_edges_and_empty_ground_have_their_shapes(sketched: Application, qtbot: QtBot) -> None:
    roll = sketched.window.roll
    for ticks, dx in ((0, 2), (480, -3)):
        qtbot.mouseRelease(roll.viewport(), LEFT, NONE, at(sketched, ticks, 69, dx))
        assert roll.viewport().cursor().shape() is Qt.CursorShape.SizeHorCursor
    roll.set_tool(Tool.SELECT)
    qtbot.mouseMove(roll.viewport(), at(sketched, 720, 69))
    assert roll.viewport().cursor().shape() is Qt.CursorShape.ArrowCursor


def pixel(motivo: Application, widget: QWidget, place: QPoint) -> QColor:
    return widget.grab().toImage().pixelColor(place)


def test_the_key_under_the_mouse_lights_up(sketched: Application, qtbot: QtBot) -> None:
    roll = sketched.window.roll
    y = roll.point_at(0, 75).y()
    before = pixel(sketched, roll.keyboard, QPoint(3, y))
    qtbot.mouseMove(roll.viewport(), QPoint(300, y))
    lit = pixel(sketched, roll.keyboard, QPoint(3, y))
    assert lit == sketched.theme.color("accent.soft")
    assert lit != before
    qtbot.mouseMove(roll.viewport(), QPoint(300, y + 60))
    assert pixel(sketched, roll.keyboard, QPoint(3, y)) == before


def test_what_a_dragged_note_covers_is_faint_before_the_release(
    sketched: Application, qtbot: QtBot
) -> None:
    viewport = sketched.window.roll.viewport()
    covered = at(sketched, 960 + 300, 69)
    before = pixel(sketched, viewport, covered)
    press_and_move(qtbot, viewport, [at(sketched, 240, 69), at(sketched, 1200, 74)])
    faint = pixel(sketched, viewport, covered)
    assert faint != before
    qtbot.mouseMove(viewport, at(sketched, 240, 74))
    assert pixel(sketched, viewport, covered) == before
    qtbot.mouseMove(viewport, at(sketched, 1440, 74))
    # The second half is cut off, the first stays.
    assert pixel(sketched, viewport, at(sketched, 960 + 120, 69)) == before
    qtbot.mouseRelease(viewport, LEFT, NONE, at(sketched, 1440, 74))
    notes = [(n.onset_ticks, n.duration_ticks, n.pitch) for n in sketched.document.shown.melody]
    assert notes[:2] == [(960, 240, 69), (1200, 480, 74)]


@pytest.mark.parametrize("theme", ["dark", "light"])
@pytest.mark.parametrize("author", list(Author))
def test_louder_notes_are_stronger_and_names_stay_legible(
    motivo: Application, theme: str, author: Author
) -> None:
    motivo.window.all_actions[f"theme_{theme}"].trigger()
    loudness = (1, 40, DEFAULT_VELOCITY, 100, 127)
    notes = [Note(480 * i, 480, 69, level, author) for i, level in enumerate(loudness)]
    motivo.document.open(Sketch(melody=Melody(tuple(notes))))
    motivo.window.roll.zoom(3.0)
    motivo.window.roll.horizontalScrollBar().setValue(0)
    image = motivo.window.roll.viewport().grab().toImage()
    fills = [image.pixelColor(at(motivo, note.onset_ticks + 60, 69)) for note in notes]
    row = motivo.theme.color("row")

    apart = [contrast(fill, row) for fill in fills]

    token = "note.player" if author is Author.PLAYER else "note.model"
    assert fills[2] == motivo.theme.color(token)
    assert apart[:3] == sorted(apart[:3])
    assert apart[0] < apart[2]
    usual = motivo.theme.color(f"{token}.text")
    assert legible(usual, fills[2]) == usual
    assert all(contrast(legible(usual, fill), fill) >= 4.5 for fill in fills)
