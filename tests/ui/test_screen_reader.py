"""The window as a screen reader sees it, which is from another process, over AT-SPI."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from PySide6.QtCore import SignalInstance
from pytestqt.qtbot import QtBot

from tests.ui import screen_reader
from tests.ui.frame.test_window import NAMES
from tests.ui.screen import Screen, draw, missing, notes_become
from tests.ui.screen_reader import Accessible, ScreenReader

MISSING = missing() + screen_reader.missing()
pytestmark = pytest.mark.skipif(bool(MISSING), reason=f"not installed: {', '.join(MISSING)}")

DRAWN = ((0, 480, 62), (480, 240, 66), (2880, 240, 69))
SPOKEN = [
    "D 4, bar 1 beat 1, quarter note",
    "F sharp 4, bar 1 beat 2, eighth note",
    "A 4, bar 2 beat 3, eighth note",
]


@pytest.fixture
def reader(tmp_path: Path, motivo_home: Path) -> Iterator[ScreenReader]:
    with closing(ScreenReader(tmp_path)) as started:
        yield started


@pytest.fixture
def screen(tmp_path: Path, reader: ScreenReader) -> Iterator[Screen]:
    """A screen with the program on it, which the reader reads."""
    with closing(Screen(tmp_path, reader.environment)) as opened:
        opened.start_motivo()
        yield opened


def motivo_of(reader: ScreenReader) -> Accessible:
    (program,) = reader.programs
    assert program.role == screen_reader.APPLICATION
    assert program.name == "motivo"
    return program


def by_object_name(reader: ScreenReader) -> dict[str, Accessible]:
    """Return the outermost object of each name, because parts of a list share the list's name."""
    inside_out = reversed(list(motivo_of(reader).descendants()))
    return {thing.object_name: thing for thing in inside_out}


def test_every_control_tells_what_it_is(screen: Screen, reader: ScreenReader) -> None:
    things = by_object_name(reader)
    assert set(NAMES) <= set(things)
    spoken = {name: (things[name].name, *_beside(things[name])) for name in NAMES}
    assert [name for name, words in spoken.items() if not words[0]] == []
    words = list(spoken.values())
    assert [name for name in NAMES if words.count(spoken[name]) > 1] == []


def _beside(thing: Accessible) -> tuple[str, ...]:
    """Return what is spoken besides the name, such as the value of a box with choices."""
    return (*thing.labels, thing.description)


def test_every_button_on_the_screen_has_a_name(screen: Screen, reader: ScreenReader) -> None:
    screen.keys("ctrl+k")
    screen.until("state", lambda state: state["typing"])
    buttons = [
        thing
        for thing in motivo_of(reader).descendants()
        if thing.role in screen_reader.BUTTONS and thing.has(screen_reader.VISIBLE)
    ]
    assert buttons
    assert [button.path for button in buttons if not button.name] == []


def test_the_notes_are_read_and_followed(
    screen: Screen, reader: ScreenReader, qtbot: QtBot
) -> None:
    for place, (onset, length, pitch) in enumerate(DRAWN):
        draw(screen, onset, length, pitch)
        notes_become(screen, *DRAWN[: place + 1])
    roll = by_object_name(reader)["pianoRoll"]
    assert (roll.name, roll.role) == ("Piano roll", screen_reader.LIST)
    assert [note.name for note in roll.children] == SPOKEN
    assert {note.role for note in roll.children} == {screen_reader.LIST_ITEM}

    def press(key: str, heard: SignalInstance, words: str) -> None:
        with qtbot.waitSignal(heard, check_params_cb=lambda told: told == words):
            screen.keys(key)

    def in_state(state: int) -> list[str]:
        return [note.name for note in roll.children if note.has(state)]

    for key, words in (("shift+Tab", SPOKEN[1]), ("shift+Tab", SPOKEN[0]), ("Tab", SPOKEN[1])):
        press(key, reader.focused, words)
        assert in_state(screen_reader.FOCUSED) == [words]
        assert in_state(screen_reader.SELECTED) == [words]
    press("Up", reader.renamed, "G 4, bar 1 beat 2, eighth note")
    press("ctrl+z", reader.renamed, SPOKEN[1])
    press("Tab", reader.focused, SPOKEN[2])
    press("Tab", reader.focused, "Enter notes")
    assert in_state(screen_reader.FOCUSED) == []


def test_what_happens_is_announced_and_can_be_found(
    screen: Screen, reader: ScreenReader, qtbot: QtBot
) -> None:
    words = "There is nothing to continue yet. Draw a note first, or open a file."
    with qtbot.waitSignal(reader.announced, check_params_cb=lambda told: told == words):
        screen.keys("ctrl+g")
    assert by_object_name(reader)["statusLabel"].name == f"What happened last: {words}"
