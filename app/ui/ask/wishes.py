"""Owns Wishes: how the controls of the Ask panel are set, and the request that this makes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, fields, replace
from functools import partial
from typing import Any, Final

from PySide6.QtCore import QCoreApplication

from app.domain import Ending, Form, Request, RequestMode
from app.domain.passage import passage_of
from app.domain.rules import check_style, rules_of
from app.errors import AppError, InvalidValueError
from app.ui.ask.subject import Subject

tr = partial(QCoreApplication.translate, "AskPanel")


@dataclass(frozen=True, slots=True)
class Wishes:
    """A Request without the bars and notes that it works on; `form` is as it was typed.

    They need not agree with each other: the controls can be set to what can't be asked for.
    """

    mode: RequestMode = RequestMode.CONTINUE
    bars: int = 8
    takes: int = 8
    seed: int = 1
    temperature: float = 1.0
    top_p: float = 0.95
    style: str | None = None
    scale_lock: bool = False
    lowest: int | None = None
    highest: int | None = None
    closeness: float = 0.5
    rhythm_lock: bool = False
    pitch_lock: bool = False
    density: float | None = None
    ending: Ending = Ending.ANY
    form: str = ""
    keeps_selected: bool = False

    @classmethod
    def of(cls, request: Request) -> Wishes:
        """Return the wishes of a request."""
        same = {name: getattr(request, name) for name in SHARED}
        form = "" if request.form is None else str(request.form)
        return cls(**same, form=form, keeps_selected=bool(request.held))

    def request(self, subject: Subject) -> Request:
        """Return the request; raises InvalidValueError where the wishes contradict each other."""
        changes_bars = self.mode.has_passage
        if self.mode is RequestMode.FILL and subject.passage is None:
            raise InvalidValueError(tr("Drag over the bar numbers to say which bars to fill."))
        first_bar, last_bar = subject.passage or (None, None)
        # What another mode or a lock says is not asked for, but stays as it is set.
        form = self.form if self.mode is RequestMode.CONTINUE else ""
        wishes = {name: getattr(self, name) for name in SHARED}
        return Request(
            **{**wishes, "density": None if self.rhythm_lock else self.density},
            form=Form.parse(form) if form else None,
            first_bar=first_bar,
            last_bar=last_bar,
            held=subject.held if changes_bars and self.keeps_selected else (),
        )

    def checked_request(self, subject: Subject, styles: Sequence[str]) -> Request:
        """Return the request; raises AppError, with the reason, where no take could meet it."""
        request = self.request(subject)
        if request.style is not None and styles:
            check_style(request.style, styles)
        rules_of(passage_of(subject.sketch, request), request)
        return request

    def with_seed(self, seed: int) -> Wishes:
        """Return the same wishes for other takes."""
        return replace(self, seed=seed)

    def is_like(self, other: Wishes) -> bool:
        """Whether only the seed differs, if anything."""
        return self.with_seed(other.seed) == other

    def as_plain(self) -> dict[str, object]:
        """Return what JSON can hold."""
        return {**asdict(self), "mode": self.mode.value, "ending": self.ending.value}


SHARED: Final = tuple(
    field.name for field in fields(Wishes) if field.name not in ("form", "keeps_selected")
)
"""The wishes that a request has just so."""

READ: Final[Mapping[type, tuple[type, ...]]] = {
    RequestMode: (str,),
    Ending: (str,),
    float: (int, float),
}
"""As which types JSON gives back the values of these; all others as they are."""

OPTIONAL: Final[Mapping[str, type]] = {
    "style": str,
    "lowest": int,
    "highest": int,
    "density": float,
}
"""The wishes that can be None, and what they are otherwise."""


def read_wishes(told: object) -> Wishes:
    """Return the wishes that `as_plain` told; whatever is missing or makes no sense is as first."""
    first = Wishes()
    if not isinstance(told, dict):
        return first
    found: dict[str, Any] = {}
    for name, value in asdict(first).items():
        kind = OPTIONAL.get(name) or type(getattr(first, name))
        if name in told and type(told[name]) in READ.get(kind, (kind,)):
            value = told[name]
        try:
            found[name] = None if value is None else kind(value)
            if name in SHARED and name != "mode":
                Request(**{name: found[name]})
        except (AppError, ValueError, OverflowError):
            found[name] = getattr(first, name)
    return Wishes(**found)
