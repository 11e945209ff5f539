"""Any title and composer can be written in any format, and does not change the music beside it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from xml.etree import ElementTree

import pytest

from app.domain.file_formats import WRITTEN, FileFormat, Medium
from app.formats import read_sketch, write_sketch
from app.playback.sound.render import render_audio
from tests.notation.tunes import quarters

AIR = quarters(60, 62, 64, 65)
PITCHES = [note.pitch for note in AIR.melody]

ODD = {
    "NUL": "a\0b",
    "escape": "\x1b[31mred",
    "no characters": "a\ufffeb\uffff\x0b\x1f",
    "lines": "a\nK:G\nGGGG|\r\n%%begintext",
    "markup": "<b>&amp;</b>]]><!-- {0} %s",
    "quotes": "\"'\\",
    "long": "夜" * 5000,
    "backwards": "\u202etxet",
}


@pytest.mark.parametrize("kind", WRITTEN, ids=lambda kind: kind.suffix)
@pytest.mark.parametrize("text", ODD.values(), ids=ODD)
def test_file_with_any_texts_can_be_read_and_has_the_same_music(
    tmp_path: Path, kind: FileFormat, text: str
) -> None:
    path = tmp_path / f"air{kind.suffix}"
    write_sketch(replace(AIR, title=text, composer=text), path, render_audio=render_audio)
    assert [entry.name for entry in tmp_path.glob("air*")] == [path.name]
    if kind.is_read:
        assert [note.pitch for note in read_sketch(path).melody] == PITCHES
    elif path.suffix == ".svg":
        title = ElementTree.parse(path).findtext("{http://www.w3.org/2000/svg}title")
        assert title is not None
        assert title[:1] == text.lstrip("\x1b")[:1]
    else:
        assert kind.medium is not Medium.NOTES
        assert path.stat().st_size > 100
