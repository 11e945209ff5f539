"""Small MusicXML documents for tests."""

from __future__ import annotations

from collections.abc import Sequence

HEAD = (
    "<attributes><divisions>2</divisions><key><fifths>0</fifths><mode>major</mode></key>"
    "<time><beats>4</beats><beat-type>4</beat-type></time></attributes>"
)


def note(pitch: str, duration: int = 2, inner: str = "", attributes: str = "") -> str:
    """Return a note such as "C5" or "Bb4", or a rest for "r"; `inner` follows its duration."""
    if pitch == "r":
        kind = "<rest/>"
    else:
        alter = {"#": 1, "b": -1}.get(pitch[1:2], 0)
        kind = f"<step>{pitch[0]}</step><alter>{alter}</alter><octave>{pitch[-1]}</octave>"
        kind = f"<pitch>{kind}</pitch>"
    before = ""
    for tag in ("<cue/>", "<grace/>", "<chord/>"):
        if tag in inner:
            inner, before = inner.replace(tag, ""), before + tag
    length = "" if before == "<grace/>" else f"<duration>{duration}</duration>"
    return f"<note{attributes}>{before}{kind}{length}{inner}</note>"


def notes(pitches: str, duration: int = 2, inner: str = "") -> str:
    return "".join(note(pitch, duration, inner) for pitch in pitches.split())


def bars(*measures: str, head: str = HEAD) -> str:
    """Return the measures of a part, the first of which begins with `head`."""
    return "".join(
        f'<measure number="{number}">{head if number == 1 else ""}{measure}</measure>'
        for number, measure in enumerate(measures, 1)
    )


def score(*parts: str, names: Sequence[str] = (), before: str = "", root: str = "") -> bytes:
    """Return a score-partwise of parts, each of which is the text of its measures."""
    named = [*names, *[""] * len(parts)][: len(parts)]
    listed = "".join(
        f'<score-part id="P{number}"><part-name>{name}</part-name></score-part>'
        for number, name in enumerate(named, 1)
    )
    music = "".join(f'<part id="P{number}">{part}</part>' for number, part in enumerate(parts, 1))
    root = root or "score-partwise"
    return f"<{root}>{before}<part-list>{listed}</part-list>{music}</{root}>".encode()
