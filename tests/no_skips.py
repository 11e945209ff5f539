"""Lets a test that would be skipped fail, where all that tests need is meant to be installed.

That is so where MOTIVO_NO_SKIPS is set: `all`, or `but-torch` where PyTorch can't be had.
"""

import os
from collections.abc import Generator
from typing import Final, TypeVar

import pytest

Report = TypeVar("Report", pytest.CollectReport, pytest.TestReport)

NO_SKIPS: Final = os.environ.get("MOTIVO_NO_SKIPS", "")
MAY_BE_SKIPPED: Final = ("CAP_SYS_NICE", *(("'torch'",) if NO_SKIPS == "but-torch" else ()))
"""What the reason of a skip may name all the same: what can't be installed."""


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report() -> Generator[None, pytest.CollectReport, pytest.CollectReport]:
    """Look at modules that are skipped as a whole."""
    report = yield
    return _failed_if_skipped(report)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport() -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Look at single tests."""
    report = yield
    return _failed_if_skipped(report)


def _failed_if_skipped(report: Report) -> Report:
    is_expected = hasattr(report, "wasxfail") or any(
        name in str(report.longrepr) for name in MAY_BE_SKIPPED
    )
    if NO_SKIPS and report.skipped and not is_expected:
        report.outcome = "failed"
        report.longrepr = f"MOTIVO_NO_SKIPS is set, but this was skipped: {report.longrepr}"
    return report
