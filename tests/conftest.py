"""Shared by every test: offscreen Qt, patience, a home of its own, and nothing left behind."""

import multiprocessing
import os
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.bench.patience import PATIENCE_SECONDS
from tests.patience import PatientBot

pytest_plugins = ["tests.no_skips"]

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

settings.register_profile("motivo", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("motivo")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Let a warning of Qt fail the test that caused it."""
    for item in items:
        item.add_marker(pytest.mark.qt_log_level_fail("WARNING"))


@pytest.fixture(autouse=True, scope="session")
def _one_application(qapp: QApplication) -> Iterator[None]:
    """Make Qt's application before an export makes a lesser one, which would be in the way.

    What Python has put on the clipboard goes before Python does: the offscreen platform would let
    go of it at the very end, and crash.
    """
    yield
    qapp.clipboard().clear()


@pytest.fixture
def qtbot(qapp: object, request: pytest.FixtureRequest) -> QtBot:
    """The bot of pytest-qt, with patience."""
    return PatientBot(request)


@pytest.fixture(autouse=True)
def motivo_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Keep settings, data and logs of a test, and of the processes it starts, in its own folder."""
    home = tmp_path / "motivo-home"
    monkeypatch.setenv("MOTIVO_HOME", str(home))
    return home


@pytest.fixture(autouse=True)
def _nothing_left_behind() -> Iterator[None]:
    """Fail a test after which a thread, a process or a top-level widget is still there."""
    threads, processes, widgets = _threads(), _processes(), _top_level_widgets()
    yield
    for thread in _threads() - threads:
        thread.join(PATIENCE_SECONDS)
    for process in _processes() - processes:
        process.join(PATIENCE_SECONDS)
    left: set[object] = {*(_threads() - threads), *(_processes() - processes)}
    assert not left, f"left behind: {left}"
    left_widgets = _top_level_widgets() - widgets
    assert not left_widgets, f"left behind: {left_widgets}"


def _threads() -> set[threading.Thread]:
    """Return Python's own threads; those that Qt or an audio library made have dummy names."""
    return {t for t in threading.enumerate() if not t.name.startswith("Dummy-")}


def _processes() -> set[multiprocessing.process.BaseProcess]:
    return set(multiprocessing.active_children())


def _top_level_widgets() -> set[object]:
    if "PySide6.QtWidgets" not in sys.modules:
        return set()
    from PySide6.QtCore import QCoreApplication, QEvent
    from PySide6.QtWidgets import QApplication

    if not isinstance(QApplication.instance(), QApplication):
        return set()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
    return set(QApplication.topLevelWidgets())
