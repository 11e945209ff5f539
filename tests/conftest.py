"""What all tests share: offscreen Qt, long waits, a home for each test, a check for leftovers."""

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
    """Make a warning from Qt fail the test that caused it."""
    for item in items:
        item.add_marker(pytest.mark.qt_log_level_fail("WARNING"))


@pytest.fixture(autouse=True, scope="session")
def _one_application(qapp: QApplication) -> Iterator[None]:
    """Make the QApplication before an export makes a QGuiApplication, which would be in the way.

    Clear the clipboard at the end: the offscreen platform would release Python's objects in it only
    after Python has ended, and crash.
    """
    yield
    qapp.clipboard().clear()


@pytest.fixture
def qtbot(qapp: object, request: pytest.FixtureRequest) -> QtBot:
    """The bot of pytest-qt, with patience."""
    return PatientBot(request)


@pytest.fixture(autouse=True)
def motivo_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Give each test its own folder for settings, data and logs, also for its processes."""
    home = tmp_path / "motivo-home"
    monkeypatch.setenv("MOTIVO_HOME", str(home))
    return home


@pytest.fixture(autouse=True)
def _nothing_left_behind() -> Iterator[None]:
    """Fail a test that leaves a thread, a process or a top-level widget behind."""
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
