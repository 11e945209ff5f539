"""ABC and MusicXML that say the same are played in the same order."""

import re

import pytest

from app.domain.reading import Reading
from app.formats.import_abc import import_abc
from app.formats.scores import import_musicxml
from tests.notation.reading.documents import bars, note, score

ABC_SIGNS = {
    "segno": "!segno!",
    "coda": "!coda!",
    "to": "!dacoda!",
    "fine": "!fine!",
    "DC": "!D.C.!",
    "DS": "!D.S.!",
}
XML_SIGNS = {
    "segno": "<segno/>",
    "coda": "<coda/>",
    "to": "<words>To Coda</words>",
    "fine": "<words>Fine</words>",
    "DC": "<words>D.C.</words>",
    "DS": "<words>D.S.</words>",
}


def abc(plan: str) -> bytes:
    """Return a tune of a plan: letters with signs behind them, and ABC's bar lines."""
    music = re.sub(r"<(\w+)>", lambda sign: ABC_SIGNS[sign[1]], plan)
    return f"X:1\nM:4/4\nL:1/1\nK:C\n{music}\n".encode()


def musicxml(plan: str) -> bytes:
    """Return a score of the same plan."""
    measures = []
    for found in re.finditer(r"(\|:)?(?:\[?(\d))?([A-G])((?:<\w+>)*)(\|[]|]|:?\|)?(?=(:?))", plan):
        opens, ending, letter, signs, line, _ = found.groups()
        left = '<repeat direction="forward"/>' if opens else ""
        if ending:
            left += f'<ending number="{ending}" type="start"/>'
        right = f'<ending number="{ending}" type="stop"/>' if ending else ""
        right += '<repeat direction="backward"/>' if line == ":|" else ""
        words = "".join(
            f"<direction><direction-type>{XML_SIGNS[sign]}</direction-type></direction>"
            for sign in re.findall(r"<(\w+)>", signs)
        )
        measures.append(
            f'<barline location="left">{left}</barline>{words}{note(letter + "4", 8)}'
            f'<barline location="right">{right}</barline>'
        )
    return score(bars(*measures))


@pytest.mark.parametrize(
    ("plan", "played"),
    [
        ("C|D:|E|F:|", "CDCDEFEF"),
        ("C|D|E<DC>|F|G|A|B<DC>|", "CDECDEFGABCDEFGAB"),
        ("C|D:|E<fine>|F|G<DC>|", "CDCDEFGCDE"),
        ("C|D|E|F<DC>|G|", "CDEFCDEFG"),
        ("C|D<fine>|E<DC>|F|", "CDECD"),
        ("C<segno>|D<to>|E<DS>|F<coda>|", "CDECDF"),
        ("C<segno>|D<coda>|E<DS>|F<coda>|", "CDECDF"),
        ("C|[1D:|[2E|F|G<DC>|", "CDCEFGCEFG"),
        ("C|[1D:|[2E:|F|[1G:|[2A|", "CDCEFGFA"),
        ("C|[1D:|[2E:|[3F|G|", "CDCECFG"),
        ("C<fine>|D|E<DC>|F|G|A|B|", "CDEC"),
        ("C<fine>|D|E<DC>:|F|G|", "CDECDECFG"),
        ("C|D<fine>:|E|F<DC>:|", "CDCDEFEFCD"),
    ],
)
def test_both_engines_are_one(plan: str, played: str) -> None:
    letters = {60: "C", 62: "D", 64: "E", 65: "F", 67: "G", 69: "A", 71: "B"}
    for read in (import_abc(abc(plan)), import_musicxml(musicxml(plan))):
        assert "".join(letters[note.pitch] for note in read.sketch.melody) == played
        assert read.reading is Reading.PLAYED
