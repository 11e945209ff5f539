"""The staff keeps up with keys that come faster than it is engraved."""

from PySide6.QtCore import QObject

from app.domain import Melody, Note, Sketch
from app.services.messages import Messages
from app.services.worker import Task
from app.services.worker_process import Order
from app.ui.score_view import Engraving


def test_an_answer_is_shown_though_more_was_asked_meanwhile(qapp: QObject) -> None:
    tasks: list[Task] = []
    shown: list[tuple[object, Sketch]] = []

    def request(*args: object) -> Task:
        tasks.append(Task(Order(len(tasks), print, args), lambda _task: None))
        return tasks[-1]

    engraving = Engraving(request, Messages())
    engraving.engraved.connect(lambda drawing, sketch: shown.append((drawing, sketch)))
    sketches = [Sketch(melody=Melody((Note(0, 480, pitch),))) for pitch in (60, 62)]
    for sketch in sketches:
        engraving.engrave(sketch, 800.0, 30.0, 1)
    for task in tasks:
        task.succeeded.emit(str(task.order.number))
    assert shown == [("0", sketches[0]), ("1", sketches[1])]
