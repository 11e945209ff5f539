"""The lines of the score on pages, wrapped, and on one endless line."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import pytest
from PySide6.QtCore import QCoreApplication, QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent

from app.application import create
from app.domain import Melody, Note, Paper, Sketch
from app.notation.drawing.printed_score import Page
from app.notation.drawing.score_drawing import ScoreDrawing
from app.notation.engraving.engraver import engrave
from app.notation.paper.pages import engraved_pages
from app.services.settings import SCORE_MODE
from app.ui.score_view.arrangement import PAGE_GAP_PX, SCREEN_SCALE, Arrangement, Sheet, ViewMode
from tests.ui.score_view.score import Score

LONG = Sketch(
    title="Lantern Hill", melody=Melody(tuple(Note(480 * i, 480, 60 + i % 12) for i in range(640)))
)


def pages_of(
    view_width: float, zoom: float, heading_height: float = 60.0
) -> tuple[ScoreDrawing, Sheet, Arrangement]:
    sheet = Sheet.zoomed(Paper.A4, zoom, view_width)
    drawing = engrave(LONG, sheet.drawing_width, sheet.staff_px)
    return drawing, sheet, Arrangement.on_pages(drawing, sheet, view_width, heading_height)


@pytest.mark.parametrize(
    ("view_width", "zoom", "columns"), [(500.0, 1.0, 1), (1400.0, 0.67, 2), (2000.0, 0.67, 3)]
)
def test_every_line_stands_within_the_margins_of_a_page(
    view_width: float, zoom: float, columns: int
) -> None:
    drawing, sheet, arrangement = pages_of(view_width, zoom)
    assert len(arrangement.pages) > 2
    assert len({page.y for page in arrangement.pages[:columns]}) == 1, "side by side"
    assert arrangement.pages[columns].y > arrangement.pages[0].y
    numbers = []
    for line, system in enumerate(drawing.systems):
        place = arrangement.placed(line, system.rect)
        (number,) = (
            at
            for at, page in enumerate(arrangement.pages)
            if page.x + sheet.room.x <= place.x + 1
            and place.right <= page.x + sheet.room.right + 1
            and page.y + sheet.room.y <= place.y + 1
            and place.bottom <= page.y + sheet.room.bottom + 1
        )
        numbers.append(number)
    assert numbers == sorted(numbers)
    assert set(numbers) == set(range(len(arrangement.pages)))
    for (one, upper), (other, lower) in pairwise(enumerate(drawing.systems)):
        if numbers[one] == numbers[other]:
            above = arrangement.placed(one, upper.rect)
            assert arrangement.placed(other, lower.rect).y > above.bottom


def test_the_heading_takes_room_on_the_first_page_alone() -> None:
    drawing, sheet, headed = pages_of(900.0, 0.7)
    _, _, plain = pages_of(900.0, 0.7, heading_height=0)
    first = drawing.systems[0].rect
    lower = headed.placed(0, first).y - plain.placed(0, first).y
    assert lower == pytest.approx(60 * sheet.scale, abs=1)
    left, top = headed.heading_corner(sheet)
    assert top + 60 * sheet.scale <= headed.placed(0, first).y + 1
    assert left == pytest.approx(headed.placed(0, first).x, abs=1)


def test_paper_fits_the_view_before_it_is_zoomed() -> None:
    narrow = Sheet.zoomed(Paper.LETTER, 1.0, 600.0)
    assert narrow.at(0, 0).width == pytest.approx(600 - 2 * PAGE_GAP_PX)
    assert Sheet.zoomed(Paper.LETTER, 2.0, 600.0).scale == 2 * narrow.scale
    assert Sheet.zoomed(Paper.A4, 1.0, 2000.0).scale == SCREEN_SCALE


def test_a_page_that_is_zoomed_is_scrolled_across(score: Score) -> None:
    score.document.open(LONG)
    score.view.set_mode(ViewMode.PAGES)
    bar = score.view.horizontalScrollBar()
    assert bar.maximum() == 0
    score.press("Ctrl++", "Ctrl++")
    assert bar.maximum() > 0
    score.select(4)
    score.click(score.head(4))
    assert score.document.selection == {LONG.melody.notes[4]}


def test_lines_are_wrapped_anew_when_the_window_gets_another_width(score: Score) -> None:
    def right_end() -> float:
        return max(system.rect.right for system in score.drawing.systems)

    def room() -> int:
        return score.view.viewport().width()

    score.document.open(LONG)
    width, before = score.window.width(), room()
    score.window.resize(width + 500, score.window.height())
    score.qtbot.waitUntil(lambda: before < right_end() <= room())
    wide, lines = room(), len(score.drawing.systems)
    score.window.resize(width, score.window.height())
    score.qtbot.waitUntil(lambda: right_end() <= room() < wide)
    assert len(score.drawing.systems) > lines
    assert score.view.horizontalScrollBar().maximum() == 0


def test_the_wheel_scrolls_an_endless_line_across(score: Score) -> None:
    score.document.open(LONG)
    score.view.set_mode(ViewMode.ENDLESS)
    place = QPointF(50, 50)
    wheel = QWheelEvent(
        place,
        score.view.mapToGlobal(place),
        QPoint(),
        QPoint(0, -120),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QCoreApplication.sendEvent(score.view.viewport(), wheel)
    assert score.view.horizontalScrollBar().value() == 120


def test_the_pages_are_those_that_are_printed() -> None:
    drawing, _, arrangement = pages_of(960.0, 1 / SCREEN_SCALE)
    printed = engraved_pages(LONG, Page.of(Paper.A4))
    on_page = [
        [
            system
            for line, system in enumerate(drawing.systems)
            if page.y < arrangement.placed(line, system.rect).y < page.bottom
        ]
        for page in arrangement.pages
    ]
    assert list(map(len, on_page)) == list(map(len, printed.pages))


def test_a_point_of_the_view_leads_to_the_drawing() -> None:
    drawing, _, arrangement = pages_of(1400.0, 0.67)
    for line, system in enumerate(drawing.systems):
        place = arrangement.placed(line, system.rect)
        x, y = place.x + 30, place.y + 20
        assert arrangement.line_near(drawing, x, y) == line
        there = system.rect.x + 30, system.rect.y + 20
        assert arrangement.in_drawing(line, x, y) == pytest.approx(there)


@pytest.mark.parametrize("mode", list(ViewMode))
def test_notes_are_clicked_and_dragged_in_every_mode(score: Score, mode: ViewMode) -> None:
    score.document.open(LONG)
    score.view.set_mode(mode)
    index = 600
    score.select(index)
    score.document.select([])
    score.click(score.head(index))
    assert score.document.selection == {LONG.melody.notes[index]}
    start = score.head(index)
    end = start - QPoint(0, round(2 * score.view.canvas.step_px))
    score.hold(start, end)
    score.release(end)
    pitch = LONG.melody.notes[index].pitch
    assert score.note(index).pitch == LONG.key.stepped(pitch, 2)
    score.press("N", "4", "C")
    assert score.note(index).duration_ticks == 240


@pytest.mark.parametrize("mode", list(ViewMode))
def test_a_rubber_band_selects_in_every_mode(score: Score, mode: ViewMode) -> None:
    score.document.open(replace(LONG, melody=Melody(LONG.melody.notes[:16])))
    score.view.set_mode(mode)
    first, last = score.head(1), score.head(2)
    end = last + QPoint(4, 4)
    score.hold(QPoint(first.x() - 10, min(first.y(), last.y()) - 60), end)
    score.release(end)
    assert score.document.selection == frozenset(LONG.melody.notes[1:3])


def test_the_chosen_way_is_remembered() -> None:
    motivo = create(["motivo"])
    actions = motivo.window.all_actions
    assert actions["score_lines"].isChecked()
    actions["score_pages"].trigger()
    assert motivo.window.score_view.mode is ViewMode.PAGES
    assert [actions[f"score_{mode}"].isChecked() for mode in ViewMode] == [False, True, False]
    motivo.close()
    again = create(["motivo"])
    assert again.settings.get(SCORE_MODE) == "pages"
    assert again.window.score_view.mode is ViewMode.PAGES
    again.close()
