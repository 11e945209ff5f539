"""Owns MEASURES: all that `motivo bench` measures, in the order in which it does."""

from __future__ import annotations

from app.bench.engraving import ENGRAVING_MEASURES
from app.bench.files import FILE_MEASURES
from app.bench.midi import MIDI_MEASURES
from app.bench.sound import SOUND_MEASURES
from app.bench.window import WINDOW_MEASURES

MEASURES = (
    *WINDOW_MEASURES,
    *ENGRAVING_MEASURES,
    *SOUND_MEASURES,
    *MIDI_MEASURES,
    *FILE_MEASURES,
)
