"""Owns ObeyingSection: the rules that every new note keeps, and the seed."""

from __future__ import annotations

import random
from contextlib import suppress
from typing import Final

from PySide6.QtWidgets import QLabel, QWidget

from app.domain import Ending, Form, Key
from app.domain.wishes import SEEDS
from app.errors import InvalidValueError
from app.ui.ask.pitch_range import KEYS_HEIGHT, PitchRange
from app.ui.ask.section import Section, beside
from app.ui.theme import Theme
from app.ui.widgets import ChoiceBox, Gauge, IconButton, LineEdit, Slider, SpinBox, Switch

ENDINGS: Final = (Ending.TONIC, Ending.OPEN, Ending.ANY)
DENSEST: Final = 16
"""The most notes a bar that the slider goes to; at its left end any number will do."""

FEW_SEEDS: Final = 10_000
"""How many seeds the dice choose from: as many as are easily noted down."""


class ObeyingSection(Section):
    """Scale, range, density, ending, form, and seed."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(theme, parent)
        height = theme.sizes.form_field
        self.scale_lock = Switch(theme)
        self._scale = QLabel()
        self._scale.setObjectName("hint")
        self.pitches = PitchRange(theme)
        self._density = Gauge(
            theme, Slider(0, DENSEST, 0), self.tr("{0} a bar").format(DENSEST), steps=1
        )
        self._ending = ChoiceBox(ENDINGS, height)
        self.form_edit = LineEdit(theme, height)
        self._form_hint = QLabel()
        self._form_hint.setObjectName("hint")
        self.seed = SpinBox(theme, height)
        self.seed.setRange(0, SEEDS - 1)
        self._dice = IconButton(theme, "dice-five", height)
        self._dice.setProperty("bordered", True)
        self._dice.clicked.connect(lambda: self.seed.setValue(random.randrange(FEW_SEEDS)))
        self._title = self.add_title()
        self._scale_row = self.add(beside(self.scale_lock, self._scale, wide=1))
        self._range_row = self.add(self.pitches)
        self._range_row.raise_label(KEYS_HEIGHT)
        self._density_row = self.add(self._density)
        self._ending_row = self.add(self._ending)
        self._form_row = self.add(beside(self.form_edit, self._form_hint))
        self._seed_row = self.add(beside(self.seed, self._dice))
        for field, name in (
            (self.scale_lock, "scaleLockBox"),
            (self._density.slider, "densityBox"),
            (self._ending, "endingBox"),
            (self.form_edit, "formEdit"),
            (self.seed, "seedBox"),
        ):
            field.setObjectName(name)
        for signal in (
            self.scale_lock.toggled,
            self.pitches.changed,
            self._density.value_changed,
            self._ending.current_changed,
            self.form_edit.textChanged,
            self.seed.valueChanged,
        ):
            signal.connect(self.changed)
        self.form_edit.editingFinished.connect(self._on_form_typed)

    @property
    def density(self) -> float | None:
        """Notes a bar; None for any."""
        return self._density.value or None

    @density.setter
    def density(self, density: float | None) -> None:
        self._density.set_value(density or 0)

    @property
    def ending(self) -> Ending:
        """On what to end."""
        return ENDINGS[self._ending.currentIndex()]

    @ending.setter
    def ending(self, ending: Ending) -> None:
        self._ending.setCurrentIndex(ENDINGS.index(ending))

    def show_key(self, key: Key) -> None:
        """Write names as the sketch's key does."""
        self._scale.setText(str(key))
        self.pitches.spell(key)

    def show_use(self, *, has_form: bool, has_density: bool) -> None:
        """Offer the form where it is of use, and the density where nothing else says it."""
        self._form_row.setVisible(has_form)
        self._density.setEnabled(has_density)
        self._density.slider.setToolTip(
            self.tr("About how many notes a bar has; at the left end, any number")
            if has_density
            else self.tr("The locked rhythm says how many notes there are")
        )
        notes = self._density.value
        words = self.tr("{0} a bar").format(f"{notes:g}") if notes else self.tr("any")
        self._density.tell(words if has_density else self.tr("locked"))

    def show_form(self, hint: str, *, is_refused: bool) -> None:
        """Say beside the form what it comes to, or mark it as impossible."""
        self._form_hint.setText(hint)
        self._form_hint.setVisible(bool(hint))
        if self.form_edit.property("refused") != is_refused:
            self.form_edit.setProperty("refused", is_refused)
            self.form_edit.style().unpolish(self.form_edit)
            self.form_edit.style().polish(self.form_edit)

    def _on_form_typed(self) -> None:
        """Write the form as musicians do, where it is one."""
        with suppress(InvalidValueError):
            self.form_edit.setText(str(Form.parse(self.form_edit.text())))

    def retranslate_ui(self) -> None:
        """Set every text."""
        self._title.setText(self.tr("Obey"))
        self._scale_row.set_texts(self.tr("In scale"))
        self._range_row.set_texts(self.tr("Range"))
        self._density_row.set_texts(self.tr("Density"))
        self._ending_row.set_texts(self.tr("Ending"))
        self._ending.set_choices(
            (self.tr("Tonic"), self.tr("Open"), self.tr("Any")),
            (
                self.tr("The last note is the tonic"),
                self.tr("The last note is one that asks to go on"),
                self.tr("The last note is free; an answer closes all the same"),
            ),
        )
        self._form_row.set_texts(self.tr("Form"))
        self._seed_row.set_texts(self.tr("Seed"))
        self.form_edit.setPlaceholderText(self.tr("such as a a′ b a"))
        self._dice.set_text(self.tr("Another seed"))
        self.pitches.retranslate_ui()
        self._density.slider.setAccessibleName(self.tr("Notes a bar"))
        self._ending.setAccessibleName(self.tr("Ending"))
        for field, name, tip in (
            (
                self.scale_lock,
                self.tr("Stay in scale"),
                self.tr("No new note leaves the scale of the sketch's key"),
            ),
            (
                self.form_edit,
                self.tr("Form"),
                self.tr("A letter for each phrase, the same for those alike; ′ where it varies"),
            ),
            (
                self.seed,
                self.tr("Seed"),
                self.tr("The same wishes with the same seed give the same takes"),
            ),
        ):
            field.setAccessibleName(name)
            field.setToolTip(tip)
