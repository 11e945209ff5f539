"""Owns Model: the shipped weights, their styles, and the indexes of the tunes they learned from."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import numpy as np

from app.domain import Note, Sketch
from app.domain.rules import check_style
from app.errors import AppError
from app.generation import vocabulary as v
from app.generation.distribution import NextNote
from app.generation.encoding import Frame, StepNote, sketch_frame, sketch_notes
from app.generation.forms import FormIndex
from app.generation.hashes import check_hashes
from app.generation.history import History
from app.generation.network import WINDOW, Network, State
from app.generation.originality import MelodyIndex
from app.resources import resource_path

WEIGHTS_NAME: Final = "melody.safetensors"
INDEX_NAME: Final = "melodies.npz"
FORMS_NAME: Final = "forms.npz"
FILES: Final = (WEIGHTS_NAME, INDEX_NAME, FORMS_NAME)
"""The files of a model, whose hashes are written by training and checked when they are loaded."""

CLOSING_BARS: Final = 2
CLOSING_EMPHASIS: Final = 2.0
"""How many times stronger than it was learned the countdown of the last CLOSING_BARS acts.

Otherwise takes would close less often than tunes do.
"""

CHORD_HORIZON_BARS: Final = 64
"""Chords are repeated up to a multiple of so many bars, so that they rarely change as the melody
grows."""


class Model:
    """A melody model ready to run. It must not be shared between threads."""

    def __init__(
        self, network: Network, index: MelodyIndex, forms: FormIndex, styles: tuple[str, ...]
    ) -> None:
        self.network = network
        self.index = index
        self.forms = forms
        self.styles = styles
        self._last_read: tuple[Frame, int, tuple[Note, ...], History, State] | None = None

    def style_class(self, style: str | None) -> int:
        """Return the model's number of a style, 0 for None; raises AppError if it is unknown."""
        if style is None:
            return 0
        check_style(style, self.styles)
        return self.styles.index(style) + 1

    def next_note_distribution(self, sketch: Sketch, style: str | None = None) -> NextNote:
        """Return the probabilities of the note after the sketch's last, given the past alone.

        If the melody is that of the call before with one more note, only that note is read. Raises
        AppError if the style is unknown.
        """
        frame = _endless_frame(sketch, self.style_class(style))
        notes = sketch.melody.notes
        read = self._last_read
        if (
            read is not None
            and len(notes) == len(read[2]) + 1
            and (frame, sketch.pickup_ticks, notes[:-1]) == read[:3]
        ):
            history, state = read[3], read[4]
            history.append(sketch_notes(sketch)[-1])
            self.network.advance(state, history.row()[None])
        else:
            history, state = self.read(frame, sketch_notes(sketch))
        self._last_read = (frame, sketch.pickup_ticks, notes, history, state)
        return NextNote(self.network, history, state, sketch.pickup_ticks)

    def read(self, frame: Frame, notes: tuple[StepNote, ...]) -> tuple[History, State]:
        """Read a melody, given nothing about what follows; attention sees its last WINDOW notes."""
        history, rows = History(frame), []
        for index in range(len(notes) + 1):
            if len(notes) - index < WINDOW:
                rows.append(history.row())
            if index < len(notes):
                history.append(notes[index])
        return history, self.network.read(np.array(rows))


def load_model(path: Path | None = None) -> Model:
    """Load the model in a folder, or the shipped one; raises AppError if it can't be used."""
    folder = resource_path("model") if path is None else path
    check_hashes(folder, FILES)
    network, metadata = Network.load(folder / WEIGHTS_NAME)
    network.emphasise("countdown", range(1, CLOSING_BARS + 1), CLOSING_EMPHASIS)
    styles = tuple(metadata.get("styles", "").split("\n"))
    if styles != v.STYLES:
        raise AppError(
            f"The model's weights {WEIGHTS_NAME} belong to another version; install Motivo again."
        )
    index, forms = MelodyIndex.load(folder / INDEX_NAME), FormIndex.load(folder / FORMS_NAME)
    return Model(network, index, forms, styles)


def _endless_frame(sketch: Sketch, style: int) -> Frame:
    """Return a frame whose chords reach beyond the sketch's end and seldom change as it grows."""
    bars = (sketch.bars // CHORD_HORIZON_BARS + 2) * CHORD_HORIZON_BARS
    return sketch_frame(sketch, style, end_ticks=sketch.bar_start_ticks(bars))
