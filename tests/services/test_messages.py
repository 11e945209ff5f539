import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace

import pytest
from pytestqt.qtbot import QtBot

from app.errors import AppError
from app.logs import LOG_NAME, log_dir, start_log
from app.services.messages import Level, Messages, install_excepthooks


@pytest.fixture
def messages() -> Iterator[Messages]:
    messages = Messages()
    restore = install_excepthooks(messages)
    close = start_log()
    yield messages
    close()
    restore()


@pytest.fixture
def told(messages: Messages) -> list[tuple[str, Level]]:
    told: list[tuple[str, Level]] = []
    messages.shown.connect(lambda text, level: told.append((text, level)))
    return told


def log_text() -> str:
    return (log_dir() / LOG_NAME).read_text(encoding="utf-8")


def test_each_level_reaches_the_user(messages: Messages, told: list[tuple[str, Level]]) -> None:
    messages.info("Saved.")
    messages.warning("A chord was left out.")
    messages.failure("The folder can't be written.")
    assert told == [
        ("Saved.", Level.INFO),
        ("A chord was left out.", Level.WARNING),
        ("The folder can't be written.", Level.FAILURE),
    ]


@pytest.mark.usefixtures("messages")
def test_unforeseen_error_is_logged_and_told_in_one_sentence(
    told: list[tuple[str, Level]],
) -> None:
    with pytest.raises(ZeroDivisionError) as caught:
        _ = 1 / 0
    sys.excepthook(caught.type, caught.value, caught.tb)
    ((text, level),) = told
    assert text.startswith("Something went wrong inside Motivo")
    assert level == Level.FAILURE
    assert "Traceback" in log_text()
    assert "division by zero" in log_text()


@pytest.mark.usefixtures("messages")
def test_foreseen_error_is_told_in_its_own_words(told: list[tuple[str, Level]]) -> None:
    sys.excepthook(AppError, AppError("The file is empty."), None)
    assert told == [("The file is empty.", Level.FAILURE)]
    assert not log_text()


def test_error_in_a_thread_is_told_too(
    qtbot: QtBot, messages: Messages, told: list[tuple[str, Level]]
) -> None:
    def stumble() -> None:
        raise ZeroDivisionError("in a thread")

    thread = threading.Thread(target=stumble)
    with qtbot.waitSignal(messages.shown):
        thread.start()
    thread.join()
    assert told[0][0].startswith("Something went wrong")
    assert "in a thread" in log_text()


@pytest.mark.usefixtures("messages")
def test_error_that_can_not_be_raised_is_told_too(told: list[tuple[str, Level]]) -> None:
    args = SimpleNamespace(
        exc_type=ZeroDivisionError, exc_value=None, exc_traceback=None, object=None, err_msg=None
    )
    sys.unraisablehook(args)
    assert len(told) == 1


@pytest.mark.usefixtures("qapp")
def test_hooks_can_be_put_back() -> None:
    before = (sys.excepthook, threading.excepthook, sys.unraisablehook)
    restore = install_excepthooks(Messages())
    assert sys.excepthook is not before[0]
    restore()
    assert (sys.excepthook, threading.excepthook, sys.unraisablehook) == before


@pytest.mark.usefixtures("qapp")
def test_error_is_told_without_a_log_where_there_is_none(motivo_home: Path) -> None:
    motivo_home.write_text("a file where the folder should be")
    messages = Messages()
    told: list[str] = []
    messages.shown.connect(lambda text, _level: told.append(text))
    messages.exception(ZeroDivisionError, ZeroDivisionError(), None)
    assert told == ["Something went wrong inside Motivo; your sketch is still there."]
