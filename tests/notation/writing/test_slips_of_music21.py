"""Faults of music21, reported as its issues, that no score of Motivo may have."""

import io
from collections.abc import Iterator
from itertools import groupby, pairwise
from xml.etree import ElementTree

import mido
import pytest
from hypothesis import given, settings

from app.domain import Key, Meter, Mode, Sketch
from app.notation.drawing.rect import Rect
from app.notation.drawing.score_drawing import Ink, Mark, System
from app.notation.engraving.engraver import engrave
from app.notation.writing.midi_performance import to_midi
from app.notation.writing.musicxml import to_musicxml
from tests.notation.tunes import quarters, tune, xml_notes, xml_spelling
from tests.sketches import sketches

STAFF = 32.0


def is_beam(mark: Mark) -> bool:
    """Tell whether a mark looks like a beam: as thick as one, and longer than thick."""
    box = mark.bounds
    return mark.stroke_px == 0 and STAFF / 10 < box.height < STAFF / 4 < box.width


def ties_of(system: System) -> list[Rect]:
    """Return the places of ties, which are drawn as filled curves."""
    marks = (mark for mark in system.marks if mark.note is None and mark.stroke_px > 0)
    return [
        mark.bounds
        for mark in marks
        if any(kind == "C" for kind, _ in system.outlines[mark.outline])
    ]


def measures(sketch: Sketch) -> list[ElementTree.Element]:
    return list(ElementTree.fromstring(to_musicxml(sketch)).iter("measure"))


def beams_by_level(measure: ElementTree.Element) -> Iterator[tuple[str, list[str]]]:
    """Yield the beams of each level, in order, as they stand in a bar."""
    beams = sorted(measure.iter("beam"), key=lambda beam: beam.get("number", ""))
    for level, found in groupby(beams, key=lambda beam: beam.get("number", "")):
        yield level, [beam.text or "" for beam in found]


def test_rests_of_two_triplets_stay_apart() -> None:
    """In issue 1780, music21 merges two rests that belong to different triplets."""
    sketch = tune(160, 160, -160, -160, 160, 160, 480)
    notes = xml_notes(sketch)
    assert [xml_spelling(note) for note in notes] == [
        *("B4", "B4", "rest", "rest", "B4", "B4", "B4", "rest")
    ]
    lengths = [int(note.findtext("duration", "0")) for note in notes]
    assert lengths[:6] == [lengths[0]] * 6
    (system,) = engrave(sketch, 800, STAFF).systems
    assert [(rest.start_ticks, rest.end_ticks) for rest in system.rests[:2]] == [
        *((320, 480), (480, 640))
    ]
    heads = [box.head.x for box in system.notes]
    assert heads[1] < system.rests[0].rect.x < system.rests[1].rect.x < heads[2]


@settings(max_examples=60)
@given(sketch=sketches())
def test_every_bar_is_full(sketch: Sketch) -> None:
    divisions = None
    for measure in measures(sketch):
        divisions = int(measure.findtext("attributes/divisions", str(divisions)))
        length = sum(int(note.findtext("duration", "0")) for note in measure.iter("note"))
        is_pickup = measure.get("number") == "0"
        ticks = sketch.pickup_ticks if is_pickup else sketch.meter.bar_ticks
        assert length * 480 == ticks * divisions


@settings(max_examples=60)
@given(sketch=sketches())
def test_every_beam_and_triplet_and_tie_that_begins_ends(sketch: Sketch) -> None:
    """In issue 992, music21 leaves beams open where notes are tied."""
    for measure in measures(sketch):
        for _, beams in beams_by_level(measure):
            runs = "".join({"begin": "(", "end": ")"}.get(beam, "") for beam in beams)
            assert runs == "()" * (len(runs) // 2)
        brackets = [t.get("type") for t in measure.iter("tuplet")]
        assert brackets == ["start", "stop"] * (len(brackets) // 2)
    ties = [tie.get("type") for measure in measures(sketch) for tie in measure.iter("tie")]
    assert ties == ["start", "stop"] * (len(ties) // 2)


def test_tied_eighth_has_its_beam() -> None:
    (first, *_) = measures(tune(240, 960, 240, 480))
    notes = [(n.findtext("type"), n.findtext("beam")) for n in first.iter("note")]
    assert notes == [
        ("eighth", None),
        ("quarter", None),
        ("eighth", "begin"),
        ("eighth", "end"),
        ("quarter", None),
    ]
    (system,) = engrave(tune(240, 960, 240, 480), 800, STAFF).systems
    first_head, *tied_heads, second_head, _ = (box.head for box in system.notes)
    beams = [mark.bounds for mark in system.marks if mark.note is None and is_beam(mark)]
    (beam,) = beams
    assert tied_heads[-1].x <= beam.x < second_head.x <= beam.right <= second_head.right + 1
    assert first_head.right < beam.x
    (tie,) = ties_of(system)
    assert tied_heads[0].x < tie.x < tie.right < tied_heads[1].right


@pytest.mark.parametrize("pickup", [0, 480])
@pytest.mark.parametrize("key", [Key("Eb"), Key("F#", Mode.MINOR), Key("A", Mode.DORIAN)], ids=str)
def test_key_is_written_and_stands_on_every_line(key: Key, pickup: int) -> None:
    """In issue 1317, music21 loses the key."""
    sketch = tune(*[480] * 33, key=key, pickup=pickup, pitch=60 + key.tonic_pitch_class)
    keys = list(ElementTree.fromstring(to_musicxml(sketch)).iter("key"))
    assert [k.findtext("fifths") for k in keys] == [str(key.fifths)]
    assert [k.findtext("mode") for k in keys] == [key.mode.value]
    for system in engrave(sketch, 500, 32).systems:
        signs = [mark for mark in system.marks if mark.ink is Ink.SIGN]
        first_note = min(box.head.x for box in system.notes)
        clef_and_meter = 3 if system.start_ticks == 0 else 1
        assert len(signs) == clef_and_meter + abs(key.fifths)
        assert all(sign.bounds.right < first_note for sign in signs)


@settings(max_examples=60)
@given(sketch=sketches())
def test_tied_note_is_one_note_of_midi(sketch: Sketch) -> None:
    """In issue 1559, music21 strikes a tied note again."""
    file = mido.MidiFile(file=io.BytesIO(to_midi(sketch)))
    sounding: dict[int, int] = {}
    found: list[tuple[int, int, int]] = []
    (track,) = (t for t in file.tracks if any(m.type == "note_on" for m in t))
    position = 0
    for message in track:
        position += message.time
        if message.type == "note_on" and message.velocity:
            sounding[message.note] = position
        elif message.type in ("note_on", "note_off"):
            start = sounding.pop(message.note)
            found.append((start, position - start, message.note))
    scale = file.ticks_per_beat / 480
    assert [(on / scale, length / scale, pitch) for on, length, pitch in found] == [
        (note.onset_ticks, note.duration_ticks, note.pitch) for note in sketch.melody
    ]


@settings(max_examples=40)
@given(sketch=sketches())
def test_tie_is_drawn_from_each_value_of_a_note_to_the_next(sketch: Sketch) -> None:
    systems = engrave(sketch, 800, STAFF).systems
    boxes = [(at, box) for at, s in enumerate(systems) for box in s.notes]
    boxes.sort(key=lambda found: (found[0], found[1].head.x))
    expected = [0] * len(systems)
    for (at, box), (next_at, next_box) in pairwise(boxes):
        if box.note == next_box.note:
            expected[at] += 1
            expected[next_at] += next_at != at  # drawn in two halves, one on each line
    assert [len(ties_of(system)) for system in systems] == expected


@pytest.mark.parametrize("mode", Mode)
def test_pitch_is_spelled_alike_in_every_octave(mode: Mode) -> None:
    """In issue 1689, the spelling of a pitch depends on its octave."""
    for fifths in range(-6, 7):
        key = Key.from_fifths(fifths, mode)
        for pitch in range(36, 48):
            notes = xml_notes(quarters(pitch, pitch + 12, pitch + 24, pitch + 36, key=key))
            names = [xml_spelling(note) for note in notes]
            assert len({name[:-1] for name in names}) == 1
            octaves = [int(name[-1]) for name in names]
            assert octaves == list(range(octaves[0], octaves[0] + 4))


def test_octaves_are_drawn_an_octave_apart() -> None:
    for key in (Key("Eb"), Key("F#", Mode.MINOR)):
        (system,) = engrave(quarters(44, 56, 68, 80, key=key), 800, STAFF).systems
        heights = [box.head.y for box in sorted(system.notes, key=lambda box: box.note)]
        steps = [(above - below) / (STAFF / 8) for below, above in pairwise(heights)]
        assert steps == pytest.approx([-7.0] * 3)


def test_accidental_of_one_octave_says_nothing_of_another() -> None:
    notes = xml_notes(quarters(66, 78, 65, 77))
    assert [note.findtext("accidental") for note in notes] == [
        *("sharp", "sharp", "natural", "natural")
    ]


def test_meter_of_unequal_groups_is_written() -> None:
    sketch = tune(*[240] * 7, meter=Meter(7, 8))
    (time,) = ElementTree.fromstring(to_musicxml(sketch)).iter("time")
    assert (time.findtext("beats"), time.findtext("beat-type")) == ("7", "8")
