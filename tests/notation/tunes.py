"""Small sketches, and a look into the MusicXML of one."""

from dataclasses import replace
from xml.etree import ElementTree

from app.domain import Author, Key, Melody, Meter, Note, Paper, Sketch
from app.notation.drawing.printed_score import STAFF_PX, Page
from app.notation.drawing.score_drawing import ScoreDrawing
from app.notation.engraving.engraver import engrave
from app.notation.writing.musicxml import to_musicxml

FOUR_FOUR = Meter()
C_MAJOR = Key()


def tune(
    *lengths: int, meter: Meter = FOUR_FOUR, pickup: int = 0, pitch: int = 71, key: Key = C_MAJOR
) -> Sketch:
    """Make a sketch of lengths in ticks; negative ones are rests."""
    notes, position = [], 0
    for length in lengths:
        if length > 0:
            notes.append(Note(position, length, pitch))
        position += abs(length)
    return Sketch(melody=Melody(tuple(notes)), key=key, meter=meter, pickup_ticks=pickup)


def quarters(*pitches: int, key: Key = C_MAJOR) -> Sketch:
    """Make a sketch of quarters."""
    notes = (Note(index * 480, 480, pitch) for index, pitch in enumerate(pitches))
    return Sketch(melody=Melody(tuple(notes)), key=key)


def by_model(sketch: Sketch, first: int) -> Sketch:
    """Let the model have written every note from the one at index `first` on."""
    notes = sketch.melody.notes
    theirs = (replace(note, author=Author.MODEL) for note in notes[first:])
    return replace(sketch, melody=Melody((*notes[:first], *theirs)))


def xml_notes(sketch: Sketch) -> list[ElementTree.Element]:
    """Return the notes and rests of the sketch's MusicXML."""
    return list(ElementTree.fromstring(to_musicxml(sketch)).iter("note"))


def xml_spelling(note: ElementTree.Element) -> str:
    """Return the name of a note of MusicXML, such as "Ab4"; "rest" of a rest."""
    if note.find("rest") is not None:
        return "rest"
    alter = int(note.findtext("pitch/alter", "0"))
    sign = "#" * alter if alter > 0 else "b" * -alter
    return f"{note.findtext('pitch/step')}{sign}{note.findtext('pitch/octave')}"


def engraved_on_paper(sketch: Sketch) -> ScoreDrawing:
    """Return the drawing that an export of the sketch paints."""
    return engrave(sketch, Page.of(Paper.A4).room.width, STAFF_PX, margin_px=0)
