"""A report says what went wrong, and nothing about the music or the player."""

from __future__ import annotations

import logging
import platform
from collections.abc import Iterator
from pathlib import Path

import pytest

from app.logs import start_log
from app.services.report import MOST_LINES, log_end, report

logger = logging.getLogger("app.services.somewhere")
SECRETS = ("Secret Song", "Ada", "C4", "mine.motivo")


@pytest.fixture(autouse=True)
def _log(qapp: object) -> Iterator[None]:
    close = start_log()
    yield
    close()


def stumble(error: Exception) -> None:
    raise error


def fail_with(error: Exception) -> None:
    try:
        stumble(error)
    except Exception:
        logger.exception("A job of the files process failed:")


def test_versions_and_the_place_of_an_error_are_told() -> None:
    fail_with(ValueError("Secret Song"))
    told = report()
    assert told.startswith("Motivo ")
    assert f"Python {platform.python_version()}\nQt 6." in told
    assert "A job of the files process failed" in told
    assert "Traceback (most recent call last):" in told
    assert "in stumble\n    raise error\n" in told
    assert "\nValueError\n" in told


def test_no_music_and_no_name_is_told() -> None:
    fail_with(ValueError("the title “Secret Song”\n  by Ada\nSecret Song: Ada\nC4 D4"))
    fail_with(KeyError("Secret Song"))
    home = Path.home() / "Ada" / "mine.motivo"
    fail_with(FileNotFoundError(2, "No such file", str(home)))
    logger.error("motivo %r", ["convert", str(home), "Secret Song"])
    logger.error("Nothing can be kept in %s", home)
    logging.getLogger("some.library").warning("Secret Song has no key")
    told = report()
    assert all(secret in log_end() for secret in SECRETS), "the log itself has everything"
    assert not [secret for secret in (*SECRETS, str(Path.home())) if secret in told]
    assert "FileNotFoundError: [Errno 2]" in told
    assert "Nothing can be kept in …" in told
    assert "WARNING some.library: …" in told


def test_folders_that_lead_to_the_program_are_not_told() -> None:
    fail_with(ValueError())
    assert str(Path(__file__).parent) not in report()
    assert "test_report.py" in report()


def test_long_log_is_told_from_its_end() -> None:
    for number in range(1000):
        logger.error("line %s", number)
    lines = report().splitlines()
    assert "line 999" in lines[-1]
    assert len(lines) == 5 + MOST_LINES


def test_nothing_logged_is_told_too() -> None:
    assert report().endswith("\nNothing was logged.\n")
