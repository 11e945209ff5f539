"""Any request can be put into the Ask panel, and what the panel accepts is not refused later."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAccessible, QAction
from PySide6.QtWidgets import (
    QAbstractButton,
    QComboBox,
    QInputDialog,
    QLineEdit,
    QMenu,
    QSlider,
    QSpinBox,
    QWidget,
)
from pytestqt.qtbot import QtBot

from app.document import Document
from app.domain import Ending, Form, Melody, Note, Request, RequestMode, Sketch, Take
from app.errors import AppError, InvalidValueError
from app.generation import generate, load_model
from app.services.settings import Settings
from app.ui.ask import AskPanel
from app.ui.ask.controls import Controls, tab_stops
from app.ui.ask.panel_wishes import PANEL_WISHES, PanelWishes
from app.ui.ask.presets import BUILT_IN
from app.ui.theme import Theme
from app.ui.widgets import ChoiceBox
from tests.generation.requests import random_case, random_request, random_sketch

BAR = 1920
MOTIF = Sketch(melody=Melody(tuple(Note(i * 480, 480, 62 + i % 5) for i in range(16))))
STYLES = ("jig", "reel")


@pytest.fixture
def document() -> Document:
    document = Document()
    document.open(MOTIF)
    return document


@pytest.fixture
def panel(document: Document, qtbot: QtBot) -> AskPanel:
    return new_panel(document, qtbot)


def new_panel(document: Document, qtbot: QtBot) -> AskPanel:
    panel = AskPanel(document, Theme("dark"), Settings())
    for widget in (panel, panel.header):
        qtbot.addWidget(widget)
    panel.set_styles(STYLES)
    return panel


def unusual(random: np.random.Generator, request: Request) -> Request:
    """Return a request with numbers that no control can be set to by dragging."""
    return replace(
        request,
        temperature=float(random.uniform(0.05, 3.0)),
        top_p=float(random.uniform(0.01, 1.0)),
        closeness=float(random.uniform(0.0, 1.0)),
        seed=int(random.integers(0, 2**31)),
        style=[None, "jig", "reel"][int(random.integers(3))],
        density=None if request.rhythm_lock else float(random.uniform(0.25, 32)),
    )


def test_any_request_comes_back_from_the_controls(document: Document, panel: AskPanel) -> None:
    put_in = 0
    for seed in range(400):
        random = np.random.default_rng(seed)
        sketch = random_sketch(random)
        document.open(sketch)
        with suppress(InvalidValueError):
            request = unusual(random, random_request(random, sketch))
            if (request.last_bar or 0) > sketch.bars:
                continue
            panel.set_request(request)
            if panel.refusal:
                continue
            put_in += 1
            assert panel.request() == request, f"case {seed}"
    assert put_in > 100


def test_what_the_panel_lets_through_the_generator_does_not_refuse(
    document: Document, panel: AskPanel
) -> None:
    model = load_model()
    refused = passed = 0
    for seed in range(1000, 1150):
        case = random_case(seed)
        if case.request is None:
            continue
        document.open(case.sketch)
        panel.set_request(case.request)
        if panel.refusal:
            refused += 1
            with pytest.raises(AppError):
                panel.request()
        else:
            passed += 1
            generate(model, case.sketch, panel.request())
    assert refused > 10
    assert passed > 10


def test_request_of_a_take_is_opened_with_its_bars_and_notes(
    document: Document, panel: AskPanel
) -> None:
    marked: list[object] = []
    panel.bars_marked.connect(marked.append)
    held = (MOTIF.melody.notes[5],)
    request = Request(RequestMode.FILL, first_bar=2, last_bar=3, seed=77, held=held)
    filled = replace(MOTIF, melody=Melody((*MOTIF.melody.notes[:4], *held, Note(7000, 480, 60))))
    document.add_take(Take(filled, request, 77, BAR, 3 * BAR))
    document.preview(document.takes[0].id)
    panel.set_request(request)
    assert marked == [(BAR, 3 * BAR)]
    assert document.selection == frozenset(held)
    assert panel.request() == request
    assert panel.subject().sketch == MOTIF, "it is made anew from what it was made from"


def test_selected_notes_are_kept_if_wished(document: Document, panel: AskPanel) -> None:
    panel.set_request(Request(RequestMode.FILL, first_bar=1, last_bar=2))
    document.select(MOTIF.melody.notes[2:4])
    panel.set_marked((0, 2 * BAR))
    assert panel.request().held == ()
    switch = panel.findChild(QAbstractButton, "keepSelectedBox")
    assert switch is not None
    switch.click()
    assert panel.request().held == MOTIF.melody.notes[2:4]
    document.select(MOTIF.melody.notes[:8])
    assert "keep fewer notes" in panel.refusal
    document.select(MOTIF.melody.notes[7:9])
    assert panel.request().held == MOTIF.melody.notes[7:8], "only those in the marked bars"


def test_notes_to_keep_say_nothing_of_the_bars_to_vary(document: Document, panel: AskPanel) -> None:
    held = MOTIF.melody.notes[2:4]
    panel.set_request(Request(RequestMode.VARY, held=held))
    assert (panel.request().first_bar, panel.request().held) == (None, held)


def test_wishes_come_back_after_a_restart(document: Document, qtbot: QtBot) -> None:
    panel = new_panel(document, qtbot)
    request = Request(
        bars=12,
        takes=3,
        seed=99,
        temperature=1.3,
        style="polka",
        lowest=20,
        form=Form.parse("a b a b"),
    )
    panel.set_request(request)
    panel.set_styles([])
    again = new_panel(document, qtbot)
    again.set_styles([])
    assert again.request() == request
    again.set_styles(STYLES)
    assert "doesn't know the style" in again.refusal


def test_text_that_is_no_form_is_refused_but_not_remembered(
    document: Document, panel: AskPanel, qtbot: QtBot
) -> None:
    edit = panel.findChild(QLineEdit, "formEdit")
    assert edit is not None
    edit.setText("a 1")
    assert "is not a form" in panel.refusal
    edit.editingFinished.emit()
    assert edit.text() == "a 1", "so that it can be put right"
    assert new_panel(document, qtbot).request() == Request()


@pytest.mark.parametrize(
    "plain",
    [None, 7, [], "x", {"bars": 0}, {"bars": True}, {"mode": "sing"}, {"temperature": "hot"},
     {"temperature": float("nan")}, {"seed": 10**400}, {"lowest": 200}, {"style": 3}, {"old": 1}],
)  # fmt: skip
def test_what_makes_no_sense_counts_as_default(plain: object) -> None:
    assert PanelWishes.from_plain(plain) == PanelWishes()


def test_one_bad_wish_leaves_the_others() -> None:
    told = {**PanelWishes(bars=5, ending=Ending.OPEN).as_plain(), "takes": 99}
    assert PanelWishes.from_plain(told) == PanelWishes(bars=5, ending=Ending.OPEN)


def test_wishes_kept_by_the_first_version_come_back() -> None:
    kept = {
        "mode": "continue", "bars": 8, "takes": 8, "seed": 1, "temperature": 1.3, "top_p": 0.95,
        "style": None, "scale_lock": True, "lowest": 55, "highest": None, "closeness": 0.5,
        "rhythm_lock": False, "pitch_lock": False, "density": 3.0, "ending": "tonic",
        "form": "a a′ b a", "keeps_selected": True,
    }  # fmt: skip
    wishes = PanelWishes(
        temperature=1.3,
        scale_lock=True,
        lowest=55,
        density=3.0,
        ending=Ending.TONIC,
        form=Form.parse("a a' b a"),
        keeps_selected=True,
    )
    assert PanelWishes.from_plain(kept) == wishes
    assert PanelWishes.from_plain({**kept, "form": ""}) == replace(wishes, form=None)


def opened_menu(panel: AskPanel) -> dict[str, QAction]:
    menu = panel.findChild(QMenu, "presetsMenu")
    assert menu is not None
    menu.aboutToShow.emit()
    return {action.text().replace("&", ""): action for action in menu.actions()}


def ticked(panel: AskPanel) -> list[str]:
    return [text for text, action in opened_menu(panel).items() if action.isChecked()]


def test_presets_can_be_met_and_leave_seed_and_bars(document: Document, panel: AskPanel) -> None:
    model = load_model()
    panel.set_request(Request(RequestMode.FILL, first_bar=2, last_bar=2, seed=4711))
    document.select(MOTIF.melody.notes[5:6])
    assert ticked(panel) == []
    asked = []
    for name in BUILT_IN:
        opened_menu(panel)[name].trigger()
        assert ticked(panel) == [name]
        request = panel.request()
        generate(model, MOTIF, request)
        assert request.seed == 4711
        if request.mode is RequestMode.FILL:
            assert (request.first_bar, request.held) == (2, MOTIF.melody.notes[5:6])
        asked.append(request)
    assert len(set(asked)) == len(BUILT_IN) >= 6
    opened_menu(panel)["Back to the defaults"].trigger()
    assert panel.request() == Request(seed=4711)


def test_own_presets_are_saved_renamed_and_deleted(
    document: Document, panel: AskPanel, qtbot: QtBot
) -> None:
    refused: list[str] = []
    panel.refused.connect(refused.append)

    def answer(name: str) -> None:
        dialogs = panel.findChildren(QInputDialog, "presetNameDialog")
        (dialog,) = [each for each in dialogs if each.isVisible()]
        dialog.setTextValue(name)
        dialog.accept()

    def submenu(name: str) -> dict[str, QAction]:
        menu = opened_menu(panel)[name].menu()
        assert isinstance(menu, QMenu)
        return {action.text(): action for action in menu.actions()}

    panel.set_request(Request(bars=5, takes=2))
    opened_menu(panel)["Save these wishes as…"].trigger()
    answer("Five & two")
    assert ticked(panel) == ["Five  two"]
    again = new_panel(document, qtbot)
    assert ticked(again) == ["Five  two"], "they are there after a restart"
    submenu("Rename")["Five && two"].trigger()
    answer("Free flight")
    assert "choose another name" in refused[0]
    submenu("Rename")["Five && two"].trigger()
    answer("Short")
    panel.set_request(Request())
    opened_menu(panel)["Short"].trigger()
    assert panel.request() == Request(bars=5, takes=2)
    submenu("Delete")["Short"].trigger()
    assert ticked(panel) == []
    assert "Short" not in opened_menu(panel)


def test_controls_moved_by_hand_leave_the_exact_number(panel: AskPanel) -> None:
    panel.set_request(Request(temperature=2.345, density=0.3))
    assert (panel.request().temperature, panel.request().density) == (2.345, 0.3)
    slider = panel.findChild(QSlider, "temperatureSlider")
    assert slider is not None
    slider.setValue(130)
    assert (panel.request().temperature, panel.request().density) == (1.3, 0.3)


def test_whatever_the_controls_are_set_to_can_be_wished(panel: AskPanel) -> None:
    controls = panel.findChild(Controls)
    assert controls is not None
    reached: dict[str, set[object]] = {name: set() for name in PANEL_WISHES}

    def read() -> None:
        for name, value in controls.wishes.as_plain().items():
            reached[name].add(value)

    for field in controls.findChildren(QWidget):
        if isinstance(field, QSlider | QSpinBox):
            for place in (field.maximum(), field.minimum()):
                field.setValue(place)
                read()
        elif isinstance(field, QComboBox | ChoiceBox):
            for index in range(field.count()):
                field.setCurrentIndex(index)
                read()
        elif isinstance(field, QLineEdit) and field.objectName() == "formEdit":
            field.setText("a b")
            read()
        elif isinstance(field, QAbstractButton) and field.isCheckable():
            field.click()
            read()
    for name, wish in PANEL_WISHES.items():
        if wish.limits is not None and wish.kind is int and not wish.is_optional:
            assert {*wish.limits} <= reached[name], name
        elif wish.limits is not None:
            assert {*wish.slider_limits[wish.is_optional :]} <= reached[name], name
        elif wish.choices:
            assert set(wish.choices) == reached[name], name
        else:
            assert len(reached[name]) > 1, f"{name} has no control"


def test_tab_walks_the_controls_as_they_stand(document: Document, panel: AskPanel) -> None:
    panel.resize(264, 780)
    panel.show()
    for mode in (RequestMode.CONTINUE, RequestMode.VARY):
        panel.set_request(Request(mode))
        first = panel.style_box
        walked: list[QWidget] = [first]
        while (after := walked[-1].nextInFocusChain()) is not first:
            assert after is not None
            walked.append(after)
        places = [
            widget.mapTo(panel, QPoint(0, 0))
            for widget in walked
            if widget.isVisible()
            and widget.focusPolicy() & Qt.FocusPolicy.TabFocus
            and not widget.focusProxy()
            and widget.objectName() != "askScroll"
        ]
        # The Tab order is a ring, so exactly one step leads back to its start.
        falls = sum(b.y() < a.y() - 20 for a, b in pairwise([*places, places[0]]))
        assert falls == 1, f"{mode}: {places}"


def test_every_control_has_a_name_and_says_what_it_does(panel: AskPanel) -> None:
    panel.show()
    form = panel.findChild(Controls)
    assert form is not None
    stops = list(tab_stops(form.column))
    assert len(stops) > 20
    for widget in stops:
        interface = QAccessible.queryAccessibleInterface(widget)
        assert interface.text(QAccessible.Text.Name), widget
        assert widget.toolTip() or widget.property("fold"), widget.accessibleName()
