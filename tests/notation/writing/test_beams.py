import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain import Meter
from app.notation.writing.bars import written_bars
from app.notation.writing.beams import Beam, beams
from tests.notation.tunes import tune, xml_notes
from tests.sketches import METERS

SIGNS = {
    Beam.START: "(",
    Beam.CONTINUE: "-",
    Beam.STOP: ")",
    Beam.FORWARD_HOOK: ">",
    Beam.BACKWARD_HOOK: "<",
}


def levels(meter: Meter, *lengths: int, pickup: int = 0) -> list[str]:
    """Return the beams of the first bar: a line of signs for each level, with "." for no beam."""
    written = written_bars(tune(*lengths, meter=meter, pickup=pickup))[0].written
    found = beams(meter, [w.value if w.note is not None else None for w in written])
    return [
        "".join(SIGNS[b[level]] if len(b) > level else "." for b in found)
        for level in range(max(map(len, found)))
    ]


@pytest.mark.parametrize(
    ("meter", "eighths"),
    [
        (Meter(4, 4), "()()()()"),
        (Meter(3, 4), "()()()"),
        (Meter(2, 2), "(--)(--)"),
        (Meter(6, 8), "(-)(-)"),
        (Meter(9, 8), "(-)(-)(-)"),
        (Meter(3, 8), "(-)"),
        (Meter(5, 8), "(-)()"),
        (Meter(7, 8), "()()(-)"),
        (Meter(4, 8), "()()"),
        (Meter.parse("2+3/8"), "()(-)"),
        (Meter.parse("3+2+2/8"), "(-)()()"),
        (Meter.parse("3+3+2/8"), "(-)(-)()"),
        (Meter.parse("2+2+2/8"), "()()()"),
        (Meter.parse("1+2/8"), ".()"),
        (Meter.parse("2+3/4"), "()()()()()"),
    ],
    ids=str,
)
def test_eighths_are_joined_within_the_beat(meter: Meter, eighths: str) -> None:
    assert levels(meter, *[240] * len(eighths)) == [eighths]


@pytest.mark.parametrize(
    ("lengths", "drawn"),
    [
        ((120, 120, 120, 120), ["(--)", "(--)"]),
        ((240, 120, 120), ["(-)", ".()"]),
        ((360, 120), ["()", ".<"]),
        ((120, 360), ["()", ">."]),
        ((120, 240, 120), ["(-)", ">.<"]),
        ((60,) * 8, ["(------)", "(--)(--)", "(--)(--)"]),
        ((160, 160, 160), ["(-)"]),
        ((80,) * 6, ["(----)", "(-)(-)"]),
        ((80, 80, 80, 240), ["(--)", "(-)."]),
        ((240, 80, 80, 80), ["(--)", ".(-)"]),
    ],
    ids=str,
)
def test_inner_beams_show_how_a_beat_is_divided(lengths: tuple[int, ...], drawn: list[str]) -> None:
    assert levels(Meter(1, 4), *lengths) == drawn


def test_sixteenths_of_a_dotted_beat_are_one_group() -> None:
    assert levels(Meter(6, 8), *[120] * 12) == ["(----)(----)"] * 2
    assert levels(Meter(6, 8), 360, 120, 240, 720) == ["(-).", ".<.."]


def test_rest_and_long_note_end_a_beam() -> None:
    assert levels(Meter(4, 4), -240, 240, 240, -240, 240, 480, 240) == []


def test_beams_of_a_pickup_end_at_its_bar_line() -> None:
    assert levels(Meter(4, 4), 240, 240, 240, 960, pickup=720) == [".()"]


@given(st.sampled_from(METERS), st.lists(st.sampled_from([60, 120, 240, 360, -120]), min_size=2))
def test_beams_begin_and_end_in_their_bar(meter: Meter, lengths: list[int]) -> None:
    for bar in written_bars(tune(*lengths, meter=meter)):
        values = [w.value if w.note is not None else None for w in bar.written]
        found = beams(meter, values)
        for value, of_note in zip(values, found, strict=True):
            count = {"eighth": 1, "16th": 2, "32nd": 3}.get(value.type, 0) if value else 0
            assert len(of_note) in (0, count)
        first = "".join(SIGNS[of_note[0]] if of_note else "." for of_note in found)
        assert first.replace(".", "").replace("-", "") == "()" * first.count("(")
        assert ".-" not in first
        assert "-." not in first


@pytest.mark.parametrize(
    ("lengths", "brackets"),
    [
        ((160, 160, 160), ["no"]),
        ((320, 160), ["yes"]),
        ((160, -160, 160), ["yes"]),
        ((320, 320, 320), ["yes"]),
        ((80,) * 6, ["no", "no"]),
    ],
    ids=str,
)
def test_triplet_has_a_bracket_where_no_beam_stands_for_it(
    lengths: tuple[int, ...], brackets: list[str]
) -> None:
    notes = xml_notes(tune(*lengths))
    starts = [t for n in notes for t in n.iter("tuplet") if t.get("type") == "start"]
    assert [start.get("bracket") for start in starts] == brackets
