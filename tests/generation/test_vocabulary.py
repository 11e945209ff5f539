from __future__ import annotations

import pytest

from app.domain import Meter
from app.generation import vocabulary as v


@pytest.mark.parametrize("length", [1, 50, 96, 97, 98, 110])
def test_members_of_a_class_share_its_probability(length: int) -> None:
    members = [steps for steps in range(1, 400) if v.length_class(steps) == length]

    assert sum(2.0 ** -v.bits_within_class(steps) for steps in members) == pytest.approx(1.0)


def test_the_open_class_shares_no_more_than_it_has() -> None:
    lowest = v.LONGEST_STEPS - v.COARSE_STEPS // 2
    total = sum(2.0 ** -v.bits_within_class(steps) for steps in range(lowest, 20_000))

    assert total == pytest.approx(1.0, abs=1e-3)
    assert total < 1.0


def test_every_class_has_its_typical_length() -> None:
    for length in range(1, v.DURATION_CLASSES + 1):
        assert v.length_class(v.typical_length(length)) == length
    assert v.gap_class(0) != v.END
    assert v.duration_class(1) == 0
    assert v.duration_class(10**6) == v.DURATION_CLASSES - 1
    assert v.gap_class(10**6) == v.GAP_CLASSES - 1


def test_cut_time_counts_as_common_time_and_rare_meters_as_other() -> None:
    assert v.meter_class(Meter(2, 2)) == v.meter_class(Meter(4, 4))
    assert v.meter_class(Meter(11, 16)) == v.METER_CLASSES - 1
