"""Reads the music of one ABC voice into bars of plain events (ABC 2.1, section 4)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Final

from app.constants import MOST_QUARTERS
from app.domain import Key, Meter, Spelling
from app.errors import AppError
from app.notation.reading.abc_bars import Bar, Event, Tuplet, fifths_of, transposed
from app.notation.reading.abc_fields import (
    ALTERATIONS,
    Measure,
    Signature,
    default_unit,
    measure_of,
    shift_of,
    signature_of,
    unit_of,
)
from app.notation.reading.abc_tokens import INNER, BarSign, bar_sign, length_of, signs
from app.notation.reading.abc_told import Told
from app.notation.reading.marks import may_jump, read_words, shortened

MOST_EVENTS: Final = 60_000
"""Of one tune. A movement of a symphony has half as many; these are read in three seconds."""
MOST_LAYERS: Final = 8
CLEF_ALONE: Final = re.compile(r"\s*(?:treble|bass|alto|tenor|perc|[a-z]+\s*=)")
"""A `K:` that says nothing of the key."""

ZERO: Final = re.compile(r"(?<!\d)0+(?!\d)")

MOST_IN_TUPLET: Final = 9
"""Of more notes, a tuplet has to say how many they replace."""

TUPLET_TIMES: Final = {2: 3, 3: 2, 4: 3, 6: 2, 8: 3}
"""The time of so many notes unless a tuplet says it; 5, 7 and 9 take 3 in compound meters."""

BeforeEndings = tuple[Event | None, frozenset[Spelling], Mapping[int, frozenset[Spelling]]]
"""The last event before the first ending, its pitches as written, and ties that are open there."""

NOTHING_BEFORE: Final[BeforeEndings] = (None, frozenset(), {})


@dataclass
class Voice:
    """Reads a voice sign by sign; what it says of key, meter and transposition holds from there.

    `keys` and `meters` are those of the voice, in order; what stands before its first note goes
    before what the head says. `has_bass_clef` tells of the clef in which it begins.
    """

    name: str
    told: Told
    signature: Signature = field(default_factory=lambda: Signature(Key(), {}))
    measure: Measure = field(default_factory=lambda: Measure(Meter(), Fraction(4)))
    unit: Fraction | None = None
    accidentals_hold: str = "pitch"
    octaves: int = 0
    semitones: int = 0
    fifths: int = 0
    has_bass_clef: bool = False
    bars: list[Bar] = field(default_factory=lambda: [Bar()])
    keys: list[Key | None] = field(default_factory=list)
    meters: list[Meter | None] = field(default_factory=list)
    symbols: Mapping[str, str] = field(default_factory=dict)
    events: int = 0
    quarters: Fraction = Fraction(0)

    def __post_init__(self) -> None:
        self._altered: dict[str, int] = {}
        self._last: Event | None = None
        self._last_written: frozenset[Spelling] = frozenset()
        self._break_factor = Fraction(1)
        self._length_before_break: Fraction | None = None
        self._tuplet: Tuplet | None = None
        self._tuplet_left = 0
        self._open_ties: dict[int, frozenset[Spelling]] = {}
        self._opened = 0
        self._in_ending = False
        self._before_endings = NOTHING_BEFORE

    def take_key(self, text: str) -> None:
        """Follow `K:`."""
        signature = signature_of(text)
        if signature.message:
            self.told.add(signature.message)
        if signature.key or signature.alterations or not CLEF_ALONE.match(text):
            self.signature = signature
            if not self.events:
                self.keys.clear()
            self.keys.append(self._sounding(signature.key))
        self.take_properties(text)

    def take_properties(self, text: str) -> None:
        """Follow the clef and the properties in `K:` or `V:`."""
        shift = shift_of(text)
        self.octaves = self.octaves if shift.octaves is None else shift.octaves
        if shift.semitones is not None and shift.semitones != self.semitones:
            self.semitones = shift.semitones
            sounding = self._sounding(self.signature.key)
            if self.keys:
                self.keys[-1] = sounding
        if shift.has_bass_clef is not None and not self.events:
            self.has_bass_clef = shift.has_bass_clef
        for words in shift.untold:
            self.told.add(f"“{words}” was not followed; the notes are as written.")

    def _sounding(self, key: Key | None) -> Key | None:
        """Return the key that sounds, and spell the notes as it asks for from here on."""
        self.fifths = fifths_of(self.semitones)
        if key is None or self.fifths == 0:
            return key
        sounding = key.fifths + self.fifths
        sounding -= 12 * ((sounding + 6) // 12)
        self.fifths = sounding - key.fifths
        return Key.from_fifths(sounding, key.mode)

    def take_meter(self, text: str) -> None:
        """Follow `M:`."""
        measure = measure_of(text)
        if measure.message:
            self.told.add(measure.message)
        if self.unit is None and self.events:
            self.unit = default_unit(self.measure)
        self.measure = measure
        if not self.events:
            self.meters.clear()
        self.meters.append(measure.meter)

    def take_unit(self, text: str) -> None:
        """Follow `L:`."""
        unit = unit_of(text)
        if unit is None:
            self.told.add(f"“L:{text.strip()[:20]}” is no length of notes; it was passed over.")
        else:
            self.unit = unit

    @property
    def unit_quarters(self) -> Fraction:
        """The length of a note that names none."""
        return self.unit or default_unit(self.measure)

    def read(self, line: str) -> None:
        """Read signs of music, which have no field among them.

        Raises AppError where there is more than any music has.
        """
        for sign in signs(line):
            if sign["bar"] or sign["bracket"] or sign["quoted"]:
                self._bar(sign)
            elif sign["letter"]:
                pitch = self._pitch(sign)
                tied = frozenset({pitch} if sign["tie"] else ())
                self._sound((pitch,), self._length(sign["length"]) * self.unit_quarters, tied)
            elif sign["rest"]:
                self._rest(sign["rest"], sign["rest_length"])
            elif sign["chord"]:
                tie = bool(sign["chord_tie"])
                self._chord(sign["chord"], sign["chord_length"], is_tied=tie)
            elif sign["plus"]:  # as chords were written before ABC 2
                self._chord(sign["plus"], sign["plus_length"], is_tied=False)
            elif sign["lone_tie"]:
                self._tie_last()
            elif sign["broken"]:
                self._break(sign["broken"])
            elif sign["p"]:
                self._begin_tuplet(int(sign["p"]), sign["q"], sign["r"])
            elif sign["overlay"]:
                self._lay_over()
            elif sign["grace"] is not None:
                self._leave_grace(sign["grace"])
            elif sign["open_grace"] is not None:
                self.told.add(
                    f"“{shortened(sign[0])}” has no closing brace; only that was taken for grace"
                    " notes."
                )
                self._leave_grace(sign["open_grace"])
            elif sign["text"]:
                self._text(sign["text"])
            elif sign["decoration"] or sign["user"]:
                self._decorate(sign["decoration"] or sign["user"])
            elif sign["other"]:
                self.told.pass_over(sign["other"])
        self._leave_marks()

    def _pitch(self, sign: re.Match[str]) -> Spelling:
        """Return what a note sounds: as its sign says, one before it in the bar, or the key."""
        letter = sign["letter"].upper()
        octave = 5 if sign["letter"].islower() else 4
        octave += sign["octave"].count("'") - sign["octave"].count(",") + self.octaves
        if not -2 < octave < 11:
            raise AppError(f"the note {sign[0][:12]} is outside all instruments; correct it")
        place = letter if self.accidentals_hold == "pitch" else f"{letter}{octave}"
        if sign["sign"]:
            alter = ALTERATIONS[sign["sign"]]
            if sign["micro"]:
                exact = alter * length_of(sign["micro"])
                alter = round(exact)
                self.told.quarter_tones += exact.denominator > 1
            if self.accidentals_hold != "not":
                self._altered[place] = alter
        else:
            tied = self._tie(letter, octave)
            alter = self._altered.get(place, self.signature.alterations.get(letter, 0))
            alter = alter if tied is None else tied.alter
        return Spelling(letter, alter, octave)

    def _length(self, text: str) -> Fraction:
        if ZERO.search(text):
            self.told.add(f"“{text}” is no length of a note; 1 was taken in place of 0.")
        return length_of(text)

    def _tie(self, letter: str, octave: int) -> Spelling | None:
        """Return the pitch of a tie that is still open, as it was written."""
        held = self._open_ties.get(len(self.bars[-1].layers), frozenset())
        return next((p for p in held if (p.letter, p.octave) == (letter, octave)), None)

    def _sound(
        self, pitches: tuple[Spelling, ...], length: Fraction, tied: frozenset[Spelling]
    ) -> None:
        """Add a note, chord or rest to the bar."""
        sound = {pitch: transposed(pitch, self.semitones, self.fifths) for pitch in pitches}
        sounding = frozenset(sound[pitch] for pitch in tied)
        if self._length_before_break not in (None, length):
            self.told.add(
                "Where a broken rhythm (> or <) stands between notes of different lengths, each was"
                " changed in proportion; programs differ in this."
            )
        self._length_before_break = None
        event = Event(tuple(sound.values()), length * self._break_factor, sounding)
        self._break_factor = Fraction(1)
        if self._tuplet_left:
            event.tuplet = self._tuplet
            self._tuplet_left -= 1
        bar = self.bars[-1]
        if bar.is_empty:
            bar.key, bar.meter = self.keys[-1] if self.keys else None, self.measure.meter
        layers = bar.layers
        layers[-1].append(event)
        self._last, self._last_written = event, frozenset(pitches)
        self._open_ties[len(layers)] = tied
        self.events += 1
        self.told.notes += max(1, len(pitches))
        if self.told.notes > MOST_EVENTS:
            raise AppError(
                f"the tune has more than {MOST_EVENTS:,} notes, which is more than Motivo reads of"
                " ABC; divide it"
            )

    def _lay_over(self) -> None:
        """Begin another layer at the beginning of the bar."""
        layers = self.bars[-1].layers
        if len(layers) >= MOST_LAYERS:
            raise AppError(
                f"more than {MOST_LAYERS} voices are laid over each other in a bar (&); give them"
                " voices of their own (V:)"
            )
        layers.append([])
        self._altered.clear()
        self._last = None

    def _rest(self, kind: str, text: str) -> None:
        if kind == "y":
            return
        is_bars = kind in "ZX"
        length = self._length(text) * (self.measure.bar if is_bars else self.unit_quarters)
        self._sound((), length, frozenset())
        if is_bars:
            self._last = None

    def _tie_last(self) -> None:
        """Tie the last note, where something such as `>` stands between it and its tie."""
        if self._last is not None and self._last.pitches:
            self._last.tied = frozenset(self._last.pitches)
            self._open_ties[len(self.bars[-1].layers)] = self._last_written

    def _chord(self, text: str, length: str, *, is_tied: bool) -> None:
        """Add a chord, whose length is that of its first note."""
        outer = self._length(length) * self.unit_quarters
        pitches: list[Spelling] = []
        tied: set[Spelling] = set()
        lengths: list[Fraction] = []
        for inner in INNER.finditer(text):
            if not inner["letter"]:
                if inner["rest"]:
                    lengths.append(self._length(inner[0][1:]))
                continue
            pitch = self._pitch(inner)
            lengths.append(self._length(inner["length"]))
            if pitch not in pitches:
                pitches.append(pitch)
            if inner["tie"] or is_tied:
                tied.add(pitch)
        if len(set(lengths)) > 1:
            self.told.add(
                "Notes of a chord that last differently were given the first one's length."
            )
        if lengths:
            self._sound(tuple(pitches), outer * lengths[0], frozenset(tied))

    def _break(self, text: str) -> None:
        """Follow a broken rhythm: what one note gains, the other loses."""
        share = Fraction(1, 2 ** min(len(text), 8))
        before, self._break_factor = (2 - share, share) if text[0] == ">" else (share, 2 - share)
        if self._last is None:
            self._break_factor = Fraction(1)
        else:
            self._length_before_break = self._last.length
            self._last.length *= before

    def _begin_tuplet(self, actual: int, normal: str | None, count: str | None) -> None:
        meter = self.measure.meter
        other = 3 if meter is not None and meter.is_compound else 2
        time = int(normal or TUPLET_TIMES.get(actual, other))
        many = int(count or actual)
        is_known = actual <= MOST_IN_TUPLET or normal
        if actual < 2 or not (time and many and is_known):
            numbers = ":".join(number or "" for number in (str(actual), normal, count))
            told = f"“({numbers.rstrip(':')}” is no tuplet that ABC has;"
            self.told.add(f"{told} its notes were read at the length that is written.")
            return
        self._tuplet, self._tuplet_left = Tuplet(actual, time), many

    def _leave_grace(self, text: str) -> None:
        """Count grace notes, which are left out; their accidentals hold all the same."""
        for grace in INNER.finditer(text):
            if grace["letter"]:
                self.told.graces += 1
                self._pitch(grace)

    def _text(self, text: str) -> None:
        """Take a chord symbol; a text that begins with one of `^_<>@` is a remark."""
        words = text.strip('"').strip()
        if not text.endswith('"') or len(text) < 2:
            self.told.add("A text without its closing quotation mark was passed over.")
            return
        bar = self.bars[-1]
        if read_words(words, bar.marks):
            return
        if may_jump(words):
            self.told.add(f"“{shortened(words.lstrip('^_<>@'))}” was not taken for a jump.")
        elif words and words[0] not in "^_<>@":
            bar.chords.append((len(bar.layers) - 1, len(bar.layers[-1]), words))

    def _decorate(self, sign: str) -> None:
        name = self.symbols.get(sign, sign).strip("!+")
        if not read_words(name, self.bars[-1].marks) and len(sign) > 1:
            self.told.decorate(name)

    def _leave_marks(self) -> None:
        """At the end of a line, leave signs behind a bar line, such as D.C., to the bar before."""
        bar = self.bars[-1]
        if bar.is_empty and len(self.bars) > 1:
            bar.marks.leave_ends_to(self.bars[-2].marks)

    def label(self, text: str) -> None:
        """Begin a part (`P:`)."""
        if not self.bars[-1].is_empty:
            self.bars.append(Bar())
        self.bars[-1].part = text.strip()[:1]

    def _bar(self, found: re.Match[str]) -> None:
        sign = bar_sign(found)
        self._altered.clear()
        bar = self.bars[-1]
        if not bar.is_empty:
            self.quarters += bar.quarters
            if self.quarters > MOST_QUARTERS:
                raise AppError(
                    f"its music is longer than {MOST_QUARTERS:,} quarters, which is more than"
                    " Motivo reads; look for a number that is too long"
                )
            bar.ends_plainly = sign.is_plain
            self.bars.append(Bar())
        elif len(self.bars) > 1:
            self.bars[-2].ends_plainly = self.bars[-2].ends_plainly and sign.is_plain
        if len(self.bars) > 1:
            self._end_section(sign)
        marks = self.bars[-1].marks
        if sign.opens:
            marks.forward = True
            self._opened = sign.opens
            self._before_endings = NOTHING_BEFORE
        if sign.endings:
            marks.ending = sign.endings
            self._in_ending = True
            self._tie_to_ending(is_first=1 in sign.endings)

    def _tie_to_ending(self, *, is_first: bool) -> None:
        """Let ties before the first ending lead into the others as well."""
        if is_first:
            self._before_endings = self._last, self._last_written, dict(self._open_ties)
        else:
            self._last, self._last_written, ties = self._before_endings
            self._open_ties = dict(ties)

    def _end_section(self, sign: BarSign) -> None:
        """Follow what a bar line says of the bars before it."""
        marks = self.bars[-2].marks
        if sign.closes:
            marks.backward = True
            marks.times = max(marks.times, sign.closes + 1, self._opened + 1)
            self._opened = 0
        elif sign.is_double and not self._opened and not self._in_ending:
            # A repeat that only ends goes back to the last double bar line (section 4.8).
            self.bars[-1].marks.forward = True
        if sign.closes or sign.opens or sign.is_double:
            marks.ends = True
            self._in_ending = False
