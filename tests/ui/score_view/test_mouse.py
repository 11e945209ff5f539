"""What the mouse does in the score."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import QCoreApplication, QPoint, Qt
from PySide6.QtGui import QContextMenuEvent
from PySide6.QtWidgets import QMenu

from app.domain import Melody, Note, Sketch
from tests.ui.score_view.conftest import MOTIF
from tests.ui.score_view.score import Score

SHIFT = Qt.KeyboardModifier.ShiftModifier
CTRL = Qt.KeyboardModifier.ControlModifier
BEFORE = [(n.onset_ticks, n.duration_ticks, n.pitch) for n in MOTIF.melody]


def steps(score: Score, place: QPoint, up: int) -> QPoint:
    """Return a place so many steps of the staff higher."""
    return place - QPoint(0, round(up * score.view.canvas.step_px))


def test_a_click_on_a_note_selects_it_and_lets_it_be_heard(score: Score) -> None:
    score.click(score.head(3))
    assert score.selected == [BEFORE[3]]
    assert score.heard == [69]
    assert score.window.roll.canvas.selection == score.document.selection
    assert score.document.undo_stack.count() == 0


def test_a_click_on_a_rest_selects_it(score: Score) -> None:
    score.select(0)
    score.click(score.rest(1440))
    assert score.selected == []
    assert score.view.entry.selected_rest == score.caret == 1440
    score.press("Right")
    assert score.selected == [BEFORE[3]]
    assert score.view.entry.selected_rest is None


def select_all(score: Score) -> None:
    score.press("Ctrl+A")


def click_a_note(score: Score) -> None:
    score.click(score.head(3))


def click_a_note_in_the_roll(score: Score) -> None:
    roll = score.window.roll
    score.qtbot.mouseClick(roll.viewport(), Qt.MouseButton.LeftButton, pos=roll.point_at(2100, 69))


def escape(score: Score) -> None:
    score.press("Esc")


@pytest.mark.parametrize(
    "leave",
    [select_all, click_a_note, click_a_note_in_the_roll, escape],
    ids=lambda do: do.__name__,
)
def test_a_selected_rest_is_marked_until_something_else_is_selected_or_escape(
    score: Score, leave: Callable[[Score], None]
) -> None:
    window, ground = score.window, score.window.roll.theme.color("canvas")
    rest, step = score.placed.rest_place(1440), score.view.canvas.step_px
    assert rest is not None
    beside = score.rest(1440) + QPoint(round(rest.width / 2 + step / 2), round(step))

    def is_marked() -> bool:
        """Tell whether the screen has a colour beside the rest, between two lines of the staff."""
        shown = window.screen().grabWindow(window.winId()).toImage()
        return shown.pixelColor(score.view.viewport().mapTo(window, beside)) != ground

    score.qtbot.waitUntil(lambda: not is_marked())
    score.click(score.rest(1440))
    score.qtbot.waitUntil(is_marked)
    leave(score)
    score.qtbot.waitUntil(lambda: not is_marked())
    assert score.view.entry.selected_rest is None


def test_a_rest_is_not_selected_again_when_what_was_selected_since_is_not(score: Score) -> None:
    score.click(score.rest(1440))
    assert score.view.entry.selected_rest == 1440
    score.document.select(score.document.shown.melody.notes[:1])
    score.document.select([])
    assert score.view.entry.selected_rest is None


def test_a_click_between_notes_puts_the_playhead_there(score: Score) -> None:
    asked: list[int] = []
    score.view.seek_requested.connect(asked.append)
    system = score.drawing.systems[0]
    x, y = system.x_at(960), system.staff_y + score.drawing.staff_px + 14
    score.click(QPoint(round(x + 6), round(y)))
    assert asked == [960]
    assert score.caret == 960
    assert score.view.entry.selected_rest is None
    assert score.document.undo_stack.count() == 0


def test_shift_selects_up_to_a_note_and_ctrl_one_more(score: Score) -> None:
    score.click(score.head(1))
    score.click(score.head(3), SHIFT)
    assert score.selected == BEFORE[1:4]
    score.click(score.head(0), SHIFT)
    assert score.selected == BEFORE[:4]
    score.click(score.head(2), CTRL)
    assert score.selected == [*BEFORE[:2], BEFORE[3]]
    score.click(score.head(4), CTRL)
    assert score.selected == [*BEFORE[:2], *BEFORE[3:]]


def test_a_rubber_band_selects_what_it_touches(score: Score) -> None:
    first, last = score.head(1), score.head(2)
    corner = QPoint(first.x() - 12, first.y() - 40)
    end = QPoint(last.x() + 4, last.y() + 30)
    score.hold(corner, end)
    assert score.selected == BEFORE[1:3]
    score.release(end)
    assert score.selected == BEFORE[1:3]
    assert score.caret == 0, "a band is no click"
    score.hold(corner, end)
    score.press("Esc")
    score.release(end)
    assert score.selected == BEFORE[1:3]


def test_a_note_is_dragged_by_steps_of_the_key(score: Score) -> None:
    start = score.head(0)
    end = steps(score, start, 2)
    score.hold(start, steps(score, start, 1), end)
    assert score.notes == BEFORE, "nothing is changed before the release"
    (ghost,) = score.ghosts
    assert ghost.head.y == score.head_place(0).y - 2 * score.view.canvas.step_px
    assert score.view.canvas.marked.dragged == {0}
    assert score.heard == [62, 64, 66], "each new pitch is heard"
    score.release(end)
    assert score.notes[0] == (0, 480, 66)
    assert score.notes[1:] == BEFORE[1:]
    assert score.ghosts == []
    assert score.document.undo_stack.count() == 1
    assert score.document.undo_stack.undoText() == "Move notes"
    score.press("Ctrl+Z")
    assert score.document.sketch == MOTIF


def test_a_drag_with_shift_goes_by_semitones(score: Score) -> None:
    score.hold(score.head(0), steps(score, score.head(0), 3))
    (ghost,) = score.ghosts
    assert ghost.sign == "", "G4 by steps, as the signature has it"
    score.release(steps(score, score.head(0), 3), SHIFT)
    assert score.notes[0] == (0, 480, 65)


def test_the_whole_selection_is_dragged_along(score: Score) -> None:
    score.press("Ctrl+A")
    start = score.head(3)
    score.hold(start, steps(score, start, -1))
    score.release(steps(score, start, -1))
    assert [pitch for _, _, pitch in score.notes] == [61, 64, 64, 67, 69]
    assert len(score.selected) == 5


def test_only_what_is_in_view_is_shown_while_thousands_are_dragged(score: Score) -> None:
    notes = tuple(Note(480 * i, 480, 60 + i % 12) for i in range(2000))
    score.document.open(Sketch(melody=Melody(notes)))
    score.press("Ctrl+A")
    start = score.head(3)
    score.hold(start, steps(score, start, 1))
    assert 16 < len(score.ghosts) < 300
    score.release(steps(score, start, 1))
    assert [pitch for _, _, pitch in score.notes][-1] > notes[-1].pitch


def test_escape_leaves_everything_as_it_was(score: Score) -> None:
    start = score.head(0)
    score.hold(start, steps(score, start, 4))
    score.press("Esc")
    assert score.ghosts == []
    assert score.view.canvas.marked.dragged == frozenset()
    score.release(steps(score, start, 4))
    assert score.document.sketch == MOTIF
    assert score.document.undo_stack.count() == 0


def test_an_undo_while_the_mouse_is_down_ends_what_it_does(score: Score) -> None:
    score.select(1)
    score.press("Up")
    start = score.head(0)
    score.hold(start, steps(score, start, 4))
    score.press("Ctrl+Z")
    assert score.ghosts == []
    score.release(steps(score, start, 4))
    assert score.document.sketch == MOTIF
    corner = QPoint(start.x() - 20, start.y() - 60)
    score.hold(corner, start + QPoint(6, 6))
    score.press("Ctrl+Y")
    assert score.selected == [(480, 480, 67)]
    assert score.view.canvas.band.isNull()
    score.release(start)


def test_a_drag_that_comes_back_changes_nothing(score: Score) -> None:
    start = score.head(0)
    score.hold(start, steps(score, start, 4), start)
    score.release(start)
    assert score.document.undo_stack.count() == 0


def test_a_drag_beyond_midi_stops_there(score: Score) -> None:
    start = score.head(0)
    score.hold(start, steps(score, start, 2), steps(score, start, 60))
    assert len(score.ghosts) == 1
    score.release(steps(score, start, 60))
    assert score.document.sketch == MOTIF


def test_a_ghost_far_from_the_staff_has_ledger_lines(score: Score) -> None:
    start = score.head(0)
    end = steps(score, start, -3)
    score.hold(start, end)
    (ghost,) = score.ghosts
    assert len(ghost.ledgers) == 2, "A3 under two lines"
    score.release(end)


def test_the_menu_offers_what_can_be_done_with_the_note(score: Score) -> None:
    place = score.head(3)
    event = QContextMenuEvent(
        QContextMenuEvent.Reason.Mouse, place, score.view.viewport().mapToGlobal(place)
    )
    QCoreApplication.sendEvent(score.view.viewport(), event)
    assert score.selected == [BEFORE[3]]
    (menu,) = (found for found in score.window.findChildren(QMenu) if found.isVisible())
    offered = {action.text().replace("&", ""): action for action in menu.actions()}
    offered["Eighth"].trigger()
    menu.close()
    assert score.notes[3] == (1920, 240, 69)


def test_the_mouse_tells_where_it_can_drag(score: Score) -> None:
    viewport = score.view.viewport()
    score.qtbot.mouseMove(viewport, score.head(0))
    assert viewport.cursor().shape() is Qt.CursorShape.SizeVerCursor
    score.qtbot.mouseMove(viewport, QPoint(3, 3))
    assert viewport.cursor().shape() is Qt.CursorShape.ArrowCursor
