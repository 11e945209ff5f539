"""Notes from one program to another by the clipboard of a real screen."""

from __future__ import annotations

import base64
import io

import mido
import pytest

from tests.ui.screen import Program, Screen, draw, missing, notes_become

pytestmark = pytest.mark.skipif(bool(missing()), reason=f"not installed: {', '.join(missing())}")

DRAWN = ((480, 480, 69), (1440, 240, 73), (1920, 960, 66))
"""Onset and length in ticks, and pitch; no note begins the sketch, and there are rests between."""


@pytest.fixture
def drawn(screen: Screen) -> list[list[int]]:
    """The notes of the Motivo in front, all selected, and each with a different velocity."""
    for place, (onset, length, pitch) in enumerate(DRAWN):
        draw(screen, onset, length, pitch)
        notes_become(screen, *DRAWN[: place + 1])
    for place, (onset, _length, _pitch) in enumerate(DRAWN):
        screen.drag([screen.ask(f"lane {onset} 80"), screen.ask(f"lane {onset} {50 + 30 * place}")])
    screen.until("notes", lambda found: len({note[3] for note in found}) == len(DRAWN))
    screen.keys("ctrl+a")
    screen.until("selected", lambda found: len(found) == len(DRAWN))
    notes: list[list[int]] = screen.ask("notes")
    return notes


def from_start(notes: list[list[int]], start: int = 0) -> list[list[int]]:
    """Return the notes with the first at `start`."""
    return [[onset - notes[0][0] + start, *rest] for onset, *rest in notes]


def seek(screen: Screen, ticks: int) -> int:
    """Click into the ruler; return where the playhead is then."""
    screen.click(screen.ask(f"ruler {ticks}"))
    state = screen.until("state", lambda state: abs(state["playhead"] - ticks) < 40)
    playhead: int = state["playhead"]
    return playhead


def midi_notes(encoded: str) -> list[list[int]]:
    """Return onset, length, pitch and velocity of the notes in a MIDI file, in its ticks."""
    file = mido.MidiFile(file=io.BytesIO(base64.b64decode(encoded)))
    notes: list[list[int]] = []
    sounding: dict[int, tuple[int, int]] = {}
    now = 0
    for message in mido.merge_tracks(file.tracks):
        now += message.time
        if message.type == "note_on" and message.velocity:
            sounding[message.note] = now, message.velocity
        elif message.type in ("note_on", "note_off"):
            onset, velocity = sounding.pop(message.note)
            notes.append([onset, now - onset, message.note, velocity])
    assert file.ticks_per_beat == 480
    return sorted(notes)


def midi_file(notes: list[list[int]]) -> str:
    track = mido.MidiTrack()
    now = 0
    for onset, length, pitch, velocity in notes:
        track.append(mido.Message("note_on", note=pitch, velocity=velocity, time=onset - now))
        track.append(mido.Message("note_off", note=pitch, time=length))
        now = onset + length
    written = io.BytesIO()
    mido.MidiFile(ticks_per_beat=480, tracks=[track]).save(file=written)
    return base64.b64encode(written.getvalue()).decode()


def test_copied_and_cut_notes_are_pasted_into_another_motivo(
    screen: Screen, drawn: list[list[int]]
) -> None:
    first = screen.front
    screen.keys("ctrl+c")
    second = screen.start_motivo()
    playhead = seek(screen, 1920)
    screen.keys("ctrl+v")
    assert screen.until("notes", bool) == from_start(drawn, playhead)
    assert first.ask("notes") == drawn

    screen.keys("ctrl+z")
    notes_become(screen)
    screen.bring(first)
    screen.keys("Up")
    higher = screen.until("notes", lambda found: found != drawn)
    screen.keys("ctrl+x")
    notes_become(screen)
    screen.bring(second)
    screen.keys("ctrl+v")
    assert screen.until("notes", bool) == from_start(higher, playhead)
    screen.bring(first)
    screen.keys("ctrl+z")
    assert screen.until("notes", bool) == higher


def test_another_program_reads_as_midi_what_was_copied(
    screen: Screen, drawn: list[list[int]]
) -> None:
    other = screen.start("tests.ui.clipboard_program")
    screen.keys("ctrl+c")
    copied = other.until("midi", bool)
    assert midi_notes(copied) == from_start(drawn)


def test_notes_of_another_program_are_pasted(screen: Screen) -> None:
    other: Program = screen.start("tests.ui.clipboard_program")
    notes = [[0, 480, 62, 40], [720, 240, 66, 90], [960, 960, 69, 110]]
    other.ask(f"offer {midi_file(notes)}")
    playhead = seek(screen, 1920)
    screen.keys("ctrl+v")
    assert screen.until("notes", bool) == from_start(notes, playhead)
