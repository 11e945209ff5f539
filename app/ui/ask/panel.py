"""Owns AskPanel: the player's wishes for the next takes, and the sentence that sums them up."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from app.document import Document
from app.domain import Request
from app.domain.passage import added_bars
from app.domain.wishes import SEEDS
from app.errors import AppError, InvalidValueError
from app.services.settings import Settings
from app.ui.ask.controls import Controls
from app.ui.ask.panel_wishes import PanelWishes
from app.ui.ask.presets import Presets
from app.ui.ask.presets_menu import PresetsMenu
from app.ui.ask.sentence import Inks, phrases_in_words, sentence
from app.ui.ask.subject import Subject, subject_of
from app.ui.theme import Theme
from app.ui.widgets import IconButton, PaneHeader, SentenceBox

MARGIN: Final = 12
SCROLL_BAR: Final = 10


class AskPanel(QWidget):
    """Lets the player put a Request together; `header` is the title bar of the panel's dock."""

    request_changed = Signal()
    bars_marked = Signal(object)
    """The first and last ticks of the bars that `set_request` has marked."""
    refusal_changed = Signal(str)
    """Why the wishes can't be met, with what to do about it; empty if they can."""
    refused = Signal(str)
    """Why something that was typed was not accepted."""

    def __init__(self, document: Document, theme: Theme, settings: Settings) -> None:
        super().__init__()
        self.setObjectName("askPanel")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._document, self._theme = document, theme
        self._marked_ticks: tuple[int, int] | None = None
        self._is_whole = False
        self._refusal = ""
        self.header = PaneHeader(theme)
        self._scroll = QScrollArea(self)
        self._controls = Controls(theme, self._scroll.viewport())
        self.style_box = self._controls.making.style_box
        self._presets = Presets(settings, self)
        self._menu = PresetsMenu(self._presets, lambda: self._controls.wishes, self)
        self._menu_button = IconButton(theme, "dots-three")
        self._menu_button.setObjectName("presetsButton")
        self._menu_button.setMenu(self._menu)
        self._menu_button.setPopupMode(IconButton.ToolButtonPopupMode.InstantPopup)
        self.header.add(self._menu_button)
        self._sentence = SentenceBox(theme, self)
        self._lay_out()
        self._controls.set_wishes(self._presets.last)
        self._controls.changed.connect(self._on_changed)
        self._menu.chosen.connect(self._on_preset_chosen)
        self._menu.refused.connect(self.refused)
        document.selection_changed.connect(self._on_selection_changed)
        for signal in (document.sketch_changed, document.shown_changed, theme.changed):
            signal.connect(self._tell)
        document.previewed_changed.connect(lambda: self.set_marked(None))
        document.opened.connect(lambda: self.set_marked(None))
        self.retranslate_ui()

    @property
    def refusal(self) -> str:
        """Why the wishes can't be met, with what to do about it; empty if they can."""
        return self._refusal

    def subject(self) -> Subject:
        """Return what the request applies to."""
        wishes = self._controls.wishes
        return subject_of(
            self._document,
            wishes.mode,
            self._marked_ticks,
            is_whole=self._is_whole,
            keeps_selected=wishes.keeps_selected,
        )

    def focus_first(self) -> None:
        """Give the keyboard focus to the first control that accepts it."""
        for widget in self.findChildren(QWidget):
            takes_keys = widget.focusPolicy() & Qt.FocusPolicy.TabFocus
            if takes_keys and widget.isVisible() and widget.isEnabled():
                widget.setFocus(Qt.FocusReason.TabFocusReason)
                return

    def request(self) -> Request:
        """Return the request; raises AppError, with the reason, if the wishes can't be met."""
        return self._request(self.subject())

    def set_request(self, request: Request) -> None:
        """Set the controls to a request, and mark the bars that it applies to.

        The notes that it keeps are selected, as far as they are shown.
        """
        self._controls.set_wishes(PanelWishes.of(request))
        if not request.mode.has_passage:
            return
        shown = self._document.shown
        self._document.select(note for note in shown.melody if note in request.held)
        self.set_marked(None)
        if request.first_bar is None or request.last_bar is None:
            self._is_whole = True
            self._tell()
        else:
            start_ticks = shown.bar_start_ticks(request.first_bar)
            marked_ticks = start_ticks, shown.bar_start_ticks(request.last_bar + 1)
            self.set_marked(marked_ticks)
            self.bars_marked.emit(marked_ticks)

    def set_styles(self, styles: Sequence[str]) -> None:
        """Offer the styles that the model knows."""
        self._controls.making.set_styles(styles)
        self._tell()

    def set_marked(self, marked_ticks: tuple[int, int] | None) -> None:
        """Mark the ticks from and to which fill and vary work; None if no bars are marked."""
        self._marked_ticks, self._is_whole = marked_ticks, False
        self._tell()

    def advance_seed(self) -> None:
        """Move the seed on, so that the next batch has different takes."""
        seed, takes = self._controls.obeying.seed, self._controls.making.takes
        seed.setValue((seed.value() + takes.value()) % SEEDS)

    def retranslate_ui(self) -> None:
        """Set every text."""
        self.header.title.setText(self.tr("Ask"))
        self._menu_button.set_text(self.tr("Presets"))
        self._controls.retranslate_ui()
        self._sentence.retranslate_ui()
        self._sentence.set_name(self.tr("What Generate will do"))
        self._tell()

    def _lay_out(self) -> None:
        sizes, scroll, column = self._theme.sizes, self._scroll, self._controls.column
        scroll.setObjectName("askScroll")
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setWidget(self._controls)

        def keep_clear(_least: int, most: int) -> None:
            """Put the scroll bar into the margin, so that the fields keep their width."""
            right = MARGIN - SCROLL_BAR if most else MARGIN
            column.setContentsMargins(MARGIN, sizes.form_top, right, sizes.form_gap)

        keep_clear(0, 0)
        scroll.verticalScrollBar().rangeChanged.connect(keep_clear)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 12)
        outer.setSpacing(0)
        outer.addWidget(scroll, 1)
        foot = QHBoxLayout()
        foot.setContentsMargins(12, 0, 12, 0)
        foot.addWidget(self._sentence)
        outer.addLayout(foot)

    def _request(self, subject: Subject) -> Request:
        controls = self._controls
        wishes = controls.wishes
        if wishes.mode.chooses_bars:
            controls.obeying.check_form()
        return wishes.checked_request(subject, controls.making.styles)

    def _on_preset_chosen(self, preset: PanelWishes) -> None:
        self._controls.set_wishes(preset.with_seed(self._controls.wishes.seed))

    def _on_changed(self) -> None:
        self._presets.remember(self._controls.wishes)
        self._tell()
        self.request_changed.emit()

    def _on_selection_changed(self) -> None:
        self._is_whole = False
        self._tell()

    def _tell(self) -> None:
        """Show the controls that matter now, and say what Generate will do, or why it can't."""
        subject = self.subject()
        self._controls.show_subject(subject, self._given_bars(subject))
        self._tell_form(subject)
        refusal = ""
        try:
            request = self._request(subject)
        except AppError as error:
            refusal = str(error)
        if not len(subject.sketch.melody):
            # An empty sketch is no mistake, so nothing is refused.
            refusal = ""
            self._sentence.say(self.tr("Draw a few bars, and Motivo will continue them."))
        elif refusal:
            mode = self._controls.wishes.mode
            is_missing = mode.needs_passage and subject.passage is None
            self._sentence.say(refusal, is_refused=not is_missing)
        else:
            self._sentence.say_in_html(self._said(request, subject))
        if refusal != self._refusal:
            self._refusal = refusal
            self.refusal_changed.emit(refusal)

    def _given_bars(self, subject: Subject) -> str:
        """Return the bars that fill and vary change or that answer adds; empty to continue."""
        wishes, bars = self._controls.wishes, subject.sketch.bars
        mode = wishes.mode
        if mode.chooses_bars or not bars:
            return ""
        if not mode.has_passage:
            return str(added_bars(subject.sketch, wishes))
        if subject.passage is None and mode.needs_passage:
            return self.tr("none yet")
        first, last = subject.passage or (1, bars)
        return str(first) if first == last else f"{first}–{last}"

    def _said(self, request: Request, subject: Subject) -> str:
        theme = self._theme
        mine = theme.color("note.player" if theme.is_dark else "accent").name()
        return sentence(request, subject, Inks(mine, theme.color("ink.model").name()))

    def _tell_form(self, subject: Subject) -> None:
        """Say beside the form how long its phrases are, or mark it if it is impossible."""
        wishes = self._controls.wishes
        hint, is_refused = "", False
        if wishes.mode.chooses_bars:
            try:
                self._controls.obeying.check_form()
                if wishes.form is not None:
                    hint = phrases_in_words(wishes.form, subject.sketch.bars, wishes.bars)
            except InvalidValueError:
                is_refused = True
        self._controls.obeying.show_form(hint, is_refused=is_refused)
