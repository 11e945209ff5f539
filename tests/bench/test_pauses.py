import os
import signal
import subprocess
import sys
import time

import pytest


def is_watching(watcher: subprocess.Popen[str]) -> bool:
    return watcher.poll() is None and os.sched_getscheduler(watcher.pid) == os.SCHED_FIFO


@pytest.mark.skipif(not hasattr(os, "sched_setscheduler"), reason="needs Linux")
def test_core_that_stood_still_is_reported_with_its_moments() -> None:
    core = min(os.sched_getaffinity(0))
    with subprocess.Popen(
        [sys.executable, "-m", "app.bench.pauses", str(core)], stdout=subprocess.PIPE, text=True
    ) as watcher:
        while watcher.poll() is None and not is_watching(watcher):
            os.sched_yield()
        if watcher.poll() is not None:
            pytest.skip("needs the right to real-time priorities (CAP_SYS_NICE)")
        os.kill(watcher.pid, signal.SIGSTOP)
        began = time.perf_counter()
        subprocess.run([sys.executable, "-c", ""], check=True)
        ended = time.perf_counter()
        os.kill(watcher.pid, signal.SIGCONT)
        watcher.terminate()
        pauses = [tuple(map(float, line.split())) for line in watcher.communicate()[0].splitlines()]
    assert any(begin < began + 0.01 and ended - 0.01 < end for begin, end in pauses)
