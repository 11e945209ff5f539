from collections.abc import Sequence

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from app.application import Application
from app.domain import Melody, Meter, Note, Sketch
from app.ui.piano_roll.layers import grid_lines
from app.ui.piano_roll.tool import Tool

LEFT = Qt.MouseButton.LeftButton
NONE = Qt.KeyboardModifier.NoModifier
LONG = Sketch(melody=Melody(tuple(Note(480 * i, 480, 60 + i % 12) for i in range(4 * 32))))


def drag(
    qtbot: QtBot, motivo: Application, start: QPoint, end: QPoint, keys: Qt.KeyboardModifier = NONE
) -> None:
    viewport = motivo.window.roll.viewport()
    qtbot.mousePress(viewport, LEFT, keys, start)
    qtbot.mouseMove(viewport, (start + end) / 2)
    qtbot.mouseMove(viewport, end)
    qtbot.mouseRelease(viewport, LEFT, keys, end)


def at(motivo: Application, ticks: int, pitch: int, dx: int = 0) -> QPoint:
    return motivo.window.roll.point_at(ticks, pitch) + QPoint(dx, 0)


def draw(qtbot: QtBot, motivo: Application, onset: int, duration: int, pitch: int) -> None:
    drag(qtbot, motivo, at(motivo, onset, pitch, 2), at(motivo, onset + duration, pitch, -2))


def notes(motivo: Application) -> list[tuple[int, int, int]]:
    return [(n.onset_ticks, n.duration_ticks, n.pitch) for n in motivo.document.sketch.melody]


@pytest.mark.parametrize(
    ("meter", "pixels_per_quarter", "lines"),
    [
        ("4/4", 4, [0]),
        ("4/4", 20, [0, 480, 960, 1440]),
        ("4/4", 40, range(0, 1920, 240)),
        ("6/8", 30, range(0, 1440, 240)),
        ("6/8", 20, [0, 720]),
        ("2+3/8", 20, [0, 480]),
        ("2+3/8", 40, range(0, 1200, 240)),
    ],
)
def test_lines_stand_at_the_beats_of_the_meter(
    meter: str, pixels_per_quarter: float, lines: Sequence[int]
) -> None:
    assert list(grid_lines(Meter.parse(meter), pixels_per_quarter / 480)) == list(lines)


def test_pencil_draws_a_note_as_long_as_the_drag(motivo: Application, qtbot: QtBot) -> None:
    with qtbot.waitSignal(motivo.window.roll.note_auditioned) as heard:
        draw(qtbot, motivo, 480, 960, 69)
    assert notes(motivo) == [(480, 960, 69)]
    assert heard.args[0] == 69


def test_double_click_adds_a_note_and_undo_takes_it_away(motivo: Application, qtbot: QtBot) -> None:
    motivo.window.roll.set_tool(Tool.SELECT)
    qtbot.mouseDClick(motivo.window.roll.viewport(), LEFT, NONE, at(motivo, 960, 72, 2))
    assert notes(motivo) == [(960, 480, 72)]
    motivo.window.all_actions["undo"].trigger()
    assert notes(motivo) == []
    motivo.window.all_actions["redo"].trigger()
    assert notes(motivo) == [(960, 480, 72)]


def test_drag_moves_a_note_to_the_grid(motivo: Application, qtbot: QtBot) -> None:
    draw(qtbot, motivo, 0, 960, 69)
    drag(qtbot, motivo, at(motivo, 480, 69), at(motivo, 960, 71, 1))
    assert notes(motivo) == [(480, 960, 71)]
    assert motivo.document.undo_stack.count() == 2


def test_drag_at_an_edge_resizes(motivo: Application, qtbot: QtBot) -> None:
    draw(qtbot, motivo, 960, 960, 69)
    drag(qtbot, motivo, at(motivo, 1920, 69, -3), at(motivo, 2400, 69, -3))
    assert notes(motivo) == [(960, 1440, 69)]
    drag(qtbot, motivo, at(motivo, 960, 69, 3), at(motivo, 480, 69, 3))
    assert notes(motivo) == [(480, 1920, 69)]


def test_alt_drag_copies(motivo: Application, qtbot: QtBot) -> None:
    draw(qtbot, motivo, 0, 480, 69)
    alt = Qt.KeyboardModifier.AltModifier
    drag(qtbot, motivo, at(motivo, 240, 69), at(motivo, 1200, 69), alt)
    assert notes(motivo) == [(0, 480, 69), (960, 480, 69)]


def test_rubber_band_selects_what_it_touches(motivo: Application, qtbot: QtBot) -> None:
    for onset in (0, 960, 1920):
        draw(qtbot, motivo, onset, 480, 69)
    motivo.window.roll.set_tool(Tool.SELECT)
    drag(qtbot, motivo, at(motivo, 700, 71), at(motivo, 2100, 67))
    assert {n.onset_ticks for n in motivo.document.selection} == {960, 1920}
    qtbot.keyClick(motivo.window.roll, Qt.Key.Key_Delete)
    assert notes(motivo) == [(0, 480, 69)]


def test_keys_transpose_and_nudge(motivo: Application, qtbot: QtBot) -> None:
    draw(qtbot, motivo, 480, 480, 69)
    roll = motivo.window.roll
    qtbot.keyClick(roll, Qt.Key.Key_Up)
    qtbot.keyClick(roll, Qt.Key.Key_Right)
    assert notes(motivo) == [(600, 480, 70)]
    qtbot.keyClick(roll, Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    qtbot.keyClick(roll, Qt.Key.Key_Left, Qt.KeyboardModifier.ControlModifier)
    assert notes(motivo) == [(0, 480, 58)]


def test_escape_leaves_a_drag_without_a_trace(motivo: Application, qtbot: QtBot) -> None:
    draw(qtbot, motivo, 0, 480, 69)
    viewport = motivo.window.roll.viewport()
    qtbot.mousePress(viewport, LEFT, NONE, at(motivo, 240, 69))
    qtbot.mouseMove(viewport, at(motivo, 1200, 74))
    qtbot.keyClick(motivo.window.roll, Qt.Key.Key_Escape)
    qtbot.mouseRelease(viewport, LEFT, NONE, at(motivo, 1200, 74))
    assert notes(motivo) == [(0, 480, 69)]


def test_undo_in_the_middle_of_a_drag_ends_it(motivo: Application, qtbot: QtBot) -> None:
    draw(qtbot, motivo, 0, 480, 69)
    draw(qtbot, motivo, 960, 480, 69)
    viewport = motivo.window.roll.viewport()
    qtbot.mousePress(viewport, LEFT, NONE, at(motivo, 1200, 69))
    qtbot.mouseMove(viewport, at(motivo, 1680, 74))
    motivo.window.all_actions["undo"].trigger()
    qtbot.mouseRelease(viewport, LEFT, NONE, at(motivo, 1680, 74))
    assert notes(motivo) == [(0, 480, 69)]


def test_whole_selection_moves_and_stops_together_at_the_start(
    motivo: Application, qtbot: QtBot
) -> None:
    for onset, pitch in ((480, 69), (960, 71), (1440, 67)):
        draw(qtbot, motivo, onset, 480, pitch)
    motivo.window.roll.editor.select_all()
    drag(qtbot, motivo, at(motivo, 1680, 67), at(motivo, 240, 68))
    assert notes(motivo) == [(0, 480, 70), (480, 480, 72), (960, 480, 68)]


def test_whole_selection_is_resized_by_one_edge(motivo: Application, qtbot: QtBot) -> None:
    for onset in (480, 1440):
        draw(qtbot, motivo, onset, 480, 69)
    motivo.window.roll.editor.select_all()
    drag(qtbot, motivo, at(motivo, 960, 69, -3), at(motivo, 720, 69, -3))
    assert notes(motivo) == [(480, 240, 69), (1440, 240, 69)]


def test_note_too_narrow_for_edges_is_moved(motivo: Application, qtbot: QtBot) -> None:
    draw(qtbot, motivo, 960, 480, 69)
    roll = motivo.window.roll
    roll.zoom(0.01 / roll.transform_to.pixels_per_tick)
    drag(qtbot, motivo, at(motivo, 960, 69, 4), at(motivo, 1920, 70, 4))
    assert [(duration, pitch) for _, duration, pitch in notes(motivo)] == [(480, 70)]


def test_lane_changes_velocity(motivo: Application, qtbot: QtBot) -> None:
    draw(qtbot, motivo, 0, 480, 69)
    lane = motivo.window.findChild(QWidget, "velocityLane")
    x = motivo.window.roll.point_at(0, 69).x() + 52 + 4
    qtbot.mousePress(lane, LEFT, NONE, QPoint(x, 20))
    qtbot.mouseMove(lane, QPoint(x, 8))
    qtbot.mouseRelease(lane, LEFT, NONE, QPoint(x, 8))
    (note,) = motivo.document.sketch.melody
    assert isinstance(note, Note)
    assert note.velocity == 127
    assert motivo.document.undo_stack.count() == 2


def test_playhead_keeps_its_moment_when_the_scale_changes(
    motivo: Application, qtbot: QtBot
) -> None:
    roll = motivo.window.roll
    draw(qtbot, motivo, 480, 960, 69)
    motivo.transport.seek(960)
    for change in (lambda: roll.zoom(2.0), roll.fit_all):
        change()
        shown = roll.canvas.playhead_x
        assert shown is not None
        assert abs(roll.mapFromScene(shown, 0).x() - roll.point_at(960, 60).x()) <= 1


def on_screen(motivo: Application, place: QPoint) -> QColor:
    """Return the colour that the screen shows at a place of the roll."""
    window, viewport = motivo.window, motivo.window.roll.viewport()
    shown = window.screen().grabWindow(window.winId()).toImage()
    return shown.pixelColor(viewport.mapTo(window, place))


def test_playhead_leaves_nothing_where_it_was(motivo: Application, qtbot: QtBot) -> None:
    draw(qtbot, motivo, 0, 480, 69)
    draw(qtbot, motivo, 960, 480, 71)
    empty_row = QPoint(0, 2)
    old, new = (
        QPoint(motivo.window.roll.point_at(ticks, 69).x(), 0) + empty_row for ticks in (1200, 240)
    )
    playhead = motivo.theme.color("playhead")
    motivo.transport.seek(1200)
    qtbot.waitUntil(lambda: on_screen(motivo, old) == playhead)
    motivo.transport.seek(240)
    qtbot.waitUntil(lambda: on_screen(motivo, new) == playhead)
    assert on_screen(motivo, old) != playhead


def in_sight(motivo: Application, note: Note) -> bool:
    roll = motivo.window.roll
    place = roll.note_place(note)
    return place.left() >= 0 and place.right() < roll.viewport().width()


def show_first_bars(motivo: Application) -> None:
    """Open a long sketch, and zoom in until the roll shows the first quarter of it."""
    motivo.document.open(LONG)
    motivo.window.roll.fit_all()
    motivo.window.roll.zoom(4.0)
    motivo.window.roll.horizontalScrollBar().setValue(0)


def test_page_turns_when_the_playhead_reaches_the_edge_and_back_with_it(
    focused: Application, qtbot: QtBot
) -> None:
    roll = focused.window.roll
    show_first_bars(focused)
    first = LONG.melody.notes[0]
    ahead = next(note for note in LONG.melody if roll.note_place(note).left() > roll.width())
    qtbot.mouseClick(roll.ruler, LEFT, pos=QPoint(roll.viewport().width() - 10, 8))
    assert in_sight(focused, first), "the page does not turn before the edge"
    qtbot.keyClick(roll, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: in_sight(focused, ahead))
    assert not in_sight(focused, first)
    assert roll.note_place(ahead).left() < roll.viewport().width() / 2, "most is yet to come"
    qtbot.keyClick(roll, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: not focused.transport.is_playing)
    focused.transport.stop()
    assert in_sight(focused, first)


def test_edit_far_from_the_playhead_turns_no_page(motivo: Application) -> None:
    roll = motivo.window.roll
    show_first_bars(motivo)
    last = LONG.melody.notes[-1]
    roll.ensureVisible(roll.transform_to.rect_of(last))
    motivo.document.select([last])
    roll.editor.transpose(1)
    (higher,) = motivo.document.selection
    assert in_sight(motivo, higher)
