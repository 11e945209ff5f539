"""What MIDI files of other programs say, and how they say it, is what is read."""

from __future__ import annotations

import struct
from collections.abc import Sequence
from itertools import pairwise
from math import cos, sin

import pytest

from app.domain import Sketch
from app.domain.imported import Imported
from app.domain.reading import Reading
from app.errors import AppError
from app.formats.import_midi import import_midi
from app.formats.midi_file import open_midi, tempo_map
from app.formats.performance import clock_of

SCALE = (60, 62, 64, 65, 67, 65, 64, 62)
END = b"\x00\xff\x2f\x00"


def length(value: int) -> bytes:
    """Return a variable-length quantity."""
    digits = [value & 0x7F]
    while value := value >> 7:
        digits.append(0x80 | value & 0x7F)
    return bytes(reversed(digits))


def meta(kind: int, data: bytes, after: int = 0) -> bytes:
    return length(after) + b"\xff" + bytes([kind]) + length(len(data)) + data


def tempo(bpm: float, after: int = 0) -> bytes:
    return meta(0x51, round(60_000_000 / bpm).to_bytes(3, "big"), after)


def notes(pitches: Sequence[int] = SCALE, ticks: int = 480) -> bytes:
    return b"".join(
        bytes([0, 0x90, pitch, 80]) + length(ticks) + bytes([0x80, pitch, 0]) for pitch in pitches
    )


def file(*tracks: bytes, division: int = 480, kind: int | None = None) -> bytes:
    form = kind if kind is not None else int(len(tracks) > 1)
    chunks = [b"MThd" + struct.pack(">LHHh", 6, form, len(tracks), division)]
    chunks += [b"MTrk" + struct.pack(">L", len(track)) + track for track in tracks]
    return b"".join(chunks)


def onsets(imported: Imported) -> list[int]:
    return [note.onset_ticks for note in imported.sketch.melody]


def pitches(sketch: Sketch) -> tuple[int, ...]:
    return tuple(note.pitch for note in sketch.melody)


def test_file_without_tempo_and_meter_has_those_of_the_standard() -> None:
    sketch = import_midi(file(notes() + END)).sketch
    assert (sketch.tempo_bpm, str(sketch.meter), pitches(sketch)) == (120, "4/4", SCALE)


def test_note_that_is_struck_again_begins_where_the_one_before_ends() -> None:
    """The end of the first note is written after the beginning of the second, at the same tick."""
    events = bytes([0, 0x90, 60, 80]) + length(480) + bytes([0x90, 60, 80, 0, 0x80, 60, 0])
    events += length(480) + bytes([0x80, 60, 0])
    sketch = import_midi(file(events + END)).sketch
    assert [(n.onset_ticks, n.duration_ticks) for n in sketch.melody] == [(0, 480), (480, 480)]


def test_note_without_an_end_sounds_until_the_track_ends() -> None:
    held = bytes([0, 0x90, 60, 80]) + length(960) + b"\xff\x2f\x00"
    assert import_midi(file(held)).sketch.melody.notes[0].duration_ticks == 960
    last = notes(SCALE[:2]) + bytes([0, 0x90, 72, 80])
    assert import_midi(file(last + END)).sketch.melody.notes[-1].duration_ticks == 480
    assert pitches(import_midi(file(last)).sketch) == (60, 62, 72), "no end of the track at all"


@pytest.mark.parametrize("ticks", [96, 120, 384, 480, 960, 25_200])
@pytest.mark.parametrize("parts", [5, 7, 9, 8, 12])
def test_exact_divisions_at_any_resolution_are_no_performance(ticks: int, parts: int) -> None:
    places = [round(ticks * place / parts) for place in range(4 * parts)]
    events, now = b"", 0
    for index, place in enumerate(places):
        end = places[index + 1] if index + 1 < len(places) else 4 * ticks
        events += length(place - now) + bytes([0x90, 60 + index % 2, 80])
        events += length(end - place) + bytes([0x80, 60 + index % 2, 0])
        now = end
    imported = import_midi(file(events + END, division=ticks))
    exact = [480 * place / parts for place in range(4 * parts)]
    assert onsets(imported) == pytest.approx(exact, abs=480 / ticks / 2 + 0.5)
    assert not any("performance" in message for message in imported.messages)


def test_performance_is_told_with_its_meter_and_pickup() -> None:
    uneven = (0, 31, -27, 44, 38, -19, 23, -41)
    first = meta(0x58, bytes([1, 2, 24, 8])) + meta(0x58, bytes([3, 2, 24, 8]), 480)
    events, now = b"", 0
    for index, pitch in enumerate(SCALE):
        place = index * 480 + uneven[index]
        events += length(place - now) + bytes([0x90, pitch, 80])
        events += length(400) + bytes([0x80, pitch, 0])
        now = place + 400
    imported = import_midi(file(first + END, events + END))
    assert onsets(imported) == [index * 480 for index in range(8)]
    assert imported.sketch.pickup_ticks == 480
    (told,) = (message for message in imported.messages if "performance" in message)
    assert "3/4" in told
    assert "pickup" in told
    assert (imported.reading, imported.is_performance) == (Reading.WRITTEN, True)
    played = import_midi(file(first + END, events + END), None, Reading.PLAYED)
    assert onsets(played) == [index * 480 + uneven[index] for index in range(8)]
    assert played.reading is Reading.PLAYED
    assert any("left where they were played" in message for message in played.messages)


@pytest.mark.parametrize(
    ("division", "ticks"),
    [(-25 * 256 + 40, 500), (-30 * 256 + 80, 1200), (-24 * 256 + 4, 48), (-29 * 256 + 100, 1498.5)],
)
def test_time_by_frames_becomes_quarters(division: int, ticks: float) -> None:
    """At 120, a quarter is half a second, which holds so many ticks of frames."""
    sketch = import_midi(file(notes(ticks=round(ticks)) + END, division=division)).sketch
    exact = [i * 480 for i in range(8)]
    assert [n.onset_ticks for n in sketch.melody] == pytest.approx(exact, abs=1)


def test_wrapped_file_and_chunks_of_other_kinds_are_passed_over() -> None:
    alien = b"XFIH" + struct.pack(">L", 5) + b"hello"
    plain = file(notes() + END)
    for content in (
        plain[:14] + alien + plain[14:] + alien,
        b"RIFF"
        + struct.pack("<L", len(plain) + 12)
        + b"RMIDdata"
        + struct.pack("<L", len(plain))
        + plain,
    ):
        assert pitches(import_midi(content).sketch) == SCALE


def test_of_a_file_that_is_cut_off_what_is_there_is_read_and_told() -> None:
    whole = file(notes() + END)
    heads = len(whole) - len(notes()) - len(END)
    for size in range(heads + 4, len(whole)):
        imported = import_midi(whole[:size])
        read = pitches(imported.sketch)
        assert read == SCALE[: max(1, len(read))]
        assert "The file is cut off; what is there of it was read." in imported.messages
    imported = import_midi(file(notes() + END, notes() + END)[: 14 + 8 + len(notes() + END)])
    assert any("cut off" in message for message in imported.messages)


def test_tunes_of_a_file_of_type_2_are_parts() -> None:
    imported = import_midi(file(notes() + END, notes((72, 74)) + END, kind=2))
    assert [part.notes for part in imported.parts] == [8, 2]


@pytest.mark.parametrize(
    ("kind", "data", "told"),
    [
        (0x59, bytes([8, 0]), "key signature"),
        (0x59, bytes([99, 5]), "key signature"),
        (0x59, bytes([0xF8, 0]), "key signature"),
        (0x59, b"", "key signature"),
        (0x58, bytes([4]), "meter"),
        (0x58, bytes([0, 2, 24, 8]), "0/4"),
        (0x58, bytes([4, 9, 24, 8]), "4/512"),
    ],
)
def test_signature_that_is_none_is_left_out_with_a_message(
    kind: int, data: bytes, told: str
) -> None:
    imported = import_midi(file(meta(kind, data) + notes() + END))
    assert pitches(imported.sketch) == SCALE
    assert any(told in message and "left out" in message for message in imported.messages)


@pytest.mark.parametrize("kind", [0x00, 0x20, 0x21, 0x51, 0x54])
def test_event_that_is_cut_short_costs_no_note(kind: int) -> None:
    assert pitches(import_midi(file(meta(kind, b"") + notes() + END)).sketch) == SCALE


def test_of_two_tempi_at_a_tick_the_later_holds_and_later_ones_are_told() -> None:
    content = file(tempo(120) + tempo(60) + tempo(90, 960) + END, notes() + END)
    imported = import_midi(content)
    assert imported.sketch.tempo_bpm == 60
    assert any("90" in message for message in imported.messages)


@pytest.mark.parametrize("bpm", [600, 5])
def test_tempo_out_of_reach_is_told(bpm: float) -> None:
    imported = import_midi(file(tempo(bpm) + notes() + END))
    assert imported.sketch.tempo_bpm in (400, 10)
    assert any(f"{bpm} quarters" in message for message in imported.messages)


@pytest.mark.parametrize(
    ("raw", "title"),
    [
        ("Früh Ω".encode(), "Früh Ω"),
        ("Früh".encode("latin-1"), "Früh"),
        ("エスト曲".encode("shift_jis"), "エスト曲"),
        ("“Air”".encode("cp1252"), "“Air”"),
        (b"A\x00ir\x07", "Air"),
    ],
)
def test_title_is_read_in_the_letters_it_was_written_in(raw: bytes, title: str) -> None:
    sketch = import_midi(file(meta(0x03, raw) + END, notes() + END)).sketch
    assert sketch.title == title


def test_values_above_those_of_midi_are_told() -> None:
    imported = import_midi(file(bytes([0, 0x90, 200, 80]) + length(480) + b"\x80\xc8\x00" + END))
    assert "Values above 127, which MIDI doesn't allow, were read as 127." in imported.messages


def test_drums_are_left_out_and_told() -> None:
    drums = notes().replace(b"\x90", b"\x99").replace(b"\x80", b"\x89")
    imported = import_midi(file(notes() + END, drums + END))
    assert pitches(imported.sketch) == SCALE
    assert "The drums were left out." in imported.messages
    assert not any("drums" in message for message in import_midi(file(notes() + END)).messages)
    with pytest.raises(AppError, match="drums alone"):
        import_midi(file(drums + END))


def test_pitch_bends_of_the_part_that_is_taken_are_told() -> None:
    bend = b"\x00\xe0\x00\x50"
    tracks = notes() + END, bend + notes() + END
    told = "Pitch bends were left out; each note has the pitch of its key."
    assert told not in import_midi(file(*tracks), 0).messages
    assert told in import_midi(file(*tracks), 1).messages
    centred = file(b"\x00\xe0\x00\x40" + notes() + END)
    assert told not in import_midi(centred).messages


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"", "isn't a MIDI file"),
        (b"MThd", "isn't a MIDI file"),
        (file(notes() + END)[:20], "no notes"),
        (file(notes() + END, division=0), "no ticks"),
        (file(END), "no notes"),
        (file(length(2**28 - 1) + notes()[1:] + END, division=1), "longer than"),
    ],
)
def test_what_can_not_be_read_is_refused_in_a_sentence(content: bytes, told: str) -> None:
    with pytest.raises(AppError, match=told):
        import_midi(content)


UNEVEN = (0, 31, -27, 44, 38, -19, 23, -41)


def played_track(pitches: Sequence[int], *, is_open: bool) -> bytes:
    """Return a track played unevenly, with a change of program; the last note may have no end."""
    events, now = b"", 0
    for index, pitch in enumerate(pitches):
        place = index * 480 + UNEVEN[index % 8]
        events += length(place - now) + bytes([0x90, pitch, 80])
        if index == len(pitches) // 2:
            events += bytes([0, 0xC0, 40])
        if is_open and index == len(pitches) - 1:
            return events + length(300) + bytes([0xB0, 7, 100])
        events += length(400) + bytes([0x80, pitch, 0])
        now = place + 400
    return events


def test_both_readings_of_a_performance_have_the_same_parts_and_notes() -> None:
    high, low = (60 + i % 12 for i in range(16)), (40 + i % 5 for i in range(16))
    content = file(
        END,
        meta(3, b"High") + played_track(list(high), is_open=True) + END,
        meta(3, b"Low") + played_track(list(low), is_open=False) + END,
    )
    written = import_midi(content)
    played = import_midi(content, None, Reading.PLAYED)
    assert [(part.name, part.notes) for part in written.parts] == [("High", 16), ("Low", 16)]
    assert [(part.name, part.notes) for part in played.parts] == [("High", 16), ("Low", 16)]
    assert pitches(written.sketch) == pitches(played.sketch)
    assert onsets(written) == [index * 480 for index in range(16)]


def free_times(tempo: float) -> tuple[list[float], list[float]]:
    """Return when the notes of a tune were played, in seconds, and where they are, in quarters."""
    rhythm = (1, 0.5, 0.5, 1, 1, 1.5, 0.5, 2) * 3
    places = [sum(rhythm[:index]) for index in range(len(rhythm))]
    # The player hurries and slows down, and is up to 15 ms off.
    return [
        0.7 + place * 60 / tempo + 0.12 * sin(place / 5) + 0.015 * cos(7 * place)
        for place in places
    ], places


@pytest.mark.parametrize("beats_a_minute", [84, 96, 131])
def test_beat_of_what_was_played_without_one_is_found(beats_a_minute: int) -> None:
    seconds, places = free_times(beats_a_minute)
    events, now = b"", 0
    for index, moment in enumerate(seconds):
        ticks = round(moment * 960)  # at 120, as in a file that was recorded without a metronome
        events += length(ticks - now) + bytes([0x90, 60 + index % 9, 80])
        events += length(100) + bytes([0x80, 60 + index % 9, 0])
        now = ticks + 100
    read = import_midi(file(events + END))
    first = onsets(read)[0]
    assert [onset - first for onset in onsets(read)] == [place * 480 for place in places]
    assert read.sketch.tempo_bpm == pytest.approx(beats_a_minute, rel=0.05)
    (told,) = (message for message in read.messages if "performance" in message)
    assert f"its beat was found, about {read.sketch.tempo_bpm:g} a minute" in told


def test_division_by_frames_without_ticks_is_refused() -> None:
    with pytest.raises(AppError, match="nothing in it has a length"):
        import_midi(file(notes() + END, division=-24 * 256))


def tuplets(count: int, quarters: int, division: int, gap: int) -> bytes:
    """Return three groups of even notes, each note with a gap of so many ticks after it."""
    edges = [round(i * quarters * division / count) for i in range(3 * count + 1)]
    track = b""
    now = 0
    for index, (start, end) in enumerate(pairwise(edges)):
        track += length(start - now) + bytes([0x90, 60 + index % count, 80])
        now = max(start + 1, end - gap)
        track += length(now - start) + bytes([0x80, 60 + index % count, 0])
    return file(track + END, division=division)


@pytest.mark.parametrize("division", [24, 48, 96, 192, 240, 384, 480, 960, 1024])
@pytest.mark.parametrize(("count", "quarters"), [(5, 1), (7, 1), (9, 1), (5, 2), (7, 4)])
@pytest.mark.parametrize("gap", [0, 1])
def test_tuplets_are_exact_at_every_resolution(
    division: int, count: int, quarters: int, gap: int
) -> None:
    if quarters * division / count < 6 and gap:
        return  # a note of three ticks that lacks one is another note
    sketch = import_midi(tuplets(count, quarters, division, gap)).sketch
    edges = [round(i * quarters * 480 / count) for i in range(3 * count + 1)]
    assert [(n.onset_ticks, n.end_ticks) for n in sketch.melody] == list(pairwise(edges))


def test_note_after_a_tuplet_ends_where_the_file_says() -> None:
    sketch = import_midi(file(notes(SCALE[:5], 192) + notes((72,), 720) + END)).sketch
    assert [n.duration_ticks for n in sketch.melody] == [192] * 5 + [720]


FULL = "Notes that the file lets end early have the lengths that are meant."

LENGTHS = (480, 480, 240, 240, 960, 1440, 480, 160, 160, 160, 480)


def sounding(share: float, less: int, division: int = 480, rest_after: int = 4) -> bytes:
    """Return a tune of LENGTHS, with a quarter's rest in it, whose notes sound for a share only."""
    track, wait = b"", 0
    for place, full in enumerate(LENGTHS):
        whole = full * division // 480
        on = max(1, round(whole * share) - less)
        track += length(max(0, wait)) + bytes([0x90, 60 + place, 80])
        track += length(on) + bytes([0x80, 60 + place, 0])
        wait = whole - on + (division if place == rest_after else 0)
    return file(track + END, division=division)


@pytest.mark.parametrize("division", [96, 480, 960])
@pytest.mark.parametrize(("share", "less"), [(0.99, 0), (0.95, 0), (0.9, 0), (0.7, 0), (1, 4)])
def test_notes_that_sound_for_a_part_of_their_lengths_get_the_whole(
    share: float, less: int, division: int
) -> None:
    imported = import_midi(sounding(share, less, division))
    assert [n.duration_ticks for n in imported.sketch.melody] == list(LENGTHS)
    assert FULL in imported.messages


@pytest.mark.parametrize("share", [1, 0.5])
def test_notes_as_long_as_notes_can_be_written_stay_so(share: float) -> None:
    imported = import_midi(sounding(share, 0))
    assert [n.duration_ticks for n in imported.sketch.melody] == [full * share for full in LENGTHS]
    assert FULL not in imported.messages


def test_notes_that_are_held_too_long_end_with_the_next_and_so_does_the_last() -> None:
    held = 30
    track = bytes([0, 0x90, 60, 80])
    for pitch in range(61, 68):
        track += length(480 if pitch == 61 else 480 - held) + bytes([0x90, pitch, 80])
        track += length(held) + bytes([0x80, pitch - 1, 0])
    track += length(480) + bytes([0x80, 67, 0])
    sketch = import_midi(file(track + END)).sketch
    assert [n.duration_ticks for n in sketch.melody] == [480] * 8


@pytest.mark.parametrize(("count", "quarters"), [(5, 1), (7, 1), (9, 1), (5, 2), (7, 2)])
@pytest.mark.parametrize("division", [96, 120, 192, 220, 384, 480, 960])
def test_delay_of_a_tick_is_undone(division: int, count: int, quarters: int) -> None:
    """abc2midi lets every note but the first begin a tick late, and cuts the ticks of tuplets."""
    edges = [quarters * division * i // count for i in range(count + 1)]
    edges += [edges[-1] + division * i for i in range(1, 9)]
    track, now = b"", 0
    for place, (start, end) in enumerate(pairwise(edges)):
        track += length(start + 1 - now) + bytes([0x90, 60 + place, 80])
        track += length(end - start - 1) + bytes([0x80, 60 + place, 0])
        now = end
    sketch = import_midi(file(track + END, division=division)).sketch
    expected = [round(480 * quarters * i / count) for i in range(count)]
    expected += [480 * (quarters + i) for i in range(8)]
    assert [n.onset_ticks for n in sketch.melody] == expected
    assert sketch.melody.end_ticks == 480 * (quarters + 8)


def test_part_without_a_name_is_not_judged_by_the_name_that_motivo_gives_it() -> None:
    bass, tune = notes((48, 43) * 6) + END, notes((67, 67, 69, 67, 72, 71) * 2) + END
    for tracks, taken in (((bass, tune), 1), ((tune, bass), 0)):
        assert import_midi(file(*tracks)).part == taken


def test_notes_of_no_length_are_told() -> None:
    empty = bytes([0, 0x90, 62, 80, 0, 0x80, 62, 0])
    imported = import_midi(file(notes((60,)) + empty + notes((64,)) + END))
    assert pitches(imported.sketch) == (60, 64)
    assert "1 note of no length was left out." in imported.messages


@pytest.mark.parametrize("start", [0.0, 1.0, 2.5])
def test_before_the_only_tempo_of_a_performance_a_quarter_takes_half_a_second(
    start: float,
) -> None:
    tempi = file(END, tempo(60, after=round(480 * start)) + END)
    clock = clock_of(tempo_map(open_midi(tempi)))
    assert (clock(0), clock(start), clock(start + 1)) == (0, start / 2, start / 2 + 1)
