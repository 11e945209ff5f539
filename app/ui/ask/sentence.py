"""Puts a whole request into one plain sentence."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from html import escape
from typing import Final

from PySide6.QtCore import QCoreApplication

from app.domain import Ending, Form, Request, Sketch
from app.domain.passage import added_bars
from app.domain.wishes import WISHES
from app.ui.ask.subject import Subject
from app.ui.ask.wish_control import translated

tr = partial(QCoreApplication.translate, "AskPanel")

CLOSE: Final = 0.7
FREE: Final = 0.3
"""A closeness from CLOSE up, or from FREE down, is mentioned in the sentence."""

JOINER: Final = "\u2060"


@dataclass(frozen=True, slots=True)
class Inks:
    """The colours, as HTML writes them, for words about the player's and the model's music."""

    player: str
    model: str


def sentence(request: Request, subject: Subject, inks: Inks) -> str:
    """Return the request in words, as HTML."""
    takes = _counted(request.takes, tr("1 take"), tr("{0} takes"))
    wishes = ", ".join(_wishes(request, subject.sketch))
    return tr("Makes {takes} that {does}{manner}{wishes}.").format(
        takes=f"<b>{takes}</b>",
        does=_deed(request, subject, inks),
        manner="".join(f" {words}" for words in _manner(request, subject.sketch)),
        wishes=f", {wishes}" if wishes else "",
    )


def bars_in_words(first: int, last: int) -> str:
    """Return a passage in words."""
    return (
        tr("bar {0}").format(first) if first == last else tr("bars {0}").format(_span(first, last))
    )


def phrases_in_words(form: Form, motif_bars: int, new_bars: int) -> str:
    """Say how long each phrase is; raises InvalidValueError if they can't fill the bars."""
    bars, _ = form.phrase_bars(motif_bars, new_bars)
    return _counted(bars, tr("1 bar each"), tr("{0} bars each"))


def _deed(request: Request, subject: Subject, inks: Inks) -> str:
    """Return what will be done to which bars."""
    sketch = subject.sketch
    whole = (1, max(1, sketch.bars))
    passage = bars_in_words(*(subject.passage or whole))
    if subject.take is not None:
        passage = tr("{bars} of take {number}").format(bars=passage, number=subject.take.number)
    words, added, ink = request.mode.words, "", inks.model
    if not request.mode.has_passage:
        bars = added_bars(sketch, request)
        added, ink = _counted(bars, tr("1 bar"), tr("{0} bars")), inks.player
    return translated(words.one if request.takes == 1 else words.several).format(
        bars=_inked(passage, ink), added=_inked(added, inks.model)
    )


def _manner(request: Request, sketch: Sketch) -> list[str]:
    """Return the words that follow without a comma."""
    words = []
    if request.mode.keeps_notes and request.closeness >= CLOSE:
        words.append(tr("a little"))
    if request.mode.keeps_notes and request.closeness <= FREE:
        words.append(tr("freely"))
    if request.scale_lock:
        words.append(tr("in {0}").format(sketch.key))
    if str(sketch.chords):
        words.append(tr("over your chords"))
    if request.style is not None:
        words.append(tr("in the {0} style").format(escape(request.style)))
    return words


def _wishes(request: Request, sketch: Sketch) -> list[str]:
    words = []
    if request.form is not None:
        words.append(tr("in the form {0}").format(request.form))
        if request.form.phrase_bars(sketch.bars, request.bars)[1]:
            words.append(tr("with your sketch as the first phrase"))
    words += _kept(request)
    if request.held:
        words.append(_counted(len(request.held), tr("keeping 1 note"), tr("keeping {0} notes")))
    if request.lowest is not None or request.highest is not None:
        words.append(_range_in_words(request, sketch))
    words += _plainly_said(request)
    if request.closing is Ending.TONIC:
        tonic, _, _ = str(sketch.key).partition(" ")
        words.append(tr("ending on {0}").format(tonic))
    if request.closing is Ending.OPEN:
        words.append(tr("with an open ending"))
    return words


def _kept(request: Request) -> list[str]:
    if request.rhythm_lock and request.pitch_lock:
        return [tr("keeping the rhythm and the pitches")]
    if request.rhythm_lock:
        return [tr("keeping the rhythm")]
    if request.pitch_lock:
        return [tr("keeping the pitches")]
    if not request.mode.has_passage and request.closeness >= CLOSE:
        return [tr("close to the motif")]
    if not request.mode.has_passage and request.closeness <= FREE:
        return [tr("far from the motif")]
    return []


def _plainly_said(request: Request) -> list[str]:
    """Return the sentences of those wishes that have one and are not at their default."""
    values = {name: getattr(request, name) for name in WISHES}
    return [
        translated(wish.sentence).format(values[name])
        for name, wish in WISHES.items()
        if wish.sentence and values[name] != wish.default
    ]


def _range_in_words(request: Request, sketch: Sketch) -> str:
    low, high = (
        "" if pitch is None else str(sketch.key.spell(pitch))
        for pitch in (request.lowest, request.highest)
    )
    if not high:
        return tr("from {0} up").format(low)
    if not low:
        return tr("up to {0}").format(high)
    return (
        tr("only on {0}").format(low) if low == high else tr("within {0}").format(_span(low, high))
    )


def _span(first: object, last: object) -> str:
    """Write a span such as 1–4 in such a way that no line breaks within it."""
    return f"{first}{JOINER}–{JOINER}{last}"


def _counted(number: int, one: str, several: str) -> str:
    return one if number == 1 else several.format(number)


def _inked(text: str, color: str) -> str:
    return f'<b style="color:{color}">{text}</b>'
