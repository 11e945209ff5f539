"""The staff while edits come faster than it is engraved, with the real worker."""

from pytestqt.qtbot import QtBot

from app.application import Application
from app.domain import Melody, Note, Sketch


def test_staff_goes_along_and_only_the_newest_state_waits(
    motivo: Application, qtbot: QtBot
) -> None:
    shown: list[Sketch] = []
    motivo.engraving.engraved.connect(lambda _drawing, sketch: shown.append(sketch))
    states = [Sketch(melody=Melody((Note(0, 480, pitch),))) for pitch in range(40, 80)]
    for state in states:
        motivo.document.change_sketch("Edit", state)
    qtbot.waitUntil(lambda: bool(shown) and shown[-1] == states[-1])
    assert len(shown) <= 3
    drawing = motivo.window.score_view.drawing
    assert drawing is not None
    assert [box.note for system in drawing.systems for box in system.notes] == [0]
