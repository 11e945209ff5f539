"""Measures how often notes are spelled as in the MusicXML that they come from.

A score is cut where its key signature or meter changes, because a sketch has one of each. Most
signatures don't say the mode, which is estimated as for training. Many songs and most quartets
leave the key of their signature for many bars, so passages that keep to it are also counted
separately. Spelling depends only on the key and on the pitches in order, so lengths are left out.
Parts that transpose are skipped.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Final
from xml.etree import ElementTree
from zipfile import BadZipFile

from app.domain import Key, Melody, Mode, Note, Sketch
from app.domain.spelling import spellings
from app.errors import AppError
from app.training.keys import estimated_key
from app.training.read_musicxml import XmlPassage, read_musicxml

IN_KEY: Final = 0.9
"""A passage keeps to its key if at least this share of its notes is in the scale."""


@dataclass(slots=True)
class Agreement:
    """How many notes there were, and how many of them are spelled as in their scores.

    `in_key` and `agreeing_in_key` are the same numbers for passages that keep to their key.
    """

    scores: int = 0
    notes: int = 0
    agreeing: int = 0
    in_key: int = 0
    agreeing_in_key: int = 0

    @property
    def percent(self) -> float:
        """The percentage that agrees; 100 if there are no notes."""
        return 100 * self.agreeing / self.notes if self.notes else 100.0

    @property
    def percent_in_key(self) -> float:
        """The percentage that agrees in passages that keep to their key."""
        return 100 * self.agreeing_in_key / self.in_key if self.in_key else 100.0

    def add(self, other: Agreement) -> None:
        """Add the numbers of another agreement."""
        for counted in fields(self):
            here, there = (getattr(one, counted.name) for one in (self, other))
            setattr(self, counted.name, here + there)


def agreement(paths: Iterable[Path]) -> Agreement:
    """Return the agreement over MusicXML files; files that can't be read are skipped."""
    found = Agreement()
    for path in paths:
        try:
            passages = list(read_musicxml(path))
        except (AppError, OSError, KeyError, ValueError, ElementTree.ParseError, BadZipFile):
            continue
        of_score = Agreement(scores=1)
        for passage in passages:
            of_score.add(_of_passage(passage))
        if of_score.notes:
            found.add(of_score)
    return found


def _of_passage(passage: XmlPassage) -> Agreement:
    if passage.fifths is None or passage.transpose % 12:
        return Agreement()
    key = estimated_key(passage.fifths, passage.sounds, passage.harmonies)
    notes = tuple(Note(place, 1, pitch) for place, (_, _, pitch) in enumerate(passage.sounds))
    spelled = spellings(Sketch(melody=Melody(notes), key=key))
    pairs = zip(spelled, passage.letters, strict=True)
    agreeing = sum(spelling.letter == letter for spelling, letter in pairs)
    found = Agreement(notes=len(notes), agreeing=agreeing)
    scale = _scale(key)
    if sum(note.pitch % 12 in scale for note in notes) >= IN_KEY * len(notes):
        found.in_key, found.agreeing_in_key = found.notes, found.agreeing
    return found


def _scale(key: Key) -> frozenset[int]:
    """Return the pitch classes of the scale, in minor also the raised sixth and seventh."""
    raised = (9, 11) if key.mode is Mode.MINOR else ()
    return frozenset((*key.scale, *((key.tonic_pitch_class + step) % 12 for step in raised)))
