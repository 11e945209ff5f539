from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from app.domain import Chords
from app.playback.sequencing.protocol import SetMix, UseDevice, UseMidiOut, UseSoundfont
from app.playback.sequencing.voices import CHORDS, METRONOME, Mix, Voice
from app.services.player import Player
from app.services.settings import (
    DEVICE,
    MIDI_OUT,
    MIX,
    PLAY_CHORDS,
    SEND_CLOCK,
    SOUNDFONT,
    Settings,
)
from app.services.settings import (
    METRONOME as METRONOME_ON,
)
from app.services.sound_setup import SoundSetup
from tests.playback.silent_synth import SilentSynth
from tests.playback.sketches import scale


class Studio:
    """A player with a stand-in synthesiser, and settings in a file of the test."""

    def __init__(self, folder: Path) -> None:
        self.settings = Settings(folder / "settings.ini")
        self.player = Player(self._make)
        self.setup = SoundSetup(self.settings, self.player)

    def _make(self, on_report: object) -> SilentSynth:
        self.synth = SilentSynth(on_report)  # type: ignore[arg-type]
        return self.synth


@pytest.fixture
def studio(qtbot: QtBot, tmp_path: Path) -> Iterator[Studio]:
    studio = Studio(tmp_path)
    yield studio
    studio.player.shutdown()


def test_voice_is_heard_at_once_and_remembered(studio: Studio, tmp_path: Path) -> None:
    studio.player.audition(60)
    violin = Voice(program=40, volume=0.6, pan=-0.5)
    studio.setup.set_voice("melody", violin)
    assert studio.synth.mix == Mix(melody=violin)
    studio.settings.save()
    again = Studio(tmp_path)
    again.player.audition(60)
    assert again.synth.mix == Mix(melody=violin)
    assert again.setup.sounding.mix.melody == violin
    again.player.shutdown()


@pytest.mark.parametrize(
    "stored",
    ["nonsense", "[1]", '{"melody": 3}', '{"melody": {"program": 400, "volume": "loud"}}'],
)
def test_mix_that_makes_no_sense_is_the_usual_one(studio: Studio, stored: str) -> None:
    studio.settings.set(MIX, stored)
    assert studio.setup.mix == Mix()


def test_every_choice_reaches_the_synthesiser(studio: Studio) -> None:
    studio.player.audition(60)
    studio.settings.set(DEVICE, "Headphones")
    studio.settings.set(SOUNDFONT, "/fonts/Grand.sf2")
    studio.settings.set(MIDI_OUT, "Motivo")
    studio.settings.set(SEND_CLOCK, True)
    assert studio.synth.commands[1:] == [
        UseDevice("Headphones"),
        UseSoundfont(Path("/fonts/Grand.sf2")),
        UseMidiOut("Motivo"),
        UseMidiOut("Motivo", sends_clock=True),
    ]
    assert not any(isinstance(command, SetMix) for command in studio.synth.commands)


def test_metronome_and_chords_begin_while_it_plays(studio: Studio) -> None:
    sketch = replace(scale(pitches=(72,) * 8), chords=Chords.parse("C"))
    studio.player.play(sketch)
    studio.synth.advance(0.1)
    channels = {channel for _, channel, _, _ in studio.synth.pressed}
    assert not channels & {METRONOME, CHORDS}
    studio.settings.set(METRONOME_ON, True)
    studio.settings.set(PLAY_CHORDS, True)
    studio.synth.advance(3)
    channels = {channel for _, channel, _, _ in studio.synth.pressed}
    assert channels >= {METRONOME, CHORDS}
    assert studio.setup.sounding.with_chords
