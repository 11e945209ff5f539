"""The window with a motif and the focus in the score, which is engraved without workers."""

from collections.abc import Iterator

import pytest
from pytestqt.qtbot import QtBot

from app.document import Document
from app.domain import Key, Melody, Note, Sketch
from app.notation.engraving.engraver import engrave
from app.services.settings import Settings
from app.ui.frame.main_window import MainWindow
from app.ui.score_view import ScoreView
from app.ui.theme import Theme
from tests.ui.score_view.score import Score

MOTIF = Sketch(
    melody=Melody(
        (
            Note(0, 480, 62),
            Note(480, 480, 66),
            Note(960, 480, 66),
            Note(1920, 960, 69),
            Note(2880, 480, 71),
        )
    ),
    key=Key.parse("D major"),
)
"""D F♯ F♯ and a rest, then A and B, and a rest."""


@pytest.fixture
def score(qtbot: QtBot) -> Iterator[Score]:
    document, theme, settings = Document(), Theme("dark"), Settings()

    def request(sketch: Sketch, width_px: float | None, staff_px: float, least_bars: int) -> None:
        view.show_score(engrave(sketch, width_px, staff_px, least_bars=least_bars), sketch)

    view = ScoreView(document, theme, request)
    view.seek_requested.connect(view.set_playhead)
    window = MainWindow(document, theme, view, settings)
    window.show()
    window.activateWindow()
    document.open(MOTIF)
    view.set_playhead(0)
    view.setFocus()
    qtbot.waitUntil(lambda: view.hasFocus() and view.drawing is not None)
    yield Score(window, document, qtbot)
    window.close()
    window.deleteLater()
