"""Reads melodies from ABC: the 2.1 standard without what a single melody line doesn't need."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field, replace
from typing import Final, NamedTuple

from app.domain import Chord, Key, Meter, Mode
from app.domain.key import LETTER_SEMITONES
from app.errors import AppError
from app.training.bars import MOST_IRREGULAR, InsertedRests, is_on_line
from app.training.report import Reason, ignore
from app.training.tune import Harmony, Sound

_MODES: Final = {
    "": Mode.MAJOR, "maj": Mode.MAJOR, "ion": Mode.MAJOR, "m": Mode.MINOR, "min": Mode.MINOR,
    "aeo": Mode.MINOR, "dor": Mode.DORIAN, "phr": Mode.PHRYGIAN, "lyd": Mode.LYDIAN,
    "mix": Mode.MIXOLYDIAN, "loc": Mode.LOCRIAN,
}  # fmt: skip
_SHARPS: Final = "FCGDAEB"
_TOKENS: Final = re.compile(
    r"""(?P<remark>"[^"]*"|![^!]*!|\+[^+\d]*\+|\{[^}]*\})
    |(?P<field>\[(?P<name>[A-Za-z]):(?P<text>[^\]]*)\])
    |(?P<bar>(?:\[\||\|\]|:?\|+:?|::|\|)+(?:\s?(?P<ending>\d)(?:[,-]\d)*)?
        |\[(?P<bracket>\d)(?:[,-]\d)*)
    |(?P<tuplet>\((?P<p>\d)(?::(?P<q>\d*))?(?::(?P<r>\d*))?)
    |(?P<chord>\[(?P<inside>[^\]|:]+)\](?P<clen>\d*/*\d*)(?P<ctie>-?))
    |(?P<note>(?P<acc>[_^=]*)(?P<letter>[A-Ga-g])(?P<oct>[,']*)(?P<len>\d*/*\d*)(?P<tie>-?))
    |(?P<rest>[zx](?P<rlen>\d*/*\d*))
    |(?P<bars>Z(?P<count>\d*))
    |(?P<broken>[<>]+)""",
    re.VERBOSE,
)
_NOTE: Final = re.compile(r"([_^=]*)([A-Ga-g])([,']*)(\d*/*\d*)")
_TUPLET_TIMES: Final = {2: 3, 3: 2, 4: 3, 6: 2, 8: 3}
_ODD_TUPLET_TIMES: Final = {False: 2, True: 3}
"""The time that 5, 7 or 9 notes take, by whether the meter is compound."""

_DA_CAPO: Final = re.compile(r"D\.? ?[CS]\.?\b|[Dd]a [Cc]apo|[Dd]al [Ss]egno")
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
    blocks = [block for block in re.split(r"(?m)^(?=X:)", text) if block.startswith("X:")]
    if not blocks:
        on_drop(Reason.UNREADABLE)
    for block in blocks:
        try:
            parts = _TuneReader(voice).read(block)
        except (AppError, ValueError):
            on_drop(Reason.NO_METER if re.search(r"(?m)^M:\s*none", block) else Reason.UNREADABLE)
            continue
        for part in parts:
            if part.fault is None:
                yield part
            elif part.sounds or len(parts) == 1:
                on_drop(part.fault)


class _BarLine(NamedTuple):
    """A bar line: its place in quarters, and whether it divides nothing but bars."""

    time: float
    is_plain: bool


class _TuneReader:
    """Reads one tune of a file, voice by voice and line by line."""

    def __init__(self, voice: str | None) -> None:
        self.voice = voice
        self.tune = AbcTune()
        self.parts = [self.tune]
        self.unit: float | None = None
        self._begin()

    def _begin(self) -> None:
        self.time = 0.0
        self.lines: list[_BarLine] = []
        self.altered: dict[tuple[str, str], int] = {}
        self.tie = False
        self.factor, self.factor_left = 1.0, 0
        self.broken = 1.0
        self.first_ending: tuple[float, int] | None = None
        self.last_plain: int | None = None

    def read(self, block: str) -> list[AbcTune]:
        current: str | None = None
        for raw in block.splitlines():
            line = raw.split("%")[0].strip()
            header = re.match(r"([A-Za-z]):(?![|:])\s*(.*)", line)
            inline = re.match(r"\[V:\s*(\S+?)\s*\]", line)
            if header and header[1] == "V":
                current = header[2].split()[0] if header[2] else None
            elif inline:
                current = inline[1]
            if current and self.voice is None:
                self.voice = current
            if header and header[1] != "V":
                self._field(header[1], header[2].strip())
            elif line and not header and self.tune.key and self.voice in (None, current):
                self._music(line.split("&")[0])
        self._close()
        return self.parts

    def _field(self, name: str, text: str) -> None:
        tune = self.tune
        if name == "X":
            digits = re.match(r"\d+", text)
            tune.number = int(digits[0]) if digits else 0
        elif name == "T" and not tune.title:
            tune.title = text
        elif name == "R" and not tune.rhythm:
            tune.rhythm = text.lower()
        elif name == "P" and tune.key is None:
            order = re.sub(r"[^A-Z]", "", text)
            tune.complete = not order or order[-1] == max(order)
        elif name == "L":
            numerator, _, denominator = text.partition("/")
            self.unit = 4.0 * int(numerator) / int(denominator or 1)
        elif name == "M":
            text = {"C": "4/4", "C|": "2/2"}.get(text.split()[0], text.split()[0]) if text else ""
            meter = Meter.parse(text)
            self._change(meter != tune.meter)
            self.tune.meter = meter
        elif name == "K":
            key = _key(text)
            self._change(key != tune.key)
            self.tune.key = key

    def _change(self, is_new: bool) -> None:
        """Begin another part if key or meter change after the first note."""
        if is_new and self.tune.sounds:
            self._close()
            before = self.tune
            self.tune = replace(
                before, sounds=[], harmonies=[], pickup=0.0, length=0.0, irregular_share=0.0
            )
            before.complete = False
            self.parts.append(self.tune)
            self._begin()

    def _music(self, line: str) -> None:
        for match in _TOKENS.finditer(line):
            if match["field"]:
                self._field(match["name"], match["text"].strip())
            elif match["remark"]:
                self._remark(match["remark"])
            elif match["bar"]:
                self._bar(match["bar"], match["ending"] or match["bracket"])
            elif match["tuplet"]:
                p = int(match["p"])
                is_compound = self.tune.meter is not None and self.tune.meter.is_compound
                default = _TUPLET_TIMES.get(p, _ODD_TUPLET_TIMES[is_compound])
                q = int(match["q"] or default)
                self.factor, self.factor_left = q / p, int(match["r"] or p)
            elif match["chord"]:
                notes = [_NOTE.match(part[0]) for part in _NOTE.finditer(match["inside"])]
                pitches = [self._pitch(n[1], n[2], n[3]) for n in notes if n]
                lengths = [_length(n[4]) for n in notes if n]
                if pitches:
                    length = lengths[0] * _length(match["clen"])
                    self._sound(max(pitches), length, bool(match["ctie"]))
            elif match["note"]:
                pitch = self._pitch(match["acc"], match["letter"], match["oct"])
                self._sound(pitch, _length(match["len"]), bool(match["tie"]))
            elif match["rest"]:
                self._sound(None, _length(match["rlen"]), tie=False)
            elif match["bars"]:
                self.time += int(match["count"] or 1) * self._whole()
                self.last_plain, self.tie = None, False
            elif match["broken"]:
                self._break(match["broken"])

    def _remark(self, text: str) -> None:
        if _DA_CAPO.search(text):
            self.tune.complete = False
        elif text.startswith('"'):
            with suppress(AppError):
                chord = Chord.parse(text.strip('"'))
                self.tune.harmonies.append((self.time, chord.root_pitch_class, chord.kind))

    def _pitch(self, accidental: str, letter: str, octaves: str) -> int:
        key = self.tune.key
        assert key is not None
        name = letter.upper()
        octave = 5 if letter.islower() else 4
        octave += octaves.count("'") - octaves.count(",")
        place = (name, str(octave))
        if accidental:
            self.altered[place] = accidental.count("^") - accidental.count("_")
        default = 0
        if _SHARPS.index(name) < key.fifths:
            default = 1
        elif 6 - _SHARPS.index(name) < -key.fifths:
            default = -1
        return 12 * (octave + 1) + LETTER_SEMITONES[name] + self.altered.get(place, default)

    def _sound(self, pitch: int | None, length: float, tie: bool) -> None:
        quarters = length * self._unit() * self.broken
        self.broken = 1.0
        if self.factor_left:
            quarters *= self.factor
            self.factor_left -= 1
        sounds = self.tune.sounds
        if pitch is not None:
            if self.tie and sounds and sounds[-1][2] == pitch:
                sounds[-1] = (sounds[-1][0], sounds[-1][1] + quarters, pitch)
            else:
                sounds.append((self.time, quarters, pitch))
        self.last_plain = len(sounds) - 1 if pitch is not None else None
        self.tie = tie
        self.time += quarters

    def _break(self, signs: str) -> None:
        share = 0.5 ** len(signs)
        before, self.broken = (2 - share, share) if signs[0] == ">" else (share, 2 - share)
        if self.last_plain is not None:
            onset, quarters, pitch = self.tune.sounds[self.last_plain]
            self.tune.sounds[self.last_plain] = (onset, quarters * before, pitch)
            self.time += quarters * (before - 1)

    def _bar(self, signs: str, ending: str | None) -> None:
        self.altered.clear()
        is_plain = signs.strip() == "|" and not ending
        self.lines.append(_BarLine(self.time, is_plain))
        if ending == "1":
            self.first_ending = (self.time, len(self.lines))
        elif ending and self.first_ending:
            self.time, lines = self.first_ending
            kept = self.time - _CLOSE
            self.tune.sounds[:] = [sound for sound in self.tune.sounds if sound[0] < kept]
            self.tune.harmonies[:] = [chord for chord in self.tune.harmonies if chord[0] < kept]
            del self.lines[lines:]
            self.tie = False
        elif signs.endswith(("|:", "::")):
            self.first_ending = None

    def _unit(self) -> float:
        if self.unit is None:
            meter = self.tune.meter or Meter()
            self.unit = 0.25 if meter.counts / meter.unit < 0.75 else 0.5
        return self.unit

    def _whole(self) -> float:
        """Return the length of a full bar in quarters."""
        meter = self.tune.meter or Meter()
        return 4.0 * meter.counts / meter.unit

    def _close(self) -> None:
        """Find the pickup, put in rests, and count the bar lines that don't fit the meter.

        Where a section begins off the grid, a rest is put in that brings its first bar line onto
        the grid. When the tune is played, the pickup of the repeat fills that time.
        """
        tune, bar = self.tune, self._whole()
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


def _length(text: str) -> float:
    if not text:
        return 1.0
    numerator, slash, denominator = text.partition("/")
    value = float(numerator or 1)
    if not slash:
        return value
    halvings = 1 + denominator.count("/")
    digits = denominator.strip("/")
    return value / (float(digits) if digits else 2.0**halvings)


def _key(text: str) -> Key:
    if text[:2].lower() == "hp":
        return Key("A", Mode.MIXOLYDIAN)
    match = re.match(r"([A-G])([#b]?)\s*([A-Za-z]*)", text)
    if match is None:
        raise ValueError(f"no key in {text!r}")
    mode = match[3] if match[3] == "M" else match[3].lower()
    mode = "" if mode == "M" else mode if mode == "m" else mode[:3]
    return Key(match[1] + match[2], _MODES.get(mode, Mode.MAJOR))
