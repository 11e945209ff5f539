"""Reads melodies from ABC (the 2.1 standard, less what a single melody line never needs)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

from app.domain import Key, Meter, Mode
from app.domain.key import LETTER_SEMITONES
from app.errors import AppError
from app.training.tune import Sound

_MODES: Final = {
    "": Mode.MAJOR, "maj": Mode.MAJOR, "ion": Mode.MAJOR, "m": Mode.MINOR, "min": Mode.MINOR,
    "aeo": Mode.MINOR, "dor": Mode.DORIAN, "phr": Mode.PHRYGIAN, "lyd": Mode.LYDIAN,
    "mix": Mode.MIXOLYDIAN, "loc": Mode.LOCRIAN,
}  # fmt: skip
_SHARPS: Final = "FCGDAEB"
_TOKENS: Final = re.compile(
    r"""(?P<skip>"[^"]*"|![^!]*!|\+[^+\d]*\+|\{[^}]*\})
    |(?P<field>\[(?P<name>[A-Za-z]):(?P<text>[^\]]*)\])
    |(?P<bar>(?:\[\||\|\]|:?\|+:?|::|\|)+(?P<ending>\d)?|\[(?P<bracket>\d))
    |(?P<tuplet>\((?P<p>\d)(?::(?P<q>\d*))?(?::(?P<r>\d*))?)
    |(?P<chord>\[(?P<inside>[^\]|:]+)\](?P<clen>\d*/*\d*)(?P<ctie>-?))
    |(?P<note>(?P<acc>[_^=]*)(?P<letter>[A-Ga-g])(?P<oct>[,']*)(?P<len>\d*/*\d*)(?P<tie>-?))
    |(?P<rest>[zx](?P<rlen>\d*/*\d*))
    |(?P<broken>[<>]+)""",
    re.VERBOSE,
)
_NOTE: Final = re.compile(r"([_^=]*)([A-Ga-g])([,']*)(\d*/*\d*)")
_TUPLET_TIMES: Final = {2: 3, 3: 2, 4: 3, 6: 2, 8: 3}
MOST_CROOKED: Final = 0.1
"""Share of bar lines off the meter's grid beyond which a tune counts as damaged."""


@dataclass
class AbcTune:
    """A tune as it is written, repeats not played out and first endings left out."""

    title: str = ""
    number: int = 0
    rhythm: str = ""
    meter: Meter | None = None
    key: Key | None = None
    sounds: list[Sound] = field(default_factory=list)
    pickup: float = 0.0
    crooked: float = 0.0


def read_abc(text: str, voice: str | None = None) -> Iterator[AbcTune]:
    """Yield the tunes of a file that have meter and key; `voice` names the one to read."""
    for block in re.split(r"(?m)^(?=X:)", text):
        if block.startswith("X:"):
            try:
                tune = _TuneReader(voice).read(block)
            except (AppError, ValueError):
                continue
            if tune.meter and tune.key and tune.sounds and tune.crooked <= MOST_CROOKED:
                yield tune


class _TuneReader:
    def __init__(self, voice: str | None) -> None:
        self.voice = voice
        self.tune = AbcTune()
        self.time = 0.0
        self.unit: float | None = None
        self.lines: list[tuple[float, bool]] = []
        self.altered: dict[tuple[str, str], int] = {}
        self.tie = False
        self.factor, self.factor_left = 1.0, 0
        self.broken = 1.0
        self.first_ending: tuple[int, float, int] | None = None
        self.over = False
        self.last_plain: int | None = None

    def read(self, block: str) -> AbcTune:
        current: str | None = None
        for raw in block.splitlines():
            line = raw.split("%")[0].strip()
            if not line:
                continue
            header = re.match(r"([A-Za-z]):\s*(.*)", line)
            if header and header[1] == "V" and self.voice:
                current = header[2].split()[0] if header[2] else None
            elif header:
                self._field(header[1], header[2].strip())
            elif self.tune.key:
                inline = re.match(r"\[V:\s*(\S+?)\s*\]", line)
                current = inline[1] if inline else current
                if self.voice in (None, current):
                    self._music(line.split("&")[0])
            if self.over:
                break
        self._close()
        return self.tune

    def _field(self, name: str, text: str) -> None:
        tune = self.tune
        if name == "X":
            digits = re.match(r"\d+", text)
            tune.number = int(digits[0]) if digits else 0
        elif name == "T" and not tune.title:
            tune.title = text
        elif name == "R" and not tune.rhythm:
            tune.rhythm = text.lower()
        elif name == "L":
            numerator, _, denominator = text.partition("/")
            self.unit = 4.0 * int(numerator) / int(denominator or 1)
        elif name == "M":
            text = {"C": "4/4", "C|": "2/2"}.get(text.split()[0], text.split()[0]) if text else ""
            meter = Meter.parse(text)
            self.over = tune.meter is not None and meter != tune.meter and bool(tune.sounds)
            tune.meter = tune.meter if self.over else meter
        elif name == "K":
            key = _key(text)
            self.over = tune.key is not None and key != tune.key and bool(tune.sounds)
            tune.key = tune.key if self.over else key

    def _music(self, line: str) -> None:
        for match in _TOKENS.finditer(line):
            if match["field"]:
                self._field(match["name"], match["text"].strip())
                if self.over:
                    return
            elif match["bar"]:
                self._bar(match["bar"], match["ending"] or match["bracket"])
            elif match["tuplet"]:
                p = int(match["p"])
                q = int(match["q"]) if match["q"] else _TUPLET_TIMES.get(p, 2)
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
            elif match["broken"]:
                self._break(match["broken"])

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
        plain = signs.strip("0123456789") == "|" and not ending
        self.lines.append((self.time, plain))
        if ending == "1":
            self.first_ending = (len(self.tune.sounds), self.time, len(self.lines))
        elif ending == "2" and self.first_ending:
            kept, self.time, lines = self.first_ending
            del self.tune.sounds[kept:]
            del self.lines[lines:]
            self.first_ending = None
            self.tie = False

    def _unit(self) -> float:
        if self.unit is None:
            meter = self.tune.meter or Meter()
            self.unit = 0.25 if meter.counts / meter.unit < 0.75 else 0.5
        return self.unit

    def _close(self) -> None:
        """Find the pickup, and count the bar lines that stand off the grid."""
        meter = self.tune.meter
        bars = [time for time, _ in self.lines if time > 0]
        if meter is None or not bars:
            return
        bar = 4.0 * meter.counts / meter.unit
        pickup = bars[0] % bar
        self.tune.pickup = 0.0 if min(pickup, bar - pickup) < 0.01 else pickup
        plain = [time for time, is_plain in self.lines if is_plain and time > 0]
        off = [t for t in plain if min((t - pickup) % bar, -(t - pickup) % bar) > 0.02]
        self.tune.crooked = len(off) / max(1, len(plain))


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
