"""The synthesiser itself, with soundfonts made for it and with damaged ones."""

from pathlib import Path
from random import Random

import numpy as np
import pytest

from app.errors import AppError
from app.playback.sound.soundfonts import default_soundfont
from app.playback.sound.tinysoundfont import LARGEST_FILE_MB, TinySoundFont
from tests.playback.sketches import pitch_at
from tests.playback.sound.soundfont_files import write_soundfont

RATE = 44100


def played(
    font: TinySoundFont, frames: int = RATE
) -> np.ndarray[tuple[int, int], np.dtype[np.float32]]:
    audio = np.zeros((frames, 2), np.float32)
    font.render(audio)
    return audio


@pytest.mark.parametrize("is_compressed", [False, True])
def test_key_sounds_at_its_pitch_until_it_is_released(tmp_path: Path, is_compressed: bool) -> None:
    path = tmp_path / "sine.sf2"
    write_soundfont(path, is_compressed=is_compressed)
    font = TinySoundFont(path, RATE, 0.0)
    assert font.presets() == {(0, 0): "Flûte"}
    assert not played(font).any()
    font.note_on(0, 57, 127)
    audio = played(font)
    assert pitch_at(audio, RATE, 0.1) == 57
    assert pitch_at(audio, RATE, 0.8) == 57
    assert 0.1 < np.abs(audio).max() < 1
    assert np.array_equal(audio[:, 0], audio[:, 1])
    font.note_off(0, 57)
    assert not played(font)[RATE // 2 :].any()


def test_channels_have_volume_and_side(tmp_path: Path) -> None:
    path = tmp_path / "sine.sf2"
    write_soundfont(path)
    font = TinySoundFont(path, RATE, 0.0)
    font.control_change(3, 10, 0)
    font.note_on(3, 69, 127)
    left, right = np.abs(played(font)).max(axis=0)
    assert left > 0.1
    assert right == 0
    font.control_change(3, 7, 50)
    assert np.abs(played(font)).max() < left / 3


def test_more_keys_than_there_are_voices_can_be_pressed(tmp_path: Path) -> None:
    path = tmp_path / "sine.sf2"
    write_soundfont(path)
    font = TinySoundFont(path, RATE, -40.0)
    for channel in range(16):
        for key in range(128):
            font.note_on(channel, key, 1)
    assert np.isfinite(played(font)).all()


def test_damaged_soundfont_is_refused_or_plays(tmp_path: Path) -> None:
    """Wherever the file is cut off or its tables are overwritten, nothing bad happens."""
    whole, random = default_soundfont().read_bytes(), Random(1)
    path = tmp_path / "damaged.sf2"
    tables = whole.index(b"pdta")
    refused = 0
    for attempt in range(24):
        damaged = bytearray(whole)
        if attempt % 4 == 0:
            del damaged[random.randrange(len(whole)) :]
        else:
            for _ in range(10 ** (attempt % 4)):
                damaged[random.randrange(tables, len(whole))] = random.randrange(256)
        path.write_bytes(damaged)
        try:
            font = TinySoundFont(path, RATE, 0.0)
            for key in range(40, 60):
                font.note_on(0, key, 100)
            played(font, 4410)
        except AppError as error:
            refused += 1
            assert str(error) == "“damaged.sf2” can't be read as a soundfont."  # noqa: PT017
    assert refused >= 6


def test_file_that_is_too_large_is_told(tmp_path: Path) -> None:
    path = tmp_path / "vast.sf2"
    with path.open("wb") as file:
        file.truncate(LARGEST_FILE_MB * 1_000_000 + 1)
    with pytest.raises(AppError, match=r"“vast\.sf2” is too large; choose a smaller"):
        TinySoundFont(path, RATE, 0.0)
