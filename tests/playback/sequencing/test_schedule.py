from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from app.domain import Sketch
from app.domain.timebase import ticks_to_seconds
from app.playback.sequencing.protocol import Load, NoteOff, NoteOn, Play, SetLoop, SetTempo, Stop
from app.playback.sequencing.schedule import Schedule
from app.playback.sequencing.voices import AUDITION, MELODY
from tests.playback.silent_synth import SAMPLE_RATE, SilentSynth
from tests.playback.sketches import scale, sketches


def silent() -> SilentSynth:
    return SilentSynth(lambda _: None)


def started(synth: SilentSynth) -> list[tuple[float, int]]:
    return [(seconds, pitch) for seconds, _, pitch, velocity in synth.pressed if velocity]


def keys_down(synth: SilentSynth) -> set[int]:
    down: set[int] = set()
    for _, _, pitch, velocity in synth.pressed:
        (down.add if velocity else down.discard)(pitch)
    return down


@given(sketches())
def test_schedule_holds_each_note_once_and_in_order(sketch: Sketch) -> None:
    schedule = Schedule.of(sketch)
    events = [schedule[index] for index in range(len(schedule))]
    assert [event.ticks for event in events] == sorted(event.ticks for event in events)
    assert [(event.ticks, event.pitch) for event in events if event.velocity] == [
        (note.onset_ticks, note.pitch) for note in sketch.melody
    ]
    assert len(events) == 2 * len(sketch.melody)
    assert schedule.end_ticks == sketch.end_ticks


@given(sketches(), st.lists(st.integers(1, 4000), min_size=1, max_size=5))
def test_each_onset_is_within_half_a_frame_whatever_the_buffers(
    sketch: Sketch, buffers: list[int]
) -> None:
    synth = silent()
    synth.send(Load(Schedule.of(sketch)))
    synth.send(Play(0, serial=1))
    for frames in buffers:
        synth.advance(frames / SAMPLE_RATE)
    synth.advance(ticks_to_seconds(sketch.end_ticks, sketch.tempo_bpm) + 1)
    expected = [ticks_to_seconds(note.onset_ticks, sketch.tempo_bpm) for note in sketch.melody]
    heard = started(synth)
    assert [pitch for _, pitch in heard] == [note.pitch for note in sketch.melody]
    for (seconds, _), wanted in zip(heard, expected, strict=True):
        assert abs(seconds - wanted) <= 0.51 / SAMPLE_RATE
    assert not keys_down(synth)


@given(sketches(), st.floats(10, 400), st.floats(0, 8))
def test_tempo_change_keeps_the_place(sketch: Sketch, tempo_bpm: float, seconds: float) -> None:
    reports: list[Any] = []
    synth = SilentSynth(reports.append)
    synth.send(Load(Schedule.of(sketch)))
    synth.send(SetLoop(0, 10**6))
    synth.send(Play(0, serial=1))
    synth.advance(seconds)
    before = reports[-1]
    synth.send(SetTempo(tempo_bpm))
    synth.advance(0)
    assert abs(reports[-1].ticks - before.ticks) < 1e-6


def test_loop_comes_round_without_drift() -> None:
    synth = silent()
    synth.send(Load(Schedule.of(scale(tempo_bpm=97.3))))
    synth.send(SetLoop(0, 480))
    synth.send(Play(0, serial=1))
    synth.advance(600)
    heard = started(synth)
    assert {pitch for _, pitch in heard} == {60}
    for turn, (seconds, _) in enumerate(heard):
        assert abs(seconds - ticks_to_seconds(480 * turn, 97.3)) <= 0.51 / SAMPLE_RATE


def test_loop_that_ends_before_this_place_begins_again() -> None:
    synth = silent()
    synth.send(Load(Schedule.of(scale())))
    synth.send(Play(1000, serial=1))
    synth.advance(0.1)
    synth.send(SetLoop(480, 960))
    synth.advance(0.1)
    assert [pitch for _, pitch in started(synth)] == [64]


def test_note_across_the_end_of_the_loop_is_released_there() -> None:
    synth = silent()
    synth.send(Load(Schedule.of(scale())))
    synth.send(SetLoop(0, 100))
    synth.send(Play(0, serial=1))
    synth.advance(ticks_to_seconds(150, 120))
    assert [velocity for _, _, _, velocity in synth.pressed] == [80, 0, 80]


def test_edit_while_playing_is_heard_at_once_and_leaves_no_key_down() -> None:
    synth = silent()
    synth.send(Load(Schedule.of(scale())))
    synth.send(Play(0, serial=1))
    synth.advance(0.1)
    assert keys_down(synth) == {60}
    synth.send(Load(Schedule.of(scale(pitches=(62, 65, 67, 72)))))
    assert not keys_down(synth)
    synth.advance(0.5)
    assert keys_down(synth) == {65}
    synth.send(Load(Schedule.of(scale(pitches=(62, 65, 69, 72)))))
    assert keys_down(synth) == {65}


@given(sketches(), st.integers(1, 3000))
def test_loading_the_same_again_anywhere_changes_nothing(sketch: Sketch, frames: int) -> None:
    plain, loaded = silent(), silent()
    for synth in (plain, loaded):
        synth.send(Load(Schedule.of(sketch)))
        synth.send(Play(0, serial=1))
    for _ in range(10):
        for synth in (plain, loaded):
            synth.advance(frames / SAMPLE_RATE)
        loaded.send(Load(Schedule.of(sketch)))
    for synth in (plain, loaded):
        synth.advance(60)
    assert [p[1:] for p in plain.pressed] == [p[1:] for p in loaded.pressed]


def test_stop_releases_the_song_and_leaves_an_auditioned_key() -> None:
    synth = silent()
    synth.send(Load(Schedule.of(scale())))
    synth.send(Play(0, serial=1))
    synth.send(NoteOn(60, 90))
    synth.advance(0.1)
    synth.send(Stop())
    assert [p[1:] for p in synth.pressed][-1] == (MELODY, 60, 0)
    synth.send(NoteOff(60))
    assert [p[1:] for p in synth.pressed][-1] == (AUDITION, 60, 0)


def test_auditioned_note_ends_after_its_time_though_nothing_plays() -> None:
    synth = silent()
    synth.send(NoteOn(60, 90, seconds=0.25))
    synth.advance(1)
    assert synth.pressed == [(0.0, AUDITION, 60, 90), (0.25, AUDITION, 60, 0)]


def test_key_that_is_held_outlasts_the_auditioned_note_before_it() -> None:
    synth = silent()
    synth.send(NoteOn(60, 90, seconds=0.25))
    synth.advance(0.1)
    synth.send(NoteOn(60, 80))
    synth.advance(1)
    assert keys_down(synth) == {60}
    synth.send(NoteOff(60))
    assert keys_down(synth) == set()
