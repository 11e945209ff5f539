from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from app.domain.chords import KINDS, Chord
from app.domain.voicing import voiced

chords = st.builds(
    Chord,
    st.sampled_from(("C", "F#", "Bb", "G", "D", "Ab")),
    st.sampled_from(tuple(KINDS)),
    st.none() | st.sampled_from(("E", "Eb", "B")),
)


@given(st.lists(chords, min_size=1, max_size=6))
def test_every_tone_sounds_over_the_bass_and_no_other(symbols: list[Chord]) -> None:
    for chord, keys in zip(symbols, voiced(symbols), strict=True):
        assert {key % 12 for key in keys} == chord.pitch_classes
        assert keys[0] % 12 == chord.bass_pitch_class
        assert keys[0] < min(keys[1:])
        assert max(keys) <= 69


def test_common_tones_stay_and_others_move_by_step() -> None:
    cadence = voiced([Chord.parse(text) for text in ("C", "Am", "F", "G", "C")])
    hands = [set(keys[1:]) for keys in cadence]
    assert [len(one & other) for one, other in pairwise(hands)] == [2, 2, 0, 1]
    assert all(max(hand) - min(hand) <= 12 for hand in hands)
