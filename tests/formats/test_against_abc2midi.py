from app.notation.reading.abc_book import tunes
from tests.formats.against_abc2midi import difference
from tests.formats.test_other_readers import needs

TUNE = """X:1
T:Reel
R:reel
%%MIDI transpose 2
M:C|
L:1/8
K:Ador
|:e|AB^c>d (3efg {b}a2|"Am"[Ae]4 =g2-g:|1 c4:|2 _B3 b|]
A2 ~B2 z4 & E8|
"""
(READ,) = tunes(TUNE)


@needs("abc2midi", "abcmidi")
def test_tune_is_read_as_abc2midi_reads_it() -> None:
    assert difference(READ) == ""


@needs("abc2midi", "abcmidi")
def test_tune_that_abc2midi_reads_otherwise_is_told() -> None:
    (unequal,) = tunes("X:1\nM:4/4\nL:1/4\nK:C\nC>D2 E|\n")
    assert difference(unequal).startswith("; first apart")
