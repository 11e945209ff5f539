"""The whole program offscreen: real widgets, real processes."""

from collections.abc import Iterator

import pytest
from pytestqt.qtbot import QtBot

from app.application import Application, create


@pytest.fixture
def motivo(qtbot: QtBot) -> Iterator[Application]:
    application = create(["motivo"])
    application.window.show()
    qtbot.waitUntil(application.window.isVisible)
    application.window.roll.fit_all()
    yield application
    application.close()
