"""Motivo on a screen, which a test can question."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QApplication, QDialog

from app.application import Application, create
from app.services.folders import data_dir
from app.ui.piano_roll.keyboard import WIDTH
from tests.patience import PATIENCE_MS
from tests.ui.asked import Asked


def answer(motivo: Application, question: str) -> object:
    """Answer `notes`, `point TICKS PITCH`, `lane TICKS VELOCITY`, `ruler TICKS` and the like."""
    words = question.split()
    window, roll = motivo.window, motivo.window.roll
    match words[0]:
        case "notes":
            return [
                (n.onset_ticks, n.duration_ticks, n.pitch, n.velocity)
                for n in motivo.document.shown.melody
            ]
        case "selected":
            return sorted(note.onset_ticks for note in motivo.document.selection)
        case "point":
            place = roll.point_at(int(words[1]), int(words[2]))
            return _screen(roll.viewport().mapToGlobal(place))
        case "lane":
            lane = window.roll_pane.lane
            x = roll.point_at(int(words[1]), 60).x() + WIDTH + 4
            y = lane.height() - (lane.height() - 8) * int(words[2]) / 127
            return _screen(lane.mapToGlobal(QPoint(x, round(y))))
        case "ruler":
            x = roll.point_at(int(words[1]), 60).x()
            return _screen(roll.ruler.mapToGlobal(QPoint(x, 8)))
        case "takes":
            return len(motivo.document.takes)
        case "audition":
            return _audition(motivo)
        case "written":
            return [str(path) for path in (data_dir() / "takes").rglob("*.mid")]
        case "card":
            view = window.takes_view
            card = view.visualRect(view.takes_model.index(int(words[1])))
            return _screen(view.viewport().mapToGlobal(card.center()))
        case "scale":
            return roll.transform_to.pixels_per_tick, roll.transform_to.row_height
        case "scroll":
            return roll.horizontalScrollBar().value(), roll.verticalScrollBar().value()
        case "window":
            return int(window.winId())
        case "state":
            return _state(motivo)
    return None


def _audition(motivo: Application) -> dict[str, object]:
    document = motivo.document
    return {
        "shown": document.previewed.number if document.previewed is not None else 0,
        "starred": [take.number for take in document.takes if take.starred],
        "in sketch": len(document.sketch.melody),
        "parents": sorted({take.parent for take in document.takes if take.parent}),
        "playing": motivo.transport.is_playing,
    }


def _state(motivo: Application) -> dict[str, object]:
    window, roll = motivo.window, motivo.window.roll
    actions = window.all_actions
    return {
        "playing": motivo.transport.is_playing,
        "looping": actions["loop"].isChecked(),
        "loop": motivo.transport.loop,
        "playhead": motivo.transport.playhead_ticks,
        "tool": roll.tool.name,
        "typing": actions["typing_piano"].isChecked(),
        "dialogs": [
            dialog.objectName() for dialog in window.findChildren(QDialog) if dialog.isVisible()
        ],
        "menu": _is_menu_on_screen(),
        "active": window.isActiveWindow(),
        "focused": roll.hasFocus() and window.isActiveWindow(),
    }


def _is_menu_on_screen() -> bool:
    menu = QApplication.activePopupWidget()
    return menu is not None and menu.windowHandle().isExposed()


def _screen(place: QPoint) -> tuple[int, int]:
    return place.x(), place.y()


def main() -> None:
    """Answer until there are no more questions."""
    motivo = create(["motivo"])
    # Two clicks count as a double-click even if a busy machine delivers them slowly.
    QApplication.setDoubleClickInterval(PATIENCE_MS)
    motivo.window.show()

    def end() -> None:
        motivo.window.set_close_guard(lambda: True)
        motivo.window.close()

    asked = Asked(partial(answer, motivo))
    asked.ended.connect(end, Qt.ConnectionType.QueuedConnection)
    motivo.run()
    asked.join()


if __name__ == "__main__":
    main()
