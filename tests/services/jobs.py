"""Functions that the worker's tests run in its process."""

import os
import sys
import time
from pathlib import Path

from app.errors import AppError
from app.services.worker_process import Job


def count(job: Job, up_to: int) -> int:
    """Report each number and return how many there were."""
    for number in range(up_to):
        job.report(number)
    return up_to


def refuse(job: Job, sentence: str) -> None:
    """Fail in a foreseen way."""
    raise AppError(sentence)


def stumble(job: Job) -> None:
    """Fail in an unforeseen way."""
    raise ZeroDivisionError("the reason")


def wait_for_cancel(job: Job) -> str:
    """Report the beginning, and run until the task is cancelled."""
    job.report("begun")
    while not job.cancelled():
        time.sleep(0.001)
    job.report("after the cancel")
    return "stopped"


def hang(job: Job) -> None:
    """Run for ever, and never check whether the task was cancelled."""
    job.report("begun")
    while True:
        time.sleep(60)


def die(job: Job) -> None:
    """End the process in the middle of a job."""
    os._exit(3)


def return_what_cant_travel(job: Job) -> object:
    """Return what can't be pickled."""
    return lambda: None


def modules(job: Job) -> list[str]:
    """Return the top-level packages that the process has imported."""
    return sorted({name.partition(".")[0] for name in sys.modules})


def process_id(job: Job) -> int:
    """Return the id of the process."""
    return os.getpid()


def niceness(job: Job) -> int:
    """Return the niceness of the process."""
    return os.nice(0)


def import_wave() -> None:
    """Prepare a process."""
    __import__("wave")


def fail_to_prepare() -> None:
    """Fail before the first job."""
    raise ZeroDivisionError("not prepared")


def die_before_the_first_job() -> None:
    """End the process before it can do a job."""
    os._exit(4)


def touch(job: Job, path: Path) -> None:
    """Leave a trace."""
    path.touch()
