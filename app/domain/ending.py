"""Owns Ending: the kinds of notes on which a take can be asked to end."""

from __future__ import annotations

from app.domain.translatable import translatable
from app.domain.wish import Choice, Words


class Ending(Choice):
    """The kind of note that a take is to end on."""

    TONIC = (
        "tonic",
        Words(
            translatable("Wishes", "Tonic"), translatable("Wishes", "The last note is the tonic")
        ),
    )
    OPEN = (
        "open",
        Words(
            translatable("Wishes", "Open"),
            translatable("Wishes", "The last note sounds as if the tune went on"),
        ),
    )
    ANY = (
        "any",
        Words(
            translatable("Wishes", "Any"),
            translatable("Wishes", "The last note is free, but an answer ends on the tonic"),
        ),
    )
