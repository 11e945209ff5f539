"""The values of music, on the standard library alone: immutable, checked when made."""

from app.domain.melody import Melody
from app.domain.meter import Meter
from app.domain.note import Author, Note

__all__ = ["Author", "Melody", "Meter", "Note"]
