import logging
import os
import weakref
from collections.abc import Callable, Iterator
from multiprocessing import active_children
from pathlib import Path

import pytest
from PySide6.QtCore import QTimer
from pytestqt.qtbot import QtBot

from app.services.worker import Task, Worker
from app.services.worker_process import NICENESS
from tests.services import jobs

MOST_NICENESS = 19
"""The most that the system allows."""


@pytest.fixture
def worker(qtbot: QtBot) -> Iterator[Worker]:
    worker = Worker("test")
    yield worker
    worker.shutdown()


@pytest.fixture
def hasty_worker(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> Iterator[Worker]:
    """Yield a worker that gives a reading job a tenth of a second."""
    monkeypatch.setattr("app.services.worker.MOST_SECONDS", 0.1)
    worker = Worker("test")
    yield worker
    worker.shutdown()


class News:
    """The signals that a task emits, in order."""

    def __init__(self, task: Task) -> None:
        self.told: list[tuple[str, object]] = []
        task.progressed.connect(lambda value: self.told.append(("progressed", value)))
        task.succeeded.connect(lambda value: self.told.append(("succeeded", value)))
        task.failed.connect(lambda text: self.told.append(("failed", text)))
        task.cancelled.connect(lambda: self.told.append(("cancelled", None)))
        task.finished.connect(lambda: self.told.append(("finished", None)))

    @property
    def is_finished(self) -> bool:
        return ("finished", None) in self.told


def wait(qtbot: QtBot, *news: News) -> None:
    qtbot.waitUntil(lambda: all(item.is_finished for item in news))


def test_reports_come_in_order_and_then_the_result(qtbot: QtBot, worker: Worker) -> None:
    news = News(worker.submit(jobs.count, 100))
    wait(qtbot, news)
    reports = [("progressed", number) for number in range(100)]
    assert news.told == [*reports, ("succeeded", 100), ("finished", None)]
    assert not worker.is_busy


def test_jobs_run_one_after_the_other(qtbot: QtBot, worker: Worker) -> None:
    ended: list[int] = []
    tasks = [worker.submit(jobs.count, number) for number in range(5)]
    for task in tasks:
        task.succeeded.connect(ended.append)
    wait(qtbot, *map(News, tasks))
    assert ended == [0, 1, 2, 3, 4]


def test_foreseen_failure_tells_its_sentence(qtbot: QtBot, worker: Worker) -> None:
    news = News(worker.submit(jobs.refuse, "The file is empty."))
    wait(qtbot, news)
    assert news.told == [("failed", "The file is empty."), ("finished", None)]


@pytest.mark.parametrize("function", [jobs.stumble, jobs.return_what_cant_travel])
def test_unforeseen_failure_is_logged_and_told_in_one_sentence(
    qtbot: QtBot,
    worker: Worker,
    caplog: pytest.LogCaptureFixture,
    function: Callable[..., object],
) -> None:
    news, after = News(worker.submit(function)), News(worker.submit(jobs.count, 1))
    wait(qtbot, news, after)
    assert [kind for kind, _ in news.told] == ["failed", "finished"]
    assert str(news.told[0][1]).startswith("Something went wrong inside Motivo")
    assert "Traceback" in caplog.text
    assert ("succeeded", 1) in after.told


def test_job_that_cant_be_handed_over_fails_and_the_next_one_runs(
    qtbot: QtBot, worker: Worker, caplog: pytest.LogCaptureFixture
) -> None:
    unsent = News(worker.submit(lambda _job: None))
    following = News(worker.submit(jobs.count, 2))
    wait(qtbot, unsent, following)
    assert [kind for kind, _ in unsent.told] == ["failed", "finished"]
    assert following.told[-2:] == [("succeeded", 2), ("finished", None)]
    assert "local object" in caplog.text


def test_cancelled_job_ends_as_cancelled_and_says_no_more(qtbot: QtBot, worker: Worker) -> None:
    task, after = worker.submit(jobs.wait_for_cancel), worker.submit(jobs.count, 1)
    news, news_after = News(task), News(after)
    task.progressed.connect(task.cancel)
    wait(qtbot, news, news_after)
    assert news.told == [("progressed", "begun"), ("cancelled", None), ("finished", None)]
    assert ("succeeded", 1) in news_after.told


def test_reading_job_is_cancelled_at_once_though_it_never_asks(
    qtbot: QtBot, worker: Worker, caplog: pytest.LogCaptureFixture
) -> None:
    task, after = worker.submit_reading(jobs.hang), worker.submit(jobs.count, 1)
    news, news_after = News(task), News(after)
    with qtbot.waitSignal(task.progressed):
        pass
    task.cancel()
    assert news.told == [("progressed", "begun"), ("cancelled", None), ("finished", None)]
    wait(qtbot, news_after)
    assert news_after.told[-2:] == [("succeeded", 1), ("finished", None)]
    assert caplog.text == "", "nothing has gone wrong"


def test_writing_job_is_cancelled_at_once_and_cleaned_up_after(
    qtbot: QtBot, worker: Worker
) -> None:
    asked: list[int] = []
    process = News(worker.submit(jobs.process_id))
    wait(qtbot, process)
    task = worker.submit_writing(asked.append, jobs.hang)
    news = News(task)
    with qtbot.waitSignal(task.progressed):
        pass
    task.cancel()
    assert news.told == [("progressed", "begun"), ("cancelled", None), ("finished", None)]
    assert asked == [value for what, value in process.told if what == "succeeded"]


def test_reading_job_that_takes_too_long_is_given_up(qtbot: QtBot, hasty_worker: Worker) -> None:
    news = News(hasty_worker.submit_reading(jobs.hang))
    after = News(hasty_worker.submit(jobs.count, 1))
    wait(qtbot, news, after)
    sentence = "This took longer than 0.1 seconds, so Motivo gave it up; choose a smaller file."
    assert news.told[-2:] == [("failed", sentence), ("finished", None)]
    assert ("succeeded", 1) in after.told


def test_other_jobs_may_take_as_long_as_they_need(qtbot: QtBot, hasty_worker: Worker) -> None:
    task = hasty_worker.submit(jobs.wait_for_cancel)
    task.progressed.connect(lambda _value: QTimer.singleShot(300, task.cancel))
    news = News(task)
    wait(qtbot, news)
    assert news.told == [("progressed", "begun"), ("cancelled", None), ("finished", None)]


def test_job_cancelled_before_it_begins_never_runs(
    qtbot: QtBot, worker: Worker, tmp_path: Path
) -> None:
    trace = tmp_path / "trace"
    task, after = worker.submit(jobs.touch, trace), worker.submit(jobs.count, 1)
    news, news_after = News(task), News(after)
    task.cancel()
    assert news.told == [("cancelled", None), ("finished", None)]
    wait(qtbot, news_after)
    assert not trace.exists()


def test_latest_takes_the_place_of_what_waits(qtbot: QtBot, worker: Worker) -> None:
    running = worker.submit(jobs.wait_for_cancel)
    with qtbot.waitSignal(running.progressed):
        pass
    other = News(worker.submit(jobs.count, 9))
    news = [News(worker.submit_latest(jobs.count, 0)) for _ in range(3)]
    running.cancel()
    wait(qtbot, other, *news)
    assert [item.told[0][0] for item in news] == ["cancelled", "cancelled", "succeeded"]
    assert other.told[0][0] == "cancelled"


def test_tasks_that_have_ended_are_freed_though_what_is_connected_holds_them(
    qtbot: QtBot, worker: Worker
) -> None:
    tasks = [worker.submit(jobs.count, number) for number in range(3)]
    last = News(tasks[2])
    for task in tasks:
        task.succeeded.connect(lambda _value, task=task: task.is_cancelled)
        task.finished.connect(lambda task=task: task.cancel())
    tasks[1].cancel()
    held = [weakref.ref(task) for task in tasks]
    wait(qtbot, last)
    del task, tasks
    assert [ref() for ref in held] == [None] * 3


def test_process_that_dies_fails_its_task_and_is_replaced(
    qtbot: QtBot, worker: Worker, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.CRITICAL)
    news, after = News(worker.submit(jobs.die)), News(worker.submit(jobs.process_id))
    wait(qtbot, news, after)
    assert news.told[0][0] == "failed"
    (replacement,) = active_children()
    assert after.told[0] == ("succeeded", replacement.pid)
    again = News(worker.submit(jobs.process_id))
    wait(qtbot, again)
    assert again.told[0] == ("succeeded", replacement.pid)


def test_idle_process_that_is_killed_is_replaced(
    qtbot: QtBot, worker: Worker, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.ERROR)
    wait(qtbot, News(worker.submit(jobs.count, 1)))
    for child in active_children():
        child.kill()
    qtbot.waitUntil(lambda: "ended by itself" in caplog.text)
    news = News(worker.submit(jobs.count, 1))
    wait(qtbot, news)
    assert ("succeeded", 1) in news.told


def test_process_that_never_gets_ready_fails_its_tasks(qtbot: QtBot) -> None:
    worker = Worker("test", jobs.die_before_the_first_job)
    news = [News(worker.submit(jobs.count, 1)) for _ in range(2)]
    wait(qtbot, *news)
    assert [item.told[0][0] for item in news] == ["failed", "failed"]
    worker.shutdown()


def test_prepared_process_has_imported_what_it_needs_and_no_window(qtbot: QtBot) -> None:
    worker = Worker("test", jobs.import_wave)
    news = News(worker.submit(jobs.modules))
    wait(qtbot, news)
    imported = news.told[0][1]
    assert isinstance(imported, list)
    assert "wave" in imported
    assert "PySide6" not in imported
    worker.shutdown()


@pytest.mark.skipif(not hasattr(os, "nice"), reason="processes have no niceness on Windows")
def test_process_gives_way_to_the_window(qtbot: QtBot, worker: Worker) -> None:
    news = News(worker.submit(jobs.niceness))
    wait(qtbot, news)
    wanted = min(os.nice(0) + NICENESS, MOST_NICENESS)
    assert NICENESS > 0
    assert news.told[0] == ("succeeded", wanted)


def test_preparation_that_fails_is_logged_and_jobs_run(
    qtbot: QtBot, caplog: pytest.LogCaptureFixture
) -> None:
    worker = Worker("test", jobs.fail_to_prepare)
    news = News(worker.submit(jobs.count, 1))
    wait(qtbot, news)
    assert ("succeeded", 1) in news.told
    assert "not prepared" in caplog.text
    worker.shutdown()


def test_shutdown_ends_even_a_job_that_hangs(qtbot: QtBot, worker: Worker) -> None:
    task, waiting = worker.submit(jobs.hang), worker.submit(jobs.count, 1)
    news, news_waiting = News(task), News(waiting)
    with qtbot.waitSignal(task.progressed):
        pass
    worker.shutdown()
    assert news.told[-2:] == [("cancelled", None), ("finished", None)]
    assert news_waiting.told == [("cancelled", None), ("finished", None)]
    assert not active_children()
    late = News(worker.submit(jobs.count, 1))
    wait(qtbot, late)
    assert late.told == [("cancelled", None), ("finished", None)]


def test_worker_that_was_never_used_shuts_down(worker: Worker) -> None:
    worker.shutdown()
    assert not active_children()
