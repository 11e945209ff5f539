from app.domain import Chord, ChordChange
from app.notation.drawing.rect import Rect
from app.notation.engraving.staff_words import CHORD_BASELINE_PX, bar_number, chord_labels

CHANGES = (ChordChange(0, Chord("D")), ChordChange(960, Chord("F#", "m7")))
STAFF = Rect(0, 0, 400, 32)


def test_names_stand_on_one_line_just_above_the_staff() -> None:
    labels = chord_labels(CHANGES, (40, 200), [STAFF])
    assert [(label.text, label.x) for label in labels] == [("D", 40), ("F♯m7", 200)]
    assert {label.y for label in labels} == {-CHORD_BASELINE_PX}


def test_names_clear_the_note_below_them_and_no_other() -> None:
    elsewhere, below = Rect(120, -50, 10, 60), Rect(205, -30, 10, 60)
    assert chord_labels(CHANGES, (40, 200), [elsewhere])[0].y == -CHORD_BASELINE_PX
    assert {label.y < -30 for label in chord_labels(CHANGES, (40, 200), [below])} == {True}


def test_name_waits_until_the_one_before_has_ended() -> None:
    first, second = chord_labels(CHANGES, (40, 42), [STAFF])
    assert second.x > first.x + 10


def test_number_stands_above_the_clef_of_every_line_but_the_first() -> None:
    clef = Rect(20, -12, 20, 60)
    assert bar_number(1, 16, [clef]) is None
    number = bar_number(13, 16, [clef])
    assert number is not None
    assert number.text == "13"
    assert number.y < clef.y
