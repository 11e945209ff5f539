"""Owns PanelWishes: what the controls of the Ask panel are set to, and how they form a request."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import partial
from typing import Annotated, Any, Final

from PySide6.QtCore import QCoreApplication

from app.domain import Request, Wishes
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
    """The wishes, and whether to keep the selected notes.

    Unlike those of a Request, these wishes may contradict each other, as the controls can.
    """

    keeps_selected: Annotated[
        bool,
        Wish(
            translatable("Wishes", "Keep the selected notes"),
            translatable(
                "Wishes", "The selected notes in these bars stay; the others are rewritten"
            ),
        ),
    ] = False

    @classmethod
    def of(cls, request: Request) -> PanelWishes:
        """Return the wishes of a request."""
        return cls(**_shared(request), keeps_selected=bool(request.held))

    @classmethod
    def from_plain(cls, plain: object) -> PanelWishes:
        """Return the wishes from what `as_plain` returned, with defaults for invalid values."""
        found: dict[str, Any] = {}
        for name, wish in PANEL_WISHES.items():
            if isinstance(plain, dict) and name in plain:
                with suppress(InvalidValueError):
                    found[name] = wish.from_plain(plain[name])
        return cls(**found)

    def as_plain(self) -> dict[str, object]:
        """Return the wishes in a form that JSON can hold."""
        return {name: wish.to_plain(getattr(self, name)) for name, wish in PANEL_WISHES.items()}

    def request(self, subject: Subject) -> Request:
        """Return the request; raises InvalidValueError if the wishes contradict each other."""
        mode = self.mode
        if mode.needs_passage and subject.passage is None:
            raise InvalidValueError(tr("Drag over the bar numbers to choose the bars to fill."))
        first_bar, last_bar = subject.passage or (None, None)
        # The controls keep these values for later, but the mode or a lock leaves them no effect.
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
        """Return the request; raises AppError, with the reason, if no take could meet it."""
        request = self.request(subject)
        if request.style is not None and styles:
            check_style(request.style, styles)
        rules_of(passage_of(subject.sketch, request), request)
        return request

    def with_seed(self, seed: int) -> PanelWishes:
        """Return the same wishes with another seed."""
        return replace(self, seed=seed)

    def is_like(self, other: PanelWishes) -> bool:
        """Tell whether the wishes differ in nothing but the seed."""
        return self.with_seed(other.seed) == other


PANEL_WISHES: Final = declared(PanelWishes)
"""The declarations of the wishes in the panel, by name."""


def _shared(wishes: Wishes) -> dict[str, Any]:
    """Return the values of the wishes that the panel and a request have in common."""
    return {name: getattr(wishes, name) for name in WISHES}
