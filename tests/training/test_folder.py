from __future__ import annotations

from pathlib import Path

import pytest

mido = pytest.importorskip("mido")

from app.domain import Key, Mode  # noqa: E402
from app.errors import AppError  # noqa: E402
from app.training.folder import read_folder  # noqa: E402
from app.training.report import CorpusReport, Reason  # noqa: E402

ABC = "X:1\nT:{title}\n{rhythm}M:4/4\nL:1/8\nK:D\n" + "defg afed|" * 3 + "\n"
CHORDED = ABC.replace("defg", '"D"defg')
HEAD = (
    "<attributes><divisions>1</divisions><key><fifths>0</fifths></key>"
    "<time><beats>4</beats><beat-type>4</beat-type></time></attributes>"
)


def xml(bars: int) -> str:
    """Return a score that climbs C, E, G, E in every bar."""
    notes = "".join(
        f"<note><pitch><step>{step}</step><octave>4</octave></pitch><duration>1</duration></note>"
        for step in "CEGE"
    )
    numbers = range(1, bars + 1)
    measures = (f"<measure number='{n}'>{HEAD if n == 1 else ''}{notes}</measure>" for n in numbers)
    return f"<score-partwise><part id='P1'>{''.join(measures)}</part></score-partwise>"


def write_midi(path: Path) -> None:
    """Write four bars in A minor over its triad and E7, without a key signature."""
    midi = mido.MidiFile(ticks_per_beat=480)
    bars = [(57, 60, 64), (52, 56, 59, 62), (57, 60, 64), (57, 60, 64)]
    melody, under = mido.MidiTrack(), mido.MidiTrack()
    midi.tracks += [melody, under]
    for note in (69, 72, 76, 72, 71, 68, 76, 74, 72, 71, 69, 68, 69, 72, 69, 69):
        melody.append(mido.Message("note_on", note=note, velocity=80, time=0))
        melody.append(mido.Message("note_off", note=note, time=480))
    for chord in bars:
        for note in chord:
            under.append(mido.Message("note_on", note=note, velocity=80, time=0))
        for index, note in enumerate(chord):
            under.append(mido.Message("note_off", note=note, time=0 if index else 4 * 480))
    midi.save(path)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    home = tmp_path / "My Tunes"
    for name in ("Jig", "march", "odd"):
        (home / name).mkdir(parents=True)
    (home / "Jig" / "one.abc").write_text(ABC.format(title="One", rhythm=""))
    (home / "march" / "two.abc").write_text(CHORDED.format(title="Two", rhythm="R:reel\n"))
    (home / "odd" / "three.abc").write_text(ABC.format(title="Three", rhythm="R:some dance\n"))
    (home / "short.musicxml").write_text(xml(2))
    (home / "long.XML").write_text(xml(4))
    write_midi(home / "song.mid")
    (home / "broken.mid").write_bytes(b"MThd no")
    (home / "broken.mxl").write_bytes(b"PK no")
    (home / "broken.xml").write_text("<score-partwise>")
    (home / "readme.txt").write_text("not music")
    return home


def test_every_file_in_the_folder_is_read(folder: Path) -> None:
    tunes = {tune.title: tune for tune in read_folder(folder)}

    assert {tune.source for tune in tunes.values()} == {"My Tunes"}
    assert {title: tune.style for title, tune in tunes.items()} == {
        "One": "jig", "Two": "reel", "Three": "folk song", "long": "folk song",
        "song": "folk song",
    }  # fmt: skip


def test_chords_are_read_or_inferred(folder: Path) -> None:
    tunes = {tune.title: tune for tune in read_folder(folder)}

    assert [chord[1:] for chord in tunes["Two"].chords] == [(2, "")]
    assert [chord[1:] for chord in tunes["song"].chords] == [(9, "m"), (4, "7"), (9, "m")]
    assert tunes["song"].key == Key("A", Mode.MINOR)
    assert tunes["One"].chords == ()


def test_what_cannot_be_read_is_counted_and_never_fatal(folder: Path) -> None:
    report = CorpusReport()

    kept = list(read_folder(folder, report))

    count = report.of("My Tunes")
    assert (count.files, count.tunes, count.pieces) == (9, 6, len(kept))
    assert count.dropped == {Reason.UNREADABLE: 3, Reason.SHORT: 1}
    assert count.with_chords == 2


def test_a_folder_that_is_not_there_is_reported() -> None:
    with pytest.raises(AppError, match="not a folder"):
        list(read_folder(Path("nowhere")))
