from dataclasses import replace

import pytest

from app.notation.reading.marks import MOST_LETTERS, Marks, may_jump, read_words


def read(text: str) -> Marks:
    marks = Marks()
    read_words(text, marks)
    return marks


@pytest.mark.parametrize(
    "text",
    [
        "D.C.", "D. C.", "D .C .", "DC", "d.c.", "(D.C.)", "D.C. al Fine", "D.C. Al Fine.",
        "D.C.alfine", "D.C.alcoda", "DC AL FINE", "Da Capo", "da  capo al fine", "DACAPO",
        "dacapo", "Da Capo al Fine e poi la Coda", "D.C. senza repetizione", "D.C. al Segno",
        "Menuetto da capo", "Scherzo D.C.", "Fine. D.C.", "D.C. al %", "D.C. 2nd time", "_D.C.",
        "Allegro da capo", "M.D.C.", "Men. D.C.", "Menuetto da capo senza Ritornello.",
        "Then D.C. without repeats",
    ],
)  # fmt: skip
def test_words_for_a_da_capo(text: str) -> None:
    assert replace(read(text), al_fine=False) == Marks(da_capo=True)


@pytest.mark.parametrize(
    "text",
    ["D.S.", "d. s.", "DS al Fine", "D.S. al Coda", "Dal Segno", "dal segno al fine", "D.S.alcoda",
     "del Segno", "dalsegno", "D.S. 𝄋 al Coda"],
)  # fmt: skip
def test_words_for_a_dal_segno(text: str) -> None:
    assert replace(read(text), al_fine=False) == Marks(dal_segno="")


@pytest.mark.parametrize(
    ("text", "asks"),
    [("D.C. al Fine", True), ("D.S.alfine", True), ("D.C.", False), ("Fine. D.C.", False)],
)
def test_words_that_ask_for_a_fine(text: str, asks: bool) -> None:
    assert read(text).al_fine == asks


@pytest.mark.parametrize(
    ("text", "marks"),
    [
        ("Fine", Marks(fine=True)),
        ("FINE.", Marks(fine=True)),
        ("To Coda", Marks(to_coda="")),
        ("to  coda 1", Marks(to_coda="")),
        ("dacoda", Marks(to_coda="")),
        ("CODA", Marks(coda="")),
        ("Segno", Marks(segno="")),
    ],
)
def test_words_for_the_signs(text: str, marks: Marks) -> None:
    assert read(text) == marks


@pytest.mark.parametrize(
    "text",
    [
        "see D.C. below", "D.C. Smith arr.", "arr. D.C.", "non da capo", "Words by D.S. Jones",
        "D.C. " + "and so on " * MOST_LETTERS, "after the dal segno",
    ],
)  # fmt: skip
def test_words_that_merely_contain_a_jump_are_none(text: str) -> None:
    assert read(text) == Marks()
    assert may_jump(text)


@pytest.mark.parametrize("text", ["D/C", "D.Carter", "gli DC", "Dsus4", "D#C", "a fine day", "D7"])
def test_words_that_have_nothing_to_do_with_jumps(text: str) -> None:
    assert read(text) == Marks()
    assert not may_jump(text)
