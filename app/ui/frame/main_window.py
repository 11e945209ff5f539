"""Owns MainWindow: puts panes, panels and actions together; presenters decide what they do."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from PySide6.QtCore import QEvent, QObject, QPoint, QSize, Qt
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QDockWidget, QMainWindow, QSplitter, QWidget

from app.document import Document
from app.services.settings import GEOMETRY, STATE, Settings
from app.ui.actions import Actions
from app.ui.ask import AskPanel
from app.ui.files import RecentMenu
from app.ui.frame.file_drop import FileDrop
from app.ui.frame.main_menu import MainMenu
from app.ui.frame.status import StatusArea
from app.ui.frame.top_bar import TopBar
from app.ui.frame.undo_actions import UndoActions
from app.ui.piano_roll import PianoRollPane
from app.ui.playing import RecordingMenu
from app.ui.score_view import ScorePane, ScoreView
from app.ui.takes import TakesPanel
from app.ui.theme import Theme

FIRST_SIZE: Final = QSize(1440, 900)
FRAME: Final = QSize(8, 40)
"""Roughly what a window manager adds around a window; Qt knows it only once the window is shown."""

STEP_ASIDE: Final = QPoint(32, 32)
"""How far a window is from where the one before it is, so that both are seen."""

NARROWEST: Final = (1100, 640)


class MainWindow(QMainWindow):
    """The one window."""

    def __init__(
        self,
        document: Document,
        theme: Theme,
        score_view: ScoreView,
        settings: Settings,
    ) -> None:
        super().__init__()
        self.setObjectName("mainWindow")
        self._document, self._settings, self._sizes = document, settings, theme.sizes
        self._may_close: Callable[[], bool] = lambda: True
        self.setMinimumSize(*NARROWEST)
        room = self.screen().availableSize() - FRAME
        self.resize(FIRST_SIZE.boundedTo(room))
        self.file_drop = FileDrop(self)
        self.all_actions = Actions(self)
        self._undo_actions = UndoActions(document.undo_stack, self.all_actions)
        record, keep = self.all_actions["record"], self.all_actions["keep_played"]
        self.recording_menu = RecordingMenu(settings, (record, keep), self)
        self.recent_menu = RecentMenu(
            [self.all_actions[name] for name in ("reopen", "clear_recent")], self
        )
        self.roll_pane = PianoRollPane(document, theme, self.all_actions)
        self.roll = self.roll_pane.roll
        self.score_view = score_view
        self.ask_panel = AskPanel(document, theme, settings)
        self.takes_panel = TakesPanel(document, theme, self.all_actions)
        self.takes_view = self.takes_panel.view
        self._ask_dock = self._dock("askDock", self.ask_panel, self.ask_panel.header)
        self._takes_dock = self._dock("takesDock", self.takes_panel, self.takes_panel.header)
        docks = [dock.toggleViewAction() for dock in (self._ask_dock, self._takes_dock)]
        self.menu = MainMenu(self.all_actions, self.recent_menu, self.recording_menu, docks, self)
        self.top_bar = TopBar(document, theme, self.all_actions, self.menu)
        self.status_area = StatusArea(theme, self.all_actions["cancel"], self.all_actions["sound"])
        self._lay_out(ScorePane(document, theme, score_view, self.all_actions, settings))
        document.path_changed.connect(self._tell_title)
        document.sketch_changed.connect(self._tell_title)
        document.modified_changed.connect(self._tell_title)
        self.retranslate_ui()
        self.roll.setFocus()

    def retranslate_ui(self) -> None:
        """Set every text of the window itself."""
        self._ask_dock.setWindowTitle(self.tr("Ask"))
        self._takes_dock.setWindowTitle(self.tr("Takes"))
        self._tell_title()

    def set_close_guard(self, may_close: Callable[[], bool]) -> None:
        """Set what is asked before closing; if it says no, it closes the window later itself."""
        self._may_close = may_close

    def restore_place(self, others: int) -> None:
        """Restore the last place of the window and its docks; `others` are the windows open now.

        Such a window would be hidden by this one in the same place, with all that is in it.
        """
        geometry, state = self._settings.get(GEOMETRY), self._settings.get(STATE)
        if geometry:
            self.restoreGeometry(geometry)
            room = self.screen().availableGeometry()
            place = self.frameGeometry().translated(STEP_ASIDE * others)
            if not self.isMaximized() and room.contains(place):
                self.move(place.topLeft())
        if state:
            self.restoreState(state)

    def come_forward(self) -> None:
        """Show the window above others, with the focus, if the system allows that."""
        self.setWindowState(self.windowState() & ~Qt.WindowState.WindowMinimized)
        self.raise_()
        self.activateWindow()

    def closeEvent(self, event: QCloseEvent) -> None:
        """Close only if nothing would be lost, and remember the place of the window."""
        if self._may_close():
            self._remember_place()
            event.accept()
        else:
            event.ignore()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Keep the groups of the top bar aligned with the docks."""
        if event.type() in (QEvent.Type.Resize, QEvent.Type.Show, QEvent.Type.Hide):
            self._align_top_bar()
        return super().eventFilter(watched, event)

    def _remember_place(self) -> None:
        """Store where the window and its docks are."""
        self._settings.set(GEOMETRY, bytes(self.saveGeometry().data()))
        self._settings.set(STATE, bytes(self.saveState().data()))

    def _align_top_bar(self) -> None:
        widths = [
            dock.width() if dock.isVisible() and not dock.isFloating() else 0
            for dock in (self._ask_dock, self._takes_dock)
        ]
        self.top_bar.set_columns(*widths)

    def _dock(self, name: str, widget: QWidget, header: QWidget) -> QDockWidget:
        dock = QDockWidget(self)
        dock.setObjectName(name)
        dock.setTitleBarWidget(header)
        dock.setWidget(widget)
        dock.installEventFilter(self)
        return dock

    def _lay_out(self, score_pane: ScorePane) -> None:
        splitter = QSplitter(Qt.Orientation.Vertical)
        splitter.setObjectName("musicSplitter")
        splitter.setChildrenCollapsible(False)
        splitter.addWidget(self.roll_pane)
        splitter.addWidget(score_pane)
        splitter.setStretchFactor(0, 3)
        splitter.setStretchFactor(1, 2)
        splitter.setSizes([500, 320])
        self.setCentralWidget(splitter)
        self.setMenuWidget(self.top_bar)
        self.addDockWidget(Qt.DockWidgetArea.LeftDockWidgetArea, self._ask_dock)
        self.addDockWidget(Qt.DockWidgetArea.RightDockWidgetArea, self._takes_dock)
        docks = [self._ask_dock, self._takes_dock]
        widths = [self._sizes.ask_width, self._sizes.takes_width]
        for dock, width in zip(docks, widths, strict=True):
            dock.widget().setMinimumWidth(width)
        self.resizeDocks(docks, widths, Qt.Orientation.Horizontal)
        foot = self.statusBar()
        foot.setSizeGripEnabled(False)
        foot.setContentsMargins(0, 0, 0, 0)
        foot.addPermanentWidget(self.status_area, 1)

    def _tell_title(self) -> None:
        path = self._document.path
        title = self._document.sketch.title or self.tr("New sketch")
        name = path.name if path is not None else title
        # Twice, the sign for “modified” stands for itself.
        self.setWindowTitle(f"{name.replace('[*]', '[*][*]')}[*] – Motivo")
        self.setWindowModified(self._document.is_modified)
