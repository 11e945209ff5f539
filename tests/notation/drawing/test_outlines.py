import pytest

from app.notation.drawing.outlines import bounds, disc, path_data, polygon, read_path
from app.notation.drawing.rect import Rect


@pytest.mark.parametrize(
    ("data", "absolute"),
    [
        ("M1 2L3 4Z", "M1 2L3 4Z"),
        ("m1 2l3 4 5 6z", "M1 2L4 6L9 12Z"),
        ("M1 2H5V7h-1v-2", "M1 2L5 2L5 7L4 7L4 5"),
        ("M0 0c1 1 2 1 3 0s2 -1 3 0", "M0 0C1 1 2 1 3 0C4 -1 5 -1 6 0"),
        ("M0 0Q3 3 6 0T12 0", "M0 0C2 2 4 2 6 0C8 -2 10 -2 12 0"),
        ("M0 0s3 3 6 0", "M0 0C0 0 3 3 6 0"),
        ("M1 1zl2 0", "M1 1ZL3 1"),
        ("M-.5-1.5L.25.75", "M-0.5 -1.5L0.25 0.75"),
    ],
)
def test_path_is_read_into_absolute_lines_and_cubics(data: str, absolute: str) -> None:
    assert path_data(read_path(data)) == absolute


def test_glyph_is_turned_upright() -> None:
    assert path_data(read_path("M1 2L3 -4", flips=True)) == "M1 -2L3 4"


def test_bounds_reach_around_every_point() -> None:
    assert bounds(polygon((1, 2), (5, -3), (0, 4))) == Rect(0, -3, 5, 7)
    assert bounds(disc(2)) == Rect(-2, -2, 4, 4)
