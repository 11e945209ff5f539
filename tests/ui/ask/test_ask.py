"""The Ask panel by itself, and with the ruler."""

import re
from typing import TypeVar

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QComboBox,
    QLabel,
    QLineEdit,
    QSlider,
    QSpinBox,
    QToolButton,
    QWidget,
)
from pytestqt.qtbot import QtBot

from app.application import Application
from app.document import Document
from app.domain import Ending, Form, Key, Melody, Note, RequestMode, Sketch
from app.errors import AppError
from app.services.settings import Settings
from app.ui.ask import AskPanel
from app.ui.theme import Theme
from app.ui.widgets import ChoiceBox, RangeSlider

BAR = 1920
LEFT = Qt.MouseButton.LeftButton
MOTIF = Sketch(
    melody=Melody(tuple(Note(i * 480, 480, 62 + i % 5) for i in range(16))),
    key=Key.parse("D major"),
)


W = TypeVar("W", bound=QWidget)


class Asked:
    """The panel as a player sees it."""

    def __init__(self, qtbot: QtBot) -> None:
        self.document = Document()
        self.document.open(MOTIF)
        self.panel = AskPanel(self.document, Theme("dark"), Settings())
        qtbot.addWidget(self.panel)
        qtbot.addWidget(self.panel.header)
        self.panel.resize(264, 780)
        self.panel.show()
        self.panel.set_styles(["jig", "reel"])

    def slider(self, name: str) -> QSlider:
        return self._found(QSlider, name)

    def combo(self, name: str) -> QComboBox:
        return self._found(QComboBox, name)

    def button(self, name: str) -> QAbstractButton:
        return self._found(QAbstractButton, name)

    def number(self, name: str) -> QSpinBox:
        return self._found(QSpinBox, name)

    def choice(self, name: str) -> ChoiceBox:
        return self._found(ChoiceBox, name)

    def form(self, text: str) -> None:
        self._found(QLineEdit, "formEdit").setText(text)

    def choose(self, mode: RequestMode) -> None:
        box = self.choice("modeBox")
        box.setCurrentIndex(box.findData(mode))

    def sees(self, name: str) -> bool:
        return self._found(QWidget, name).isVisible()

    @property
    def sentence(self) -> str:
        """The sentence without its colours and without the characters that join words."""
        text = self._found(QLabel, "sentence").text()
        return re.sub(r"<[^>]*>|\u2060", "", text)

    def _found(self, kind: type[W], name: str) -> W:
        found = self.panel.findChild(kind, name)
        assert found is not None, name
        return found


@pytest.fixture
def asked(qtbot: QtBot) -> Asked:
    return Asked(qtbot)


def test_first_wish_is_to_continue(asked: Asked) -> None:
    request = asked.panel.request()
    assert (request.mode, request.bars, request.takes) == (RequestMode.CONTINUE, 8, 8)
    assert (request.ending, request.form, request.density) == (Ending.ANY, None, None)
    assert (request.lowest, request.highest, request.style) == (None, None, None)
    assert asked.sentence == "Makes 8 takes that continue bars 1–4 by 8 bars."


def test_every_wish_is_asked_and_said(asked: Asked) -> None:
    asked.number("barsBox").setValue(12)
    asked.number("takesBox").setValue(1)
    asked.slider("temperatureSlider").setValue(130)
    asked.slider("closenessSlider").setValue(90)
    asked.slider("topPSlider").setValue(80)
    asked.combo("styleBox").setCurrentText("reel")
    asked.button("scaleLockBox").click()
    asked.combo("lowestBox").setCurrentText("D4")
    asked.combo("highestBox").setCurrentText("A5")
    asked.slider("densityBox").setValue(4)
    asked.choice("endingBox").setCurrentIndex(0)
    asked.form("a a' b a")
    asked.number("seedBox").setValue(4711)
    request = asked.panel.request()
    assert (request.bars, request.takes, request.seed) == (12, 1, 4711)
    assert (request.temperature, request.top_p, request.closeness) == (1.3, 0.8, 0.9)
    assert (request.style, request.scale_lock) == ("reel", True)
    assert (request.lowest, request.highest, request.density) == (62, 81, 4)
    assert (request.ending, request.form) == (Ending.TONIC, Form.parse("a a′ b a"))
    assert asked.sentence == (
        "Makes 1 take that continues bars 1–4 by 12 bars in D major in the reel style, in the form"
        " a a′ b a, with your sketch as the first phrase, close to the motif, within D4–A5, with"
        " about 4 notes per bar, ending on D."
    )


def test_locks_are_asked_and_a_locked_rhythm_says_the_density(asked: Asked) -> None:
    asked.slider("densityBox").setValue(6)
    asked.button("rhythmLockBox").click()
    request = asked.panel.request()
    assert (request.rhythm_lock, request.pitch_lock, request.density) == (True, False, None)
    assert not asked.slider("densityBox").isEnabled()
    assert asked.sentence.endswith(", keeping the rhythm.")
    asked.button("rhythmLockBox").click()
    assert asked.panel.request().density == 6


def test_controls_show_where_they_help(asked: Asked) -> None:
    fold = next(b for b in asked.panel.findChildren(QToolButton) if b.text() == "More wishes")
    fold.click()
    seen = {}
    for mode in RequestMode:
        asked.choose(mode)
        names = ("barsBox", "closenessSlider", "formEdit")
        seen[mode] = [name for name in names if asked.sees(name)]
    assert seen == {
        RequestMode.CONTINUE: ["barsBox", "closenessSlider", "formEdit"],
        RequestMode.FILL: [],
        RequestMode.VARY: ["closenessSlider"],
        RequestMode.ANSWER: ["closenessSlider"],
    }
    fold.click()
    asked.choose(RequestMode.CONTINUE)
    assert not asked.sees("closenessSlider")
    asked.choose(RequestMode.VARY)
    assert asked.sees("closenessSlider")


def test_filling_asks_for_bars_until_there_are_some(asked: Asked) -> None:
    asked.choose(RequestMode.FILL)
    assert asked.sentence == "Drag over the bar numbers to choose the bars to fill."
    with pytest.raises(AppError, match="Drag over the bar numbers"):
        asked.panel.request()
    asked.panel.set_marked((2 * BAR, 4 * BAR))
    request = asked.panel.request()
    assert (request.mode, request.first_bar, request.last_bar) == (RequestMode.FILL, 3, 4)
    assert asked.sentence == "Makes 8 takes that fill bars 3–4 with new notes."
    asked.panel.set_marked(None)
    asked.document.select(MOTIF.melody.notes[4:6])
    assert asked.sentence == "Makes 8 takes that fill bar 2 with new notes."
    asked.document.open(Sketch())
    assert asked.sentence == "Draw a few bars, and Motivo will continue them."


def test_varying_takes_the_whole_sketch_where_no_bars_are_marked(asked: Asked) -> None:
    asked.choose(RequestMode.VARY)
    asked.slider("closenessSlider").setValue(80)
    request = asked.panel.request()
    assert (request.mode, request.first_bar, request.closeness) == (RequestMode.VARY, None, 0.8)
    assert asked.sentence == "Makes 8 takes that vary bars 1–4 a little."


def test_both_locks_leave_nothing_to_vary(asked: Asked) -> None:
    asked.button("rhythmLockBox").click()
    asked.button("pitchLockBox").click()
    assert asked.sentence.endswith(", keeping the rhythm and the pitches.")
    asked.choose(RequestMode.VARY)
    assert "nothing is left to change" in asked.sentence
    with pytest.raises(AppError, match="nothing is left to change"):
        asked.panel.request()


def test_answer_is_as_long_as_the_motif(asked: Asked) -> None:
    asked.choose(RequestMode.ANSWER)
    asked.choice("endingBox").setCurrentIndex(1)
    assert asked.panel.request().mode is RequestMode.ANSWER
    assert asked.sentence == "Makes 8 takes that answer bars 1–4 in 4 bars, with an open ending."


def test_form_tells_its_phrases_or_why_it_cannot_be(asked: Asked, qtbot: QtBot) -> None:
    edit = asked.panel.findChild(QLineEdit, "formEdit")
    assert edit is not None
    qtbot.keyClicks(edit, "a a' b a")
    assert "2 bars each" in [label.text() for label in asked.panel.findChildren(QLabel)]
    qtbot.keyClick(edit, Qt.Key.Key_Return)
    assert edit.text() == "a a′ b a"
    asked.number("barsBox").setValue(7)
    assert asked.sentence.startswith("7 new bars can't be shared among the 4 phrases")
    assert edit.property("refused") is True
    with pytest.raises(AppError, match="7 new bars"):
        asked.panel.request()
    asked.form("1 2")
    assert "is not a form" in asked.sentence
    asked.choose(RequestMode.VARY)
    assert asked.panel.request().form is None
    asked.form("a b")
    assert asked.panel.request().form is None, "it is of no use to vary"
    asked.choose(RequestMode.CONTINUE)
    asked.number("barsBox").setValue(8)
    assert asked.panel.request().form == Form.parse("a b")


def test_knobs_and_names_of_the_range_follow_each_other(asked: Asked, qtbot: QtBot) -> None:
    slider = asked.panel.findChild(RangeSlider)
    assert slider is not None
    low, high = asked.combo("lowestBox"), asked.combo("highestBox")
    low.setCurrentText("D4")
    high.setCurrentText("A5")
    assert slider.values == (62, 81)
    middle = slider.height() // 2
    qtbot.mousePress(slider, LEFT, pos=QPoint(round(slider.x_of(62)), middle))
    qtbot.mouseMove(slider, QPoint(round(slider.x_of(96)), middle))
    assert slider.values == (81, 81), "one knob does not pass the other"
    qtbot.mouseMove(slider, QPoint(0, middle))
    qtbot.mouseRelease(slider, LEFT, pos=QPoint(0, middle))
    assert (low.currentText(), asked.panel.request().lowest) == ("any", None)
    assert asked.sentence.endswith(", up to A5.")
    low.setCurrentText("B5")
    assert "is above the highest" in asked.sentence


def test_pitches_are_named_in_the_sketchs_key(asked: Asked) -> None:
    asked.document.open(Sketch(melody=MOTIF.melody, key=Key.parse("E♭ major")))
    low = asked.combo("lowestBox")
    low.setCurrentIndex(low.findData(63))
    assert low.currentText() == "E♭4"


def test_wheel_over_a_slider_changes_no_wish(asked: Asked) -> None:
    for name in ("temperatureSlider", "densityBox", "closenessSlider"):
        slider = asked.slider(name)
        before = slider.value()
        place = QPointF(slider.rect().center())
        turned = QPoint(0, 120)
        none = Qt.KeyboardModifier.NoModifier
        buttons, phase = Qt.MouseButton.NoButton, Qt.ScrollPhase.NoScrollPhase
        event = QWheelEvent(place, place, turned, turned, buttons, none, phase, False)
        QApplication.sendEvent(slider, event)
        assert slider.value() == before


def test_bars_dragged_over_in_the_ruler_are_filled(motivo: Application, qtbot: QtBot) -> None:
    window = motivo.window
    motivo.document.open(MOTIF)
    mode = window.findChild(ChoiceBox, "modeBox")
    assert mode is not None
    mode.setCurrentIndex(mode.findData(RequestMode.FILL))
    window.all_actions["loop"].setChecked(False)
    ruler = window.roll.ruler
    start, end = (QPoint(window.roll.point_at(t, 60).x(), 8) for t in (BAR + 200, 3 * BAR - 200))
    qtbot.mousePress(ruler, LEFT, pos=start)
    qtbot.mouseMove(ruler, end)
    qtbot.mouseRelease(ruler, LEFT, pos=end)
    request = window.ask_panel.request()
    assert (request.first_bar, request.last_bar) == (2, 3)
    assert motivo.transport.loop == (BAR, 3 * BAR), "what is marked stays in sight, and is heard"
    qtbot.mouseDClick(ruler, LEFT, pos=start)
    with pytest.raises(AppError, match="Drag over"):
        window.ask_panel.request()
