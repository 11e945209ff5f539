import pytest

from app.domain import Spelling
from app.domain.clef import BASS, TREBLE, Clef, clef_of
from tests.notation.tunes import quarters


@pytest.mark.parametrize(
    ("pitches", "clef"),
    [
        ((), TREBLE),
        ((55,), TREBLE),
        ((54,), BASS),
        ((40, 55, 90), TREBLE),
        ((40, 54, 90), BASS),
        ((48, 50, 52, 72), BASS),
        ((48, 50, 72, 74), TREBLE),
    ],
)
def test_middle_pitch_decides_on_the_clef(pitches: tuple[int, ...], clef: Clef) -> None:
    assert clef_of(quarters(*pitches).melody) is clef


@pytest.mark.parametrize(
    ("clef", "top"),
    [
        (TREBLE, Spelling("F", 0, 5)),
        (BASS, Spelling("A", 0, 3)),
        (Clef("C", 3), Spelling("G", 0, 4)),
        (Clef("G", 2, -1), Spelling("F", 0, 4)),
    ],
)
def test_clef_says_what_stands_on_the_top_line(clef: Clef, top: Spelling) -> None:
    assert clef.top_step == top.step
