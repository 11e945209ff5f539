import pytest

from app.domain import ExportOptions, Paper
from app.errors import InvalidValueError


@pytest.mark.parametrize(
    "wrong",
    [
        {"paper": "a3"},
        {"dpi": 10},
        {"dpi": 5000},
        {"midi_type": 2},
        {"midi_ticks": 96},
        {"midi_program": 128},
        {"sample_rate": 8000},
        {"bits": 8},
    ],
)
def test_choice_that_no_file_can_have_is_refused(wrong: dict[str, int]) -> None:
    with pytest.raises(InvalidValueError, match="; choose "):
        ExportOptions(**wrong)  # type: ignore[arg-type]


def test_paper_has_its_size() -> None:
    assert Paper.A4.size_mm == (210, 297)
    assert [round(mm / 25.4, 2) for mm in Paper.LETTER.size_mm] == [8.5, 11]
