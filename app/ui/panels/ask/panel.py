"""Owns AskPanel: what the player wishes of the next takes, and the sentence that says it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QScrollArea, QVBoxLayout, QWidget

from app.document import Document
from app.domain import Form, Request, RequestMode
from app.errors import InvalidValueError
from app.ui.panels.ask.keeping import Closeness, KeepingSection
from app.ui.panels.ask.making import MakingSection
from app.ui.panels.ask.obeying import MOST_SEED, ObeyingSection
from app.ui.panels.ask.section import Section
from app.ui.panels.ask.sentence import Inks, phrases_in_words, sentence
from app.ui.presenters.subject import Subject, subject_of
from app.ui.theme import Theme
from app.ui.widgets import Fold, Gauge, PaneHeader, Slider, rule

LEAST_LIKELY: Final = (50, 100, 95)
"""Of how much of the likelihood the notes are drawn, in hundredths: least, most and at first."""

MARGIN: Final = 12
SCROLL_BAR: Final = 10


class AskPanel(QWidget):
    """Gives a Request; `header` is the title bar of its dock."""

    request_changed = Signal()

    def __init__(self, document: Document, theme: Theme) -> None:
        super().__init__()
        self.setObjectName("askPanel")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._document, self._theme = document, theme
        self._marked_ticks: tuple[int, int] | None = None
        self.header = PaneHeader(theme)
        self._scroll = QScrollArea(self)
        body = QWidget(self._scroll.viewport())
        body.setObjectName("askBody")
        self._making = MakingSection(theme, body)
        self._fold = Fold(theme, body)
        self._rare = Section(theme, self._fold)
        self._closeness = Closeness(theme, self._rare)
        self._keeping = KeepingSection(theme, self._closeness, body)
        self._obeying = ObeyingSection(theme, body)
        self._likely = Slider(*LEAST_LIKELY)
        self._likely.setObjectName("topPSlider")
        self._likely_gauge = Gauge(theme, self._likely, "0.00")
        self._likely_row = self._rare.add(self._likely_gauge)
        self._fold.set_content(self._rare)
        self.style_box = self._making.style_box
        self._sentence = QLabel(self)
        self._sentence.setObjectName("sentence")
        self._sentence.setWordWrap(True)
        self._sentence.setFont(theme.font(theme.sizes.sentence))
        self._sentence.setContentsMargins(8, 10, 8, 10)
        self._lay_out(body)
        for section in (self._making, self._keeping, self._obeying):
            section.changed.connect(self._on_changed)
        self._closeness.slider.valueChanged.connect(self._on_changed)
        self._likely.valueChanged.connect(self._on_changed)
        for signal in (
            document.sketch_changed,
            document.shown_changed,
            document.selection_changed,
            theme.changed,
        ):
            signal.connect(self._tell)
        document.previewed_changed.connect(lambda: self.set_marked(None))
        document.opened.connect(lambda: self.set_marked(None))
        self.retranslate_ui()

    def subject(self) -> Subject:
        """Return what the request works on."""
        return subject_of(self._document, self._making.mode, self._marked_ticks)

    def focus_first(self) -> None:
        """Put the keys into the first control that takes them."""
        for widget in self.findChildren(QWidget):
            takes_keys = widget.focusPolicy() & Qt.FocusPolicy.TabFocus
            if takes_keys and widget.isVisible() and widget.isEnabled():
                widget.setFocus(Qt.FocusReason.TabFocusReason)
                return

    def request(self) -> Request:
        """Return the wishes; raises InvalidValueError where they can't be met."""
        making, keeping, obeying = self._making, self._keeping, self._obeying
        subject = self.subject()
        if making.mode is RequestMode.FILL and subject.passage is None:
            raise InvalidValueError(self.tr("Drag over the bar numbers to say which bars to fill."))
        first_bar, last_bar = subject.passage or (None, None)
        lowest, highest = obeying.pitches.limits
        return Request(
            mode=making.mode,
            bars=making.bars.value(),
            takes=making.takes.value(),
            seed=obeying.seed.value(),
            temperature=making.temperature.value() / 100,
            top_p=self._likely.value() / 100,
            style=making.style_name,
            scale_lock=obeying.scale_lock.isChecked(),
            lowest=lowest,
            highest=highest,
            first_bar=first_bar,
            last_bar=last_bar,
            closeness=self._closeness.slider.value() / 100,
            rhythm_lock=keeping.rhythm_lock.isChecked(),
            pitch_lock=keeping.pitch_lock.isChecked(),
            density=obeying.density,
            ending=obeying.ending,
            form=self._form(subject),
        )

    def set_styles(self, styles: Sequence[str]) -> None:
        """Offer the styles that the model knows."""
        self._making.set_styles(styles)

    def set_marked(self, marked_ticks: tuple[int, int] | None) -> None:
        """Let fill and vary work on the bars from one tick to another; None for none marked."""
        self._marked_ticks = marked_ticks
        self._tell()

    def advance_seed(self) -> None:
        """Let the next batch be another one."""
        seed = self._obeying.seed
        seed.setValue((seed.value() + self._making.takes.value()) % MOST_SEED)

    def retranslate_ui(self) -> None:
        """Set every text."""
        self.header.title.setText(self.tr("Ask"))
        for section in (self._making, self._keeping, self._obeying):
            section.retranslate_ui()
        self._fold.set_text(self.tr("More wishes"))
        self._likely_row.set_texts(self.tr("Surprise"))
        self._likely.setAccessibleName(self.tr("Surprise"))
        self._likely.setToolTip(
            self.tr("How unlikely a note may be; at the right, anything may come")
        )
        self.set_styles([])
        self._tell()

    def _lay_out(self, body: QWidget) -> None:
        sizes, scroll = self._theme.sizes, self._scroll
        column = QVBoxLayout(body)
        column.setSpacing(sizes.form_gap)
        for widget in (self._making, rule(), self._keeping, rule(), self._obeying, self._fold):
            column.addWidget(widget)
        column.addStretch(1)
        scroll.setObjectName("askScroll")
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setWidget(body)

        def keep_clear(_least: int, most: int) -> None:
            """Let a scroll bar stand in the margin, so that the fields keep their width."""
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

    def _form(self, subject: Subject) -> Form | None:
        """Read the form; raises InvalidValueError where it is none, or can't fill the bars."""
        text = self._obeying.form_text
        if not text:
            return None
        form = Form.parse(text)
        form.phrase_bars(subject.sketch.bars, self._making.bars.value())
        return form

    def _on_changed(self) -> None:
        self._tell()
        self.request_changed.emit()

    def _tell(self) -> None:
        """Show what helps the mode, and say the whole request in one sentence."""
        subject, mode = self.subject(), self._making.mode
        self._making.show_bars(self._given_bars(subject))
        self._keeping.show_mode(mode, self._rare.column)
        self._obeying.show_key(subject.sketch.key)
        self._obeying.show_use(
            has_form=mode is RequestMode.CONTINUE,
            has_density=not self._keeping.rhythm_lock.isChecked(),
        )
        self._likely_gauge.tell(f"{self._likely.value() / 100:.2f}")
        self._sentence.setText(self._said(subject))

    def _given_bars(self, subject: Subject) -> str:
        """Return the bars that fill and vary work on or answer adds; "" to continue."""
        mode, bars = self._making.mode, subject.sketch.bars
        if mode is RequestMode.CONTINUE or not bars:
            return ""
        if mode is RequestMode.ANSWER:
            return str(bars)
        if subject.passage is None and mode is RequestMode.FILL:
            return self.tr("none yet")
        first, last = subject.passage or (1, bars)
        return str(first) if first == last else f"{first}–{last}"

    def _said(self, subject: Subject) -> str:
        if not len(subject.sketch.melody):
            return self.tr("Draw a few bars, and Motivo continues them.")
        try:
            self._tell_form(subject)
            request = self.request()
        except InvalidValueError as error:
            return str(error)
        theme = self._theme
        mine = theme.color("note.player" if theme.is_dark else "accent").name()
        return sentence(request, subject, Inks(mine, theme.color("ink.model").name()))

    def _tell_form(self, subject: Subject) -> None:
        """Say beside the form what it comes to; raises InvalidValueError where it can't be."""
        try:
            form = self._form(subject)
        except InvalidValueError:
            self._obeying.show_form("", is_refused=True)
            raise
        bars = subject.sketch.bars, self._making.bars.value()
        hint = "" if form is None else phrases_in_words(form, *bars)
        self._obeying.show_form(hint, is_refused=False)
