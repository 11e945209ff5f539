import signal

import pytest
from pytestqt.qtbot import QtBot

from app.services.interrupts import Interrupts


@pytest.mark.parametrize("kind", [signal.SIGINT, signal.SIGTERM])
def test_ctrl_c_reaches_the_window(qtbot: QtBot, kind: signal.Signals) -> None:
    before = signal.getsignal(kind)
    interrupts = Interrupts()
    with qtbot.waitSignal(interrupts.requested):
        signal.raise_signal(kind)
    interrupts.close()
    assert signal.getsignal(kind) is before
