"""The colours of the score, seen on the screen."""

from PySide6.QtGui import QColor
from pytestqt.qtbot import QtBot

from app.application import Application, create
from app.domain import Author, Melody, Note, Sketch
from app.services.settings import TELL_AUTHORS

BY_BOTH = Sketch(
    melody=Melody(
        tuple(
            Note(beat * 480, 480, 67, author=Author.MODEL if beat > 3 else Author.PLAYER)
            for beat in range(8)
        )
    )
)


def colours(motivo: Application) -> set[str]:
    """Return the names of the theme's colours that are in the score."""
    image = motivo.window.score_view.viewport().grab().toImage()
    seen = {image.pixel(x, y) for x in range(image.width()) for y in range(image.height())}
    names = ("ink", "ink.model", "wash.model", "note.model.line", "note.player")
    return {name for name in names if QColor(motivo.theme.color(name)).rgb() in seen}


def show(motivo: Application, qtbot: QtBot) -> None:
    motivo.window.all_actions["theme_dark"].trigger()
    with qtbot.waitSignal(motivo.engraving.engraved):
        motivo.document.open(BY_BOTH)


def test_models_notes_can_be_drawn_as_all_others(motivo: Application, qtbot: QtBot) -> None:
    show(motivo, qtbot)
    assert colours(motivo) == {"ink", "ink.model", "wash.model"}
    action = motivo.window.all_actions["tell_authors"]
    assert action.isChecked()
    action.trigger()
    assert colours(motivo) == {"ink"}
    motivo.document.select(motivo.document.shown.melody.notes[-1:])
    assert colours(motivo) == {"ink", "note.player"}
    action.trigger()
    assert colours(motivo) == {"ink", "ink.model", "wash.model", "note.model.line"}


def test_choice_is_remembered(motivo: Application, qtbot: QtBot) -> None:
    motivo.window.all_actions["tell_authors"].trigger()
    assert motivo.settings.get(TELL_AUTHORS) is False
    motivo.settings.save()
    again = create(["motivo"])
    try:
        again.window.show()
        show(again, qtbot)
        assert not again.window.all_actions["tell_authors"].isChecked()
        assert colours(again) == {"ink"}
    finally:
        again.close()
