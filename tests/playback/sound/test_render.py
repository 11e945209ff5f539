from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from app.domain import Chords, Melody, Note, Sketch
from app.errors import AppError
from app.playback.sequencing.voices import Mix, Sounding, Voice
from app.playback.sound.render import TAIL_SECONDS, render_audio
from app.playback.sound.soundfonts import DEFAULT_NAME, default_soundfont, system_soundfonts
from tests.playback.sketches import onsets, pitch_at, scale


def test_rendered_pitches_are_right_and_in_their_places() -> None:
    pitches = (48, 60, 61, 66, 72, 79, 84, 55)
    audio, sample_rate = render_audio(scale(tempo_bpm=60.0, pitches=pitches))
    assert audio.dtype == np.float32
    assert audio.shape == (round((8 + TAIL_SECONDS) * sample_rate), 2)
    assert [pitch_at(audio, sample_rate, index + 0.05) for index in range(8)] == list(pitches)


def test_rendered_onsets_are_where_they_belong() -> None:
    audio, sample_rate = render_audio(scale(tempo_bpm=60.0, pitches=(60,) * 6))
    attack, *rest = onsets(audio, sample_rate)
    assert attack < 0.02
    assert [round(onset - attack, 3) for onset in rest] == [1, 2, 3, 4, 5]


def test_same_sketch_renders_to_the_same_samples_and_never_clips() -> None:
    loud = Sketch(melody=Melody(tuple(Note(i * 60, 60, 36 + i, 127) for i in range(60))))
    audio, _ = render_audio(loud)
    assert np.array_equal(audio, render_audio(loud)[0])
    assert 0.2 < np.abs(audio).max() < 1.0


def test_empty_sketch_renders_to_silence() -> None:
    audio, sample_rate = render_audio(Sketch())
    assert len(audio) == TAIL_SECONDS * sample_rate
    assert not audio.any()


def test_file_that_is_no_soundfont_is_told(tmp_path: Path) -> None:
    fake = tmp_path / "fake.sf2"
    fake.write_bytes(b"no soundfont")
    with pytest.raises(AppError, match=r"“fake\.sf2” can't be read"):
        render_audio(Sketch(), Sounding(fake))
    with pytest.raises(AppError, match=r"“missing\.sf2” can't be read"):
        render_audio(Sketch(), Sounding(tmp_path / "missing.sf2"))


def test_soundfonts_are_found_the_largest_first(tmp_path: Path) -> None:
    for name, size in (("small.sf2", 1), ("big.SF3", 9), ("notes.txt", 20)):
        (tmp_path / name).write_bytes(bytes(size))
    found = system_soundfonts((tmp_path, tmp_path / "missing"))
    assert [path.name for path in found] == ["big.SF3", "small.sf2"]
    assert default_soundfont().name == DEFAULT_NAME


def test_file_sounds_with_the_instrument_side_and_chords_that_are_heard() -> None:
    sketch = replace(scale(), chords=Chords.parse("C"))
    left = Sounding(mix=Mix(melody=Voice(program=19, pan=-1.0)))
    audio, _ = render_audio(sketch, left)
    loudness = np.abs(audio).mean(axis=0)
    assert loudness[0] > 10 * loudness[1]
    with_chords, _ = render_audio(sketch, replace(left, with_chords=True))
    assert np.abs(with_chords[:, 1]).mean() > 10 * loudness[1]
