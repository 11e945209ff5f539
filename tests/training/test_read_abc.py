from __future__ import annotations

import pytest

from app.domain import Key, Meter, Mode
from app.training.read_abc import AbcTune, read_abc

HEAD = "X:7\nT:A tune\nR:jig\nM:{meter}\nL:1/8\nK:{key}\n"


def tune(music: str, meter: str = "4/4", key: str = "C") -> AbcTune:
    (read,) = read_abc(HEAD.format(meter=meter, key=key) + music)
    return read


def pitches(music: str, key: str = "C") -> list[int]:
    return [pitch for _, _, pitch in tune(music, key=key).sounds]


def lengths(music: str) -> list[float]:
    return [length for _, length, _ in tune(music).sounds]


def test_the_head_is_read() -> None:
    read = tune("CDEF GABc|", meter="6/8", key="Edor")

    assert (read.title, read.number, read.rhythm) == ("A tune", 7, "jig")
    assert (read.meter, read.key) == (Meter(6, 8), Key("E", Mode.DORIAN))


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("Gm", Key("G", Mode.MINOR)),
        ("A Mixolydian", Key("A", Mode.MIXOLYDIAN)),
        ("Bb", Key("Bb")),
        ("EMin", Key("E", Mode.MINOR)),
        ("D % two sharps", Key("D")),
        ("Hp", Key("A", Mode.MIXOLYDIAN)),
    ],
)
def test_keys_are_read_however_written(text: str, key: Key) -> None:
    assert tune("C|", key=text).key == key


def test_pitches_follow_key_and_accidentals_until_the_bar_line() -> None:
    assert pitches("FfC,c'", key="D") == [66, 78, 49, 85]
    assert pitches("=F F|F _B B, =B", key="D") == [65, 65, 66, 70, 59, 71]


def test_lengths_are_read_however_written() -> None:
    assert lengths("A A2 A/ A/2 A3/2 A//") == [0.5, 1.0, 0.25, 0.25, 0.75, 0.125]


def test_broken_rhythm_tuplets_and_ties() -> None:
    assert lengths("A>B A<B") == [0.75, 0.25, 0.25, 0.75]
    assert lengths("(3ABA A") == pytest.approx([1 / 3, 1 / 3, 1 / 3, 0.5])
    assert lengths("A2-|A2 A-B") == [2.0, 0.5, 0.5]


def test_ornaments_chords_and_remarks_leave_the_melody() -> None:
    assert pitches('{cd}"Am"!trill!A ~B [CEG] u"0"c %x') == [69, 71, 67, 72]


def test_first_endings_are_left_out() -> None:
    read = tune("CDEF GABc|1 c8:|2 d8|]")

    assert [pitch for _, _, pitch in read.sounds][-2:] == [72, 74]
    assert read.sounds[-1][0] == 4.0


def test_the_pickup_is_what_stands_before_the_first_bar_line() -> None:
    assert tune("AB|c2d2e2f2|").pickup == 1.0
    assert tune("|c2d2e2f2|").pickup == 0.0


def test_damaged_tunes_are_dropped() -> None:
    crooked = "".join(f"{'C' * bar}|" for bar in (8, 7, 9, 6, 8, 5))

    assert list(read_abc(HEAD.format(meter="4/4", key="C") + crooked)) == []
    assert list(read_abc(HEAD.format(meter="none", key="C") + "CDEF|")) == []


def test_one_voice_of_several_is_read() -> None:
    music = "[V: S1V1] c2d2|\n[V: S1V2] C2D2|\n[V: S1V1] e2f2|\n"
    (read,) = read_abc(HEAD.format(meter="2/4", key="C") + music, "S1V1")

    assert [pitch for _, _, pitch in read.sounds] == [72, 74, 76, 77]


def test_a_change_of_key_or_meter_ends_the_tune() -> None:
    assert pitches("C8|[K:D]F8|") == [60]
    assert pitches("C8|\nM:3/4\nF6|") == [60]
