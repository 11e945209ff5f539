"""Random sketches, asked for everything: no take may break a rule of its request.

The environment variable MOTIVO_REQUESTS says how many cases are tried.
"""

from __future__ import annotations

import os
from typing import Final

import pytest

from app.errors import AppError
from app.generation import Model, generate
from tests.generation.requests import broken_rules, random_case

CASES: Final = int(os.environ.get("MOTIVO_REQUESTS", "150"))
CASES_A_TEST: Final = 25


@pytest.mark.parametrize("first", range(0, CASES, CASES_A_TEST))
def test_hard_rules_hold_in_every_take(model: Model, first: int) -> None:
    met = 0
    for seed in range(first, min(CASES, first + CASES_A_TEST)):
        case = random_case(seed)
        if case.request is None:
            continue
        try:
            takes = list(generate(model, case.sketch, case.request))
        except AppError:
            continue
        met += 1
        assert len(takes) == case.request.takes, f"case {seed}"
        for take in takes:
            assert not broken_rules(case.sketch, take), f"case {seed}, take {take.number}"
    assert met
