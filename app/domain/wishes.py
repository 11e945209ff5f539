"""Owns Wishes: every wish that a player can make, each declared once.

To add a wish, add a field here: the command line then offers it as an option, presets and files
keep it, and its limits are checked. Two things remain: a control in a section of `ui/ask`, and the
code in `rules.py` or in `generation/` that obeys the wish. CONTRIBUTING.md says what else some
wishes need.
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
"""From C2 to C7, the range of voices and of most melody instruments."""

PITCH: Final = Notation("pitch", parse_pitch)
FORM: Final = Notation("form", Form.parse)


@dataclass(frozen=True, slots=True)
class Wishes:
    """What the player wants the takes to be like.

    Raises InvalidValueError for a wish outside its limits. Whether the wishes contradict each other
    is checked only when they become a Request.
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
            translatable("Wishes", "How many bars to add"),
            limits=(1, 64),
        ),
    ] = 8
    takes: Annotated[
        int,
        Wish(
            translatable("Wishes", "Takes"),
            translatable("Wishes", "How many takes to make"),
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
            translatable("Wishes", "How close to stay to the original: from 0, free, to 1"),
            limits=(0.0, 1.0),
        ),
    ] = 0.5
    temperature: Annotated[
        float,
        Wish(
            translatable("Wishes", "How free"),
            translatable(
                "Wishes", "How freely notes are chosen: low is predictable, high is daring"
            ),
            limits=(0.05, 3.0),
            usual=(0.2, 1.8),
        ),
    ] = 1.0
    top_p: Annotated[
        float,
        Wish(
            translatable("Wishes", "Surprise"),
            translatable("Wishes", "How surprising a note may be: at 1, any note is possible"),
            limits=(0.01, 1.0),
            usual=(0.5, 1.0),
        ),
    ] = 0.95
    style: Annotated[
        str | None,
        Wish(
            translatable("Wishes", "Style"),
            translatable("Wishes", "The kind of tune to write"),
        ),
    ] = None
    """The name of a style that the model knows, or None for any."""
    scale_lock: Annotated[
        bool,
        Wish(
            translatable("Wishes", "In scale"),
            translatable("Wishes", "Every new note stays in the scale of the sketch's key"),
        ),
    ] = False
    rhythm_lock: Annotated[
        bool,
        Wish(
            translatable("Wishes", "Keep the rhythm"),
            translatable("Wishes", "New notes keep the rhythm of the old ones"),
        ),
    ] = False
    pitch_lock: Annotated[
        bool,
        Wish(
            translatable("Wishes", "Keep the pitches"),
            translatable(
                "Wishes",
                "New notes use the pitches of the old ones, in the same order",
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
            translatable("Wishes", "Roughly how many notes to write in each bar"),
            limits=(0.25, 32.0),
            usual=(1.0, 16.0),
            sentence=translatable("Wishes", "with about {0:g} notes per bar"),
        ),
    ] = None
    ending: Annotated[
        Ending,
        Wish(
            translatable("Wishes", "Ending"),
            translatable("Wishes", "What kind of note to end on"),
        ),
    ] = Ending.ANY
    form: Annotated[
        Form | None,
        Wish(
            translatable("Wishes", "Form"),
            translatable(
                "Wishes",
                "One letter for each phrase, the same letter for the same phrase, and a prime for"
                " a variation of it, such as a a' b a",
            ),
            notation=FORM,
        ),
    ] = None

    def __post_init__(self) -> None:
        for name, wish in WISHES.items():
            wish.check(getattr(self, name))


WISHES: Final = declared(Wishes)
"""The declaration of each wish, by its name."""
