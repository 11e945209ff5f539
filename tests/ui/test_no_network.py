"""Motivo has nothing to do with any network, whatever is done with it."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import app
from app.bench.patience import PATIENCE_SECONDS
from app.domain.file_formats import WRITTEN
from tests.formats.test_other_readers import needs


@needs("strace", "strace")
def test_whole_use_of_motivo_opens_no_socket_of_a_network(tmp_path: Path) -> None:
    record, folder = tmp_path / "calls", tmp_path / "files"
    folder.mkdir()
    subprocess.run(
        ["strace", "-f", "-e", "trace=network", "-o", record,
         sys.executable, "-m", "tests.ui.whole_use_program", folder],
        check=True, timeout=PATIENCE_SECONDS, cwd=Path(app.__file__).parent.parent,
        # Where no print server runs, the system's library for printing looks for one on localhost.
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen", "CUPS_SERVER": str(tmp_path / "cups")},
    )  # fmt: skip
    made = {path.suffix for path in folder.iterdir()}
    assert made >= {kind.suffix for kind in WRITTEN}, "everything was done"
    calls = record.read_text()
    assert "socket" in calls, "the processes were watched"
    assert [line for line in calls.splitlines() if "INET" in line] == []
