"""Owns the whole files of every format that is read, which the fuzzer then damages."""

from __future__ import annotations

from functools import cache
from typing import Final

from app.domain import (
    Author,
    Chords,
    Key,
    Melody,
    Meter,
    Note,
    Project,
    Request,
    RequestMode,
    Sketch,
    Take,
    TakeTree,
    Version,
)
from app.domain.export_options import DEFAULT_OPTIONS
from app.domain.file_formats import (
    ABC,
    MIDI,
    MUSICXML,
    NATIVE,
    PACKED_MUSICXML,
    FileFormat,
)
from app.formats.project import export_project
from app.formats.registry import FUNCTIONS
from app.resources import package_path

TUNES: Final = (
    Sketch(melody=Melody((Note(0, 480, 60),))),
    Sketch(
        title="Für Élise & Co.",
        composer="Béla",
        melody=Melody(
            (
                Note(0, 240, 66, 90, Author.MODEL, "F"),
                Note(240, 160, 67),
                Note(400, 160, 69),
                Note(560, 160, 67, 30),
                Note(1200, 1920, 71, letter="B"),
                Note(4000, 120, 0),
                Note(4120, 120, 127),
            )
        ),
        key=Key.parse("D major"),
        meter=Meter.parse("2+3/8"),
        tempo_bpm=133.5,
        pickup_ticks=240,
        chords=Chords.parse("D | G A7 | Bm/F#"),
    ),
    Sketch(
        title="Waltz",
        melody=Melody(tuple(Note(i * 480, 470, 60 + i * 5 % 24) for i in range(24))),
        key=Key.parse("G minor"),
        meter=Meter(3, 4),
        chords=Chords.parse("Gm | D7 | Gm | % "),
    ),
)
"""Sketches that Motivo itself writes in every format."""

OF_MUSIC21: Final = {
    MUSICXML: (
        *("demos/two-voices.xml", "demos/voices_with_chords.xml", "demos/multiple-verses.xml"),
        "demos/nested_tuplet_finale_test.xml",
    ),
    PACKED_MUSICXML: (
        *("theoryExercises/checker_demo.mxl", "theoryExercises/TriadExercise.mxl"),
        *("bach/bwv66.6.mxl", "demos/ComprehensiveChordSymbolsTestFile.mxl"),
        "leadSheet/fosterBrownHair.mxl",
    ),
    ABC: (
        *("ryansMammoth/AcaciaReel.abc", "ryansMammoth/BanishMisfortune.abc"),
        *("oneills1850/0731-0731.abc", "nottingham-dataset/reelsa-c.abc"),
    ),
}
"""Files of music21's corpus, which other programs wrote."""

MIDI_OF_MUSIC21: Final = tuple(f"test{number:02}.mid" for number in (5, 7, 9, 10, 14, 15, 17, 19))

RICH_ABC: Final = """%%abc-charset utf-8
X:1
T:All at once
C:Trad.
M:2+3/8
L:1/8
Q:"Allegro" 1/4=120
P:A2B
m: ~G2 = G{A}G{F}G
U: W = !segno!
V:1 clef=treble name="Lead"
V:2 clef=bass transpose=-2
K:Dm ^f _b
P:A
[V:1] |: "Dm"A>B (3cde {fg}f2- f/ g// [CEG]2 | ~G2 z4 (5:4:5abcde :|1
[V:1] [M:3/4]a,,b' & c2 d2 :|2 W x2 Z2 ||
[V:2] D,4 !coda! [K:G] ^^F __B =c | "^text" "A7/C#" [L:1/16] c16 !D.C.! |
P:B
V:1
!trill! +fermata+ a2 "G7" b3 c'- | c'4 !D.S.al Coda! |] % remark
w: la la la
s: * !p!
%%MIDI transpose 2
%%begintext
some words
%%endtext

X:2
T:Second
K:C
CDEF|GABc|]
"""

RICH_MUSICXML: Final = """<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE score-partwise PUBLIC "-//Recordare//DTD MusicXML 4.0 Partwise//EN" "p.dtd">
<score-partwise version="4.0">
<work><work-title>All at once</work-title></work>
<identification><creator type="composer">Trad.</creator></identification>
<part-list>
<score-part id="P1"><part-name>Horn</part-name></score-part>
<score-part id="P2"><part-name>Piano</part-name></score-part>
</part-list>
<part id="P1">
<measure number="0" implicit="yes"><attributes><divisions>12</divisions>
<key><fifths>-2</fifths><mode>minor</mode></key><time><beats>3+2</beats><beat-type>8</beat-type>
</time><transpose><diatonic>-4</diatonic><chromatic>-7</chromatic></transpose>
<clef><sign>G</sign><line>2</line></clef></attributes>
<direction><direction-type><metronome><beat-unit>quarter</beat-unit><beat-unit-dot/>
<per-minute>80</per-minute></metronome></direction-type><sound tempo="120"/></direction>
<note><pitch><step>B</step><alter>-1</alter><octave>4</octave></pitch><duration>6</duration>
<type>eighth</type></note></measure>
<measure number="1"><barline location="left"><repeat direction="forward"/></barline>
<direction><direction-type><segno/></direction-type><sound segno="1"/></direction>
<harmony><root><root-step>G</root-step><root-alter>-1</root-alter></root>
<kind text="m7">minor-seventh</kind><bass><bass-step>D</bass-step></bass>
<degree><degree-value>9</degree-value><degree-alter>1</degree-alter>
<degree-type>add</degree-type></degree><offset>3</offset></harmony>
<note><grace/><pitch><step>A</step><octave>4</octave></pitch></note>
<note><pitch><step>G</step><octave>4</octave></pitch><duration>8</duration><voice>1</voice>
<type>quarter</type><time-modification><actual-notes>3</actual-notes>
<normal-notes>2</normal-notes></time-modification><tie type="start"/></note>
<note><chord/><pitch><step>C</step><alter>1</alter><octave>5</octave></pitch>
<duration>8</duration></note>
<note><rest/><duration>4</duration></note>
<backup><duration>12</duration></backup>
<note><unpitched><display-step>E</display-step></unpitched><duration>6</duration>
<voice>2</voice></note><forward><duration>6</duration></forward>
<note><pitch><step>G</step><octave>4</octave></pitch><duration>18</duration><dot/>
<tie type="stop"/></note>
<barline location="right"><ending number="1" type="stop"/>
<repeat direction="backward" times="2"/></barline></measure>
<measure number="2"><barline><ending number="2" type="start"/></barline>
<direction><direction-type><words>D.S. al Coda</words></direction-type>
<sound dalsegno="1" tocoda="1"/></direction>
<note><cue/><pitch><step>F</step><octave>3</octave></pitch><duration>30</duration></note>
<note><rest measure="yes"/><duration>30</duration></note></measure>
<measure number="3"><direction><sound coda="1" fine="yes"/></direction>
<note><pitch><step>D</step><octave>4</octave></pitch><duration>30</duration></note></measure>
</part>
<part id="P2"><measure number="0" implicit="yes"><attributes><divisions>1</divisions>
<staves>2</staves></attributes><note><rest/><duration>1</duration><staff>2</staff></note></measure>
<measure number="1"><note><pitch><step>C</step><octave>3</octave></pitch><duration>2</duration>
<staff>1</staff></note></measure><measure number="2"/><measure number="3"/></part>
</score-partwise>
"""


@cache
def whole_files(kind: FileFormat) -> tuple[bytes, ...]:
    """Return whole files of a format: Motivo's own, and others."""
    return (*_written(kind), *_of_others(kind))


def _written(kind: FileFormat) -> tuple[bytes, ...]:
    if kind is NATIVE:
        return (*map(export_project, map(Project, TUNES)), export_project(project()))
    write = FUNCTIONS[kind].write
    assert write is not None
    return tuple(write(sketch, DEFAULT_OPTIONS) for sketch in TUNES)


def _of_others(kind: FileFormat) -> tuple[bytes, ...]:
    own = {ABC: (RICH_ABC.encode(),), MUSICXML: (RICH_MUSICXML.encode(),)}.get(kind, ())
    names = [("corpus", *name.split("/")) for name in OF_MUSIC21.get(kind, ())]
    if kind is MIDI:
        names = [("midi", "testPrimitive", name) for name in MIDI_OF_MUSIC21]
    return (*own, *(package_path("music21", *name).read_bytes() for name in names))


def project() -> Project:
    """Return a project in which everything is that a native file can hold."""
    old = Version(TUNES[0], id="version")
    asked = Request(
        mode=RequestMode.VARY, first_bar=1, last_bar=1, held=(Note(0, 480, 60),), density=2.0
    )
    take = Take(TUNES[0], asked, 1, 0, parent=old.id, number=1, id="take", name="First")
    more = Take(TUNES[1], Request(bars=2), 2, 2160, parent=take.id, number=2, id="other")
    left = Take(TUNES[2], Request(bars=1), 2**31 - 1, 0, parent=None, number=3, id="left")
    return Project(TUNES[1], TakeTree((take, more), (old,)), TakeTree((left,)), origin=old.id)
