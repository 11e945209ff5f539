from typing import Any

import pytest

from app.domain import Form, Note, Request, RequestMode
from app.errors import AppError

FILL = {"mode": RequestMode.FILL, "first_bar": 2, "last_bar": 3}
VARY = {"mode": RequestMode.VARY}
ANSWER = {"mode": RequestMode.ANSWER}
BOTH_LOCKS = {"rhythm_lock": True, "pitch_lock": True}


@pytest.mark.parametrize(
    "wish",
    [
        {"bars": 0},
        {"takes": 99},
        {"top_p": 0},
        {"seed": -1},
        {"closeness": 1.5},
        {"closeness": float("nan")},
        {"density": 0},
        {"density": 40},
        {"lowest": 63, "highest": 62},
        {"mode": RequestMode.FILL},
        {**VARY, "first_bar": 2},
        {**VARY, "last_bar": 2},
        {**FILL, "first_bar": 4},
        {**FILL, "first_bar": 0},
        {"first_bar": 2, "last_bar": 3},
        {**ANSWER, "first_bar": 2, "last_bar": 3},
        {**FILL, **BOTH_LOCKS},
        {**VARY, **BOTH_LOCKS},
        {"rhythm_lock": True, "density": 4.0},
        {**VARY, "form": Form.parse("a b")},
        {**ANSWER, "held": (Note(0, 480, 60),)},
    ],
)
def test_wish_that_cannot_be_met_is_refused_with_a_sentence(wish: dict[str, Any]) -> None:
    with pytest.raises(AppError, match=r"^[A-Z].*\.$"):
        Request(**wish)


@pytest.mark.parametrize(
    "wish",
    [
        {"lowest": 62, "highest": 62},
        {**VARY, "first_bar": 3, "last_bar": 3},
        {**FILL, "held": (Note(1920, 480, 60),)},
        BOTH_LOCKS,
        {**ANSWER, **BOTH_LOCKS},
        {"pitch_lock": True, "density": 0.25},
        {"form": Form.parse("a a' b a")},
    ],
)
def test_wish_that_can_be_met_is_taken(wish: dict[str, Any]) -> None:
    request = Request(**wish)
    assert {name: getattr(request, name) for name in wish} == wish


def test_filling_asks_which_bars() -> None:
    with pytest.raises(AppError, match="which bars to fill"):
        Request(mode=RequestMode.FILL)
