"""What a request applies to, tested without widgets."""

from dataclasses import replace

from app.document import Document
from app.domain import Melody, Note, Request, RequestMode, Sketch, Take
from app.ui.ask.subject import Subject, subject_of

BAR = 1920
MOTIF = Sketch(melody=Melody(tuple(Note(bar * BAR, BAR, 60 + bar) for bar in range(4))))
LONGER = Sketch(melody=Melody(tuple(Note(bar * BAR, BAR, 60 + bar) for bar in range(12))))
FILL, VARY = RequestMode.FILL, RequestMode.VARY


def opened() -> Document:
    document = Document()
    document.open(MOTIF)
    return document


def add_shown(document: Document, take: Take) -> Take:
    document.add_take(take)
    added = document.takes[-1]
    document.preview(added.id)
    return added


def test_bars_are_the_marked_ones_else_those_of_the_selection() -> None:
    document = opened()
    assert subject_of(document, FILL) == Subject(MOTIF)
    document.select(MOTIF.melody.notes[1:3])
    assert subject_of(document, FILL).passage == (2, 3)
    assert subject_of(document, VARY, (3 * BAR, 4 * BAR)).passage == (4, 4)


def test_marked_bars_beyond_the_sketch_do_not_count() -> None:
    document = opened()
    assert subject_of(document, FILL, (2 * BAR, 9 * BAR)).passage == (3, 4)
    assert subject_of(document, FILL, (8 * BAR, 9 * BAR)).passage is None


def test_note_that_reaches_into_a_bar_does_not_bring_it_in() -> None:
    document = Document()
    document.open(Sketch(melody=Melody((Note(0, 3 * BAR, 60), Note(3 * BAR, BAR, 62)))))
    document.select(document.sketch.melody.notes[:1])
    assert subject_of(document, FILL).passage == (1, 1)


def test_adding_bars_begins_at_the_sketch_whatever_is_shown() -> None:
    document = opened()
    add_shown(document, Take(LONGER, Request(), seed=1, start_ticks=4 * BAR))
    document.select(LONGER.melody.notes[5:6])
    for mode in (RequestMode.CONTINUE, RequestMode.ANSWER):
        assert subject_of(document, mode, (0, BAR)) == Subject(MOTIF)


def test_changing_bars_works_on_the_take_that_is_shown() -> None:
    document = opened()
    take = add_shown(document, Take(LONGER, Request(), seed=1, start_ticks=4 * BAR))
    assert subject_of(document, VARY) == Subject(LONGER, take, (5, 12))
    assert subject_of(document, FILL, (6 * BAR, 7 * BAR)) == Subject(LONGER, take, (7, 7))


def test_same_bars_once_more_start_from_where_they_started() -> None:
    document = opened()
    longer = add_shown(document, Take(LONGER, Request(), seed=1, start_ticks=4 * BAR))
    request = Request(FILL, first_bar=7, last_bar=7)
    filled = Take(LONGER, request, 2, 6 * BAR, 7 * BAR, parent=longer.id)
    filled = add_shown(document, filled)
    assert subject_of(document, FILL) == Subject(LONGER, longer, (7, 7))
    assert subject_of(document, FILL, (7 * BAR, 8 * BAR)) == Subject(LONGER, filled, (8, 8))
    document.reject(longer.id)
    assert subject_of(document, FILL) == Subject(LONGER, longer, (7, 7))


def test_same_bars_of_the_sketch_start_from_the_sketch() -> None:
    document = opened()
    varied = Sketch(melody=Melody((Note(0, 4 * BAR, 72),)))
    add_shown(document, Take(varied, Request(VARY), seed=1, start_ticks=0))
    assert subject_of(document, VARY) == Subject(MOTIF, None, (1, 4))


def test_same_bars_of_an_edited_sketch_start_from_the_sketch_of_then() -> None:
    document = opened()
    varied = Sketch(melody=Melody((Note(0, 4 * BAR, 72),)))
    base = document.base_of(document.sketch)
    document.add_take(Take(varied, Request(VARY), 1, 0, parent=base.id), base)
    document.change_sketch("Tempo", replace(MOTIF, tempo_bpm=80))
    document.preview(document.takes[0].id)
    assert subject_of(document, VARY) == Subject(MOTIF, None, (1, 4))
