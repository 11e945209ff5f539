from __future__ import annotations

import pytest

from app.domain import Key, Mode
from app.training.read_rntxt import RomanChord, read_rntxt


def chords(text: str) -> list[tuple[int, str]]:
    return [(chord.root, chord.kind) for bar in read_rntxt(text) for chord in bar.chords]


@pytest.mark.parametrize(
    ("numeral", "root", "kind"),
    [
        ("I", 0, ""), ("I6", 0, ""), ("I64", 0, ""), ("ii", 2, "m"), ("iii", 4, "m"),
        ("V7", 7, "7"), ("V65", 7, "7"), ("V43", 7, "7"), ("V42", 7, "7"), ("V2", 7, "7"),
        ("V6/5", 7, "7"), ("V9", 7, "9"), ("IV7", 5, "maj7"), ("I7", 0, "maj7"), ("vi7", 9, "m7"),
        ("viio", 11, "dim"), ("viio6", 11, "dim"), ("viio7", 11, "dim7"), ("viiø43", 11, "m7b5"),
        ("V+", 7, "aug"), ("bVI", 8, ""), ("bIII", 3, ""), ("#ivo7", 6, "dim7"),
        ("V7/V", 2, "7"), ("V65/ii", 9, "7"), ("viio7/vi", 8, "dim7"), ("V7/V/ii", 4, "7"),
        ("V6/5/V", 2, "7"), ("I/bVII", 10, ""), ("N6", 1, ""), ("Ger65", 8, "7"), ("It6", 8, "7"),
        ("Fr43", 8, "7"), ("Cad64", 0, ""), ("V7[no5]", 7, "7"), ("NC", -1, ""),
    ],
)  # fmt: skip
def test_numerals_in_major(numeral: str, root: int, kind: str) -> None:
    assert chords(f"m1 C: {numeral}") == [(root, kind)]


@pytest.mark.parametrize(
    ("numeral", "root", "kind"),
    [
        ("i", 9, "m"), ("III", 0, ""), ("III+", 0, "aug"), ("VI7", 5, "maj7"), ("VII", 7, ""),
        ("VII7", 7, "7"), ("viio7", 8, "dim7"), ("#viio7", 8, "dim7"), ("bVII", 7, ""),
        ("vi", 6, "m"), ("V7", 4, "7"), ("iv7", 2, "m7"), ("V/III", 7, ""), ("V7/bVII", 2, "7"),
        ("V7/VI", 0, "7"), ("iiø65", 11, "m7b5"), ("Cad64", 9, "m"),
    ],
)  # fmt: skip
def test_numerals_in_minor(numeral: str, root: int, kind: str) -> None:
    assert chords(f"m1 a: {numeral}") == [(root, kind)]


def test_bars_beats_and_keys_are_read() -> None:
    text = """Composer: Nobody
Title: A song
Time Signature: 4/4

m0 b4 bb: V
Note: m1 is a comment
m1 i b2.5 Eb: ii6
m2var1 V
m2 V7 || b3 I
"""
    bars = read_rntxt(text)

    minor, major = Key("Bb", Mode.MINOR), Key("Eb")
    assert [bar.number for bar in bars] == ["0", "1", "2"]
    assert bars[0].chords == [RomanChord(4.0, 5, "", minor)]
    assert bars[1].chords == [RomanChord(1.0, 10, "m", minor), RomanChord(2.5, 5, "m", major)]
    assert bars[2].chords == [RomanChord(1.0, 10, "7", major), RomanChord(3.0, 3, "", major)]


def test_bars_can_repeat_others() -> None:
    bars = read_rntxt("m1 C: I\nm2 V7\nm3 = m1\nm4-5 = m1-2\nm6 = m9\n")

    assert [(bar.number, bar.chords[0].root) for bar in bars] == [
        ("1", 0), ("2", 7), ("3", 0), ("4", 0), ("5", 7),
    ]  # fmt: skip


def test_keys_that_nobody_writes_are_respelled() -> None:
    assert chords("m1 Fb: V") == [(11, "")]
    assert chords("m1 e#: i") == [(5, "m")]


def test_of_chords_on_unknown_beats_the_first_is_kept() -> None:
    assert chords("m1 bnan C: I bnan V bnan vi") == [(0, "")]


def test_what_is_not_a_chord_is_skipped() -> None:
    assert chords("m1 C: I |: x ???  V/blue b2 V") == [(0, ""), (7, "")]
