"""Reads melodies from ABC, by the reader that the app has for it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Final, NamedTuple

from app.domain import Chord, Key, Meter
from app.errors import AppError
from app.notation.reading.abc_bars import Bar
from app.notation.reading.abc_book import Tune, tunes
from app.notation.reading.abc_tune import read_tune
from app.training.bars import MOST_IRREGULAR, InsertedRests, is_on_line
from app.training.report import Reason, ignore
from app.training.tune import Harmony, Sound

_CLOSE: Final = 0.001
"""How far rounding may shift a place, in quarters."""

_BARS_A_CHORD: Final = 4
"""With fewer chords than one in so many bars, the letters must name parts or strings instead."""


@dataclass
class AbcTune:
    """A tune as it is written: repeats are not played out, and only the last endings are kept.

    Times are in quarters, also the `length` of the whole. `number` and `rhythm` are those of the
    fields X and R. `irregular_share` is the share of bar lines that don't fit the meter. A tune is
    not `complete` if its key or meter changes after it, or if it ends with an earlier part when
    it is played.
    """

    title: str = ""
    number: int = 0
    rhythm: str = ""
    meter: Meter | None = None
    key: Key | None = None
    sounds: list[Sound] = field(default_factory=list)
    harmonies: list[Harmony] = field(default_factory=list)
    pickup: float = 0.0
    length: float = 0.0
    irregular_share: float = 0.0
    complete: bool = True

    @property
    def fault(self) -> Reason | None:
        """Why the tune can't be learned from, None if it can."""
        if self.meter is None or self.key is None:
            return Reason.NO_METER
        if not self.sounds:
            return Reason.NO_NOTES
        return Reason.OFF_METER if self.irregular_share > MOST_IRREGULAR else None


def read_abc(
    text: str, voice: str | None = None, on_drop: Callable[[Reason], None] = ignore
) -> Iterator[AbcTune]:
    """Yield the tunes of a file that have a meter and a key, cut where either changes.

    `voice` is the name of the voice to read, None for the first. `on_drop` is called for every
    tune that is left out.
    """
    numbered = len(re.findall(r"(?m)^X:", text))
    if not numbered:
        on_drop(Reason.UNREADABLE)
        return
    book = tunes(text)
    for _ in range(numbered - len(book)):
        on_drop(Reason.NO_METER)  # a tune without K: has no music
    for tune in book:
        try:
            parts = _parts(tune, voice)
        except AppError:
            on_drop(Reason.UNREADABLE)
            continue
        for part in parts:
            if part.fault is None:
                yield part
            elif part.sounds or len(parts) == 1:
                on_drop(part.fault)


def _parts(tune: Tune, name: str | None) -> list[AbcTune]:
    """Return the parts of a tune, each in one key and meter."""
    read = read_tune(tune)
    voice = read.voices.get(name) if name else next(iter(read.voices.values()), None)
    whole = AbcTune(title=next(iter(tune.texts("T")), ""))
    digits = re.match(r"\d+", next(iter(tune.texts("X")), ""))
    whole.number = int(digits[0][:9]) if digits else 0
    whole.rhythm = next(iter(tune.texts("R")), "").lower()
    order = re.sub(r"[^A-Z]", "", read.parts)
    whole.complete = not order or order[-1] == max(order)
    bars = [bar for bar in voice.bars if not bar.is_empty] if voice else []
    return _TuneReader(whole).read(bars)


class _BarLine(NamedTuple):
    """A bar line: its place in quarters, and whether it divides nothing but bars."""

    time: float
    is_plain: bool


class _TuneReader:
    """Puts the bars of a tune together as they are written, with only the last endings."""

    def __init__(self, tune: AbcTune) -> None:
        self.tune = tune
        self.parts = [tune]
        self._begin()

    def _begin(self) -> None:
        self.time = 0.0
        self.lines: list[_BarLine] = []
        self.tied: frozenset[int] = frozenset()
        self.first_ending: tuple[float, int] | None = None

    def read(self, bars: list[Bar]) -> list[AbcTune]:
        """Return the parts that the bars make."""
        for bar in bars:
            self._change(bar)
            self._ending(bar)
            self._chords(bar)
            self._events(bar)
            if bar.marks.is_jump:
                self.tune.complete = False
            if bar.ends_plainly is not None:
                self.lines.append(_BarLine(self.time, bar.ends_plainly))
        self._close()
        return self.parts

    def _change(self, bar: Bar) -> None:
        """Begin another part if key or meter change after the first note."""
        tune = self.tune
        if tune.sounds and (bar.key, bar.meter) != (tune.key, tune.meter):
            self._close()
            self.tune = AbcTune(tune.title, tune.number, tune.rhythm, complete=tune.complete)
            tune.complete = False
            self.parts.append(self.tune)
            self._begin()
        self.tune.key, self.tune.meter = bar.key, bar.meter

    def _ending(self, bar: Bar) -> None:
        """Go back to where the first ending began when another one begins."""
        if 1 in bar.marks.ending:
            self.first_ending = (self.time, len(self.lines))
        elif bar.marks.ending and self.first_ending:
            self.time, lines = self.first_ending
            kept = self.time - _CLOSE
            self.tune.sounds[:] = [sound for sound in self.tune.sounds if sound[0] < kept]
            self.tune.harmonies[:] = [chord for chord in self.tune.harmonies if chord[0] < kept]
            del self.lines[lines:]
            self.tied = frozenset()
        elif bar.marks.forward:
            self.first_ending = None

    def _chords(self, bar: Bar) -> None:
        for place, text in bar.placed_chords:
            with suppress(AppError):
                chord = Chord.parse(text)
                onset = self.time + float(place)
                self.tune.harmonies.append((onset, chord.root_pitch_class, chord.kind))

    def _events(self, bar: Bar) -> None:
        """Add the notes of a bar, the top one of each chord; tied ones are joined."""
        sounds = self.tune.sounds
        for event in bar.layers[0]:
            quarters = float(event.quarters)
            pitch = max((pitch.pitch for pitch in event.pitches), default=None)
            if pitch is not None and pitch in self.tied and sounds and sounds[-1][2] == pitch:
                sounds[-1] = (sounds[-1][0], sounds[-1][1] + quarters, pitch)
            elif pitch is not None:
                sounds.append((self.time, quarters, pitch))
            self.tied = frozenset(pitch.pitch for pitch in event.tied)
            self.time += quarters

    def _close(self) -> None:
        """Find the pickup, put in rests, and count the bar lines that don't fit the meter.

        Where a section begins off the grid, a rest is put in that brings its first bar line onto
        the grid. When the tune is played, the pickup of the repeat fills that time.
        """
        tune, meter = self.tune, self.tune.meter or Meter()
        bar = 4.0 * meter.counts / meter.unit
        tune.length = self.time
        lines = [line for line in self.lines if line.time > 0]
        if not lines:
            return
        tune.pickup = 0.0 if is_on_line(lines[0].time, bar) else lines[0].time % bar
        rests, irregular = InsertedRests(), 0
        for index, line in enumerate(lines):
            irregular += line.is_plain and not is_on_line(
                line.time + rests.total - tune.pickup, bar
            )
            later = (other.time for other in lines[index + 1 :] if other.time > line.time)
            following = next(later, None)
            if following is not None and not line.is_plain:
                more = (tune.pickup - following - rests.total) % bar
                if not is_on_line(more, bar):
                    rests.add(line.time, more)
        tune.irregular_share = irregular / max(1, sum(line.is_plain for line in lines))
        tune.sounds[:] = [
            (rests.moved(onset), length, pitch) for onset, length, pitch in tune.sounds
        ]
        tune.harmonies[:] = [
            (rests.moved(onset), root, kind) for onset, root, kind in tune.harmonies
        ]
        if len(tune.harmonies) * _BARS_A_CHORD < len(lines):
            tune.harmonies.clear()
