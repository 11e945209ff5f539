"""Measures how often notes are spelled as in the MusicXML that they come from.

A score is cut where its key signature or meter changes, since a sketch has one of each. Most
signatures tell no mode: it is estimated, as for training. Spelling asks for pitches in order and
for the key alone, so that lengths are left out. Parts that transpose are passed over.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from xml.etree import ElementTree
from zipfile import BadZipFile

from app.domain import Melody, Note, Sketch
from app.domain.spelling import spellings
from app.errors import AppError
from app.training.keys import estimated_key
from app.training.read_musicxml import XmlPassage, read_musicxml


@dataclass(slots=True)
class Agreement:
    """How many notes there were, and how many of them are spelled as in their scores."""

    scores: int = 0
    notes: int = 0
    agreeing: int = 0

    @property
    def percent(self) -> float:
        """The share that agrees; 100 of no notes."""
        return 100 * self.agreeing / self.notes if self.notes else 100.0

    def add(self, other: Agreement) -> None:
        """Count another one in."""
        self.scores += other.scores
        self.notes += other.notes
        self.agreeing += other.agreeing


def agreement(paths: Iterable[Path]) -> Agreement:
    """Return the agreement over MusicXML files; what is none counts for nothing."""
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
    return Agreement(notes=len(notes), agreeing=agreeing)
