"""A Motivo that is killed loses nothing that it had kept, and leaves no damaged file."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.kills.killing import kill


@pytest.mark.parametrize("tenths", range(0, 30, 3))
def test_nothing_that_was_kept_is_missing_after_a_kill(tenths: int, tmp_path: Path) -> None:
    killed = kill(tmp_path, tenths, tenths / 10)
    assert killed.faults == ()
    assert killed.states
