"""Every key of the takes' table, pressed in the list."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QInputDialog, QLineEdit
from pytestqt.qtbot import QtBot

from app.application import Application
from app.domain import Request, RequestMode
from tests.ui.takes.conftest import MOTIF

Key = Qt.Key


def press(motivo: Application, qtbot: QtBot, *keys: Qt.Key, shift: bool = False) -> None:
    held = Qt.KeyboardModifier.ShiftModifier if shift else Qt.KeyboardModifier.NoModifier
    for key in keys:
        qtbot.keyClick(motivo.window.takes_view, key, held)


def shown(motivo: Application) -> int:
    """Return the number of the take in the window, 0 for the sketch."""
    take = motivo.document.previewed
    return 0 if take is None else take.number


@pytest.fixture
def picked(taken: Application) -> list[int]:
    """The numbers of the takes that the player has asked to hear."""
    heard: list[int] = []
    taken.window.takes_view.take_picked.connect(lambda take: heard.append(take.number))
    return heard


def test_digits_pick_and_play(taken: Application, picked: list[int], qtbot: QtBot) -> None:
    with qtbot.waitSignal(taken.player.started):
        press(taken, qtbot, Key.Key_3)
    press(taken, qtbot, Key.Key_1, Key.Key_2, Key.Key_9)
    assert picked == [3, 1, 2, 9]
    assert shown(taken) == 9
    taken.transport.stop()


def test_digits_count_the_cards_that_are_listed(
    taken: Application, picked: list[int], qtbot: QtBot
) -> None:
    for take in taken.document.takes.takes[4:6]:
        taken.document.star(take.id, starred=True)
    press(taken, qtbot, Key.Key_F, shift=True)
    press(taken, qtbot, Key.Key_2, Key.Key_3)
    assert picked == [6]
    taken.transport.stop()


def test_arrows_go_through_and_stay_at_the_ends(
    taken: Application, picked: list[int], qtbot: QtBot
) -> None:
    press(taken, qtbot, Key.Key_Down, Key.Key_Down, Key.Key_Right, Key.Key_Left)
    assert picked == [1, 2, 3, 2]
    press(taken, qtbot, Key.Key_Up, Key.Key_Up)
    assert shown(taken) == 1
    taken.transport.stop()


def test_space_plays_and_stops_and_l_loops(taken: Application, qtbot: QtBot) -> None:
    with qtbot.waitSignal(taken.player.started):
        press(taken, qtbot, Key.Key_Space)
    with qtbot.waitSignal(taken.player.stopped):
        press(taken, qtbot, Key.Key_Space)
    loop = taken.window.all_actions["loop"]
    was_on = loop.isChecked()
    press(taken, qtbot, Key.Key_L)
    assert loop.isChecked() is not was_on


def test_x_goes_back_and_forth_between_two_takes(
    taken: Application, picked: list[int], qtbot: QtBot
) -> None:
    press(taken, qtbot, Key.Key_2, Key.Key_7, Key.Key_X, Key.Key_X, Key.Key_X)
    assert picked == [2, 7, 2, 7, 2]
    press(taken, qtbot, Key.Key_Escape, Key.Key_7, Key.Key_X)
    assert shown(taken) == 2
    taken.transport.stop()


def test_x_after_the_first_pick_compares_with_the_take_above(
    taken: Application, picked: list[int], qtbot: QtBot
) -> None:
    press(taken, qtbot, Key.Key_4, Key.Key_X, Key.Key_X)
    assert picked == [4, 3, 4]
    taken.transport.stop()


def test_star_and_name(taken: Application, qtbot: QtBot) -> None:
    press(taken, qtbot, Key.Key_2, Key.Key_F)
    assert taken.document.takes[1].starred
    press(taken, qtbot, Key.Key_F2)
    dialog = taken.window.findChild(QInputDialog)
    assert dialog is not None
    field = dialog.findChild(QLineEdit)
    assert field is not None
    qtbot.keyClicks(field, "Up the hill")
    qtbot.keyClick(field, Key.Key_Return)
    assert taken.document.takes[1].name == "Up the hill"
    press(taken, qtbot, Key.Key_F)
    assert not taken.document.takes[1].starred
    taken.transport.stop()


def test_delete_rejects_and_shows_the_next_and_undo_brings_back(
    taken: Application, qtbot: QtBot
) -> None:
    press(taken, qtbot, Key.Key_3, Key.Key_Delete)
    assert [take.number for take in taken.document.bin] == [3]
    assert shown(taken) == 4
    taken.window.all_actions["undo"].trigger()
    assert [take.number for take in taken.document.takes] == list(range(1, 11))
    taken.transport.stop()


def test_rejected_takes_are_put_back_from_the_bin(taken: Application, qtbot: QtBot) -> None:
    press(taken, qtbot, Key.Key_3, Key.Key_Delete, Key.Key_Backspace, Key.Key_B)
    model = taken.window.takes_view.takes_model
    assert model.rowCount() == 2
    press(taken, qtbot, Key.Key_1)
    assert shown(taken) == 3
    press(taken, qtbot, Key.Key_P)
    assert [take.number for take in taken.document.bin] == [4]
    assert shown(taken) == 4
    press(taken, qtbot, Key.Key_B)
    assert model.rowCount() == 9
    taken.transport.stop()


def test_enter_takes_it_in_and_escape_shows_the_sketch(taken: Application, qtbot: QtBot) -> None:
    press(taken, qtbot, Key.Key_2, Key.Key_Escape)
    assert taken.document.shown == MOTIF
    press(taken, qtbot, Key.Key_2, Key.Key_Return)
    assert taken.document.sketch == taken.document.takes[1].sketch
    taken.transport.stop()


def test_take_that_is_taken_in_twice_is_taken_out_again_by_one_undo(
    taken: Application, qtbot: QtBot
) -> None:
    press(taken, qtbot, Key.Key_2, Key.Key_Return, Key.Key_Return, Key.Key_2, Key.Key_Return)
    assert shown(taken) == 0
    assert taken.document.sketch == taken.document.takes[1].sketch
    qtbot.keyClick(taken.window.takes_view, Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert taken.document.sketch == MOTIF
    taken.transport.stop()


def test_keys_of_the_keypad_do_as_the_others(
    taken: Application, picked: list[int], qtbot: QtBot
) -> None:
    def press_on_keypad(*keys: Qt.Key) -> None:
        for key in keys:
            qtbot.keyClick(taken.window.takes_view, key, Qt.KeyboardModifier.KeypadModifier)

    press_on_keypad(Key.Key_3, Key.Key_9, Key.Key_Up, Key.Key_1)
    assert picked == [3, 9, 8, 1]
    press_on_keypad(Key.Key_Delete)
    assert [take.number for take in taken.document.bin] == [1]
    press_on_keypad(Key.Key_2, Key.Key_Enter)
    assert taken.document.sketch == taken.document.takes[1].sketch
    taken.transport.stop()


def test_w_opens_the_wishes_and_r_brings_back_what_it_was_made_from(
    taken: Application, qtbot: QtBot
) -> None:
    opened: list[Request] = []
    taken.window.takes_view.wishes_opened.connect(opened.append)
    press(taken, qtbot, Key.Key_2, Key.Key_Return, Key.Key_5, Key.Key_W)
    assert [request.seed for request in opened] == [5]
    press(taken, qtbot, Key.Key_R)
    assert taken.document.sketch == MOTIF
    assert len(opened) == 2
    taken.window.all_actions["undo"].trigger()
    assert taken.document.sketch == taken.document.takes[1].sketch
    taken.transport.stop()


def test_g_makes_more_like_it(taken: Application, qtbot: QtBot) -> None:
    press(taken, qtbot, Key.Key_2, Key.Key_G)
    qtbot.waitUntil(lambda: len(taken.document.takes) == 18)
    qtbot.waitUntil(lambda: not taken.generation.is_running)
    second = taken.document.takes[1]
    for take in taken.document.takes.takes[10:]:
        assert (take.parent, take.request.mode) == (second.id, RequestMode.VARY)
        assert take.sketch.melody.notes[:8] == MOTIF.melody.notes
    assert shown(taken) == 2
    taken.transport.stop()


def test_ctrl_g_generates(taken: Application, qtbot: QtBot) -> None:
    qtbot.keyClick(taken.window.takes_view, Key.Key_G, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: len(taken.document.takes) == 18)
    qtbot.waitUntil(lambda: not taken.generation.is_running)
    start = taken.document.node(taken.document.takes[17].parent)
    assert start is not None
    assert start.sketch == MOTIF
