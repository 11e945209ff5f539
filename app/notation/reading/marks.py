"""Owns Marks: what a bar says about where the playing goes on, in ABC and in MusicXML."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from app.domain.listing import listed

UNNAMED: Final = ""
"""The name of a segno or coda that is only printed."""

MOST_LETTERS: Final = 60
"""Longer words than these tell more than a jump, such as how often something else is played."""

DA_CAPO: Final = re.compile(r"(?<![^\W_])(?:D[\s.]*C|da\W*capo)(?![^\W_])", re.I)
DAL_SEGNO: Final = re.compile(r"(?<![^\W_])(?:D[\s.]*S|d[ae]l\W*segno)(?![^\W_])", re.I)
SURELY: Final = re.compile(
    r"^\W*D[\s.]*[CS](?![^\W_])|(?<![^\W_])(?:D\s*\.\s*[CS]\b|da\s*capo\b|d[ae]l\s*segno\b)", re.I
)
"""What is hardly ever in words that have nothing to do with a jump."""

MOST_QUOTED: Final = 40
"""Letters of words that a message quotes."""


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


BEFORE: Final = _words(
    """
    m men menuet menuett menuetto minuet minuetto scherzo gavotte gavotta bourree bourrée
    polonaise mazurka waltz valse walzer march marche marcia marsch rondo trio polka aria refrain
    chorus largo adagio andante moderato allegretto allegro vivace presto i ii 1 2 fine then poi
    and e repeat play go il la the tutto
    """
)
"""What can stand before “D.C.” where it asks for a jump: what is to be played again."""

AFTER: Final = _words(
    """
    al alla all to till until bis zum zur e ed et and und then poi il la le the fine ende end coda
    segno sign s alfine alcoda alsegno senza without no ohne sans con with repeat repeats rep
    replica ritornello ritornelli ripetizione ripetizioni repetizione repetition wiederholung
    wiederholungen minore maggiore ad lib libitum play only last first second time times once
    twice 1st 2nd 1 2 3 dc ds
    """
)
"""What can stand behind it; any other word tells something else."""


@dataclass(slots=True)
class Marks:
    """What a measure says about where the playing goes on.

    `ending` are the numbers of the bracket that begins here; `ends` tells that one ends here.
    `times` is how often a repeated passage is played, and `again` whether that holds after a jump
    as well. Segno and coda have names, because a score can have several. `al_fine`
    tells that a jump asks for a Fine, `is_near` that it is only printed near here. `is_end` tells
    of a final bar line, `is_start` that the numbers of the measures begin anew.
    """

    forward: bool = False
    backward: bool = False
    times: int = 2
    again: bool = False
    ending: frozenset[int] = frozenset()
    ends: bool = False
    segno: str | None = None
    coda: str | None = None
    to_coda: str | None = None
    fine: bool = False
    da_capo: bool = False
    dal_segno: str | None = None
    al_fine: bool = False
    is_near: bool = False
    is_end: bool = False
    is_start: bool = False

    @property
    def is_jump(self) -> bool:
        """Whether the playing jumps from here."""
        return self.da_capo or self.dal_segno is not None

    def leave_ends_to(self, before: Marks) -> None:
        """Give what ends something, such as a D.C. behind a bar line, to the bar before."""
        before.fine |= self.fine
        before.da_capo |= self.da_capo
        before.al_fine |= self.al_fine
        before.dal_segno = self.dal_segno if before.dal_segno is None else before.dal_segno
        before.to_coda = self.to_coda if before.to_coda is None else before.to_coda
        self.fine, self.da_capo, self.dal_segno, self.to_coda = False, False, None, None
        self.al_fine = False


def read_words(text: str, marks: Marks) -> bool:
    """Add what printed words say to the marks of their bar; tell whether that is anything.

    "D.C. al Fine", "Da Capo" and the like are jumps, in any case and with or without dots, but not
    words that merely contain them, such as "D.C. Smith arr.".
    """
    if len(text) > MOST_LETTERS:
        return False
    plain = DAL_SEGNO.sub(" ds ", DA_CAPO.sub(" dc ", text)).lower()
    words = re.findall(r"[^\W_]+", plain)
    jump = next((place for place, word in enumerate(words) if word in ("dc", "ds")), None)
    if jump is not None:
        if not (BEFORE.issuperset(words[:jump]) and AFTER.issuperset(words[jump + 1 :])):
            return False
        marks.da_capo |= words[jump] == "dc"
        marks.al_fine |= not {"fine", "alfine"}.isdisjoint(words[jump:])
        marks.dal_segno = UNNAMED if words[jump] == "ds" else marks.dal_segno
    elif words == ["fine"]:
        marks.fine = True
    elif words == ["segno"]:
        marks.segno = UNNAMED
    elif words[:1] in (["dacoda"], ["tocoda"]) or words[:2] in (["da", "coda"], ["to", "coda"]):
        marks.coda, marks.to_coda = None, UNNAMED
    elif words == ["coda"]:
        marks.coda = UNNAMED
    else:
        return False
    return True


def shortened(text: str) -> str:
    """Return words as a message quotes them."""
    return text if len(text) <= MOST_QUOTED else f"{text[: MOST_QUOTED - 1]}…"


def may_jump(text: str) -> bool:
    """Tell whether words that are not taken for a jump may ask for one all the same."""
    return SURELY.search(text) is not None


def words_for(marks: Sequence[Marks]) -> list[str]:
    """Return what there is of repeats and jumps, such as "repeats", "endings" and "D.C."."""
    there = [
        (any(mark.backward for mark in marks), "repeats"),
        (any(mark.ending for mark in marks), "endings"),
        (any(mark.da_capo for mark in marks), "D.C."),
        (any(mark.dal_segno is not None for mark in marks), "D.S."),
        (any(mark.to_coda is not None for mark in marks), "Coda"),
        (any(mark.fine for mark in marks), "Fine"),
    ]
    return [word for is_there, word in there if is_there]


def told_of_signs(marks: Sequence[Marks]) -> tuple[str, ...]:
    """Return sentences about signs that lead nowhere, or that nothing leads to."""
    has_segno, has_coda = (
        any(name is not None for name in names)
        for names in ([mark.segno for mark in marks], [mark.coda for mark in marks])
    )
    found = words_for(marks)
    told = []
    if "D.C." not in found and "D.S." not in found:
        names = {"Coda": "To Coda", "Fine": "Fine"}
        idle = [names[word] for word in words_for(marks[:-1]) if word in names]
        if idle:
            told.append(f"Without a D.C. or D.S., {listed(idle, 'and')} changed nothing.")
    elif "Coda" in found and not has_coda:
        told.append("“To Coda” was passed over, because there is no coda.")
    if any(mark.al_fine for mark in marks) and not any(m.fine or m.is_end for m in marks[:-1]):
        told.append("There is no Fine, so it is played on to the end.")
    if "D.S." in found and not has_segno:
        told.append("There is no segno, so D.S. goes back to the beginning.")
    return tuple(told)


def merged(of_parts: Sequence[Sequence[Marks]]) -> list[Marks]:
    """Return the marks of a score: a mark can stand in any of its parts, and often only in one.

    Where the sign of the coda stands twice and nothing says “To Coda”, the first means that.
    """
    marks = [Marks() for _ in range(max(map(len, of_parts), default=0))]
    for part in of_parts:
        for mark, other in zip(marks, part, strict=False):
            _add(mark, other)
    codas = [mark for mark in marks if mark.coda is not None]
    if len(codas) > 1 and all(mark.to_coda is None for mark in marks):
        codas[0].to_coda, codas[0].coda = codas[0].coda, None
    for here, following in pairwise(marks):
        if here.is_jump and here.is_near:
            _move_behind_repeat(here, following)
    return marks


def _move_behind_repeat(here: Marks, following: Marks) -> None:
    """Move a jump from the bar before the last one of a repeat to the end of that.

    There its words begin where they have to end with the line, as in minuets with a trio.
    """
    if following.backward and not (here.backward or following.forward or following.ending):
        following.da_capo |= here.da_capo
        following.al_fine |= here.al_fine
        following.dal_segno = here.dal_segno if following.dal_segno is None else following.dal_segno
        here.da_capo, here.dal_segno, here.al_fine = False, None, False


def _add(mark: Marks, other: Marks) -> None:
    mark.times = max(mark.times, other.times) if mark.backward else other.times
    mark.forward |= other.forward
    mark.backward |= other.backward
    mark.again |= other.again
    mark.ending |= other.ending
    mark.ends |= other.ends
    mark.is_end |= other.is_end
    mark.is_start |= other.is_start
    mark.fine |= other.fine
    if other.is_jump:
        # One part that has it exactly is enough.
        mark.is_near = other.is_near and (mark.is_near or not mark.is_jump)
    mark.da_capo |= other.da_capo
    mark.al_fine |= other.al_fine
    mark.segno = other.segno if mark.segno is None else mark.segno
    mark.coda = other.coda if mark.coda is None else mark.coda
    mark.to_coda = other.to_coda if mark.to_coda is None else mark.to_coda
    mark.dal_segno = other.dal_segno if mark.dal_segno is None else mark.dal_segno
