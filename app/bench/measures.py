"""Owns MEASURES: everything that `motivo bench` measures, in order."""

from __future__ import annotations

from app.bench.engraving_speed import ENGRAVING_MEASURES
from app.bench.file_speed import FILE_MEASURES
from app.bench.journal_speed import JOURNAL_MEASURES
from app.bench.midi_jitter import MIDI_MEASURES
from app.bench.sound_speed import SOUND_MEASURES
from app.bench.window import WINDOW_MEASURES

MEASURES = (
    *WINDOW_MEASURES,
    *ENGRAVING_MEASURES,
    *SOUND_MEASURES,
    *MIDI_MEASURES,
    *FILE_MEASURES,
    *JOURNAL_MEASURES,
)
