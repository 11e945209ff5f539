"""The whole program offscreen: real widgets, real processes."""

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from app.application import Application, create
from tests.ui.ear import Ear
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
def ear(monkeypatch: pytest.MonkeyPatch) -> Ear:
    """What hears the program; a test or fixture has to ask for it before it asks for `motivo`."""
    ear = Ear()
    monkeypatch.setattr("app.application.SynthProcess", ear.make)
    return ear


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
