"""Owns ObeyingSection: the rules that every take obeys, and the seed."""

from __future__ import annotations

import random
from contextlib import suppress
from functools import partial
from typing import Final

from PySide6.QtWidgets import QLabel, QWidget

from app.domain import Form, Key
from app.errors import InvalidValueError
from app.ui.ask.panel_wishes import PANEL_WISHES
from app.ui.ask.pitch_range import KEYS_HEIGHT, PitchRange
from app.ui.ask.section import Section, beside
from app.ui.ask.wish_control import Access, translated
from app.ui.theme import Theme
from app.ui.widgets import Gauge, IconButton, LineEdit, Slider, Switch

FEW_SEEDS: Final = 10_000
"""How many seeds the dice choose from: few, so that a seed is easy to write down."""


class ObeyingSection(Section):
    """The controls for scale, range, density, ending, form, and seed."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(theme, parent)
        self._scale, self._form_hint = QLabel(), QLabel()
        for hint in (self._scale, self._form_hint):
            hint.setObjectName("hint")
        scale_lock = self.control("scale_lock", Switch(theme), "scaleLockBox")
        self.pitches = self._pitch_range()
        self._density = self._density_gauge()
        self._form_edit = self._form_field()
        self.seed = self.spin_box("seed", "seedBox")
        self._dice = IconButton(theme, "dice-five", theme.sizes.form_field)
        self._dice.setProperty("bordered", True)
        self._dice.clicked.connect(lambda: self.seed.setValue(random.randrange(FEW_SEEDS)))
        self._title = self.add_title()
        self.add_wishes(scale_lock=beside(scale_lock, self._scale, wide=1))
        self._range_row = self.add(self.pitches)
        self._range_row.raise_label(KEYS_HEIGHT)
        self.add_wishes(density=self._density)
        self.add_wishes(ending=self.choice_box("ending", "endingBox"))
        self._form_row = self.add_wishes(form=beside(self._form_edit, self._form_hint))
        self.add_wishes(seed=beside(self.seed, self._dice))

    def show_key(self, key: Key) -> None:
        """Show the scale of the key, and spell the pitches as the key does."""
        self._scale.setText(str(key))
        self.pitches.spell(key)

    def show_use(self, *, has_form: bool, has_density: bool) -> None:
        """Show the form only if it has an effect, and enable the density only if it has one."""
        self._form_row.setVisible(has_form)
        self._density.setEnabled(has_density)
        self._density.slider.setToolTip(
            self.tr("{0}; at the far left, any number").format(
                translated(PANEL_WISHES["density"].help)
            )
            if has_density
            else self.tr("The locked rhythm already sets how many notes there are")
        )
        notes = self._density.value
        words = self.tr("{0} per bar").format(f"{notes:g}") if notes else self.tr("any")
        self._density.tell(words if has_density else self.tr("locked"))

    def show_form(self, hint: str, *, is_refused: bool) -> None:
        """Show `hint` beside the form, and mark the form as wrong if it is refused."""
        self._form_hint.setText(hint)
        self._form_hint.setVisible(bool(hint))
        if self._form_edit.property("refused") != is_refused:
            self._form_edit.setProperty("refused", is_refused)
            self._form_edit.style().unpolish(self._form_edit)
            self._form_edit.style().polish(self._form_edit)

    def check_form(self) -> None:
        """Raise InvalidValueError, with what to write instead, if the text is no form."""
        text = self._form_edit.text().strip()
        if text:
            Form.parse(text)

    def _pitch_range(self) -> PitchRange:
        pitches = PitchRange(self.theme)
        pitches.changed.connect(self.changed)
        for wish, box in (("lowest", pitches.lowest), ("highest", pitches.highest)):
            # No signal is needed: PitchRange.changed covers both boxes.
            access = Access(box.currentData, partial(pitches.set_limit, box), None)
            self.control(wish, box, f"{wish}Box", access)
        return pitches

    def _density_gauge(self) -> Gauge:
        """Return a slider whose left end means that any density will do."""
        densest = round(PANEL_WISHES["density"].slider_limits[1])
        words = self.tr("{0} per bar").format(densest)
        gauge = Gauge(self.theme, Slider(0, densest, 0), words, steps=1)
        access = Access(
            lambda: gauge.value or None,
            lambda density: gauge.set_value(density or 0),
            gauge.value_changed,
        )
        return self.control("density", gauge, "densityBox", access)

    def _form_field(self) -> LineEdit:
        edit = LineEdit(self.theme, self.theme.sizes.form_field)
        access = Access(self._read_form, self._write_form, edit.textChanged)
        edit.editingFinished.connect(self._on_form_typed)
        return self.control("form", edit, "formEdit", access)

    def _read_form(self) -> Form | None:
        with suppress(InvalidValueError):
            return Form.parse(self._form_edit.text())
        return None

    def _write_form(self, form: Form | None) -> None:
        self._form_edit.setText("" if form is None else str(form))

    def _on_form_typed(self) -> None:
        """Rewrite what was typed as musicians write it, if it is a form."""
        form = self._read_form()
        if form is not None:
            self._write_form(form)

    def retranslate_ui(self) -> None:
        """Set every text."""
        super().retranslate_ui()
        self._title.setText(self.tr("Obey"))
        self._range_row.set_texts(self.tr("Range"))
        self._form_edit.setPlaceholderText(self.tr("such as a a′ b a"))
        self._dice.set_text(self.tr("Pick another seed"))
        self.pitches.retranslate_ui()
