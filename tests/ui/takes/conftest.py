"""A document with takes, in the window."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from pytestqt.qtbot import QtBot

from app.application import Application
from app.domain import Author, Key, Melody, Note, Originality, Request, Sketch, Take

PITCHES = (62, 66, 69, 66, 67, 64, 69, 62)
MOTIF = Sketch(
    title="Motif",
    melody=Melody(tuple(Note(i * 480, 480, pitch) for i, pitch in enumerate(PITCHES))),
    key=Key.parse("D major"),
)


def continued(pitches: Sequence[int], seed: int, parent: str | None = None) -> Take:
    """Return a take that adds two bars with these pitches to the motif."""
    start = MOTIF.end_ticks
    length = 2 * 1920 // len(pitches)
    new = (
        Note(start + i * length, length, pitch, author=Author.MODEL)
        for i, pitch in enumerate(pitches)
    )
    sketch = Sketch(MOTIF.title, Melody((*MOTIF.melody, *new)), MOTIF.key)
    return Take(sketch, Request(bars=2), seed, start, parent=parent, originality=Originality(4))


@pytest.fixture
def taken(motivo: Application, qtbot: QtBot) -> Application:
    """The program with ten takes of a motif, and the focus in their list."""
    document = motivo.document
    document.open(MOTIF)
    base = document.base_of(MOTIF)
    for seed in range(1, 11):
        document.add_take(continued([60 + seed, 62 + seed] * seed, seed, base.id), base)
    motivo.window.activateWindow()
    motivo.window.takes_view.setFocus()
    qtbot.waitUntil(motivo.window.takes_view.hasFocus)
    return motivo
