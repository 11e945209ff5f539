"""Owns Wishes: every wish that a player can make, each declared once.

To add a wish, add a field here: the command line then has an option for it, presets and files keep
it, and its limits are checked. What remains is a control in a section of `ui/ask`, and the place in
`rules.py` or in `generation/` where the wish is obeyed.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Final

from app.constants import HIGHEST_PITCH, LOWEST_PITCH
from app.domain.ending import Ending
from app.domain.form import Form
from app.domain.pitch_names import parse_pitch
from app.domain.request_mode import RequestMode
from app.domain.translatable import translatable
from app.domain.wish import Notation, Wish, declared

MOST_TAKES: Final = 32
SEEDS: Final = 2**31
"""How many seeds there are, counted from 0; after the last one comes the first again."""

PITCHES: Final = (LOWEST_PITCH, HIGHEST_PITCH)
USUAL_PITCHES: Final = (36, 96)
"""From C2 to C7: what voices and most melody instruments have."""

PITCH: Final = Notation("pitch", parse_pitch)
FORM: Final = Notation("form", Form.parse)


@dataclass(frozen=True, slots=True)
class Wishes:
    """What the takes are to be like.

    Raises InvalidValueError for a wish beyond its limits. Whether the wishes contradict each other
    is checked when a Request is made of them.
    """

    mode: Annotated[
        RequestMode,
        Wish(
            translatable("Wishes", "What to do"),
            translatable("Wishes", "What to do with the melody"),
        ),
    ] = RequestMode.CONTINUE
    bars: Annotated[
        int,
        Wish(
            translatable("Wishes", "Bars"),
            translatable("Wishes", "How many bars are added"),
            limits=(1, 64),
        ),
    ] = 8
    takes: Annotated[
        int,
        Wish(
            translatable("Wishes", "Takes"),
            translatable("Wishes", "How many takes are made"),
            limits=(1, MOST_TAKES),
        ),
    ] = 8
    seed: Annotated[
        int,
        Wish(
            translatable("Wishes", "Seed"),
            translatable("Wishes", "The same wishes with the same seed give the same takes"),
            limits=(0, SEEDS - 1),
        ),
    ] = 1
    """The seed of the first take; each further take has the next one."""
    closeness: Annotated[
        float,
        Wish(
            translatable("Wishes", "Closeness"),
            translatable("Wishes", "How much stays as it was: 0 is free"),
            limits=(0.0, 1.0),
        ),
    ] = 0.5
    temperature: Annotated[
        float,
        Wish(
            translatable("Wishes", "How free"),
            translatable(
                "Wishes", "How free the notes are, from most usual to daring; 1 is as learned"
            ),
            limits=(0.05, 3.0),
            usual=(0.2, 1.8),
        ),
    ] = 1.0
    top_p: Annotated[
        float,
        Wish(
            translatable("Wishes", "Surprise"),
            translatable("Wishes", "How unlikely a note may be; at 1 anything may come"),
            limits=(0.01, 1.0),
            usual=(0.5, 1.0),
        ),
    ] = 0.95
    style: Annotated[
        str | None,
        Wish(
            translatable("Wishes", "Style"),
            translatable("Wishes", "The kind of tunes to write like"),
        ),
    ] = None
    """The name of a style that the model knows, or None for any."""
    scale_lock: Annotated[
        bool,
        Wish(
            translatable("Wishes", "In scale"),
            translatable("Wishes", "No new note leaves the scale of the sketch's key"),
        ),
    ] = False
    rhythm_lock: Annotated[
        bool,
        Wish(
            translatable("Wishes", "Keep the rhythm"),
            translatable("Wishes", "New notes keep the rhythm of those that were there"),
        ),
    ] = False
    pitch_lock: Annotated[
        bool,
        Wish(
            translatable("Wishes", "Keep the pitches"),
            translatable(
                "Wishes",
                "New notes take the pitches of those that were there, one after the other",
            ),
        ),
    ] = False
    lowest: Annotated[
        int | None,
        Wish(
            translatable("Wishes", "Lowest pitch"),
            translatable("Wishes", "No new note is lower than this pitch, such as D4"),
            limits=PITCHES,
            usual=USUAL_PITCHES,
            notation=PITCH,
        ),
    ] = None
    highest: Annotated[
        int | None,
        Wish(
            translatable("Wishes", "Highest pitch"),
            translatable("Wishes", "No new note is higher than this pitch, such as A5"),
            limits=PITCHES,
            usual=USUAL_PITCHES,
            notation=PITCH,
        ),
    ] = None
    density: Annotated[
        float | None,
        Wish(
            translatable("Wishes", "Density"),
            translatable("Wishes", "About how many notes a bar has"),
            limits=(0.25, 32.0),
            usual=(1.0, 16.0),
            sentence=translatable("Wishes", "with about {0:g} notes a bar"),
        ),
    ] = None
    ending: Annotated[
        Ending,
        Wish(
            translatable("Wishes", "Ending"),
            translatable("Wishes", "What the last new note is"),
        ),
    ] = Ending.ANY
    form: Annotated[
        Form | None,
        Wish(
            translatable("Wishes", "Form"),
            translatable(
                "Wishes",
                "A letter for each phrase, the same for those alike, with a prime where it"
                " varies, such as a a' b a",
            ),
            notation=FORM,
        ),
    ] = None

    def __post_init__(self) -> None:
        for name, wish in WISHES.items():
            wish.check(getattr(self, name))


WISHES: Final = declared(Wishes)
"""The declaration of each wish, by its name."""
