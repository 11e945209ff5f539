from tests.services.improvising import Heard, Improviser, Moved, one_voice


def test_thirty_seconds_have_keys_of_every_velocity() -> None:
    keys = [key for phrase in Improviser(1).phrases(30) for key in phrase]
    assert sum(gap for gap, _, _ in keys) >= 30
    assert {velocity for _, _, velocity in keys} == set(range(128))
    assert keys == [key for phrase in Improviser(1).phrases(30) for key in phrase]


def test_one_voice_of_a_chord_a_roll_and_a_stuck_key() -> None:
    keys = [(0, 60, 1), (10, 67, 2), (20, 64, 3), (90, 67, 0), (95, 60, 0)]
    rolled = [(200, 48, 4), (280, 52, 5), (500, 52, 6), (600, 52, 0), (610, 48, 0)]
    moved = [Moved(*key) for key in (*keys, *rolled)]
    assert one_voice(moved, 0) == [
        Heard(10, 90, 67, 2),
        Heard(200, 280, 48, 4),
        Heard(280, 500, 52, 5),
        Heard(500, 600, 52, 6),
    ]
    assert one_voice(moved, 120)[0] == Heard(10, 130, 67, 2)
