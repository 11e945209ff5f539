"""Owns PanelWishes: what the controls of the Ask panel are set to, and the request it makes."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import partial
from typing import Annotated, Any, Final

from PySide6.QtCore import QCoreApplication

from app.domain import Request, RequestMode, Wishes
from app.domain.passage import passage_of
from app.domain.rules import check_style, rules_of
from app.domain.translatable import translatable
from app.domain.wish import Wish, declared
from app.domain.wishes import WISHES
from app.errors import InvalidValueError
from app.ui.ask.subject import Subject

tr = partial(QCoreApplication.translate, "AskPanel")


@dataclass(frozen=True, slots=True)
class PanelWishes(Wishes):
    """The wishes, and whether the selected notes are to be kept.

    They may contradict each other: the controls can be set to what can't be asked for.
    """

    keeps_selected: Annotated[
        bool,
        Wish(
            translatable("Wishes", "Keep the selected notes"),
            translatable(
                "Wishes", "The selected notes of these bars stay; the others are written anew"
            ),
        ),
    ] = False

    @classmethod
    def of(cls, request: Request) -> PanelWishes:
        """Return the wishes of a request."""
        return cls(**_shared(request), keeps_selected=bool(request.held))

    @classmethod
    def from_plain(cls, plain: object) -> PanelWishes:
        """Return the wishes that `as_plain` gave; what is missing or invalid has its default."""
        found: dict[str, Any] = {}
        for name, wish in PANEL_WISHES.items():
            if isinstance(plain, dict) and name in plain:
                with suppress(InvalidValueError):
                    found[name] = wish.from_plain(plain[name])
        return cls(**found)

    def as_plain(self) -> dict[str, object]:
        """Return what JSON can hold."""
        return {name: wish.to_plain(getattr(self, name)) for name, wish in PANEL_WISHES.items()}

    def request(self, subject: Subject) -> Request:
        """Return the request; raises InvalidValueError where the wishes contradict each other."""
        mode = self.mode
        if mode is RequestMode.FILL and subject.passage is None:
            raise InvalidValueError(tr("Drag over the bar numbers to say which bars to fill."))
        first_bar, last_bar = subject.passage or (None, None)
        # A control that the mode or a lock leaves without effect stays as it is set.
        asked = replace(
            self,
            form=self.form if mode.chooses_bars else None,
            density=None if self.rhythm_lock else self.density,
        )
        return Request(
            **_shared(asked),
            first_bar=first_bar,
            last_bar=last_bar,
            held=subject.held if mode.has_passage and self.keeps_selected else (),
        )

    def checked_request(self, subject: Subject, styles: Sequence[str]) -> Request:
        """Return the request; raises AppError, with the reason, where no take could meet it."""
        request = self.request(subject)
        if request.style is not None and styles:
            check_style(request.style, styles)
        rules_of(passage_of(subject.sketch, request), request)
        return request

    def with_seed(self, seed: int) -> PanelWishes:
        """Return the same wishes for other takes."""
        return replace(self, seed=seed)

    def is_like(self, other: PanelWishes) -> bool:
        """Whether only the seed differs, if anything."""
        return self.with_seed(other.seed) == other


PANEL_WISHES: Final = declared(PanelWishes)
"""The declaration of each wish that has a control, by its name."""


def _shared(wishes: Wishes) -> dict[str, Any]:
    """Return the values of the wishes that a request and the panel have in common."""
    return {name: getattr(wishes, name) for name in WISHES}
