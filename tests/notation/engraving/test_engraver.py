import pickle
import re
from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.domain import Author, Chords, Melody, Meter, Note, Sketch, edits
from app.domain.clef import clef_of
from app.domain.spelling import spellings
from app.notation.drawing.rect import Rect
from app.notation.drawing.score_drawing import Ink, NoteBox, ScoreDrawing, System
from app.notation.engraving import engraver
from app.notation.engraving.engraver import Engraver, engrave, verovio_svg
from tests.notation.tunes import by_model, tune, xml_notes
from tests.sketches import KEYS, sketches

WIDTH = 800.0
STAFF = 32.0
SCALE = Sketch(
    title="Scale",
    melody=Melody(
        tuple(Note(i * 240, 240, 60 + p) for i, p in enumerate((0, 2, 4, 5, 7, 9, 11, 12) * 8))
    ),
)


def drawn(sketch: Sketch, width: float = WIDTH) -> ScoreDrawing:
    return engrave(sketch, width, STAFF)


def boxes(drawing: ScoreDrawing) -> list[tuple[System, NoteBox]]:
    """Return the boxes in reading order."""
    return [
        (system, box)
        for system in drawing.systems
        for box in sorted(system.notes, key=lambda box: box.head.x)
    ]


def is_inside(inner: Rect, outer: Rect) -> bool:
    return (
        inner.x >= outer.x - 0.01
        and inner.y >= outer.y - 0.01
        and inner.right <= outer.right + 0.01
        and inner.bottom <= outer.bottom + 0.01
    )


@settings(max_examples=60)
@given(sketch=sketches())
def test_every_note_stands_in_its_bar_and_line_in_order(sketch: Sketch) -> None:
    drawing = drawn(sketch)
    notes = sketch.melody.notes
    found = boxes(drawing)
    order = [box.note for _, box in found]
    assert sorted(set(order)) == list(range(len(notes)))
    assert order == sorted(order)
    bars_of: dict[int, set[int]] = {}
    for system, box in found:
        assert is_inside(box.rect, system.rect)
        assert is_inside(box.head, box.rect)
        (bar,) = (
            measure.bar
            for measure in system.measures
            if measure.x <= box.head.x and box.head.right <= measure.x + measure.width
        )
        bars_of.setdefault(box.note, set()).add(bar)
    for index, bars in bars_of.items():
        note = notes[index]
        first, last = sketch.bar_at(note.onset_ticks), sketch.bar_at(note.end_ticks - 1)
        assert bars == set(range(first, last + 1))


@settings(max_examples=60)
@given(sketch=sketches())
def test_head_stands_on_the_line_of_its_spelling(sketch: Sketch) -> None:
    drawing = drawn(sketch)
    top = clef_of(sketch.melody).top_step
    for system, box in boxes(drawing):
        spelling = spellings(sketch)[box.note]
        steps_below = top - (spelling.octave * 7 + "CDEFGAB".index(spelling.letter))
        middle = box.head.y + box.head.height / 2
        assert middle == pytest.approx(system.staff_y + steps_below * STAFF / 8, abs=STAFF / 16)


@settings(max_examples=60)
@given(sketch=sketches(), width=st.floats(400, 1600))
def test_lines_fit_the_width_and_follow_one_another(sketch: Sketch, width: float) -> None:
    drawing = drawn(sketch, width)
    assert drawing.width <= width + 1
    assert drawing.systems[0].rect.y >= 0
    for above, below in pairwise(drawing.systems):
        assert above.rect.bottom < below.rect.y
        assert above.end_ticks == below.start_ticks
    assert drawing.systems[-1].rect.bottom <= drawing.height
    for system in drawing.systems:
        for mark in system.marks:
            assert mark.bounds.x >= 0
            assert mark.bounds.right <= drawing.width
            assert system.rect.y <= mark.bounds.y
            assert mark.bounds.bottom <= system.rect.bottom


@settings(max_examples=60)
@given(sketch=sketches())
def test_time_goes_from_left_to_right_and_begins_notes_at_their_heads(sketch: Sketch) -> None:
    drawing = drawn(sketch)
    assert drawing.systems[0].start_ticks == 0
    assert drawing.systems[-1].end_ticks == max(
        sketch.end_ticks, sketch.bar_start_ticks(1) + sketch.meter.bar_ticks
    )
    first_heads = {box.note: box.head.x for _, box in reversed(boxes(drawing))}
    for system in drawing.systems:
        assert all(a < b and x < y for (a, x), (b, y) in pairwise(system.times))
    for index, note in enumerate(sketch.melody):
        line = drawing.system_at(note.onset_ticks)
        assert line is not None
        x = drawing.systems[line].x_at(note.onset_ticks)
        assert x == pytest.approx(first_heads[index])
        assert drawing.systems[line].ticks_at(x) == note.onset_ticks


@settings(max_examples=60)
@given(
    lengths=st.lists(st.tuples(st.integers(0, 700), st.integers(1, 1500)), min_size=1),
    pitch=st.integers(0, 127),
    meter=st.sampled_from([Meter(4, 4), Meter(6, 8), Meter(13, 16), Meter(1, 32), Meter(4, 1)]),
    pickup=st.integers(0, 119),
)
def test_whatever_was_played_is_written(
    lengths: list[tuple[int, int]], pitch: int, meter: Meter, pickup: int
) -> None:
    runs = [ticks for rest, length in lengths for ticks in (-rest, length)]
    sketch = tune(*runs, meter=meter, pickup=pickup % meter.bar_ticks, pitch=pitch)
    drawing = drawn(sketch)
    found = {box.note for _, box in boxes(drawing)}
    assert found >= {i for i, note in enumerate(sketch.melody) if note.duration_ticks >= 30}
    for system in drawing.systems:
        assert all(a < b and x < y for (a, x), (b, y) in pairwise(system.times))
    assert len(xml_notes(sketch)) >= len(found)


def test_narrower_page_has_more_lines() -> None:
    counts = [len(drawn(SCALE, width).systems) for width in (2600, 900, 400)]
    assert counts == sorted(set(counts))


def test_empty_sketch_has_an_empty_staff() -> None:
    drawing = drawn(Sketch())
    (system,) = drawing.systems
    assert system.notes == ()
    assert [measure.bar for measure in system.measures] == [1]
    assert any(mark.ink is Ink.SIGN for mark in system.marks)
    assert system.rect.width > WIDTH / 2


def test_pickup_stands_before_bar_1_and_is_as_short_as_it_is() -> None:
    (system,) = drawn(tune(480, 480, 480, 480, 480, pickup=480)).systems
    assert [measure.bar for measure in system.measures] == [0, 1]
    assert system.times[0][0] == 0
    pickup, full = system.measures
    assert sum(box.head.x < full.x for box in system.notes) == 1
    assert pickup.width < full.width


def test_long_silence_is_bars_of_rest_and_a_note_after_it() -> None:
    sketch = tune(480, -480 * 39, 480)
    drawing = drawn(sketch)
    bars = [measure.bar for system in drawing.systems for measure in system.measures]
    assert bars == list(range(1, 12))
    assert [box.note for _, box in boxes(drawing)] == [0, 1]


def test_note_held_over_bar_lines_is_drawn_in_each_bar() -> None:
    drawing = drawn(tune(-1440, 480 * 6, 480))
    assert [box.note for _, box in boxes(drawing)] == [0, 0, 0, 1]


def test_clicked_note_is_the_one_drawn_there() -> None:
    drawing = drawn(SCALE)
    for _, box in boxes(drawing):
        head = box.head
        x, y = head.x + head.width / 2, head.y + head.height / 2
        assert drawing.note_at(x, y, reach_px=6) == box.note
    first = drawing.systems[0]
    assert drawing.note_at(first.rect.x + 2, first.staff_y + STAFF / 2, reach_px=6) is None


def test_notes_of_player_and_model_have_inks_and_bands_of_their_own() -> None:
    drawing = drawn(by_model(SCALE, 32))
    for system in drawing.systems:
        for mark in system.marks:
            if mark.note is not None:
                assert mark.ink is (Ink.MODEL if mark.note >= 32 else Ink.PLAYER)
        has_model = any(measure.is_model for measure in system.measures)
        assert has_model == (system.measures[-1].bar > 4) == bool(system.bands)
    beams = [m for s in drawing.systems for m in s.marks if m.note is None and m.ink is Ink.MODEL]
    assert beams


def test_beam_over_notes_of_both_is_the_players() -> None:
    drawing = drawn(by_model(tune(240, 240, meter=Meter(1, 4)), 1))
    whose = {mark.note: mark.ink for mark in drawing.systems[0].marks if mark.ink is not Ink.SIGN}
    assert (whose[0], whose[1]) == (Ink.PLAYER, Ink.MODEL)
    joined = [m for m in drawing.systems[0].marks if m.note is None and m.ink is Ink.MODEL]
    assert joined == []


def test_model_going_on_after_four_bars_begins_a_line() -> None:
    drawing = drawn(by_model(SCALE, 32))
    starts = [system.measures[0].bar for system in drawing.systems]
    assert 5 in starts


def test_chord_names_stand_over_their_notes_and_clear_of_them() -> None:
    high = [Note(i * 480, 480, pitch) for i, pitch in enumerate((71, 93, 71, 71))]
    sketch = Sketch(melody=Melody(tuple(high)), chords=Chords.parse("D A7 G G"))
    (system,) = drawn(sketch).systems
    assert [label.text for label in system.chords] == ["D", "A7", "G"]
    for label, box in zip(system.chords, system.notes, strict=False):
        assert label.x == pytest.approx(box.head.x)
        assert label.y < box.rect.y
    assert len({label.y for label in system.chords}) == 1


def test_bar_number_opens_every_line_but_the_first() -> None:
    drawing = drawn(SCALE, 500)
    numbers = [system.bar_number and system.bar_number.text for system in drawing.systems]
    assert numbers == [None, *(str(s.measures[0].bar) for s in drawing.systems[1:])]


def test_three_lines_with_chords_fit_the_score_pane_of_a_new_window() -> None:
    sketch = replace(tune(*[240] * 96, pitch=76), chords=Chords.parse("C | F G7"))
    drawing = engrave(sketch, 832, 30)
    assert len(drawing.systems) == 3
    assert drawing.height <= 284


@settings(max_examples=20)
@given(sketch=sketches())
def test_drawing_crosses_to_another_process_and_is_the_same_each_time(sketch: Sketch) -> None:
    drawing = drawn(sketch)
    assert pickle.loads(pickle.dumps(drawing)) == drawing
    assert drawn(sketch) == drawing


def drawn_anew(sketch: Sketch) -> ScoreDrawing:
    """Engrave a sketch without reusing anything from before."""
    return Engraver().engrave(sketch, WIDTH, STAFF)


@settings(max_examples=20)
@given(first=sketches(), second=sketches())
def test_bars_met_before_are_drawn_as_if_they_were_new(first: Sketch, second: Sketch) -> None:
    drawn(first)
    assert drawn(second) == drawn_anew(second)


@st.composite
def edited(draw: st.DrawFn, sketch: Sketch) -> Sketch:
    """Change one thing in a sketch, as a player does."""
    notes = sketch.melody.notes
    note = draw(st.sampled_from(notes))
    selection = frozenset({note})
    key, meter, title = sketch.key, sketch.meter, sketch.title
    match draw(st.integers(0, 7)):
        case 0 if len(notes) > 1:
            melody = edits.delete(sketch.melody, selection).melody
        case 1:
            melody = edits.transpose(sketch.melody, selection, draw(st.integers(-6, 6))).melody
        case 2:
            melody = edits.move(sketch.melody, selection, draw(st.sampled_from([480, 1920]))).melody
        case 3:
            added = Note(
                draw(st.integers(0, 40)) * 240, draw(st.sampled_from([240, 960, 2400])), 71
            )
            melody = edits.add(sketch.melody, [added]).melody
        case 4:
            longer = replace(note, duration_ticks=note.duration_ticks * 2)
            melody = edits.add(sketch.melody, [longer]).melody
        case 5:
            theirs = (replace(n, author=Author.MODEL) if n is note else n for n in notes)
            melody = Melody(tuple(theirs))
        case 6:
            melody, key = sketch.melody, draw(st.sampled_from(KEYS))
        case _:
            return replace(sketch, chords=Chords.parse(draw(st.sampled_from(["", "C", "G7 F"]))))
    return Sketch(title, melody, key, meter, sketch.tempo_bpm, sketch.pickup_ticks, sketch.chords)


@settings(max_examples=25, deadline=None)
@given(sketch=sketches(), data=st.data())
def test_edited_score_is_drawn_as_if_it_were_new(sketch: Sketch, data: st.DataObject) -> None:
    """Lines that an edit leaves alone are not engraved again, so they must not need it."""
    drawn(sketch)
    for _ in range(3):
        sketch = data.draw(edited(sketch))
        assert drawn(sketch) == drawn_anew(sketch)


def test_tie_from_a_line_that_is_not_engraved_again_looks_the_same() -> None:
    """Rests precede the tied note in its bar, and the note that it is tied to has a dot."""
    sketch = tune(-8400, 2400, -6000, 480, meter=Meter(9, 8))
    tied, last = sketch.melody.notes
    changed = replace(sketch, melody=Melody((tied, replace(last, pitch=last.pitch + 2))))
    mine = Engraver()
    mine.engrave(sketch, WIDTH, STAFF)
    drawing = mine.engrave(changed, WIDTH, STAFF)
    assert tied.onset_ticks < drawing.systems[0].end_ticks < tied.end_ticks
    assert drawing == drawn_anew(changed)


def test_only_the_line_that_was_edited_is_engraved_again(monkeypatch: pytest.MonkeyPatch) -> None:
    drawn(SCALE)
    asked: list[list[int]] = []

    def watched(xml: str, width_units: float, *, is_natural: bool = False) -> list[str]:
        asked.append([int(number) for number in re.findall('<measure id="m(\\d+)"', xml)])
        return verovio_svg(xml, width_units, is_natural=is_natural)

    monkeypatch.setattr(engraver, "verovio_svg", watched)
    notes = SCALE.melody.notes
    shortened = (*notes[:3], replace(notes[3], duration_ticks=120), *notes[4:])
    inserted = (*shortened[:4], Note(notes[3].onset_ticks + 120, 120, 74), *shortened[4:])
    drawing = drawn(replace(SCALE, melody=Melody(inserted)))
    assert len(drawing.systems) > 1
    assert asked == [[box.bar - 1 for box in drawing.systems[0].measures]]
    found = boxes(drawing)
    assert sorted({box.note for _, box in found}) == list(range(len(inserted)))
