from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from app.generation.matching import Matcher


def longest_match(symbols: list[int]) -> tuple[int, int]:
    """Return length and continuation of the latest longest match, looked for one by one."""
    best = (0, 0)
    for end in range(1, len(symbols)):
        length = 0
        while length < end and symbols[end - 1 - length] == symbols[-1 - length]:
            length += 1
        if length and length >= best[0]:
            best = (length, end)
    return best


@settings(max_examples=40)
@given(st.lists(st.integers(0, 2), min_size=1, max_size=25))
def test_the_latest_longest_match_is_found(symbols: list[int]) -> None:
    matcher = Matcher()
    for index, symbol in enumerate(symbols):
        matcher.append(index, symbol)
        length, found = longest_match(symbols[: index + 1])
        assert matcher.length == length
        if length:
            assert matcher.found == found


def test_a_copy_goes_its_own_way() -> None:
    matcher = Matcher()
    for index, symbol in enumerate([1, 2, 1]):
        matcher.append(index, symbol)
    copy = matcher.copy()
    copy.append(3, 2)
    matcher.append(3, 9)

    assert (copy.length, copy.found) == (2, 2)
    assert matcher.length == 0
