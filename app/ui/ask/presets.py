"""Owns Presets: wishes that are remembered, which are the last ones and the named presets."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Final

from PySide6.QtCore import QCoreApplication, QObject

from app.domain import Ending, Form, RequestMode
from app.errors import InvalidValueError
from app.services.settings import PRESETS, WISHES, Settings
from app.ui.ask.panel_wishes import PanelWishes

BUILT_IN: Final[Mapping[str, PanelWishes]] = {
    "Close variation": PanelWishes(
        RequestMode.VARY, temperature=0.9, top_p=0.9, scale_lock=True, closeness=0.8
    ),
    "Same rhythm, new notes": PanelWishes(
        RequestMode.VARY, scale_lock=True, closeness=0.0, rhythm_lock=True
    ),
    "Fill around the selected notes": PanelWishes(
        RequestMode.FILL, scale_lock=True, keeps_selected=True
    ),
    "Answer that closes": PanelWishes(
        RequestMode.ANSWER, scale_lock=True, closeness=0.6, ending=Ending.TONIC
    ),
    "Calmer ending": PanelWishes(
        bars=4, temperature=0.8, top_p=0.9, scale_lock=True, density=3.0, ending=Ending.TONIC
    ),
    "Tune in four phrases": PanelWishes(
        scale_lock=True, ending=Ending.TONIC, form=Form.parse("a a′ b a")
    ),
    "Free flight": PanelWishes(temperature=1.4, top_p=1.0, closeness=0.1),
}
"""The presets that come with Motivo, by their English names."""


class Presets(QObject):
    """Keeps wishes in the settings; a stored text that can't be read counts as empty."""

    def __init__(self, settings: Settings, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._settings = settings

    @property
    def last(self) -> PanelWishes:
        """The wishes that were remembered last."""
        return PanelWishes.from_plain(self._settings.get_object(WISHES))

    def remember(self, wishes: PanelWishes) -> None:
        """Remember the wishes for the next start of Motivo."""
        self._settings.set(WISHES, json.dumps(wishes.as_plain()))

    @property
    def built_in(self) -> dict[str, PanelWishes]:
        """The presets that come with Motivo, by name."""
        return {
            QCoreApplication.translate("Presets", name): wishes for name, wishes in BUILT_IN.items()
        }

    @property
    def own(self) -> dict[str, PanelWishes]:
        """The player's own presets, by name, in the order in which they were saved."""
        stored = self._settings.get_object(PRESETS)
        return {name: PanelWishes.from_plain(plain) for name, plain in stored.items()}

    def save(self, name: str, wishes: PanelWishes) -> None:
        """Save wishes under a name, replacing an own preset of that name.

        Raises InvalidValueError if the name is empty or belongs to one of Motivo's presets.
        """
        self._keep({**self.own, self._checked(name): wishes})

    def rename(self, old: str, new: str) -> None:
        """Rename one of the player's presets; raises InvalidValueError as `save` does."""
        name = self._checked(new)
        kept = {own: wishes for own, wishes in self.own.items() if own != name or own == old}
        self._keep({name if own == old else own: wishes for own, wishes in kept.items()})

    def delete(self, name: str) -> None:
        """Delete one of the player's presets."""
        self._keep({own: wishes for own, wishes in self.own.items() if own != name})

    def _checked(self, name: str) -> str:
        name = name.strip()
        if not name:
            raise InvalidValueError(self.tr("A preset needs a name; type one."))
        if name in self.built_in:
            raise InvalidValueError(
                self.tr("“{0}” is one of Motivo's presets; choose another name.").format(name)
            )
        return name

    def _keep(self, own: Mapping[str, PanelWishes]) -> None:
        plain = {name: wishes.as_plain() for name, wishes in own.items()}
        self._settings.set(PRESETS, json.dumps(plain) if plain else "")
