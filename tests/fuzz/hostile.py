"""Files of somebody who means harm: small ones that become large, deep ones, and endless ones."""

from __future__ import annotations

import json
import zipfile
from collections.abc import Callable, Mapping
from functools import partial
from typing import Final

from app.domain.file_formats import (
    ABC,
    MIDI,
    MUSICXML,
    NATIVE,
    NOTE_SEQUENCE,
    PACKED_MUSICXML,
    FileFormat,
)
from app.formats.magenta import note_seq
from app.formats.packed_score import CONTAINER
from app.formats.project import export_project
from tests.fuzz.corpus import project
from tests.fuzz.damage_json import with_value
from tests.fuzz.damage_midi import quantity, whole_file
from tests.fuzz.damage_zip import pack

MANY: Final = 200_000
HEAD: Final = b"X:1\nM:4/4\nL:1/8\nK:C\n"
END: Final = b"\x00\xff\x2f\x00"

ABC_TUNES: Final = {
    "a digit too often": HEAD + b"CDEF GA d2222 |" + b" d2222 |" * 20,
    "many digits": HEAD + b"C" + b"2" * 5000 + b"|",
    "a hundred bars in two digits": HEAD + b"M:1/32\nC99999|" * 30,
    "a rest of many bars": HEAD + b"C Z99999 | Z999999999 | C",
    "parentheses": HEAD + b"(" * MANY,
    "slashes": HEAD + b"C" + b"/" * MANY,
    "quotes": HEAD + b'"' * MANY + b"C|",
    "quotes that stay open": HEAD + b'"C' * MANY,
    "brackets": HEAD + b"[" * MANY + b"C" + b"]" * MANY,
    "braces": HEAD + b"{" * MANY,
    "exclamation marks": HEAD + b"!" * MANY,
    "plus signs": HEAD + b"+a" * MANY,
    "colons": HEAD + b"C" + b":" * MANY,
    "colons and bars": HEAD + b"C" + b":|" * MANY,
    "spaces behind a note": HEAD + b"C" + b" " * MANY,
    "spaces behind notes": HEAD + (b"C" + b" " * 500) * 2000,
    "spaces behind bar lines": HEAD + (b"|" + b" " * 500) * 2000,
    "overlays": HEAD + b"C&" * MANY,
    "bars": HEAD + b"C|" * MANY,
    "repeats": HEAD + b"|:C:|" * 20_000,
    "repeats in parts": b"X:1\nP:" + b"A99" * 99 + b"\nK:C\nP:A\n|:C:|\n",
    "parts in parts": b"X:1\nP:" + b"(" * 60 + b"A" + b"9)9" * 60 + b"\nK:C\nP:A\nCDEF|\n",
    "open parts": b"X:1\nP:" + b"(" * MANY + b"\nK:C\nP:A\nCDEF|\n",
    "endings": HEAD + b"|:C|1-16 D:|" * 3000,
    "voices": b"X:1\nK:C\n" + b"".join(b"V:%d\nC\n" % i for i in range(5000)),
    "properties of voices": b"X:1\n" + b"V:1 name=a\n" * 50_000 + b"K:C\nC\n",
    "keys": HEAD + b"[K:G]C[K:D]D" * 30_000,
    "meters": HEAD + b"[M:3/4]C[M:4/4]D" * 30_000,
    "tempi": HEAD + b"[Q:1/4=100]C[Q:90]D" * 30_000,
    "a meter of many counts": b"X:1\nM:" + b"1+" * 5000 + b"1/8\nK:C\nC\n",
    "a key with many accidentals": b"X:1\nK:C " + b"^f _b " * MANY + b"\nC\n",
    "macros of macros": b"X:1\nm: A = BBBBBBBB\nm: B = CCCCCCCC\nm: C = AAAAAAAA\nK:C\nA|\n",
    "many macros": b"X:1\n" + b"m: ~n = o/n/m/\n" * 2000 + b"K:C\n" + b"~C~D~E" * 5000,
    "a macro of nothing": b"X:1\nm: = CC\nm:=\nm: n = nn\nK:C\nCDEF|\n",
    "a long macro": b"X:1\nm: ~G = " + b"C" * 10_000 + b"\nK:C\n" + b"~G" * 10_000,
    "tunes": b"X:1\nK:C\nC\n\n" * 60_000,
    "empty tunes": b"X:1\n" * MANY,
    "tunes without notes": b"X:1\nK:C\nz4|\n\n" * 20_000,
    "fields that go on": b"X:1\nT:a\n" + b"+:b\n" * MANY + b"K:C\nC\n",
    "a block without an end": b"X:1\nK:C\nC\n" + b"%%begintext\n" * MANY,
    "letters of punycode": b"%%abc-charset punycode\n" + HEAD + b"C" * MANY,
    "letters of idna": b"%%abc-charset idna\n" + HEAD + b"C." * MANY,
    "letters of zlib": b"%%abc-charset zlib\n" + HEAD + b"C",
    "letters of utf-7": b"%%abc-charset utf-7\n" + HEAD + b'"+2AA-"C',
    "entities": b"X:1\nT:" + b"&" * MANY + b"\nK:C\nC\n",
    "backslashes": b"X:1\nT:" + b"\\" * MANY + b"\nK:C\nC\n",
    "chord of many notes": HEAD + b"[" + b"CEG" * 50_000 + b"]|",
    "ties": HEAD + b"C-" * MANY,
    "broken rhythms": HEAD + b"C" + b">" * MANY + b"D",
    "broken everywhere": HEAD + b"C>>>" * 50_000,
    "tuplets": HEAD + b"(99:99:99C" * 50_000,
    "octaves": HEAD + b"C" + b"'" * MANY,
    "eight million letters": HEAD + b"C" * 7_900_000,
    "a long line of text": HEAD + b'"C"C|' * 100_000,
}

NOTE: Final = "<note><pitch><step>C</step><octave>4</octave></pitch><duration>{}</duration></note>"


def score(bars: str, head: str = "", doctype: str = "") -> bytes:
    """Return a score of one part."""
    return (
        f'<?xml version="1.0"?>{doctype}<score-partwise>{head}<part-list><score-part id="P1">'
        f'<part-name>P</part-name></score-part></part-list><part id="P1">{bars}</part>'
        "</score-partwise>"
    ).encode()


def bar(inside: str, divisions: object = 1) -> str:
    """Return a bar with a number of divisions."""
    return f"<measure><attributes><divisions>{divisions}</divisions></attributes>{inside}</measure>"


BILLION: Final = (
    '<!DOCTYPE score-partwise [<!ENTITY a "aaaaaaaaaa">'
    + "".join(
        f'<!ENTITY {name} "{f"&{before};" * 10}">'
        for before, name in zip("abcdefgh", "bcdefghi", strict=True)
    )
    + "]>"
)
REPEAT: Final = '<barline><repeat direction="{}"/></barline>'

SCORES: Final[dict[str, Callable[[], bytes]]] = {
    "a billion laughs": partial(
        score, bar(NOTE.format(1)), "<work-title>&i;</work-title>", BILLION
    ),
    "one entity often": lambda: score(
        bar(NOTE.format(1)),
        f"<work><work-title>{'&a;' * MANY}</work-title></work>",
        f'<!DOCTYPE score-partwise [<!ENTITY a "{"a" * 900}">]>',
    ),
    "an entity in attributes": lambda: score(
        "".join(f'<measure number="&a;">{NOTE.format(1)}</measure>' for _ in range(2000)),
        doctype=f'<!DOCTYPE score-partwise [<!ENTITY a "{"a" * 900}">]>',
    ),
    "a parameter entity": lambda: score(
        bar(NOTE.format(1)),
        doctype="<!DOCTYPE score-partwise [<!ENTITY % a \"<!ENTITY b 'c'>\">%a;%a;%a;]>",
    ),
    "a file outside": lambda: score(
        bar(NOTE.format(1)),
        "<work><work-title>&a;</work-title></work>",
        '<!DOCTYPE score-partwise [<!ENTITY a SYSTEM "file:///dev/zero">]>',
    ),
    "many attributes": lambda: score(
        "<measure " + " ".join(f'a{i}="1"' for i in range(50_000)) + f">{NOTE.format(1)}</measure>"
    ),
    "deep": lambda: score("<measure>" * 100_000),
    "deep in what is not read": lambda: score("<measure><lyric>" + "<a>" * 100_000),
    "many notes": lambda: score(bar(NOTE.format(1) * 150_000)),
    "chords": lambda: score(bar((NOTE.format(1).replace("<note>", "<note><chord/>")) * 100_000)),
    "bars": lambda: score(bar(NOTE.format(4)) * 10_000),
    "parts": lambda: score(bar(NOTE.format(4)) + "</part><part id='P1'>" * 50_000),
    "names of parts": lambda: score(
        bar(NOTE.format(4)),
        "<part-list>"
        + "<score-part id='P1'><part-name>a</part-name></score-part>" * 50_000
        + "</part-list>",
    ),
    "voices": lambda: score(
        bar(
            "".join(
                NOTE.format(f"1</duration><voice>{i}</voice><duration>1") for i in range(20_000)
            )
        )
    ),
    "voices in bars": lambda: score(
        "".join(
            bar(NOTE.format(f"1</duration><voice>{i}</voice><duration>1")) for i in range(3_000)
        )
    ),
    "staves": lambda: score(
        bar(
            "".join(
                NOTE.format(f"1</duration><staff>{i}</staff><duration>1") for i in range(20_000)
            )
        )
    ),
    "backups": lambda: score(
        bar((NOTE.format(1) + "<backup><duration>1</duration></backup>") * 50_000)
    ),
    "repeats": lambda: score(
        "".join(
            f"<measure>{REPEAT.format('forward')}{NOTE.format(1)}{REPEAT.format('backward')}</measure>"
            for _ in range(10_000)
        )
    ),
    "a repeat without end": lambda: score(
        bar(NOTE.format(1) + '<barline><repeat direction="backward" times="999999999"/></barline>')
    ),
    "signs of the order": lambda: score(
        bar(
            '<direction><sound segno="1" coda="1" tocoda="1" dalsegno="1"/></direction>'
            + NOTE.format(1)
        )
        * 5_000
    ),
    "divisions of many digits": lambda: score(bar(NOTE.format("1" * 4000), "9" * 4000)),
    "divisions without a common part": lambda: score(
        "".join(bar(NOTE.format(7), 999_999_000_001 + 2 * i) for i in range(3_000))
    ),
    "tuplets without a common part": lambda: score(
        bar(
            "".join(
                NOTE.format(
                    f"1</duration><type>quarter</type><time-modification><actual-notes>{i}"
                    "</actual-notes><normal-notes>2</normal-notes></time-modification>"
                    "<duration>1"
                )
                for i in range(1001, 5001, 2)
            ),
            1009,
        )
    ),
    "harmonies": lambda: score(
        bar(
            "<harmony><root><root-step>C</root-step></root><kind>major</kind></harmony>" * 50_000
            + NOTE.format(4)
        )
    ),
    "degrees": lambda: score(
        bar(
            "<harmony><root><root-step>C</root-step></root><kind>major</kind>"
            + "<degree><degree-value>9</degree-value><degree-alter>1</degree-alter><degree-type>add"
            "</degree-type></degree>" * 50_000 + "</harmony>" + NOTE.format(4)
        )
    ),
    "words": lambda: score(
        bar(
            "<direction><direction-type><words>"
            + "D.C. al " * 50_000
            + "</words></direction-type></direction>"
            + NOTE.format(4)
        )
    ),
    "keys": lambda: score(
        bar("<attributes><key><fifths>1</fifths></key></attributes>" * 50_000 + NOTE.format(4))
    ),
    "meters of sums": lambda: score(
        bar(
            "<attributes><time>"
            + "<beats>1+1+1</beats><beat-type>8</beat-type>" * 20_000
            + "</time></attributes>"
            + NOTE.format(4)
        )
    ),
    "a tempo of many digits": lambda: score(bar(f'<sound tempo="{"9" * 400}"/>' + NOTE.format(4))),
    "a title of a million letters": lambda: score(
        bar(NOTE.format(4)), f"<work><work-title>{'a' * 1_000_000}</work-title></work>"
    ),
    "letters of punycode": lambda: score(bar(NOTE.format(4)) + "<!--" + "a" * MANY + "-->").replace(
        b'"1.0"?', b'"1.0" encoding="punycode"?'
    ),
    "letters of zlib": lambda: score(bar(NOTE.format(4))).replace(
        b'"1.0"?', b'"1.0" encoding="zlib"?'
    ),
    "timewise": lambda: (
        b"<score-timewise>"
        + b"<measure/>" * 9_000
        + b"".join(b"<measure><part id='P%d'/></measure>" % i for i in range(900))
        + b"</score-timewise>"
    ),
    "a comment without end": lambda: b"<score-partwise><!--" + b"-" * 1_000_000,
    "an unfinished tag": lambda: b"<score-partwise " + b"a" * 5_000_000,
}


def packed(inside: bytes, container: bytes | None = None) -> bytes:
    """Return an archive with a score in it and, if it is wished for, a container."""
    entries = [] if container is None else [(CONTAINER, container)]
    return pack([*entries, ("score.xml", inside)])


def _lying(size: int) -> bytes:
    """Return an archive whose directory names a wrong size of its only file."""
    archive = packed(b"<score-partwise>" + b" " * 1000)
    place = archive.rfind(b"PK\x01\x02") + 24
    return archive[:place] + size.to_bytes(4, "little") + archive[place + 4 :]


ARCHIVES: Final[dict[str, Callable[[], bytes]]] = {
    "a bomb": lambda: packed(b"\0" * 300_000_000),
    "a bomb of spaces": lambda: packed(b"<score-partwise>" + b" " * 60_000_000),
    "a bomb of elements": lambda: packed(b"<score-partwise>" + b"<a/>" * 15_000_000),
    "a bomb of notes": lambda: packed(score(bar(NOTE.format(1) * 700_000))),
    "a bomb as a container": lambda: packed(b"", b"<a>" + b" " * 80_000_000),
    "a container of many scores": lambda: packed(
        score(bar(NOTE.format(4))),
        b"<container>" + b'<rootfile full-path="none.xml"/>' * 500_000 + b"</container>",
    ),
    "a smaller size than there is": partial(_lying, 3),
    "a larger size than there is": partial(_lying, 2**32 - 2),
    "many files": lambda: pack([(f"{i}.xml", b"") for i in range(60_000)]),
    "the same name often": lambda: pack([("a.xml", b"<a/>")] * 20_000),
    "packed by lzma": lambda: pack([("a.xml", b"\0" * 100_000_000)], zipfile.ZIP_LZMA),
    "packed by bzip2": lambda: pack([("a.xml", b"\0" * 100_000_000)], zipfile.ZIP_BZIP2),
    "an archive in an archive": lambda: packed(packed(packed(b"<score-partwise/>"))),
    "a directory alone": lambda: b"PK\x05\x06" + b"\xff" * 18,
}


def _strikes(count: int, event: bytes) -> bytes:
    return whole_file(0, 480, [event * count + END])


FILES: Final[dict[str, Callable[[], bytes]]] = {
    "notes without end": partial(_strikes, 100_000, b"\x01\x90\x3c\x40"),
    "many notes": partial(_strikes, 150_000, b"\x10\x90\x3c\x40\x10\x80\x3c\x00"),
    "notes of no length": partial(_strikes, 150_000, b"\x00\x90\x3c\x40\x00\x80\x3c\x00"),
    "many notes at once": partial(
        _strikes, 2_000, b"".join(b"\x00\x90" + bytes([i, 64]) for i in range(128))
    ),
    "ends without notes": partial(_strikes, 200_000, b"\x00\x80\x3c\x00"),
    "long waits": partial(_strikes, 1_000, quantity(2**28 - 1) + b"\x90\x3c\x40"),
    "meters": partial(_strikes, 100_000, b"\x01\xff\x58\x04\x03\x02\x18\x08"),
    "tempi": lambda: whole_file(
        0,
        480,
        [b"".join(b"\x01\xff\x51\x03" + i.to_bytes(3, "big") for i in range(1, 100_000)) + END],
    ),
    "keys": partial(_strikes, 100_000, b"\x01\xff\x59\x02\x01\x00"),
    "names": partial(_strikes, 100_000, b"\x00\xff\x03\x01a"),
    "a name of a million letters": lambda: whole_file(
        0,
        480,
        [b"\x00\xff\x03" + quantity(1_000_000) + b"a" * 1_000_000 + b"\x00\x90\x3c\x40" + END],
    ),
    "lyrics": partial(_strikes, 100_000, b"\x00\xff\x05\x01a"),
    "a system message without end": lambda: whole_file(0, 480, [b"\x00\xf0" + quantity(2**28 - 1)]),
    "large system messages": lambda: whole_file(
        0, 480, [b"\x00\xf0" + quantity(5_000_000) + b"\0" * 5_000_000 + END]
    ),
    "tracks": lambda: whole_file(1, 480, [b"\x00\x90\x3c\x40\x60\x80\x3c\x00" + END] * 20_000),
    "empty tracks": lambda: whole_file(1, 480, [b""] * 65_000),
    "tracks of type 2": lambda: whole_file(
        2, 480, [b"\x00\x90\x3c\x40\x60\x80\x3c\x00" + END] * 5_000
    ),
    "a track larger than the file": lambda: (
        b"MThd\0\0\0\6\0\0\0\1\1\xe0MTrk\xff\xff\xff\xff\0\x90\x3c\x40"
    ),
    "chunks of other kinds": lambda: (
        b"MThd\0\0\0\6\0\0\0\1\1\xe0" + b"XXXX\0\0\0\0" * MANY + b"MTrk\0\0\0\4" + END
    ),
    "no ticks a quarter": lambda: whole_file(0, 0, [b"\x00\x90\x3c\x40" + END]),
    "one tick a quarter": lambda: whole_file(
        0, 1, [b"\x01\x90\x3c\x40\x01\x80\x3c\x00" * 15_000 + END]
    ),
    "a performance of many notes": lambda: whole_file(
        0,
        480,
        [
            b"".join(
                quantity(200 + i * 7919 % 173) + b"\x90\x3c\x40" + quantity(101) + b"\x80\x3c\x00"
                for i in range(20_000)
            )
            + END
        ],
    ),
}


def _sequence(**fields: list[dict[str, object]]) -> bytes:
    """Return a NoteSequence with these items in its lists."""
    sequence = note_seq("protobuf.music_pb2").NoteSequence()
    for name, items in fields.items():
        for item in items:
            getattr(sequence, name).add(**item)
    written: bytes = sequence.SerializeToString()
    return written


def _note(number: int, **other: object) -> dict[str, object]:
    times = {"start_time": number / 2, "end_time": number / 2 + 0.5}
    return {"pitch": 60, "velocity": 80, **times, **other}


SEQUENCES: Final[dict[str, Callable[[], bytes]]] = {
    "many notes": lambda: _sequence(notes=[_note(i % 10_000) for i in range(150_000)]),
    "notes at uneven times": lambda: _sequence(
        notes=[_note(0, start_time=i / 7.3, end_time=i / 7.3 + 0.1) for i in range(30_000)]
    ),
    "instruments": lambda: _sequence(notes=[_note(i % 9, instrument=i) for i in range(20_000)]),
    "names of instruments": lambda: _sequence(
        notes=[_note(0)], instrument_infos=[{"instrument": i, "name": "a"} for i in range(50_000)]
    ),
    "tempi": lambda: _sequence(
        notes=[_note(i % 10_000) for i in range(20_000)],
        tempos=[{"time": i / 1009, "qpm": 100 + i % 7 / 3} for i in range(5_000)],
    ),
    "tempi of all kinds": lambda: _sequence(
        notes=[_note(1000)], tempos=[{"time": i + 1 / 3, "qpm": 1 + i / 3} for i in range(900)]
    ),
    "chords": lambda: _sequence(
        notes=[_note(0)],
        text_annotations=[
            {"time": i / 10, "text": "C", "annotation_type": 1} for i in range(50_000)
        ],
    ),
    "keys": lambda: _sequence(
        notes=[_note(0)], key_signatures=[{"time": i, "key": i % 12} for i in range(19_000)]
    ),
    "meters": lambda: _sequence(
        notes=[_note(0)],
        time_signatures=[{"time": 0, "numerator": i, "denominator": 4} for i in range(50_000)],
    ),
    "a note for ever": lambda: _sequence(notes=[_note(0, end_time=float("inf"))]),
    "a note at no moment": lambda: _sequence(notes=[_note(0, start_time=float("nan"))]),
    "a tiny tempo": lambda: _sequence(notes=[_note(9)], tempos=[{"time": 0, "qpm": 5e-324}]),
    "groups in groups": lambda: b"\x0b" * MANY,
    "a length beyond the file": lambda: b"\x0a\xff\xff\xff\xff\x0f",
}


def _changed(path: tuple[str | int, ...], value: object) -> bytes:
    return with_value(json.loads(export_project(project())), path, value)


def _rows(count: int) -> list[list[object]]:
    return [[i * 240, 240, 60, 80, "player"] for i in range(count)]


PROJECTS: Final[dict[str, Callable[[], bytes]]] = {
    "deep lists": lambda: b"[" * 5_000_000,
    "deep names": lambda: b'{"a":' * 1_000_000,
    "deep in a request": lambda: _changed(("takes", 0, "request", "form"), []).replace(
        b'"form": []', b'"form": ' + b"[" * 900 + b"]" * 900
    ),
    "many notes": lambda: _changed(("sketch", "notes"), _rows(80_000)),
    "notes on notes": lambda: _changed(("sketch", "notes"), [[0, 1, 60, 80, "player"]] * MANY),
    "far notes": lambda: _changed(
        ("sketch", "notes"), [[0, 1, 60, 80, "player"], [19_199_999, 1, 60, 80, "player"]]
    ),
    "a note for ever": lambda: _changed(("sketch", "notes"), [[0, 19_200_000, 60, 80, "player"]]),
    "chords": lambda: _changed(("sketch", "chords"), "C | " * MANY),
    "chords in a bar": lambda: _changed(("sketch", "chords"), "C " * MANY),
    "bars without chords": lambda: _changed(("sketch", "chords"), "|" * 1_000_000),
    "a meter of digits": lambda: _changed(("sketch", "meter"), "1+" * MANY + "1/8"),
    "spaces in a meter": lambda: _changed(("sketch", "meter"), " " * MANY + "x"),
    "spaces in a key": lambda: _changed(("sketch", "key"), " " * MANY + "x"),
    "a form of many phrases": lambda: _changed(("takes", 0, "request", "form"), "a b " * MANY),
    "a long title": lambda: _changed(("sketch", "title"), "a" * 5_000_000),
    "takes": lambda: _changed(
        ("takes",),
        [json.loads(export_project(project()))["takes"][0] | {"id": str(i)} for i in range(2_000)],
    ),
    "takes in a line": lambda: _changed(
        ("takes",),
        [
            json.loads(export_project(project()))["takes"][0] | {"id": f"{i}", "parent": f"{i - 1}"}
            for i in range(1, 2_000)
        ],
    ),
    "takes in a circle": lambda: _changed(("takes", 0, "parent"), "other"),
    "a take of itself": lambda: _changed(("takes", 0, "parent"), "take"),
    "a version of a take": lambda: _changed(("versions", 0, "parent"), "other"),
    "an origin that isn't there": lambda: _changed(("origin",), "nobody"),
    "a number of many digits": lambda: export_project(project()).replace(
        b'"motivo":4', b'"motivo":' + b"4" * 1_000_000
    ),
    "an old file with wrong values": lambda: b'{"motivo":1,"takes":[{"request":{"mode":[]}}]}',
    "an old file with notes that are none": lambda: (
        b'{"motivo":2,"takes":[{"parent":null,"request":{"mode":"continue"},"start_ticks":{},'
        b'"sketch":{"notes":[[null]]}}]}'
    ),
    "old takes": lambda: json.dumps(
        {
            "motivo": 2,
            "takes": [
                {
                    "parent": None,
                    "request": {"mode": "continue"},
                    "start_ticks": i,
                    "sketch": {"notes": _rows(i)},
                    "created": "",
                    "id": str(i),
                }
                for i in range(1_000)
            ],
        }
    ).encode(),
}


def hostile_files(kind: FileFormat) -> Mapping[str, Callable[[], bytes]]:
    """Return what makes each of the hostile files of a format."""
    tunes = {name: partial(bytes, content) for name, content in ABC_TUNES.items()}
    files: dict[FileFormat, Mapping[str, Callable[[], bytes]]] = {
        ABC: tunes,
        MUSICXML: SCORES,
        PACKED_MUSICXML: ARCHIVES,
        MIDI: FILES,
        NOTE_SEQUENCE: SEQUENCES,
        NATIVE: PROJECTS,
    }
    return files[kind]
