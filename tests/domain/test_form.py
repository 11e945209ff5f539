import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain import Form, Phrase
from app.errors import AppError


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("a a' b a", "a a′ b a"),
        ("a, a′, b, a", "a a′ b a"),
        ("aa'ba", "a a′ b a"),
        ("AABA", "a a b a"),
        ("  a’ b''  ", "a′ b′′"),
        ("c", "c"),
    ],
)
def test_form_is_read_however_it_is_typed(text: str, written: str) -> None:
    assert str(Form.parse(text)) == written


phrases = st.builds(Phrase, st.sampled_from("abcz"), st.integers(0, 3))


@given(st.lists(phrases, min_size=1, max_size=16))
def test_form_comes_back_from_its_text(drawn: list[Phrase]) -> None:
    form = Form(tuple(drawn))
    assert Form.parse(str(form)) == form


@pytest.mark.parametrize("text", ["", "  ", "'a", "a 1", "a' - b", "ä", "a" * 17])
def test_text_that_is_no_form_is_refused(text: str) -> None:
    with pytest.raises(AppError, match=r"\.$"):
        Form.parse(text)


@pytest.mark.parametrize(
    ("motif_bars", "new_bars", "phrase_bars"),
    [(4, 16, (4, False)), (4, 12, (4, True)), (4, 8, (2, False)), (3, 4, (1, False))],
)
def test_phrases_share_the_new_bars(
    motif_bars: int, new_bars: int, phrase_bars: tuple[int, bool]
) -> None:
    assert Form.parse("a a' b a").phrase_bars(motif_bars, new_bars) == phrase_bars


def test_bars_that_cannot_be_shared_are_refused_with_those_that_can() -> None:
    with pytest.raises(AppError, match=r"7 new bars .* 4 phrases .* 9 or a multiple of 4\.$"):
        Form.parse("a a' b a").phrase_bars(3, 7)


@given(st.lists(phrases, min_size=1, max_size=16), st.integers(0, 32), st.integers(1, 64))
def test_phrases_are_as_many_bars_as_were_asked_for(
    drawn: list[Phrase], motif_bars: int, new_bars: int
) -> None:
    try:
        bars, begins_with_motif = Form(tuple(drawn)).phrase_bars(motif_bars, new_bars)
    except AppError:
        assert new_bars % len(drawn)
    else:
        assert bars > 0
        assert bars * len(drawn) == new_bars + (motif_bars if begins_with_motif else 0)
