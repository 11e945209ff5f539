import subprocess
import sys
from collections import Counter
from dataclasses import fields
from pathlib import Path
from xml.etree import ElementTree

import PySide6
import pytest

from app.domain import ExportOptions, file_formats
from app.domain.file_formats import FORMATS, Content, Purpose, format_to_read, format_to_write
from app.errors import AppError

LUPDATE = Path(PySide6.__file__).with_name("lupdate.exe" if sys.platform == "win32" else "lupdate")


def test_ending_names_the_format_whatever_its_case() -> None:
    assert format_to_read(Path("Tune.MIDI")) is file_formats.MIDI
    assert format_to_write(Path("score.Xml")) is file_formats.MUSICXML
    endings = Counter(suffix for kind in FORMATS for suffix in kind.suffixes)
    assert endings.most_common(1)[0][1] == 1


def test_file_that_can_not_be_read_or_written_is_told_with_what_can() -> None:
    with pytest.raises(AppError) as unread:
        format_to_read(Path("music/print.pdf"))
    sentence, _, known = str(unread.value).partition("; choose one that ends in ")
    assert sentence == "Motivo can't read a file called print.pdf"
    *others, last = (kind.suffix for kind in FORMATS if kind.is_read)
    assert known == f"{', '.join(others)} or {last}."
    with pytest.raises(AppError, match=r"^Motivo can't write a file called tune; .*\.pdf"):
        format_to_write(Path("music/tune"))


def test_options_of_formats_are_export_options() -> None:
    known = {field.name for field in fields(ExportOptions)}
    assert {option for kind in FORMATS for option in kind.options} <= known


def test_every_text_is_found_for_translation(tmp_path: Path) -> None:
    found = tmp_path / "found.ts"
    alias = "QT_TRANSLATE_NOOP+=translatable"
    source = file_formats.__file__
    options = ["-silent", "-tr-function-alias", alias]
    subprocess.run([str(LUPDATE), *options, source, "-ts", str(found)], check=True)
    (context,) = ElementTree.parse(found).iter("context")
    assert context.findtext("name") == "Export"
    shown = {kind.about for kind in FORMATS}
    shown |= {purpose.value for purpose in Purpose} | {content.value for content in Content}
    assert {message.findtext("source") for message in context.iter("message")} == shown
