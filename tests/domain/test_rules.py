from __future__ import annotations

from dataclasses import replace

import pytest

from app.domain import Ending, Form, Key, Melody, Meter, Mode, Note, Request, RequestMode, Sketch
from app.domain.passage import passage_of
from app.domain.rules import NEVER, Rules, allowed_pitches, ending_pitches, rules_of, staying_notes
from app.errors import AppError

C_BAR = Sketch(melody=Melody(tuple(Note(480 * i, 480, 60 + 2 * i) for i in range(4))))
"""One bar in C: C D E F♯."""

TWO_BARS = Sketch(melody=Melody(tuple(Note(960 * i, 960, 62) for i in range(4))))


def rules(sketch: Sketch, **wishes: object) -> Rules:
    request = Request(**wishes)  # type: ignore[arg-type]
    return rules_of(passage_of(sketch, request), request)


def fill(first: int = 1, last: int = 1, **wishes: object) -> dict[str, object]:
    return {"mode": RequestMode.FILL, "first_bar": first, "last_bar": last, **wishes}


def test_range_and_scale_meet() -> None:
    request = Request(lowest=60, highest=66, scale_lock=True)

    assert allowed_pitches(request, Key("D")) == {61, 62, 64, 66}


def test_no_wish_allows_every_pitch() -> None:
    assert allowed_pitches(Request(), Key()) == set(range(128))


def test_an_ending_is_the_tonic_or_a_degree_that_stays_open() -> None:
    def classes(ending: Ending, key: Key) -> set[int]:
        return {pitch % 12 for pitch in ending_pitches(ending, key)}

    assert classes(Ending.ANY, Key("D")) == set(range(12))
    assert classes(Ending.TONIC, Key("D")) == {2}
    assert classes(Ending.OPEN, Key("D")) == {4, 9, 1}
    assert classes(Ending.OPEN, Key("A", Mode.MINOR)) == {11, 4, 7, 8}


def test_a_locked_rhythm_goes_on_from_bar_line_to_bar_line() -> None:
    sketch = Sketch(
        melody=Melody((Note(0, 480, 60), Note(480, 1200, 62), Note(1920, 960, 64))),
        pickup_ticks=480,
    )

    locked = rules(sketch, bars=3, rhythm_lock=True).locked_rhythm

    # Bars begin at 480 and end at 2400 and 4320; the two of the sketch come again.
    assert [(note.onset_ticks, note.duration_ticks) for note in locked or ()] == [
        (480 + 3840, 1200),
        (1920 + 3840, 960),
        (480 + 7680, 1200),
        (1920 + 7680, 480),
    ]


def test_a_locked_rhythm_of_a_range_is_cut_where_the_range_ends() -> None:
    sketch = Sketch(melody=Melody((Note(0, 960, 60), Note(960, 1920, 62))))

    locked = rules(sketch, **fill(rhythm_lock=True, mode=RequestMode.VARY)).locked_rhythm

    assert [(note.onset_ticks, note.duration_ticks) for note in locked or ()] == [
        (0, 960),
        (960, 960),
    ]


def test_locked_pitches_are_those_of_the_sketch_or_of_what_is_offered() -> None:
    assert rules(C_BAR, pitch_lock=True).locked_pitches == (60, 62, 64, 66)
    held = C_BAR.melody.notes[1]
    assert rules(C_BAR, **fill(pitch_lock=True, held=(held,))).locked_pitches == (60, 64, 66)
    assert rules(C_BAR).locked_pitches is None


def test_the_way_to_an_ending_is_counted_along_the_cycle() -> None:
    found = rules(C_BAR, pitch_lock=True, ending=Ending.TONIC)

    assert [found.until_ending(place) for place in range(4)] == [1, 4, 3, 2]
    assert found.farthest_ending == 4
    assert Rules(found.pitches, found.endings, None, (62,)).until_ending(0) == NEVER


def test_held_notes_and_those_that_sound_on_stay() -> None:
    sketch = Sketch(melody=Melody((Note(0, 960, 60), Note(960, 480, 62), Note(1440, 960, 64))))
    request = Request(**fill(held=(sketch.melody.notes[0],)))  # type: ignore[arg-type]

    staying = staying_notes(passage_of(sketch, request), request)

    assert {note.pitch for note in staying} == {60, 64}


SHORT_BAR = Sketch(melody=Melody((Note(0, 480, 61), Note(480, 960, 62))), meter=Meter())
REFUSED: list[tuple[str, Sketch, dict[str, object], str]] = [
    (
        "no pitch",
        C_BAR,
        {"lowest": 61, "highest": 61, "scale_lock": True},
        r"No note of C major is between .* widen the range or unlock the scale",
    ),
    (
        "form that can't be",
        C_BAR,
        {"form": Form.parse("a b c"), "bars": 7},
        "7 new bars can't be shared among the 3 phrases",
    ),
    (
        "held elsewhere",
        TWO_BARS,
        fill(1, 1, held=TWO_BARS.melody.notes[-1:]),
        "A note to keep doesn't begin in these bars",
    ),
    ("all held", C_BAR, fill(held=C_BAR.melody.notes), "Every note in these bars has to stay"),
    (
        "nothing to lock",
        Sketch(melody=Melody((Note(0, 480, 60), Note(4000, 480, 60)))),
        fill(2, 2, rhythm_lock=True),
        "no notes that a lock could keep",
    ),
    (
        "nothing to lock, to add",
        Sketch(melody=Melody((Note(0, 240, 60),)), pickup_ticks=480),
        {"rhythm_lock": True},
        "no notes whose rhythm could be kept; unlock the rhythm",
    ),
    (
        "locked out of scale",
        C_BAR,
        {"pitch_lock": True, "scale_lock": True},
        "The locked pitches include F♯4, which is outside the scale or the range",
    ),
    (
        "locked out of range",
        C_BAR,
        {"pitch_lock": True, "lowest": 62},
        "The locked pitches include C4, which is outside the scale or the range",
    ),
    (
        "no ending in range",
        C_BAR,
        {"ending": Ending.TONIC, "lowest": 61, "highest": 71},
        "No note in the scale and the range makes the ending “tonic”",
    ),
    (
        "no open ending in range",
        C_BAR,
        {"ending": Ending.OPEN, "lowest": 60, "highest": 60},
        "No note in the scale and the range makes the ending “open”",
    ),
    (
        "kept last note",
        C_BAR,
        fill(held=C_BAR.melody.notes[-1:], ending=Ending.TONIC),
        "The last note has to stay F♯4, which doesn't make the ending “tonic”; let it change",
    ),
    (
        "locked last pitch",
        C_BAR,
        fill(pitch_lock=True, ending=Ending.OPEN),
        "The last note has to stay F♯4, which doesn't make the ending “open”",
    ),
    (
        "locked pitches without an ending",
        SHORT_BAR,
        {"pitch_lock": True, "ending": Ending.TONIC},
        "The locked pitches reach the ending “tonic” too rarely",
    ),
]


@pytest.mark.parametrize(
    ("sketch", "wishes", "sentence"),
    [case[1:] for case in REFUSED],
    ids=[case[0] for case in REFUSED],
)
def test_wishes_that_contradict_each_other_are_refused_with_the_reason(
    sketch: Sketch, wishes: dict[str, object], sentence: str
) -> None:
    with pytest.raises(AppError, match=sentence):
        rules(sketch, **wishes)


def test_a_locked_rhythm_that_leaves_the_last_bar_empty_is_refused() -> None:
    sketch = Sketch(melody=Melody((Note(0, 480, 60), Note(1920 * 2, 480, 60))))

    with pytest.raises(AppError, match="the last bar would stay empty"):
        rules(sketch, rhythm_lock=True, bars=2)
    assert rules(sketch, rhythm_lock=True, bars=1).locked_rhythm
    assert rules(sketch, rhythm_lock=True, bars=3).locked_rhythm


def test_a_kept_last_note_may_be_followed_by_an_ending() -> None:
    early = replace(C_BAR, melody=Melody((Note(0, 480, 60), Note(480, 480, 62))))
    held = early.melody.notes[-1:]

    found = rules(early, **fill(held=held, ending=Ending.TONIC))

    assert not found.may_end(62)
    assert found.may_end(60)


def test_locked_pitches_may_be_many_where_none_is_added() -> None:
    scale = (62, 64, 65, 67, 69, 71)
    notes = [Note(240 * index, 240, scale[index % 6]) for index in range(103)]
    sketch = Sketch(melody=Melody((*notes, Note(240 * 103, 240, 60))))
    wishes = {"pitch_lock": True, "ending": Ending.TONIC}

    assert len(rules(sketch, mode=RequestMode.VARY, **wishes).locked_pitches or ()) == 104
    with pytest.raises(AppError, match="too rarely"):
        rules(sketch, **wishes)
