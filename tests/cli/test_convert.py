from pathlib import Path

import mido
import pytest
import soundfile
from PySide6.QtGui import QImage

from app.cli import main
from app.domain.file_formats import FORMATS, WRITTEN, FileFormat
from app.formats import read_sketch, write_sketch
from tests.notation.tunes import quarters

BEGINNINGS = {
    ".musicxml": b"<?xml",
    ".mxl": b"PK",
    ".abc": b"%abc-2.1\nX:",
    ".motivo": b"{",
    ".wav": b"RIFF",
    ".flac": b"fLaC",
    ".svg": b"<",
    ".png": b"\x89PNG",
    ".pdf": b"%PDF",
    ".mid": b"MThd",
}
"""The bytes by which other programs recognise each format."""


@pytest.fixture
def source(tmp_path: Path) -> Path:
    path = tmp_path / "tune.musicxml"
    write_sketch(quarters(60, 62, 64, 65), path)
    return path


def converted(source: Path, ending: str, *options: str) -> Path:
    target = source.with_suffix(f".{ending}")
    assert main(["convert", str(source), str(target), *options]) == 0
    return target


@pytest.mark.parametrize("kind", WRITTEN, ids=[kind.name for kind in WRITTEN])
def test_every_format_is_written(source: Path, tmp_path: Path, kind: FileFormat) -> None:
    for suffix in kind.suffixes:
        target = tmp_path / f"out{suffix}"
        assert main(["convert", str(source), str(target)]) == 0
        assert target.read_bytes().startswith(BEGINNINGS.get(kind.suffix, b""))
        assert target.stat().st_size > 0
        if kind.is_read:
            assert len(read_sketch(target).melody) == 4


def test_help_tells_of_every_format(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["convert", "--help"]) == 0
    told = " ".join(capsys.readouterr().out.split())
    for kind in FORMATS:
        endings = " ".join(kind.suffixes)
        assert f"{endings} {kind.name}: {kind.about}" in told
    assert "Only Motivo can find chord names, how notes are spelled and how the" in told
    assert "beats of a bar are grouped in it. .wav" in told
    assert "Can't hold how hard each note is played." in told


def test_midi_has_the_type_and_ticks_asked_for(source: Path) -> None:
    usual = mido.MidiFile(converted(source, "mid"))
    assert (usual.type, usual.ticks_per_beat) == (0, 480)
    asked = mido.MidiFile(converted(source, "mid", "--midi-type", "1", "--midi-ticks", "960"))
    assert (asked.type, asked.ticks_per_beat) == (1, 960)


def test_paper_and_resolution_are_those_asked_for(source: Path) -> None:
    assert b"/MediaBox [0 0 595" in converted(source, "pdf").read_bytes()
    assert b"/MediaBox [0 0 612" in converted(source, "pdf", "--paper", "letter").read_bytes()
    png = converted(source, "png", "--paper", "letter", "--dpi", "100")
    assert QImage(str(png)).width() == 850


def test_sound_has_the_bits_and_rate_asked_for(source: Path) -> None:
    assert soundfile.info(converted(source, "flac")).subtype == "PCM_24"
    info = soundfile.info(converted(source, "wav", "--bits", "24", "--sample-rate", "48000"))
    assert (info.subtype, info.samplerate) == ("PCM_24", 48000)


@pytest.mark.parametrize(
    "wrong", [["--paper", "a3"], ["--dpi", "9"], ["--midi-type", "2"], ["--bits", "20"]]
)
def test_choice_there_is_not_is_wrong_use(
    source: Path, wrong: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    target = source.with_suffix(".pdf")
    assert main(["convert", str(source), str(target), *wrong]) == 2
    assert wrong[0] in capsys.readouterr().err
    assert not target.exists()


def test_what_the_format_has_no_place_for_is_told(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    source = tmp_path / "air.abc"
    source.write_text('X:1\nT:Air\nM:3+2/8\nL:1/8\nK:C\n"C"c3"G7"B2|\n', encoding="utf-8")
    assert main(["convert", str(source), str(tmp_path / "air.mid")]) == 0
    told = "MIDI has no place for chord names or how the beats of a bar are grouped.\n"
    assert capsys.readouterr().err == told
    assert main(["convert", str(source), str(tmp_path / "air.musicxml")]) == 0
    assert capsys.readouterr().err == ""
