"""Metronome, chords, clock, and takes that change while they play, by what would be heard."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain import Chords, Melody, Meter, Sketch
from app.playback.sequencing.protocol import Load, Play, SetLoop, SetMetronome, SetMix, Stop
from app.playback.sequencing.schedule import Schedule
from app.playback.sequencing.voices import CHORDS, MELODY, METRONOME, Mix, Voice
from tests.playback.silent_synth import SilentSynth
from tests.playback.sketches import scale

HIGH, LOW = 76, 77


def silent() -> SilentSynth:
    return SilentSynth(lambda _: None)


def struck(synth: SilentSynth, channel: int) -> list[tuple[float, int]]:
    return [
        (round(seconds, 3), pitch)
        for seconds, of, pitch, velocity in synth.pressed
        if of == channel and velocity
    ]


def playing(sketch: Sketch, from_ticks: float = 0) -> SilentSynth:
    synth = silent()
    synth.send(SetMetronome(is_on=True))
    synth.send(Load(Schedule.of(sketch)))
    synth.send(Play(from_ticks, serial=1))
    return synth


@pytest.mark.parametrize(
    ("meter", "pickup_ticks", "expected"),
    [
        ("3/4", 0, [(0.0, HIGH), (0.5, LOW), (1.0, LOW), (1.5, HIGH)]),
        ("6/8", 0, [(0.0, HIGH), (0.75, LOW), (1.5, HIGH), (2.25, LOW)]),
        ("4/4", 480, [(0.0, LOW), (0.5, HIGH), (1.0, LOW), (1.5, LOW)]),
        ("5/8", 0, [(0.0, HIGH), (0.75, LOW), (1.25, HIGH), (2.0, LOW)]),
        ("2+3/8", 0, [(0.0, HIGH), (0.5, LOW), (1.25, HIGH), (1.75, LOW)]),
        ("2+1/4", 0, [(0.0, HIGH), (0.5, LOW), (1.0, HIGH), (1.5, HIGH)]),
    ],
)
def test_metronome_marks_the_beats_of_the_meter(
    meter: str, pickup_ticks: int, expected: list[tuple[float, int]]
) -> None:
    sketch = replace(scale(tempo_bpm=120), meter=Meter.parse(meter), pickup_ticks=pickup_ticks)
    synth = playing(sketch)
    synth.advance(expected[-1][0] + 0.01)
    assert struck(synth, METRONOME) == expected


def test_metronome_is_silent_until_it_is_turned_on_and_after_the_end() -> None:
    synth = silent()
    synth.send(Load(Schedule.of(scale(tempo_bpm=120))))
    synth.send(Play(0, serial=1))
    synth.advance(0.75)
    assert not struck(synth, METRONOME)
    synth.send(SetMetronome(is_on=True))
    synth.advance(10)
    assert struck(synth, METRONOME) == [(1.0, LOW), (1.5, LOW)]
    assert sum(1 for *_, velocity in synth.pressed if velocity == 0) == 4 + 2


def test_count_in_is_heard_without_the_metronome() -> None:
    synth = silent()
    synth.send(Load(Schedule.of(scale(tempo_bpm=120))))
    synth.send(Play(-1920, serial=1, count_in_until=0))
    synth.advance(4)
    assert struck(synth, METRONOME) == [(0.0, HIGH), (0.5, LOW), (1.0, LOW), (1.5, LOW)]
    assert struck(synth, MELODY)[0][0] == 2.0


def test_metronome_with_pitches_sounds_where_it_is_no_drum() -> None:
    synth = silent()
    synth.send(SetMix(Mix(metronome=Voice(program=115))))
    synth.send(SetMetronome(is_on=True))
    synth.send(Load(Schedule.of(scale())))
    synth.send(Play(0, serial=1))
    synth.advance(0.01)
    assert struck(synth, METRONOME) == [(0.0, 84)]


def test_chords_sound_with_the_melody_when_asked_and_are_struck_with_each_bar() -> None:
    sketch = replace(scale(tempo_bpm=120, pitches=(72,) * 12), chords=Chords.parse("C | / | G7"))
    plain = Schedule.of(sketch)
    assert all(plain[index].channel == MELODY for index in range(len(plain)))
    synth = silent()
    synth.send(Load(Schedule.of(sketch, with_chords=True)))
    synth.send(Play(0, serial=1))
    synth.advance(10)
    chords = struck(synth, CHORDS)
    by_bar = {
        at: {pitch % 12 for when, pitch in chords if when == at} for at in {at for at, _ in chords}
    }
    assert by_bar == {0.0: {0, 4, 7}, 2.0: {0, 4, 7}, 4.0: {7, 11, 2, 5}}
    pressed = [p for p in synth.pressed if p[1] == CHORDS]
    assert sum(1 if velocity else -1 for *_, velocity in pressed) == 0


def test_take_switched_to_begins_with_the_next_beat_at_the_same_bar() -> None:
    synth = playing(scale(tempo_bpm=120, pitches=(60,) * 8))
    synth.advance(0.6)
    synth.send(Load(Schedule.of(scale(tempo_bpm=120, pitches=tuple(range(70, 78)))), at_beat=True))
    synth.advance(1.5)
    assert struck(synth, MELODY) == [(0.0, 60), (0.5, 60), (1.0, 72), (1.5, 73), (2.0, 74)]


def test_take_and_loop_change_together_even_at_the_turn_of_the_loop() -> None:
    synth = playing(scale(tempo_bpm=120, pitches=(60,) * 4))
    synth.send(SetLoop(0, 1920))
    synth.advance(1.8)
    synth.send(SetLoop(0, 960, at_beat=True))
    synth.send(Load(Schedule.of(scale(tempo_bpm=120, pitches=tuple(range(70, 78)))), at_beat=True))
    synth.advance(2.0)
    assert struck(synth, MELODY)[4:] == [(2.0, 70), (2.5, 71), (3.0, 70), (3.5, 71)]


def test_longer_loop_of_the_next_take_goes_on_where_the_shorter_would_turn() -> None:
    synth = playing(scale(tempo_bpm=120, pitches=(60,) * 4))
    synth.send(SetLoop(0, 1920))
    synth.advance(1.8)
    synth.send(SetLoop(0, 3840, at_beat=True))
    synth.send(Load(Schedule.of(scale(tempo_bpm=120, pitches=tuple(range(70, 78)))), at_beat=True))
    synth.advance(1.0)
    assert struck(synth, MELODY)[4:] == [(2.0, 74), (2.5, 75)]


@given(st.lists(st.tuples(st.floats(0.01, 1.3), st.booleans()), max_size=8))
def test_no_key_stays_down_however_often_takes_are_switched(
    switches: list[tuple[float, bool]],
) -> None:
    takes = (scale(pitches=(60, 60, 67, 67)), scale(pitches=(67, 60, 72, 60)))
    synth = playing(takes[0])
    synth.send(SetLoop(0, 1920))
    for seconds, is_second in switches:
        synth.advance(seconds)
        synth.send(Load(Schedule.of(takes[is_second]), at_beat=True))
    synth.send(Stop())
    synth.advance(1)
    down = {(channel, pitch): velocity for _, channel, pitch, velocity in synth.pressed}
    assert not any(down.values())


@pytest.mark.parametrize("loop_ticks", [1920, 970])
def test_clock_beats_evenly_through_loops_and_tells_where_it_began(loop_ticks: int) -> None:
    synth = silent()
    synth.send(Load(Schedule.of(scale(tempo_bpm=120))))
    synth.send(SetLoop(0, loop_ticks))
    synth.send(Play(480, serial=1))
    synth.advance(5)
    assert synth.clock[0] == (0.0, 480)
    pulses = [seconds for seconds, ticks in synth.clock[1:]]
    assert pulses == pytest.approx([index / 48 for index in range(len(pulses))], abs=2e-5)
    assert len(pulses) == 240
    synth.send(Stop())
    synth.advance(1)
    assert len(synth.clock) == 241


def test_empty_sketch_has_an_empty_schedule() -> None:
    assert len(Schedule.of(Sketch(melody=Melody()), with_chords=True)) == 0
