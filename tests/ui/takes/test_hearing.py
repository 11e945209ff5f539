"""What is heard when keys of the takes are pressed, according to a stand-in synthesiser."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from app.application import Application
from app.domain import edits
from tests.ui.ear import Ear
from tests.ui.takes.conftest import PITCHES

Key = Qt.Key


@pytest.fixture
def listening(ear: Ear, taken: Application) -> Application:
    """The program with ten takes, heard by `ear`, and the focus in the takes."""
    taken.player.sound.warm_up()
    return taken


def press(motivo: Application, qtbot: QtBot, key: Qt.Key) -> None:
    qtbot.keyClick(motivo.window.takes_view, key)


def test_take_is_heard_from_its_motif_on_and_then_its_new_bars_repeat(
    listening: Application, ear: Ear, qtbot: QtBot
) -> None:
    press(listening, qtbot, Key.Key_2)
    assert ear.after(8) == list(PITCHES)
    new = [62, 64, 62, 64]
    assert ear.after(8) == new
    assert ear.after(8) == new


def test_another_take_goes_on_at_the_same_bar_from_the_next_beat(
    listening: Application, ear: Ear, qtbot: QtBot
) -> None:
    press(listening, qtbot, Key.Key_2)
    ear.after(8 + 2.5)
    press(listening, qtbot, Key.Key_4)
    assert ear.after(0.49) == []
    assert ear.after(5) == [66, 64, 66, 64, 66]
    assert listening.transport.is_playing


def test_x_goes_back_and_forth_between_two_takes_at_the_same_bar(
    listening: Application, ear: Ear, qtbot: QtBot
) -> None:
    press(listening, qtbot, Key.Key_8)
    ear.after(8)
    press(listening, qtbot, Key.Key_1)
    press(listening, qtbot, Key.Key_X)
    assert ear.after(2) == [68, 70, 68, 70]
    press(listening, qtbot, Key.Key_X)
    assert ear.after(3) == [63]
    press(listening, qtbot, Key.Key_X)
    assert ear.after(1) == [68, 70]


def test_space_stops_and_plays_and_l_repeats(
    listening: Application, ear: Ear, qtbot: QtBot
) -> None:
    press(listening, qtbot, Key.Key_1)
    assert ear.after(1) == [PITCHES[0]]
    press(listening, qtbot, Key.Key_Space)
    assert not listening.transport.is_playing
    assert ear.after(4) == []
    press(listening, qtbot, Key.Key_Space)
    press(listening, qtbot, Key.Key_L)
    assert ear.after(40) == [*PITCHES, 61, 63]
    qtbot.waitUntil(lambda: not listening.transport.is_playing)


def test_escape_goes_back_to_the_sketch_while_it_plays(
    listening: Application, ear: Ear, qtbot: QtBot
) -> None:
    press(listening, qtbot, Key.Key_1)
    ear.after(8)
    press(listening, qtbot, Key.Key_Escape)
    assert ear.after(8) == list(PITCHES)


def test_take_that_is_taken_in_plays_on_and_edits_are_heard_at_once(
    listening: Application, ear: Ear, qtbot: QtBot
) -> None:
    press(listening, qtbot, Key.Key_2)
    ear.after(8.5)
    press(listening, qtbot, Key.Key_Return)
    sketch = listening.document.sketch
    assert listening.transport.loop == (0, sketch.end_ticks)
    edited = edits.transpose(sketch.melody, frozenset(sketch.melody.notes[-1:]), 12)
    listening.document.edit("Up", edited)
    assert ear.after(7.5) == [64, 62, 76]
    assert ear.after(1) == [PITCHES[0]]


def test_no_key_stays_down(listening: Application, ear: Ear, qtbot: QtBot) -> None:
    for key in (Key.Key_2, Key.Key_5, Key.Key_X, Key.Key_Down, Key.Key_F, Key.Key_9, Key.Key_Up):
        press(listening, qtbot, key)
        ear.after(0.7)
    press(listening, qtbot, Key.Key_Space)
    ear.after(1)
    down = {(channel, pitch): velocity for _, channel, pitch, velocity in ear.synth.pressed}
    assert not any(down.values())
