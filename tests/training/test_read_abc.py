from __future__ import annotations

import pytest

from app.domain import Key, Meter, Mode
from app.training.read_abc import AbcTune, read_abc
from app.training.report import Reason

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
    assert pitches("=F F|F _B B, =B", key="D") == [65, 65, 66, 70, 58, 71]


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


@pytest.mark.parametrize(
    "music",
    [
        "c8|[1 d8|e8:|[2 f8|g8|]",
        "c8| 1 d8|e8:|2 f8|g8|]",
        "c8|[1,3 d8|e8:|[2 f8|g8|]",
        "c8|1 d8|e8:|2 e8:|3 f8|g8|]",
    ],
)
def test_of_alternative_endings_the_last_is_kept_however_long(music: str) -> None:
    assert [(onset, pitch) for onset, _, pitch in tune(music).sounds] == [
        (0.0, 72), (4.0, 77), (8.0, 79),
    ]  # fmt: skip


def test_the_pickup_is_what_stands_before_the_first_bar_line() -> None:
    assert tune("AB|c2d2e2f2|").pickup == 1.0
    assert tune("|c2d2e2f2|").pickup == 0.0


def test_a_part_without_the_pickup_gets_a_rest_up_to_the_bar_line() -> None:
    read = tune("c2|d8|e6:|f8|g8|]")

    assert (read.pickup, read.irregular_share) == (1.0, 0.0)
    assert [onset for onset, _, _ in read.sounds] == [0.0, 1.0, 5.0, 9.0, 13.0]


def test_a_part_with_a_pickup_of_its_own_follows_at_once() -> None:
    onsets = [onset for onset, _, _ in tune("c2|d8|e6:|c2|g8|]").sounds]

    assert onsets == [0.0, 1.0, 5.0, 8.0, 9.0]


def test_damaged_tunes_are_dropped_with_the_reason() -> None:
    irregular_share = "".join(f"{'C' * bar}|" for bar in (8, 7, 9, 6, 8, 5))
    reasons: list[Reason] = []
    book = [
        HEAD.format(meter="4/4", key="C") + irregular_share,
        HEAD.format(meter="none", key="C") + "CDEF|\n",
        HEAD.format(meter="4/4", key="C") + "z8|\n",
        HEAD.format(meter="4/4", key="nonsense") + "C8|\n",
    ]

    assert list(read_abc("\n".join(book), on_drop=reasons.append)) == []
    assert reasons == [Reason.OFF_METER, Reason.NO_METER, Reason.NO_NOTES, Reason.NO_METER]


def test_a_file_without_a_tune_is_reported() -> None:
    reasons: list[Reason] = []

    assert list(read_abc("Dear diary,\n", on_drop=reasons.append)) == []
    assert reasons == [Reason.UNREADABLE]


def test_one_voice_of_several_is_read() -> None:
    music = "[V: S1V1] c2d2|\n[V: S1V2] C2D2|\n[V: S1V1] e2f2|\n"
    (read,) = read_abc(HEAD.format(meter="2/4", key="C") + music, "S1V1")

    assert [pitch for _, _, pitch in read.sounds] == [72, 74, 76, 77]


def test_of_several_voices_the_first_is_read_if_none_is_named() -> None:
    assert pitches("V:1\nc4d4|\nV:2\nC4D4|\nV:1\ne4f4|\n") == [72, 74, 76, 77]


def test_a_change_of_key_or_meter_begins_another_tune() -> None:
    music = "C8|[K:D]F8|G8|\nM:3/4\nA6|\n"
    parts = list(read_abc(HEAD.format(meter="4/4", key="C") + music))

    assert [(str(part.key), str(part.meter)) for part in parts] == [
        ("C major", "4/4"), ("D major", "4/4"), ("D major", "3/4"),
    ]  # fmt: skip
    assert [[pitch for _, _, pitch in part.sounds] for part in parts] == [[60], [66, 67], [69]]
    assert [part.complete for part in parts] == [False, False, True]


@pytest.mark.parametrize("remark", ['"D.C."', "!D.C.!", '"_D.S."', '"Da capo"'])
def test_a_tune_that_goes_back_does_not_end_with_its_last_written_bar(remark: str) -> None:
    assert not tune(f"c8|d8{remark}|").complete
    assert tune("c8|d8|").complete


@pytest.mark.parametrize(("order", "complete"), [("AB", True), ("ABA", False), ("", True)])
def test_the_order_of_parts_decides_whether_the_last_is_the_end(order: str, complete: bool) -> None:
    head = HEAD.format(meter="4/4", key="C").replace("R:jig", f"P:{order}")
    (read,) = read_abc(head + "P:A\nc8|\nP:B\nd8|\n")

    assert read.complete is complete


def test_chord_symbols_are_read_and_other_remarks_are_not() -> None:
    read = tune('"Am"A8|"slow" "D7/F#"d4 "2"e4|"^G"G8|')

    assert read.harmonies == [(0.0, 9, "m"), (4.0, 2, "7")]


def test_letters_that_name_parts_are_not_chords() -> None:
    assert tune('"A"' + "c8|" * 8 + '"B"' + "d8|" * 8).harmonies == []


def test_a_line_that_begins_with_a_note_and_a_repeat_is_music() -> None:
    assert pitches("cdef gab\nc:|d8|") == [72, 74, 76, 77, 79, 81, 83, 72, 74]


def test_rests_of_many_bars_take_their_time() -> None:
    assert [onset for onset, _, _ in tune("c8|Z2|d8|").sounds] == [0.0, 12.0]
