import pytest
from hypothesis import given

from app.domain import Meter, Sketch
from app.notation.writing.bars import written_bars
from app.notation.writing.grids import written_grid
from app.notation.writing.rhythm import expressible, strength
from tests.notation.tunes import tune
from tests.sketches import sketches

LETTERS = {
    "whole": "w",
    "half": "h",
    "quarter": "q",
    "eighth": "e",
    "16th": "s",
    "32nd": "t",
}


def written(meter: Meter, *lengths: int) -> str:
    """Return the first bar as text: a letter for each value, in capitals for rests.

    A number marks a tuplet, a "~" a tie.
    """
    words = []
    for w in written_bars(tune(*lengths, meter=meter))[0].written:
        if w.value is None:
            words.append("R")
            continue
        letter = (
            LETTERS[w.value.type]
            + "." * w.value.dots
            + (str(w.value.tuplet.actual) if w.value.tuplet else "")
        )
        tie = "~" if w.tie in ("start", "continue") else ""
        words.append((letter.upper() if w.note is None else letter) + tie)
    return " ".join(words)


@pytest.mark.parametrize(
    ("lengths", "text"),
    [
        ((1920,), "w"),
        ((1440, 480), "h. q"),
        ((240, 480, 480, 480, 240), "e q e~ e q e"),
        ((240, 480, 240, 960), "e q e h"),
        ((480, 960, 480), "q h q"),
        ((720, 240, 720, 240), "q. e q. e"),
        ((720, 720, 480), "q. e~ q q"),
        ((-480, 480, -960), "Q q H"),
        ((480, -960, 480), "q Q Q q"),
        ((1200, 720), "h~ e q."),
        ((160, 160, 160, 1440), "e3 e3 e3 h."),
        ((320, 160, 1440), "q3 e3 h."),
        ((320, 320, 320, 960), "q3 q3 q3 h"),
        ((160, 160, -320, 160, 160, 960), "e3 e3 E3 E3 e3 e3 h"),
        ((80, 80, 80, 240, 1440), "s3 s3 s3 e h."),
        ((-1920, 480), "R"),
    ],
    ids=str,
)
def test_four_four_is_written_as_players_read_it(lengths: tuple[int, ...], text: str) -> None:
    assert written(Meter(4, 4), *lengths) == text


@pytest.mark.parametrize(
    ("meter", "lengths", "text"),
    [
        (Meter(6, 8), (720, 720), "q. q."),
        (Meter(6, 8), (480, 240, 240, 480), "q e e q"),
        (Meter(6, 8), (480, 480, 480), "q e~ e q"),
        (Meter(6, 8), (240, -480, 720), "e E E q."),
        (Meter(3, 4), (1440,), "h."),
        (Meter(12, 8), (720, 1440, 720), "q. h. q."),
        (Meter(3, 8), (720,), "q."),
        (Meter(2, 2), (1920,), "w"),
        (Meter(7, 8), (480, 480, 720), "q q q."),
        (Meter(5, 8), (720, 480), "q. q"),
        (Meter(6, 8), (960, 480), "q.~ e q"),
        (Meter(9, 8), (1440, 720), "h. q."),
        (Meter(7, 8), (960, 720), "h q."),
        (Meter.parse("2+3/8"), (480, 720), "q q."),
        (Meter.parse("2+3/8"), (720, 480), "q~ e q"),
        (Meter(6, 8), (160, 160, 160, 240, 720), "e3 e3 e3 e q."),
        (Meter(6, 8), (240, 320, 160, 720), "e q3 e3 q."),
        (Meter(6, 8), (160, -160, 160, 240, 720), "e3 E3 e3 e q."),
        (Meter(6, 8), (80, 80, 80, 480, 720), "s3 s3 s3 q q."),
        (Meter.parse("2+3/8"), (160, 160, 160, 720), "e3 e3 e3 q."),
    ],
    ids=str,
)
def test_other_meters_keep_their_beats_in_sight(
    meter: Meter, lengths: tuple[int, ...], text: str
) -> None:
    assert written(meter, *lengths) == text


@given(sketches())
def test_values_of_a_bar_follow_one_another_and_fill_it(sketch: Sketch) -> None:
    for bar in written_bars(sketch):
        position = bar.start_ticks
        for w in bar.written:
            assert w.onset_ticks == position
            position += w.value.length_ticks if w.value else sketch.meter.bar_ticks
            if w.value and w.value.tuplet is None:
                assert expressible(w.value.length_ticks) == (w.value.type, w.value.dots)
        assert position == sketch.bar_start_ticks(bar.number + 1)


@given(sketches())
def test_written_values_of_a_note_are_tied_and_as_long_as_it_is(sketch: Sketch) -> None:
    lengths = [0] * len(sketch.melody)
    ties: list[list[str | None]] = [[] for _ in lengths]
    for bar in written_bars(sketch):
        for w in bar.written:
            if w.note is not None and w.value is not None:
                lengths[w.note] += w.value.length_ticks
                ties[w.note].append(w.tie)
    assert lengths == [note.duration_ticks for note in sketch.melody]
    for of_note in ties:
        middle = ["continue"] * (len(of_note) - 2)
        assert of_note == [None] or of_note == ["start", *middle, "stop"]


def test_played_times_are_written_at_the_nearest_place() -> None:
    assert written(Meter(4, 4), 473, 7, 485, -955) == "q q H"
    assert [written_grid(ticks) for ticks in (7, 158, 163, 236)] == [0, 160, 160, 240]


def test_middle_of_the_bar_is_weaker_than_its_line_and_stronger_than_a_beat() -> None:
    order = [strength(Meter(4, 4), ticks) for ticks in (0, 960, 480, 240, 120, 60)]
    assert order == sorted(set(order), reverse=True)


def test_five_quarters_have_their_middle_where_the_player_says() -> None:
    fourths = {text: strength(Meter.parse(text), 960) for text in ("5/4", "3+2/4", "2+3/4")}
    assert fourths == {"5/4": 4, "3+2/4": 4, "2+3/4": 5}
    assert strength(Meter.parse("5/4"), 1440) == strength(Meter.parse("3+2/4"), 1440) == 5
