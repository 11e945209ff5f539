from pathlib import Path

from app.formats import write_sketch
from app.formats.proof_reading import TuneFile, proof_read, spread, tunes_in
from tests.notation.tunes import quarters

BOOK = "X:1\nT:One\nM:4/4\nL:1/4\nK:C\nCDEF|GABc|\n\nX:2\nT:Two\nM:3/4\nL:1/4\nK:Am\nAB^c|^fea|\n"


def test_books_have_many_tunes_and_folders_are_looked_through(tmp_path: Path) -> None:
    inner = tmp_path / "inner"
    inner.mkdir()
    (inner / "book.abc").write_text(BOOK)
    (inner / "notes.txt").write_text("no music")
    write_sketch(quarters(60, 62), tmp_path / "one.mid")
    tunes = tunes_in("Folk", tmp_path)
    assert [(tune.path.name, tune.part) for tune in tunes] == [
        *(("book.abc", 0), ("book.abc", 1), ("one.mid", None))
    ]
    assert [str(tune) for tune in tunes] == ["book.abc, tune 1", "book.abc, tune 2", "one.mid"]
    assert [proof_read(tune, 8).faults for tune in tunes] == [(), (), ()]
    assert [proof_read(tune, 1).notes for tune in tunes] == [4, 3, 2]


def test_tunes_are_spread_over_sources_and_within_them() -> None:
    few = [TuneFile("few", Path(str(number))) for number in range(2)]
    many = [TuneFile("many", Path(str(number))) for number in range(100)]
    chosen = spread({"many": many, "few": few, "none": []}, 12)
    assert [tune.source for tune in chosen] == ["many"] * 10 + ["few"] * 2
    assert [tune.path.name for tune in chosen[:3]] == ["0", "10", "20"]
    assert len(spread({"many": many}, 500)) == 100


def test_only_the_first_bars_are_proof_read(tmp_path: Path) -> None:
    path = tmp_path / "long.musicxml"
    write_sketch(quarters(*range(40, 100)), path)
    proof = proof_read(TuneFile("long", path), 3)
    assert (proof.notes, proof.moved, proof.faults) == (12, 0, ())


def test_file_that_is_no_music_is_named(tmp_path: Path) -> None:
    path = tmp_path / "broken.musicxml"
    path.write_text("<score")
    (fault,) = proof_read(TuneFile("broken", path), 8).faults
    assert fault.startswith("import: ")
