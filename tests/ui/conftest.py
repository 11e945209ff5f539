"""The whole program offscreen: real widgets, real processes."""

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from app.application import Application, create
from tests.ui.screen import Screen


@pytest.fixture
def motivo(qtbot: QtBot) -> Iterator[Application]:
    application = create(["motivo"])
    application.window.show()
    qtbot.waitUntil(application.window.isVisible)
    application.window.roll.fit_all()
    yield application
    application.close()


@pytest.fixture
def focused(motivo: Application, qtbot: QtBot) -> Application:
    """The program with the focus in the piano roll."""
    motivo.window.activateWindow()
    motivo.window.roll.setFocus()
    qtbot.waitUntil(motivo.window.roll.hasFocus)
    return motivo


@pytest.fixture
def screen(tmp_path: Path) -> Iterator[Screen]:
    """A screen with the program on it."""
    with closing(Screen(tmp_path)) as opened:
        opened.start_motivo()
        yield opened
