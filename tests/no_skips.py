"""Makes tests fail instead of being skipped, for machines that should have all that tests need.

Set MOTIVO_NO_SKIPS to `all`, or to `but-torch` if PyTorch can't be installed.
"""

import os
from collections.abc import Generator
from typing import Final, TypeVar

import pytest

Report = TypeVar("Report", pytest.CollectReport, pytest.TestReport)

NO_SKIPS: Final = os.environ.get("MOTIVO_NO_SKIPS", "")
MAY_BE_SKIPPED: Final = ("CAP_SYS_NICE", *(("'torch'",) if NO_SKIPS == "but-torch" else ()))
"""Things that can't always be installed: a test may be skipped if the reason names one of them."""


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report() -> Generator[None, pytest.CollectReport, pytest.CollectReport]:
    """Check the modules that are skipped as a whole."""
    report = yield
    return _failed_if_skipped(report)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport() -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Check the single tests that are skipped."""
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
