"""Connects the actions of the takes, by their names in the table of actions, with what they do."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Final

from app.ui.actions import Actions

if TYPE_CHECKING:
    from app.ui.takes.view import TakesView

Command = Callable[["TakesView"], None]

COMMANDS: Final[dict[str, Command]] = {
    "previous_take": lambda view: view.step(-1),
    "next_take": lambda view: view.step(1),
    "compare": lambda view: view.compare(),
    "accept": lambda view: view.accept_current(),
    "show_sketch": lambda view: view.show_sketch(),
    "star": lambda view: view.star_current(),
    "name": lambda view: view.ask_name(),
    "reject": lambda view: view.reject_current(),
    "put_back": lambda view: view.put_back_current(),
    "more_like": lambda view: view.want_more(),
    "wishes": lambda view: view.open_wishes(),
    "bring_back": lambda view: view.bring_back(),
}
NEED_TAKE: Final = ("star", "name", "more_like", "wishes", "bring_back")
"""Actions that are enabled only while a take is shown; others that need one check it themselves."""

CARD_MENU: Final = (
    "accept", "more_like", "compare", "", "wishes", "bring_back", "", "star", "name", "",
    "reject", "put_back",
)  # fmt: skip
MORE_MENU: Final = ("export_starred", "", "show_bin", "empty_bin")


def bind(actions: Actions, view: TakesView) -> None:
    """Connect the actions of the takes with their view."""
    picks = {f"take_{number}": partial(_pick, number) for number in range(1, 10)}
    for name, command in (COMMANDS | picks).items():
        actions[name].triggered.connect(lambda _checked=False, command=command: command(view))


def _pick(number: int, view: TakesView) -> None:
    view.pick_numbered(number)
