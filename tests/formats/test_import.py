import json
import re
from pathlib import Path

import mido
import pytest

from app.domain import Key, Melody, Note, Sketch
from app.errors import AppError
from app.formats import Project, import_sketch, read_project, write_project, write_sketch


def midi_file(path: Path, tracks: dict[str, list[tuple[int, int, int]]], *metas: object) -> Path:
    """Write a MIDI file at 480 ticks of named tracks, each of (onset, duration, pitch)."""
    file = mido.MidiFile(ticks_per_beat=480)
    for name, notes in tracks.items():
        events = [(onset, "note_on", pitch) for onset, _, pitch in notes]
        events += [(onset + length, "note_off", pitch) for onset, length, pitch in notes]
        track = mido.MidiTrack([mido.MetaMessage("track_name", name=name), *metas])
        metas = ()
        now = 0
        for ticks, kind, pitch in sorted(events):
            track.append(mido.Message(kind, note=pitch, velocity=90, time=ticks - now))
            now = ticks
        file.tracks.append(track)
    file.save(path)
    return path


TUNE = [(i * 480, 480, pitch) for i, pitch in enumerate([67, 71, 74, 79, 78, 76, 74, 71, 69, 67])]
BASS = [(i * 960, 960, pitch) for i, pitch in enumerate([43, 50, 43, 50, 43])]
CHORDS = [(i * 960, 960, pitch) for i in range(5) for pitch in (55, 59, 62)]


def test_polyphonic_file_gives_its_melody_and_says_what_it_left(tmp_path: Path) -> None:
    path = midi_file(tmp_path / "song.mid", {"Bass": BASS, "Piano": CHORDS, "Lead": TUNE})
    imported = import_sketch(path)
    assert [note.pitch for note in imported.sketch.melody] == [pitch for *_, pitch in TUNE]
    assert [part.name for part in imported.parts] == ["Bass", "Piano", "Lead"]
    assert any("left out: Bass, Piano" in message for message in imported.messages)


def test_another_part_can_be_picked(tmp_path: Path) -> None:
    path = midi_file(tmp_path / "song.mid", {"Bass": BASS, "Lead": TUNE})
    assert [note.pitch for note in import_sketch(path, 0).sketch.melody] == [43, 50, 43, 50, 43]


DRUMS = [(i * 240, 120, pitch) for i in range(20) for pitch in (36, 42)]


def on_channel_of_drums(path: Path) -> Path:
    """Move the first track of a MIDI file to the channel that General MIDI reserves for drums."""
    file = mido.MidiFile(path)
    for message in file.tracks[0]:
        if not message.is_meta:
            message.channel = 9
    file.save(path)
    return path


def test_drums_are_no_part_to_choose(tmp_path: Path) -> None:
    path = midi_file(tmp_path / "song.mid", {"Beat": DRUMS, "Lead": TUNE})
    imported = import_sketch(on_channel_of_drums(path))
    assert [part.name for part in imported.parts] == ["Lead"]
    assert [note.pitch for note in imported.sketch.melody] == [pitch for *_, pitch in TUNE]


def test_drums_alone_are_no_melody(tmp_path: Path) -> None:
    path = on_channel_of_drums(midi_file(tmp_path / "beat.mid", {"Beat": DRUMS}))
    with pytest.raises(AppError, match="has drums alone"):
        import_sketch(path)


def test_of_a_chord_the_top_note_is_taken(tmp_path: Path) -> None:
    imported = import_sketch(midi_file(tmp_path / "chords.mid", {"Piano": CHORDS}))
    assert {note.pitch for note in imported.sketch.melody} == {62}
    assert any("top one" in message for message in imported.messages)


def test_key_is_found_where_the_file_names_none(tmp_path: Path) -> None:
    imported = import_sketch(midi_file(tmp_path / "tune.mid", {"Lead": TUNE}))
    assert imported.sketch.key == Key.parse("G major")
    assert any("names no key" in message for message in imported.messages)


def test_second_tempo_is_told_and_left(tmp_path: Path) -> None:
    tempi = (
        mido.MetaMessage("set_tempo", tempo=500000),
        mido.MetaMessage("set_tempo", tempo=400000, time=960),
    )
    imported = import_sketch(midi_file(tmp_path / "tune.mid", {"Lead": TUNE}, *tempi))
    assert imported.sketch.tempo_bpm == 120
    assert any("tempo" in message and "150" in message for message in imported.messages)


def test_performance_is_drawn_to_the_grid(tmp_path: Path) -> None:
    played = [
        (onset + (37, -21, 29, 45)[i % 4] if i else 33, length - 90, pitch)
        for i, (onset, length, pitch) in enumerate(TUNE)
    ]
    imported = import_sketch(midi_file(tmp_path / "played.mid", {"Lead": played}))
    assert [note.onset_ticks for note in imported.sketch.melody] == [onset for onset, *_ in TUNE]
    assert any("performance" in message for message in imported.messages)


def test_foreign_abc_is_read(tmp_path: Path) -> None:
    path = tmp_path / "tune.abc"
    path.write_text("X:1\nT:The Tune\nM:6/8\nL:1/8\nK:Edor\nB|EFG AFD|G3 E2:|\n")
    sketch = import_sketch(path).sketch
    assert (sketch.title, str(sketch.key), str(sketch.meter)) == ("The Tune", "E dorian", "6/8")
    assert sketch.pickup_ticks == 240
    assert [note.pitch for note in sketch.melody][:4] == [71, 64, 66, 67]


BOOK = """%abc-2.1
R:jig
X:1
T:The First
M:2/4
L:1/8
K:G
G2B2|d3:|
g|d2B2|G4|]

X:2
T:The Second
M:6/8
L:1/8
K:Ador
ABA e2d|A6|]
"""


def test_tunes_of_a_book_are_parts_to_choose_from(tmp_path: Path) -> None:
    path = tmp_path / "book.abc"
    path.write_text(BOOK)
    first, second = import_sketch(path), import_sketch(path, 1)
    assert [part.name for part in first.parts] == ["The First", "The Second"]
    assert (first.sketch.title, first.part) == ("The First", 0)
    assert any("2 tunes" in message for message in first.messages)
    assert (second.sketch.title, str(second.sketch.key)) == ("The Second", "A dorian")
    with pytest.raises(AppError, match="parts 1 to 2, but no part 3; choose one of those"):
        import_sketch(path, 2)


def test_bar_cut_by_a_repeat_is_no_second_meter(tmp_path: Path) -> None:
    path = tmp_path / "book.abc"
    path.write_text(BOOK)
    assert not any("meter" in message for message in import_sketch(path).messages)


def test_abc_with_typesetting_blocks_and_latin_letters_is_read(tmp_path: Path) -> None:
    path = tmp_path / "hymn.abc"
    path.write_bytes(
        "X:1\nT:Früh\n%%beginps\n/x{ M -11 -3 RM (K:) show }!\n%%endps\nM:3/4\nL:1/4\n"
        "K:F\nFGA|c3|]\n".encode("latin-1")
    )
    sketch = import_sketch(path).sketch
    assert (sketch.title, [note.pitch for note in sketch.melody]) == ("Früh", [65, 67, 69, 72])


HYMN = """X:1
T:Two Voices
M:3/4
L:1/4
V:1 clef=treble name="Soprano"
V:2 clef=bass name="Bass"
K:F
[V:1] [Q:1/4=100] c|f3/2g/ a|f2
[V:2] F,|F,3|F,,2
[V:1] a|g3|f2|]
[V:2] C,|C,3|F,,2|]
"""


def test_voices_of_an_abc_tune_are_parts(tmp_path: Path) -> None:
    path = tmp_path / "hymn.abc"
    path.write_text(HYMN)
    imported = import_sketch(path)
    assert [str(part) for part in imported.parts] == ["Soprano (8 notes)", "Bass (6 notes)"]
    assert [note.pitch for note in imported.sketch.melody] == [72, 77, 79, 81, 77, 81, 79, 77]
    assert (imported.sketch.tempo_bpm, imported.sketch.pickup_ticks) == (100, 480)
    assert [note.pitch for note in import_sketch(path, 1).sketch.melody][:2] == [53, 53]


def test_file_in_the_way_is_left_as_it_was(tmp_path: Path) -> None:
    folder = tmp_path / "folder.mid"
    folder.mkdir()
    with pytest.raises(AppError, match=r"is not a file; choose another name\.$"):
        write_sketch(Sketch(melody=Melody((Note(0, 480, 60),))), folder)
    assert list(tmp_path.iterdir()) == [folder]


def test_newer_project_is_refused_with_what_to_do(tmp_path: Path) -> None:
    path = tmp_path / "new.motivo"
    write_project(Project(Sketch()), path)
    path.write_text(re.sub(r"\"motivo\":\s*\d+", '"motivo": 99', path.read_text()))
    with pytest.raises(AppError, match="update"):
        read_project(path)


def test_project_with_a_byte_order_mark_opens(tmp_path: Path) -> None:
    path = tmp_path / "marked.motivo"
    write_project(Project(Sketch(title="Air")), path)
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes())
    assert read_project(path).sketch.title == "Air"


@pytest.mark.parametrize(
    ("name", "content", "told"),
    [
        (
            "a.motivo",
            {"tempo_bpm": 9999},
            "it isn't a Motivo file, or it is damaged: a tempo of 9999 is out of range.",
        ),
        (
            "a.musicxml",
            "<opus/>",
            ": it is an opus, which only lists scores; open one of those scores.",
        ),
        ("a.musicxml", "<html/>", "; choose another file."),
    ],
)
def test_why_a_file_is_refused_is_said_in_one_sentence(
    name: str, content: object, told: str, tmp_path: Path
) -> None:
    path = tmp_path / name
    if isinstance(content, dict):
        write_project(Project(Sketch()), path)
        project = json.loads(path.read_text())
        project["sketch"] |= content
        path.write_text(json.dumps(project))
    else:
        path.write_text(str(content))
    read = read_project if isinstance(content, dict) else import_sketch
    with pytest.raises(AppError) as raised:
        read(path)
    assert str(raised.value).endswith(told)
    assert str(raised.value).count("; ") <= 1
