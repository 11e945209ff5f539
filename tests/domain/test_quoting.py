import pytest

from app.domain import Key, Meter, Note
from app.domain.chords import Chord
from app.domain.form import Form
from app.domain.pitch_names import parse_pitch
from app.domain.quoting import quoted, shortened, visible
from app.errors import AppError


def test_text_comes_on_one_line_without_what_can_not_be_seen() -> None:
    assert visible(" Air\r\nby\x00 Bach\u202e\ud800 ") == "Air by  Bach"
    with_joiner = "a\u00a0b c\u200cd"  # as French and Persian are written
    assert visible(with_joiner) == with_joiner


def test_text_is_cut_where_it_is_too_long_for_a_sentence() -> None:
    assert shortened("a" * 80) == "a" * 80
    assert shortened("a" * 10_000_000) == "a" * 79 + "…"
    assert quoted("b" * 41) == "“" + "b" * 39 + "…”"


@pytest.mark.parametrize("text", ["\x1b[2J" * 1000, "x" * 5000, "\u2028"])
def test_sentence_about_any_text_stays_one_line(text: str) -> None:
    for parse in (Key.parse, Meter.parse, Chord.parse, Form.parse, parse_pitch):
        with pytest.raises(AppError) as failure:
            parse(text)
        assert len(str(failure.value)) < 200
        assert visible(str(failure.value)) == str(failure.value)
    with pytest.raises(AppError) as failure:
        Note(0, 1, 60, letter=text)
    assert len(str(failure.value)) < 200
