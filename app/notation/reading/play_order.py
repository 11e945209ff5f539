"""Finds the order in which measures are played: repeats, endings, D.C., D.S., Coda and Fine."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from app.notation.reading.marks import Marks

MOST_PLAYED: Final = 10_000
"""The most measures that repeats may make of a score."""


@dataclass(frozen=True, slots=True)
class Order:
    """The indices of the measures in the order they are played, and whether that came to an end."""

    measures: tuple[int, ...]
    is_whole: bool = True

    def unplayed(self, measures: int) -> int:
        """Return how many of so many measures are never played, such as those after a Fine."""
        return measures - len(set(self.measures))


def play_order(marks: Sequence[Marks]) -> Order:
    """Return the order of the measures; as written if repeats make too many.

    Each movement, with measures that are counted anew, is played by itself.
    """
    played: list[int] = []
    starts = [index for index, mark in enumerate(marks) if mark.is_start and index > 0]
    for first, end in pairwise([0, *starts, len(marks)]):
        player = _Player(marks[first:end])
        while player.place < end - first:
            if len(played) + len(player.played) >= MOST_PLAYED:
                return Order(tuple(range(len(marks))), is_whole=False)
            player.step()
        played += [first + index for index in player.played]
    return Order(tuple(played))


class _Player:
    """Goes through the measures. `round` counts how often the present passage has been begun."""

    def __init__(self, marks: Sequence[Marks]) -> None:
        self.marks = marks
        self.played: list[int] = []
        self.place = 0
        self._start = 0
        self._round = 1
        self._has_jumped = False
        self._taken: set[int] = set()
        self._after = 0
        self._has_fine = any(mark.fine for mark in marks)
        self._brackets = _brackets(marks)

    def step(self) -> None:
        """Play the measure at the present place, or skip its ending, and go on."""
        here = self.marks[self.place]
        bracket = self._brackets.get(self.place)
        if bracket is None and self.place - 1 in self._brackets and self._start < self.place:
            self._begin(self.place)  # the last ending is over
        if here.forward and self._start != self.place:
            self._begin(self.place)
        if bracket is not None and bracket.first == self.place and not self._is_open(bracket):
            self.place = bracket.last + 1
            return
        self.played.append(self.place)
        self._go_on(here, bracket)

    def _begin(self, place: int) -> None:
        self._start, self._round = place, 1

    def _is_open(self, bracket: _Bracket) -> bool:
        """Tell whether this ending is the one to play; after a jump, that is the last."""
        wanted = bracket.of_last if self._has_jumped and not self._again(bracket) else self._round
        return wanted in bracket.numbers or (bracket.is_final and wanted > bracket.of_last)

    def _again(self, bracket: _Bracket) -> bool:
        return any(mark.again for mark in self.marks[bracket.first : bracket.last + 1])

    def _go_on(self, here: Marks, bracket: _Bracket | None) -> None:
        if here.backward and (not self._has_jumped or here.again):
            times = max(here.times, bracket.of_last if bracket else 0)
            if self._round < times:
                self._round += 1
                self.place = self._start
                return
        is_fine = here.fine or (here.is_end and not self._has_fine and self.place + 1 < self._after)
        if self._has_jumped and is_fine:
            self._end()
        elif self._has_jumped and here.to_coda is not None and (coda := self._coda(here)):
            self.place = coda
            self._begin(coda)
        elif here.is_jump and self.place not in self._taken:
            self._taken.add(self.place)
            self._has_jumped = True
            self._after = self.place + 1
            start = self._capo()
            self._has_fine = any(mark.fine for mark in self.marks[start : self._after])
            self.place = start if here.dal_segno is None else self._segno(here.dal_segno)
            self._begin(self.place)
        else:
            if here.backward and bracket is None:
                self._begin(self.place + 1)
            self.place += 1

    def _end(self) -> None:
        """Go on after the jump, if another movement follows there: not within a section."""
        jump, after = self.marks[self._after - 1], self.marks[self._after :]
        is_divided = jump.is_end or jump.ends or jump.backward or any(m.forward for m in after[:1])
        has_coda = any(mark.coda is not None for mark in after)
        self._has_jumped = False
        self.place = self._after if is_divided and not has_coda else len(self.marks)
        self._begin(self.place)

    def _capo(self) -> int:
        """Return the beginning of the movement in which the playing is now.

        Movements end with a final bar line. The last one before here ends what is repeated, such as
        a minuet, if nothing since then is marked as that end (Fine).
        """
        ends = [index for index, mark in enumerate(self.marks[: self.place]) if mark.is_end]
        since = self.marks[ends[-1] + 1 if ends else 0 : self.place + 1]
        if ends and not any(mark.fine for mark in since):
            ends.pop()
        return ends[-1] + 1 if ends else 0

    def _coda(self, here: Marks) -> int | None:
        codas = [i for i, mark in enumerate(self.marks) if mark.coda is not None and i > self.place]
        named = [i for i in codas if self.marks[i].coda == here.to_coda]
        return next(iter(named or codas), None)

    def _segno(self, name: str) -> int:
        signs = [i for i, mark in enumerate(self.marks) if mark.segno is not None]
        named = [i for i in signs if self.marks[i].segno == name]
        return next(iter(named or signs), 0)


@dataclass(frozen=True, slots=True)
class _Bracket:
    """An ending: its measures and numbers, and the highest number of those it stands beside.

    A final one does not lead back.
    """

    first: int
    last: int
    numbers: frozenset[int]
    of_last: int
    is_final: bool


def _brackets(marks: Sequence[Marks]) -> dict[int, _Bracket]:
    """Return, for each measure under an ending, that ending."""
    spans = _spans(marks)
    found: dict[int, _Bracket] = {}
    group: list[tuple[int, int, frozenset[int]]] = []
    for position, span in enumerate(spans):
        group.append(span)
        following = spans[position + 1] if position + 1 < len(spans) else None
        if following is None or following[0] != span[1] + 1:
            of_last = max(max(numbers) for _, _, numbers in group)
            for first, last, numbers in group:
                is_final = not any(mark.backward for mark in marks[first : last + 1])
                bracket = _Bracket(first, last, numbers, of_last, is_final)
                found |= dict.fromkeys(range(first, last + 1), bracket)
            group = []
    return found


def _spans(marks: Sequence[Marks]) -> list[tuple[int, int, frozenset[int]]]:
    """Return the first and last measure and the numbers of each ending.

    Where an ending's bracket is drawn only over its beginning, it still lasts to its repeat.
    """
    spans: list[tuple[int, int, frozenset[int]]] = []
    begun: int | None = None
    for index, mark in enumerate(marks):
        if mark.ending:
            if begun is not None:
                spans.append((begun, index - 1, marks[begun].ending))
            begun = index
        following = marks[index + 1].ending if index + 1 < len(marks) else frozenset()
        if begun is not None and (mark.ends or mark.backward):
            spans.append((begun, index, marks[begun].ending))
            begun = None
        elif mark.ends and mark.backward and following and min(following) > 1:
            # An ending without a beginning; it has the numbers before those of the next.
            spans.append((index, index, frozenset(range(1, min(following)))))
    if begun is not None:
        spans.append((begun, begun, marks[begun].ending))
    for position, (first, _, numbers) in enumerate(spans[:-1]):
        until = spans[position + 1][0] - 1
        repeats = [i for i in range(first, until + 1) if marks[i].backward]
        if repeats == [until]:
            spans[position] = (first, until, numbers)
    return spans
