"""The view follows the playhead, and shows the next line before it is needed."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt
from pytestqt.qtbot import QtBot

from app.application import Application
from app.domain import Melody, Note, Sketch
from app.notation.drawing.rect import Rect
from app.ui.score_view.arrangement import ViewMode
from app.ui.score_view.following import shown_wholly, turned
from tests.ui.score_view.score import Score

LONG = Sketch(melody=Melody(tuple(Note(480 * i, 480, 60 + i % 12) for i in range(4 * 32))))
LINES = [Rect(16, 8 + 100 * at, 800, 88) for at in range(6)]


def test_what_is_in_sight_moves_nothing() -> None:
    assert shown_wholly(Rect(0, 0, 900, 300), Rect(100, 100, 20, 20)) == (0, 0)
    assert shown_wholly(Rect(0, 200, 900, 300), Rect(100, 100, 20, 20)) == (0, -112)
    assert shown_wholly(Rect(0, 0, 100, 300), Rect(150, 290, 20, 20)) == (82, 22)
    assert shown_wholly(Rect(0, 0, 900, 50), Rect(0, 100, 20, 200))[1] == 88


def test_the_next_line_comes_into_sight_after_the_middle() -> None:
    view = Rect(0, 0, 900, 300)
    third = LINES[2]
    assert turned(view, third, LINES[3], 100) == (0, 0)
    across, down = turned(view, third, LINES[3], 500)
    assert across == 0
    assert down == third.y - 12
    after = Rect(0, down, 900, 300)
    assert turned(after, LINES[3], LINES[4], 100) == (0, 0)


def test_a_view_of_one_line_turns_with_the_line() -> None:
    view = Rect(0, 0, 900, 110)
    assert turned(view, LINES[0], LINES[1], 700) == (0, -4)
    assert turned(view, LINES[1], LINES[2], 20)[1] > 0


def test_one_long_line_goes_on_before_its_end_is_reached() -> None:
    view, line = Rect(0, 0, 900, 300), Rect(16, 20, 9000, 88)
    assert turned(view, line, None, 400) == (0, 0)
    assert turned(view, line, None, 800) == (800 - 135, 0)
    assert turned(Rect(2000, 0, 900, 300), line, None, 100) == (100 - 135 - 2000, 0)


def in_sight(score: Score, line: int) -> bool:
    place = score.placed.arrangement.placed(line, score.drawing.systems[line].rect)
    top = place.y - score.view.verticalScrollBar().value()
    return top >= 0 and top + place.height <= score.view.viewport().height()


@pytest.mark.parametrize("mode", [ViewMode.LINES, ViewMode.PAGES])
def test_each_line_is_in_sight_before_it_is_played(score: Score, mode: ViewMode) -> None:
    score.window.resize(1100, 900)
    score.document.open(LONG)
    score.view.set_mode(mode)
    score.view.set_playing(True)
    systems = score.drawing.systems
    assert len(systems) > 4
    for line, system in enumerate(systems):
        for share in (0.0, 0.3, 0.6, 0.9):
            length = system.end_ticks - system.start_ticks
            score.view.set_playhead(system.start_ticks + share * length)
            assert in_sight(score, line)
        if line + 1 < len(systems):
            assert in_sight(score, line + 1)


def test_the_playhead_stays_in_sight_on_one_endless_line(score: Score) -> None:
    score.document.open(LONG)
    score.view.set_mode(ViewMode.ENDLESS)
    assert len(score.drawing.systems) == 1
    assert score.drawing.width > 3 * score.view.viewport().width()
    score.view.set_playing(True)
    for ticks in range(0, LONG.end_ticks, 240):
        score.view.set_playhead(ticks)
        place = score.view.canvas.playhead_place
        assert place is not None
        assert 0 <= score.middle(place).x() <= score.view.viewport().width()
    score.view.set_playhead(0)
    assert score.view.horizontalScrollBar().value() == 0


def test_the_page_turns_where_the_window_plays(focused: Application, qtbot: QtBot) -> None:
    window, view = focused.window, focused.window.score_view

    def is_in_sight(note: Note) -> bool:
        place = view.note_place(note)
        return not place.isNull() and view.viewport().rect().contains(place)

    focused.document.open(LONG)
    first, late = LONG.melody.notes[0], LONG.melody.notes[4 * 24]
    qtbot.waitUntil(lambda: not view.note_place(late).isNull())
    place = QPoint(window.roll.point_at(late.onset_ticks, 60).x(), 8)
    qtbot.mouseClick(window.roll.ruler, Qt.MouseButton.LeftButton, pos=place)
    assert is_in_sight(first)
    assert not is_in_sight(late)
    qtbot.keyClick(window.roll, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: is_in_sight(late))
    assert not is_in_sight(first)
    qtbot.keyClick(window.roll, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: not focused.transport.is_playing)


def test_only_what_plays_lights_up(score: Score) -> None:
    score.view.set_playhead(500)
    assert score.sounding is None
    score.view.set_playing(True)
    assert score.sounding == 1
    score.view.set_playhead(1500)
    assert score.sounding is None, "a rest"
    score.view.set_playhead(2000)
    assert score.sounding == 3
    score.view.set_playing(False)
    assert score.sounding is None


def test_a_note_that_is_selected_in_the_roll_comes_into_sight(score: Score) -> None:
    score.document.open(LONG)
    for index in (len(LONG.melody) - 1, 0):
        score.select(index)
        assert score.view.viewport().rect().contains(score.head(index))
