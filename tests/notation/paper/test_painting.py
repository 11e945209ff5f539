import re
import struct
import zlib
from collections.abc import Callable
from dataclasses import replace
from itertools import pairwise

import pytest
from PySide6.QtCore import QByteArray, QRectF
from PySide6.QtGui import QImage, QPainter
from PySide6.QtSvg import QSvgRenderer

from app.domain import Chords, Meter, Paper, Sketch
from app.domain.export_options import DEFAULT_OPTIONS
from app.errors import AppError
from app.notation.drawing.heading import COMPOSER_SPACE, TITLE_SPACE, heading
from app.notation.drawing.printed_score import Page
from app.notation.drawing.rect import Rect
from app.notation.paper.pages import engraved_pages
from app.notation.paper.painting import export_pdf, export_png
from app.notation.paper.svg_writing import export_svg
from tests.notation.tunes import engraved_on_paper, quarters, tune

PAGE = Page.of(Paper.A4)
MARGIN, PNG_SCALE = PAGE.margin, DEFAULT_OPTIONS.dpi / 96
AIR = replace(tune(*[240] * 36, 480, -960, 480, pitch=76), title="Air & <Variation>")
NAMELESS = replace(AIR, title="")
LONG = replace(tune(*[240] * 8 * 120), title="Long")
TITLE = Rect(MARGIN, MARGIN, PAGE.room.width, TITLE_SPACE)


def heading_height(sketch: Sketch) -> float:
    return heading(sketch, PAGE.room.width).height


def from_png(sketch: Sketch) -> QImage:
    image = QImage()
    assert image.loadFromData(QByteArray(export_png(sketch)), "PNG")
    return image


def from_svg(sketch: Sketch) -> QImage:
    renderer = QSvgRenderer(QByteArray(export_svg(sketch)))
    assert renderer.isValid()
    size = renderer.defaultSize() * PNG_SCALE
    image = QImage(size, QImage.Format.Format_RGB32)
    image.fill(0xFFFFFFFF)
    painter = QPainter(image)
    renderer.render(painter, QRectF(image.rect()))
    painter.end()
    return image


READ = pytest.mark.parametrize("read", [from_png, from_svg])
Read = Callable[[Sketch], QImage]
FILL = rb"\nf\*?\n"
"""The operator that fills a shape in a PDF (PDF 32000-1:2008, 8.5.3)."""


def darkest(image: QImage, area: Rect) -> int:
    """Return the grey value, 0 to 255, of the darkest pixel in an area in px of the page."""
    left, top = round(area.x * PNG_SCALE), round(area.y * PNG_SCALE)
    right, bottom = round(area.right * PNG_SCALE), round(area.bottom * PNG_SCALE)
    return min(
        image.pixelColor(x, y).lightness()
        for y in range(top, min(bottom, image.height()), 2)
        for x in range(left, min(right, image.width()), 2)
    )


def pages_of(pdf: bytes) -> list[bytes]:
    """Return what each page of a PDF draws."""
    assert pdf.startswith(b"%PDF-")
    contents = re.findall(rb"/Type /Page\n.*?/Contents (\d+) 0 R", pdf, re.S)
    return [
        zlib.decompress(found[1])
        for number in contents
        if (found := re.search(rb"\n%s 0 obj.*?stream\n(.*?)endstream" % number, pdf, re.S))
    ]


@READ
@pytest.mark.parametrize("sketch", [AIR, NAMELESS], ids=["titled", "nameless"])
def test_every_head_of_the_picture_is_black_on_white(read: Read, sketch: Sketch) -> None:
    image = read(sketch)
    assert image.width() == pytest.approx(PAGE.width * PNG_SCALE, abs=2)
    top = MARGIN + heading_height(sketch)
    drawing = engraved_on_paper(sketch)
    assert image.height() == pytest.approx((drawing.height + top + MARGIN) * PNG_SCALE, abs=4)
    for system in drawing.systems:
        for box in system.notes:
            assert darkest(image, box.head.moved(MARGIN, top)) < 64
    for above, below in pairwise(drawing.systems):
        gap = Rect(above.rect.x, above.rect.bottom, 400, below.rect.y - above.rect.bottom)
        assert darkest(image, gap.moved(MARGIN, top)) == 255


@READ
def test_tie_is_filled(read: Read) -> None:
    sketch = tune(1440, 960, 480, 960, pitch=84)
    image = read(sketch)
    (system,) = engraved_on_paper(sketch).systems
    ties = [mark.bounds for mark in system.marks if mark.note is None and mark.stroke_px > 0]
    (tie,) = [box for box in ties if 20 < box.width < 200 and box.height < 20]
    middle = round((tie.x + tie.width / 2 + MARGIN) * PNG_SCALE)
    down = MARGIN + heading_height(sketch)
    top, bottom = (round((y + down) * PNG_SCALE) for y in (tie.y, tie.bottom))
    column = [image.pixelColor(middle, y).lightness() for y in range(top - 2, bottom + 3)]
    dark = [place for place, grey in enumerate(column) if grey < 128]
    assert len(dark) >= 2
    assert dark == list(range(dark[0], dark[-1] + 1))


@READ
def test_title_stands_above_the_music(read: Read) -> None:
    assert darkest(read(AIR), TITLE) < 64


@READ
def test_composer_stands_at_the_right_and_tempo_at_the_left_below_the_title(read: Read) -> None:
    image = read(replace(AIR, composer="Ann O’Nymous"))
    line = Rect(MARGIN, MARGIN + TITLE_SPACE, PAGE.room.width / 2 - 10, COMPOSER_SPACE - 2)
    assert darkest(image, line) == 255
    assert darkest(image, line.moved(line.width + 20, 0)) < 64
    below = line.moved(0, COMPOSER_SPACE)
    assert darkest(image, below) < 64
    assert darkest(image, below.moved(line.width + 20, 0)) == 255


@pytest.mark.parametrize(
    ("meter", "beats"),
    [("4/4", "= 96"), ("6/8", "= 64"), ("5/8", "= 96"), ("2+2+2/8", "= 96")],
)
def test_tempo_is_told_in_dotted_quarters_where_they_are_the_beat(meter: str, beats: str) -> None:
    sketch = Sketch(meter=Meter.parse(meter), tempo_bpm=96)
    assert [word.text for word in heading(sketch, 600).words] == [beats]
    assert f">{beats}</text>" in export_svg(sketch).decode()


@READ
def test_long_title_stays_on_the_page(read: Read) -> None:
    image = read(replace(AIR, title="A Long And Winding Name " * 5))
    assert darkest(image, TITLE) < 128
    margin = Rect(0, TITLE.y, MARGIN, TITLE.height)
    assert darkest(image, margin) == darkest(image, margin.moved(TITLE.right, 0)) == 255


def test_svg_tells_its_words_as_text() -> None:
    sketch = replace(quarters(62, 64, 66, 67), title="A & B", chords=Chords.parse("D A7"))
    text = export_svg(sketch).decode()
    assert ">A &amp; B</text>" in text
    assert "<title>A &amp; B</title>" in text
    assert ">A7</text>" in text


def test_pdf_draws_every_mark_on_its_pages() -> None:
    (page,) = pages_of(export_pdf(AIR))
    marks = sum(len(system.marks) for system in engraved_on_paper(AIR).systems)
    assert len(re.findall(FILL, page)) >= marks


def test_long_sketch_takes_several_pages_none_overfull() -> None:
    pdf = export_pdf(LONG)
    pages = pages_of(pdf)
    drawing = engraved_on_paper(LONG)
    least = drawing.height / (PAGE.room.height)
    assert least <= len(pages) <= least + 2
    assert all(page.count(b"\n") > 100 for page in pages)
    count = re.search(rb"/Type /Pages.*?/Count (\d+)", pdf, re.S)
    assert count is not None
    assert int(count[1]) == len(pages)


@pytest.mark.parametrize(("paper", "points"), [(Paper.A4, (595, 842)), (Paper.LETTER, (612, 792))])
def test_pdf_pages_have_the_size_of_the_paper(paper: Paper, points: tuple[int, int]) -> None:
    pdf = export_pdf(LONG, paper)
    boxes = re.findall(rb"/MediaBox \[0 0 ([\d.]+) ([\d.]+)\]", pdf)
    assert {(round(float(width)), round(float(height))) for width, height in boxes} == {points}
    score = engraved_pages(LONG, Page.of(paper))
    assert len(pages_of(pdf)) == len(score.pages) > 1
    assert sum(map(len, score.pages)) == len(score.drawing.systems)
    room = Page.of(paper).room
    for number, systems in enumerate(score.pages):
        height = systems[-1].rect.bottom - systems[0].rect.y
        assert height <= room.height - (score.heading.height if number == 0 else 0)
        assert max(system.rect.right for system in systems) <= room.width + 0.5


def test_pages_of_a_long_score_are_numbered() -> None:
    texts = [len(re.findall(rb"\nBT\n", page)) for page in pages_of(export_pdf(LONG))]
    lines = [len(systems) for systems in engraved_pages(LONG, PAGE).pages]
    (alone,) = pages_of(export_pdf(NAMELESS))
    # Each line but the first has the number of its bar, each page its own; the first page has the
    # title and the tempo.
    assert texts == [lines[0] + 2, *(count + 1 for count in lines[1:])]
    assert len(re.findall(rb"\nBT\n", alone)) == len(engraved_on_paper(NAMELESS).systems)


def test_pdf_says_who_made_it_and_embeds_its_fonts() -> None:
    pdf = export_pdf(replace(AIR, composer="Béla", chords=Chords.parse("Dm")))
    assert "Béla".encode("utf-16-be") in pdf
    assert "Motivo 0".encode("utf-16-be") in pdf
    fonts = pdf.count(b"/Type /FontDescriptor")
    assert fonts >= 1
    assert len(re.findall(rb"/FontFile[23]? ", pdf)) == fonts


@pytest.mark.parametrize("dpi", [72, 300])
def test_png_knows_its_resolution(dpi: int) -> None:
    sketch = replace(AIR, composer="Béla Bartók")
    data = export_png(sketch, Paper.LETTER, dpi)
    image = QImage()
    assert image.loadFromData(QByteArray(data), "PNG")
    assert image.width() == round(8.5 * dpi)
    per_metre, _, unit = struct.unpack(">IIB", data[(at := data.index(b"pHYs") + 4) : at + 9])
    assert (round(per_metre * 0.0254), unit) == (dpi, 1)
    assert (image.text("Title"), image.text("Author")) == (sketch.title, sketch.composer)


def test_score_too_long_for_a_picture_is_refused() -> None:
    with pytest.raises(AppError, match="choose fewer, or PDF"):
        export_png(tune(*[960] * 2 * 240), dpi=1200)


def test_pdf_has_its_title_in_the_page_and_in_the_file() -> None:
    titled, nameless = export_pdf(AIR), export_pdf(NAMELESS)
    assert AIR.title.encode("utf-16-be") in titled
    (with_title,), (without,) = pages_of(titled), pages_of(nameless)
    assert with_title.count(b" Tj") + with_title.count(b" TJ") > (
        without.count(b" Tj") + without.count(b" TJ")
    )


@pytest.mark.parametrize("sketch", [quarters(71), Sketch()], ids=["tune", "empty"])
@READ
def test_staff_on_paper_has_five_lines(read: Read, sketch: Sketch) -> None:
    image = read(sketch)
    (system,) = engraved_on_paper(sketch).systems
    column = [
        image.pixelColor(round((MARGIN + system.rect.right - 30) * PNG_SCALE), y).lightness()
        for y in range(image.height())
    ]
    assert sum(dark < 200 <= light for dark, light in pairwise(column)) == 5


def test_empty_sketch_is_a_page_too() -> None:
    (page,) = pages_of(export_pdf(Sketch()))
    assert len(re.findall(FILL, page)) >= 6
