import sys

import pytest

from app.services.messages import Messages


@pytest.mark.usefixtures("qapp")
def test_emitting_keeps_the_references_of_true() -> None:
    """PySide6 6.12.0 loses one for each signal on Python 3.11, until the process crashes."""
    messages = Messages()
    before = sys.getrefcount(True)
    for _ in range(50):
        messages.info("Saved.")
    assert before - sys.getrefcount(True) < 25
