import io
from dataclasses import replace

import mido
import pytest

from app.domain import Author, ExportOptions, Key, Melody, Meter, Sketch
from app.formats.export_midi import export_midi
from app.formats.import_midi import import_midi
from app.formats.midi_file import text_of
from tests.notation.tunes import tune

AIR = replace(
    tune(
        240, 480, 160, 160, 160, -720, 720, meter=Meter(6, 8), pickup=240, key=Key.parse("A minor")
    ),
    title="Lantern Hill",
    composer="Béla",
    tempo_bpm=75,
)


def written(sketch: Sketch = AIR, **options: int) -> mido.MidiFile:
    return mido.MidiFile(file=io.BytesIO(export_midi(sketch, ExportOptions(**options))))  # type: ignore[arg-type]


def said(track: mido.MidiTrack) -> list[str]:
    """Return the kinds of a track's messages, except for notes."""
    return [m.type for m in track if not m.type.startswith("note_")]


HEAD = [
    *("track_name", "text", "text", "sequencer_specific"),
    *("set_tempo", "key_signature", "time_signature"),
]


@pytest.mark.parametrize("ticks", [480, 960])
def test_type_0_holds_all_in_one_track(ticks: int) -> None:
    file = written(midi_ticks=ticks)
    (track,) = file.tracks
    assert (file.type, file.ticks_per_beat) == (0, ticks)
    assert said(track)[:8] == [*HEAD, "program_change"]
    onsets, now = [], 0
    for message in track:
        now += message.time
        if message.type == "note_on" and message.velocity:
            onsets.append(now * 480 // ticks)
    assert onsets == [note.onset_ticks for note in AIR.melody]


def test_type_1_keeps_the_notes_apart_from_tempo_meter_and_key() -> None:
    file = written(midi_type=1, midi_ticks=960, midi_program=73)
    conductor, melody = file.tracks
    assert file.type == 1
    assert said(conductor) == [*HEAD, "time_signature", "end_of_track"]
    assert said(melody) == ["track_name", "program_change", "end_of_track"]
    assert (conductor[0].name, melody[0].name) == ("Lantern Hill", "Melody")
    assert melody[1].program == 73
    assert sum(message.time for message in conductor) == sum(message.time for message in melody)
    by_kind = {message.type: message for message in conductor}
    assert round(mido.tempo2bpm(by_kind["set_tempo"].tempo)) == 75
    assert by_kind["key_signature"].key == "Am"
    meters = [(m.numerator, m.denominator) for m in conductor if m.type == "time_signature"]
    assert meters == [(1, 8), (6, 8)]


@pytest.mark.parametrize("midi_type", [0, 1])
def test_composer_and_title_are_read_where_nothing_else_was_kept(midi_type: int) -> None:
    file = written(midi_type=midi_type)
    for track in file.tracks:
        track[:] = [m for m in track if m.type != "sequencer_specific"]
    again = io.BytesIO()
    file.save(file=again)
    read = import_midi(again.getvalue()).sketch
    assert (read.title, read.composer) == ("Lantern Hill", "Béla")


def test_beats_that_the_player_grouped_come_back() -> None:
    sketch = tune(*[240] * 10, meter=Meter.parse("3+2/8"))
    assert import_midi(export_midi(sketch)).sketch == sketch


@pytest.mark.parametrize(
    ("title", "in_file"),
    [
        ("Früh am Morgen", "Früh am Morgen"),
        ("“Á” – Air", '"Á" - Air'),
        ("夜の歌", "夜の歌"),
        ("“Утро” Ω", "“Утро” Ω"),
    ],
)
def test_names_are_there_for_other_programs_in_every_script(title: str, in_file: str) -> None:
    track = written(replace(AIR, title=title, composer="O’Carolan")).tracks[0]
    names = [text_of(text) for text in (track[0].name, track[1].text, track[2].text)]
    assert names[:2] == [in_file, f"@T{in_file}"]
    assert names[2].replace("’", "'") == "@TO'Carolan"


def test_nothing_but_names_is_text_that_a_program_might_show() -> None:
    (track,) = written(replace(AIR, title="")).tracks
    assert [message for message in track if message.type in ("text", "lyrics", "marker")] == []
    assert import_midi(export_midi(replace(AIR, title=""))).sketch.composer == "Béla"


def test_no_note_changes_its_author_where_another_program_deleted_one() -> None:
    sketch = tune(*[480] * 6)
    by_both = [
        replace(note, author=Author.MODEL if 2 <= index < 4 else Author.PLAYER)
        for index, note in enumerate(sketch.melody)
    ]
    file = written(replace(sketch, title="Air", melody=Melody(tuple(by_both))))
    (track,) = file.tracks
    for kind in ("note_on", "note_off"):
        place = next(place for place, message in enumerate(track) if message.type == kind)
        track[place + 1].time += track.pop(place).time
    changed = io.BytesIO()
    file.save(file=changed)
    read = import_midi(changed.getvalue()).sketch
    assert read.title == "Air"
    assert [note.onset_ticks for note in read.melody] == [480, 960, 1440, 1920, 2400]
    assert {note.author for note in read.melody} == {Author.PLAYER}, "it can't tell whose they are"


def test_what_older_files_kept_in_a_text_is_read() -> None:
    file = written()
    track = file.tracks[0]
    own = next(message for message in track if message.type == "sequencer_specific")
    text = bytes(own.data[1:]).decode()
    track[track.index(own)] = mido.MetaMessage("text", text=text)
    older = io.BytesIO()
    file.save(file=older)
    assert import_midi(older.getvalue()).sketch == AIR


@pytest.mark.parametrize(("meter", "clocks"), [("4/4", 24), ("6/8", 36), ("3/2", 48), ("7/8", 12)])
def test_metronome_clicks_with_the_beat(meter: str, clocks: int) -> None:
    (track,) = written(tune(480, meter=Meter.parse(meter))).tracks
    (signature,) = [message for message in track if message.type == "time_signature"]
    assert signature.clocks_per_click == clocks
