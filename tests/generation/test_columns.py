from __future__ import annotations

import numpy as np

from app.generation import columns as c


def test_columns_stand_one_after_the_other_in_the_table() -> None:
    sizes = np.array(list(c.SIZES.values()))

    assert (np.diff(c.OFFSETS) == sizes[:-1]).all()
    assert c.OFFSETS[0] == 0
    assert c.OFFSETS[-1] + sizes[-1] == c.TABLE_ROWS
    assert len(c.OFFSETS) == c.COUNT


def test_the_plan_comes_before_the_future_and_both_last() -> None:
    assert c.NAMES[c.FIRST_PLAN : c.FIRST_FUTURE] == (
        "plan relation", "plan lag", "plan pitch", "plan length", "plan interval", "plan stepped",
    )  # fmt: skip
    assert all(name.startswith(("next", "second", "ahead")) for name in c.NAMES[c.FIRST_FUTURE :])


def test_heads_copy_from_what_is_proposed_and_not_from_what_has_been() -> None:
    def names(sources: tuple[int, ...]) -> set[str]:
        return {c.NAMES[place] for place in sources}

    assert {"exact pitch", "stepped pitch", "plan pitch", "next pitch"} <= names(c.PITCH_SOURCES)
    assert {"moved interval", "plan interval"} <= names(c.INTERVAL_SOURCES)
    assert {"rhythm length", "lag 1 length"} <= names(c.LENGTH_SOURCES)
    assert {"exact gap", "next distance"} <= names(c.GAP_SOURCES)
    for sources, own in (
        (c.PITCH_SOURCES, "pitch"),
        (c.INTERVAL_SOURCES, "interval"),
        (c.LENGTH_SOURCES, "length"),
        (c.GAP_SOURCES, "gap"),
    ):
        assert own not in names(sources)
