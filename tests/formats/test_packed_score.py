import io
import zipfile
from collections.abc import Callable

import pytest

from app.errors import AppError
from app.formats import packed_score
from app.formats.scores import import_musicxml, import_mxl
from tests.notation.reading.documents import bars, notes, score

SCORE = score(bars(notes("C5 D5 E5 F5")))


def container(path: str) -> str:
    return f"<container><rootfiles>{path}</rootfiles></container>"


def rootfile(path: str, more: str = "") -> str:
    return f'<rootfile full-path="{path}"{more}/>'


def packed(files: dict[str, bytes | str], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", method) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return written.getvalue()


def with_container(inner: str, name: str = "score.musicxml") -> bytes:
    return packed({packed_score.CONTAINER: container(inner), name: SCORE})


def pitches(content: bytes) -> list[int]:
    return [note.pitch for note in import_mxl(content).sketch.melody]


@pytest.mark.parametrize(
    "content",
    [
        with_container(rootfile("score.musicxml")),
        with_container("<rootfile/>"),
        with_container(rootfile("other.xml")),
        with_container(rootfile("./score.musicxml")),
        with_container(rootfile("/SCORE.musicxml")),
        with_container(rootfile("my%20score.xml"), "my score.xml"),
        with_container(rootfile("a\\b.xml"), "a/b.xml"),
        packed({packed_score.CONTAINER: "no XML", "score.xml": SCORE}),
        packed({"__MACOSX/score.xml": b"junk", "score.xml": SCORE}),
        packed({"score.xml": SCORE}, zipfile.ZIP_STORED),
        packed({"score.xml": SCORE}, zipfile.ZIP_LZMA),
        packed({
            packed_score.CONTAINER: container(
                rootfile("a.pdf", ' media-type="application/pdf"') + rootfile("b.musicxml")),
            "a.pdf": b"PDF", "b.musicxml": SCORE,
        }),
        SCORE,
        b"\xef\xbb\xbf \n" + SCORE,
    ],
)  # fmt: skip
def test_odd_containers_are_read(content: bytes) -> None:
    assert pitches(content) == [72, 74, 76, 77]


def test_name_in_utf8_without_the_flag_is_found() -> None:
    content = with_container(rootfile("Früh.xml"), "Früh.xml")
    flag = 0x800.to_bytes(2, "little")
    plain = content.replace(b"PK\3\4\x14\0" + flag, b"PK\3\4\x14\0\0\0")
    plain = plain.replace(b"PK\1\2\x14\3\x14\0" + flag, b"PK\1\2\x14\3\x14\0\0\0")
    assert plain != content
    assert pitches(plain) == [72, 74, 76, 77]


def test_packed_score_is_read_whatever_its_name_ends_in() -> None:
    assert len(import_musicxml(packed({"score.xml": SCORE})).sketch.melody) == 4


def test_which_of_several_scores_was_opened_is_told() -> None:
    other = score(bars(notes("G5")))
    files: dict[str, bytes | str] = {
        "one.musicxml": SCORE,
        "parts/two.xml": other,
        "__MACOSX/one.musicxml": b"junk",
    }
    first = "“one.musicxml” was opened; other scores in the file were left out: parts/two.xml."
    assert first in import_mxl(packed(files)).messages
    named = packed({packed_score.CONTAINER: container(rootfile("parts/two.xml")), **files})
    second = "“parts/two.xml” was opened; other scores in the file were left out: one.musicxml."
    assert second in import_mxl(named).messages
    assert not import_mxl(packed({"one.musicxml": SCORE})).messages


def patched(at: int, value: int, central_at: int) -> Callable[[], bytes]:
    """Return a maker of an archive whose headers have another number at a place."""

    def make() -> bytes:
        content = bytearray(packed({"score.xml": SCORE}))
        content[at : at + 2] = value.to_bytes(2, "little")
        central = content.index(b"PK\1\2") + central_at
        content[central : central + 2] = value.to_bytes(2, "little")
        return bytes(content)

    return make


def damaged() -> bytes:
    content = bytearray(packed({"score.xml": SCORE}))
    content[60:70] = b"\xff" * 10
    return bytes(content)


@pytest.mark.parametrize(
    ("make", "sentence"),
    [
        (patched(6, 1, 8), "encrypted"),
        (patched(8, 97, 10), "packed in a way"),
        (damaged, "damaged"),
        (lambda: packed({"score.xml": SCORE})[:-30], "damaged"),
        (lambda: packed({"readme.txt": "hello"}), "no score in it"),
        (lambda: packed({}), "no score in it"),
        (lambda: b"MThd", "isn't a packed MusicXML file"),
    ],
)
def test_what_is_wrong_is_one_sentence(make: Callable[[], bytes], sentence: str) -> None:
    with pytest.raises(AppError, match=sentence):
        import_mxl(make())


def test_score_that_unpacks_beyond_all_measure_is_refused() -> None:
    bomb = packed({"score.xml": b"<score-partwise>" + b" " * (packed_score.MOST_BYTES + 1)})
    assert len(bomb) < 100_000
    with pytest.raises(AppError, match="more than 64 MB"):
        import_mxl(bomb)
