"""Reads a tune of an ABC file line by line: its fields, and the music of each of its voices."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from fractions import Fraction
from typing import Final

from app.errors import AppError
from app.notation.reading.abc_bars import Bar
from app.notation.reading.abc_book import FIELD, Tune
from app.notation.reading.abc_fields import tempo_of, voice_name
from app.notation.reading.abc_macros import Macros
from app.notation.reading.abc_text import plain
from app.notation.reading.abc_told import Told
from app.notation.reading.abc_voice import Voice
from app.notation.reading.marks import Marks, read_words

INLINE: Final = re.compile(r"\[([A-Za-z]):([^][\n]*)\]")
DIRECTIVE: Final = re.compile(r"(?:%%|I:)\s*(.*)")
USER_SYMBOLS: Final = {"O": "coda", "S": "segno"}
"""The letters that mean a sign for the order of bars unless `U:` says otherwise."""

MOST_VOICES: Final = 100
UNFOLLOWED: Final = re.compile(
    r"(?:MIDI\s+(?:rtranspose|nobarlines|c|temperament\w*|drummap|pitchbend|makechordchannels|"
    r"bendstring|stress|swing|grace\w*|trim|expand)|transpose|octave|shift|percmap|map\w*|"
    r"abc-include|voicemap|tune|break|clip|select)\b", re.I,
)  # fmt: skip
"""Directives that change which notes there are, and when, in one program or another."""


@dataclass
class AbcTune:
    """What a tune holds: its voices in order, and what holds for all of them.

    `parts` is the order of parts in the head. The tempi are in quarters a minute.
    """

    told: Told = field(default_factory=Told)
    voices: dict[str, Voice] = field(default_factory=dict)
    names: dict[str, str] = field(default_factory=dict)
    tempi: list[float] = field(default_factory=list)
    parts: str = ""


def read_tune(tune: Tune) -> AbcTune:
    """Read a tune; raises AppError where it is more than music can be."""
    reader = _Reader()
    for line in tune.head:
        reader.head(line)
    reader.begin()
    for line in tune.body:
        reader.body(line)
    if tune.cut:
        reader.read.told.add(
            "The tune ends at its first empty line; the music behind it was left out."
        )
    return reader.read


class _Reader:
    """Reads the lines of one tune."""

    def __init__(self) -> None:
        self.read = AbcTune()
        self.template = Voice("", self.read.told)
        self.template.symbols = self.symbols = dict(USER_SYMBOLS)
        self.properties: dict[str, list[str]] = {}
        self.macros = Macros()
        self.tempi: list[str] = []
        self.fields: list[tuple[str, str]] = []
        self.current = ""

    def head(self, line: str) -> None:
        """Read a line before the music."""
        found = FIELD.match(line)
        directive = DIRECTIVE.match(line)
        if directive:
            self._directive(directive[1], None)
        elif found is None:
            return
        elif found[1] == "V":
            self._define(found[2])
        elif found[1] in "KML":
            self.fields.append((found[1], found[2]))
        else:
            self._field(found[1], found[2], None)

    def begin(self) -> None:
        """Hand what the head says to the template of all voices: the last of each field counts."""
        fields = dict(self.fields)
        voice = self.template
        if "M" in fields:
            voice.take_meter(fields["M"])
        if "L" in fields:
            voice.take_unit(fields["L"])
        voice.take_key(fields.get("K", ""))
        for text in self.tempi:
            self._tempo(text, voice.unit_quarters)

    def body(self, line: str) -> None:
        """Read a line of music, or a field between lines of music."""
        directive = DIRECTIVE.match(line)
        found = FIELD.match(line)
        if directive:
            self._directive(directive[1], self._present())
        elif found and found[1] in "ws":
            if found[1] == "s" and _changes_music(found[2]):
                self.read.told.add("Lines of symbols (s:) were left out.")
        elif found:
            self._body_field(found[1], found[2])
        else:
            line = self.macros.expanded(line)
            place = 0
            for inline in INLINE.finditer(line):
                self._music(line[place : inline.start()])
                name, place = inline[1], inline.end()
                self._body_field(name, inline[2])
            self._music(line[place:])

    def _music(self, text: str) -> None:
        if text.strip():
            self._voice().read(text)

    def _body_field(self, name: str, text: str) -> None:
        if name == "V":
            self._field(name, text, None)
            return
        self._field(name, text, self._voice() if name == "P" else self._present())

    def _present(self) -> Voice:
        """Return the voice that is read now; before any, the template of all."""
        return self._voice() if self.current or self.read.voices else self.template

    def _voice(self) -> Voice:
        """Return the voice whose music is read, which begins with what the head says."""
        name = self.current or "1"
        voice = self.read.voices.get(name)
        if voice is None:
            if len(self.read.voices) >= MOST_VOICES:
                raise AppError(
                    f"it has more than {MOST_VOICES} voices, which is more than Motivo reads;"
                    " divide the tune"
                )
            known = self.template
            voice = replace(
                known, name=name, bars=[Bar()], keys=list(known.keys), meters=list(known.meters)
            )
            self.read.voices[name] = voice
            for properties in self.properties.get(name, ()):
                voice.take_properties(properties)
        return voice

    def _define(self, text: str) -> str:
        name, _, properties = text.strip().partition(" ")
        name = name or "1"
        if voice_name(properties):
            self.read.names[name] = plain(voice_name(properties))
        self.properties.setdefault(name, []).append(properties)
        return name

    def _field(self, name: str, text: str, voice: Voice | None) -> None:
        text = text.strip()
        if name == "V":
            self.current = self._define(text)
            if self.current in self.read.voices:
                self._voice().take_properties(self.properties[self.current][-1])
        elif name == "U":
            sign, _, meaning = text.partition("=")
            self.symbols[sign.strip()] = meaning.strip().strip("!+")
        elif name == "m":
            self.macros.define(text)
        elif name == "I":
            self._directive(text, voice)
        elif name == "Q":
            if voice is None:
                self.tempi.append(text)
            else:
                self._tempo(text, voice.unit_quarters)
        elif name == "P" and voice is None:
            self.read.parts = text
        elif voice is not None:
            take = {
                "K": voice.take_key, "M": voice.take_meter, "L": voice.take_unit, "P": voice.label,
            }.get(name)  # fmt: skip
            if take:
                take(text)

    def _tempo(self, text: str, unit: Fraction) -> None:
        tempo, message = tempo_of(text, unit)
        if tempo:
            self.read.tempi.append(tempo)
        if message:
            self.read.told.add(message)

    def _directive(self, text: str, voice: Voice | None) -> None:
        accidentals = re.match(r"propagate-accidentals\s+(not|octave|pitch)", text)
        transpose = re.match(r"MIDI\s+transpose\s*=?\s*([-+]?\d{1,2})(?!\d)", text, re.I)
        target = voice or self.template
        if accidentals:
            target.accidentals_hold = accidentals[1]
        elif transpose:
            target.take_properties(f"transpose={transpose[1]}")
        elif block := re.match(r"begin(\w{1,20})", text):
            self.read.told.add(
                f"“%%begin{block[1]}” has no end (%%end{block[1]}); what follows it was left out."
            )
        elif UNFOLLOWED.match(text):
            self.read.told.directives.setdefault(" ".join(text.split()[:2]))


def _changes_music(symbols: str) -> bool:
    """Tell whether a line of symbols has chords, or signs for the order of bars."""
    names = re.findall(r"!([^!]*)!", symbols)
    return '"' in symbols or any(read_words(name, Marks()) for name in names)
