from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import soundfile

from app.domain import ExportOptions
from app.errors import AppError
from app.formats import write_sketch
from app.playback.sound.render import render_audio
from tests.notation.tunes import quarters

AIR = replace(quarters(60, 64, 67), title="Für Élise", composer="Ludwig")


@pytest.mark.parametrize(
    ("ending", "bits", "subtype"),
    [
        ("wav", None, "PCM_16"),
        ("wav", 24, "PCM_24"),
        ("flac", None, "PCM_24"),
        ("flac", 16, "PCM_16"),
    ],
)
def test_file_sounds_as_it_was_played(
    tmp_path: Path, ending: str, bits: int | None, subtype: str
) -> None:
    path = tmp_path / f"air.{ending}"
    write_sketch(AIR, path, ExportOptions(bits=bits), render_audio=render_audio)
    with soundfile.SoundFile(path) as file:
        assert (file.format, file.subtype, file.samplerate) == (ending.upper(), subtype, 44100)
        assert (file.title, file.artist) == ("Für Élise", "Ludwig")
        samples = file.read(dtype="float32")
    step = 2.0 ** -(23 if subtype == "PCM_24" else 15)
    assert np.abs(samples - render_audio(AIR)[0]).max() <= step


@pytest.mark.parametrize("sample_rate", [48000, 96000])
def test_sample_rate_is_the_one_asked_for(tmp_path: Path, sample_rate: int) -> None:
    path = tmp_path / "air.flac"
    write_sketch(AIR, path, ExportOptions(sample_rate=sample_rate), render_audio=render_audio)
    info = soundfile.info(path)
    assert info.samplerate == sample_rate
    usual, rate = render_audio(AIR)
    assert info.duration == pytest.approx(len(usual) / rate, abs=1e-3)


def test_sound_needs_somebody_who_plays(tmp_path: Path) -> None:
    with pytest.raises(AppError, match="nothing here can play"):
        write_sketch(AIR, tmp_path / "air.wav")
