"""Reads a part of MusicXML measure by measure: notes at exact places, and what stands between.

music21's own walk through the measures loses the voice of bars that have only one, and takes time
and memory that grow with the square of their number.
"""

from __future__ import annotations

from collections import Counter
from contextlib import suppress
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Final
from xml.etree.ElementTree import Element

from app.constants import (
    DEFAULT_VELOCITY,
    HIGHEST_PITCH,
    HIGHEST_VELOCITY,
    LOWEST_PITCH,
    LOWEST_VELOCITY,
    MOST_QUARTERS,
)
from app.domain import Key, Meter, Spelling
from app.domain.key import LETTER_SEMITONES
from app.errors import AppError, InvalidValueError
from app.notation.reading.marks import Marks, shortened
from app.notation.reading.xml_document import bar_name
from app.notation.reading.xml_harmony import chord_name
from app.notation.reading.xml_marks import read_barline, read_direction
from app.notation.reading.xml_numbers import NumberError, number, positive, whole, written_value
from app.notation.reading.xml_signatures import (
    MODES,
    Signature,
    Transposition,
    meter,
    signature,
    tempo,
    transposition,
)

SMALLEST: Final = Fraction(1, 32)
"""Half of a 64th: bars that differ from their meter by less were meant to have its length."""

FORTE: Final = 90
"""The velocity of which `dynamics` tells the percentage (MusicXML 4.0, note)."""

MOST_VOICES: Final = 64
"""Of one part; each staff of a keyboard has at most four."""

MOST_ALTER: Final = 3

FIRST_NUMBERS: Final = ("0", "1")
"""The numbers of a first measure, with a pickup and without."""


@dataclass(slots=True)
class Struck:
    """A note as it stands in a measure; its place and length are in quarters."""

    at: Fraction
    length: Fraction
    pitch: int
    letter: str | None
    velocity: int
    staff: str
    voice: str
    is_in_chord: bool = False
    starts_tie: bool = False
    stops_tie: bool = False


@dataclass(slots=True)
class MeasureMusic:
    """What a measure of a part holds; places are in quarters from its beginning.

    `present` are the voices that have notes or rests in it, each with its staff. `rest` is the
    length of a rest for the whole measure, which some programs give a wrong length.
    """

    name: str
    length: Fraction = Fraction(0)
    rest: Fraction = Fraction(0)
    meter: Meter | None = None
    notes: list[Struck] = field(default_factory=list)
    present: set[tuple[str, str]] = field(default_factory=set)
    chords: list[tuple[Fraction, str]] = field(default_factory=list)
    tempi: list[tuple[Fraction, float]] = field(default_factory=list)
    marks: Marks = field(default_factory=Marks)


@dataclass(slots=True)
class PartMusic:
    """A part of a score. Signatures stand by the staff they are for; None is every staff.

    `clefs` are the signs of the clefs in which the staves begin, such as "F".
    """

    name: str
    measures: list[MeasureMusic] = field(default_factory=list)
    signatures: list[tuple[str | None, Signature]] = field(default_factory=list)
    meters: list[tuple[int, Meter]] = field(default_factory=list)
    clefs: dict[str, str] = field(default_factory=dict)
    left_out: Counter[str] = field(default_factory=Counter)


def read_part(part: Element, name: str) -> PartMusic:
    """Read the measures of a part; raises AppError, which names the bar, for impossible values."""
    reader = _Reader(PartMusic(name))
    for index, measure in enumerate(part.findall("measure")):
        bar = bar_name(measure, index)
        try:
            reader.read(measure, bar)
        except AppError as error:
            raise AppError(f"in bar {bar} of {name or 'a part'}, {error}") from error
        except (ValueError, TypeError, ArithmeticError, AttributeError) as error:
            raise AppError(f"bar {bar} of {name or 'a part'} can't be read") from error
    return reader.music


class _Reader:
    """Holds what goes on from measure to measure: divisions, signatures, transpositions."""

    def __init__(self, music: PartMusic) -> None:
        self.music = music
        self._measure = MeasureMusic("")
        self._divisions = Fraction(1)
        self._meter: Meter | None = None
        self._written_fifths: dict[str | None, int] = {}
        self._written_key = Key()
        self._moved: dict[str | None, Transposition] = {}
        self._total = Fraction(0)
        self._written = Fraction(0)
        self._places: dict[Fraction, Fraction] = {}
        self._last = Fraction(0)
        self._last_number = 0
        self._voices: set[tuple[str, str]] = set()
        self._place = ("1", "1")
        self._repeated: dict[str | None, int] = {}

    def read(self, measure: Element, name: str) -> None:
        """Read a measure, after those before it."""
        self._measure = MeasureMusic(name)
        self._measure.marks.is_start = name in FIRST_NUMBERS and self._last_number > 1
        self._last_number = int(name) if name.isdecimal() else self._last_number
        self.music.measures.append(self._measure)
        # `_written` counts the file's divisions; `_places` has the exact quarter of such counts.
        self._written = self._last = Fraction(0)
        self._places = {Fraction(0): Fraction(0)}
        for element in measure:
            match element.tag:
                case "note":
                    self._note(element)
                case "backup" | "forward":
                    self._move(element)
                case "attributes":
                    self._attributes(element)
                case "harmony":
                    self._harmony(element)
                case "direction" | "sound":
                    self._tempo(element)
                    self._direction(element)
                case "barline":
                    read_barline(element, self._measure.marks)
        self._copy_repeated()
        self._measure.meter = self._meter
        self._total += self._measure.length
        if self._total > MOST_QUARTERS:
            raise AppError(f"the music becomes longer than {MOST_QUARTERS:,} quarters")

    @property
    def _now(self) -> Fraction:
        """The exact place in the measure, in quarters."""
        return self._places.get(self._written, self._written / self._divisions)

    def _go_to(self, written: Fraction, place: Fraction, *, counts: bool = True) -> None:
        """Go to a place, which makes the measure as long unless it doesn't count."""
        self._written = written
        self._places[written] = place
        if counts:
            self._measure.length = max(self._measure.length, place)

    def _move(self, element: Element) -> None:
        duration = number(element.findtext("duration"), "length of a move") or Fraction(0)
        back = element.tag == "backup"
        written = max(self._written + (-duration if back else duration), Fraction(0))
        known = self._places.get(written) if written else Fraction(0)
        exact = self._now + duration / self._divisions
        place = (written / self._divisions if back else exact) if known is None else known
        self._go_to(written, place)

    def _note(self, element: Element) -> None:
        if element.find("grace") is not None:
            self.music.left_out["grace"] += 1
            return
        duration = number(element.findtext("duration"), "length of a note")
        if duration is not None and duration < 0:
            raise AppError(f"the length of a note is {duration}")
        value = written_value(element)
        if duration is None:
            duration = (value or 0) * self._divisions
        length = duration / self._divisions
        if value is not None and (value * self._divisions).denominator > 1:
            # The divisions are too coarse for this tuplet, whose durations are rounded.
            length = value if abs(value * self._divisions - duration) < 1 else length
        if length > MOST_QUARTERS:
            raise AppError(f"a note is longer than {MOST_QUARTERS:,} quarters")
        is_chord = element.find("chord") is not None
        at = self._last if is_chord else self._now
        rest = element.find("rest")
        is_bar_rest = rest is not None and rest.get("measure") == "yes"
        if is_bar_rest:
            self._measure.rest = max(self._measure.rest, at + length)
        counts = not is_bar_rest or self._meter is None or length == self._bar_length
        if not is_chord:
            self._last = at
            self._go_to(self._written + duration, at + length, counts=counts)
            self._place = (_text(element, "staff", "1"), _text(element, "voice", "1"))
        else:
            self._measure.length = max(self._measure.length, at + length)
            old_staff, old_voice = self._place
            self._place = (_text(element, "staff", old_staff), _text(element, "voice", old_voice))
        if element.find("cue") is not None:
            self.music.left_out["cue"] += rest is None
            return
        self._measure.present.add(self._place)
        self._voices.add(self._place)
        if len(self._voices) > MOST_VOICES:
            raise AppError(f"there are more than {MOST_VOICES} voices")
        if rest is None and length > 0:
            self._strike(element, at, length, is_chord=is_chord)

    @property
    def _bar_length(self) -> Fraction:
        return bar_quarters(self._meter)

    def _strike(self, element: Element, at: Fraction, length: Fraction, *, is_chord: bool) -> None:
        pitch = element.find("pitch")
        if pitch is None:
            self.music.left_out["unpitched"] += 1
            return
        letter = (pitch.findtext("step") or "").strip().upper()
        octave = number(pitch.findtext("octave"), "octave of a note")
        alter = number(pitch.findtext("alter"), "alteration of a note") or Fraction(0)
        if letter not in LETTER_SEMITONES or octave is None:
            raise AppError("a note has no pitch")
        if abs(alter) > MOST_ALTER:
            raise AppError(f"a note is altered by {float(alter):g} semitones")
        if alter.denominator > 1:
            self.music.left_out["quarter tone"] += 1
        staff, voice = self._place
        moved = self._moved.get(staff, self._moved.get(None, Transposition()))
        height = 12 * (int(octave) + 1) + LETTER_SEMITONES[letter] + round(alter) + moved.semitones
        if not LOWEST_PITCH <= height <= HIGHEST_PITCH:
            self.music.left_out["pitch"] += 1
            return
        ties = {tie.get("type") for tie in element.findall("tie")}
        ties = ties or {tied.get("type") for tied in element.iter("tied")}
        dynamics = number(element.get("dynamics"), "dynamics of a note")
        velocity = DEFAULT_VELOCITY if dynamics is None else round(dynamics * FORTE / 100)
        self._measure.notes.append(
            Struck(
                at, length, height, _letter(height, moved.letter(letter)),
                min(max(velocity, LOWEST_VELOCITY), HIGHEST_VELOCITY), staff, voice, is_chord,
                starts_tie=bool(ties & {"start", "continue"}),
                stops_tie=bool(ties & {"stop", "continue"}),
            )
        )  # fmt: skip

    def _attributes(self, element: Element) -> None:
        divisions = positive(element.findtext("divisions"), "number of divisions")
        if divisions is not None and divisions != self._divisions:
            place = self._now
            self._written *= divisions / self._divisions
            self._divisions = divisions
            self._places = {Fraction(0): Fraction(0), self._written: place}
        for moved in element.findall("transpose"):
            staff = moved.get("number")
            fifths = self._written_fifths.get(staff, self._written_fifths.get(None, 0))
            with suppress(AppError):
                fifths = whole(element.findtext("key/fifths"), "key signature") or fifths
            self._moved[staff] = transposition(moved, min(max(fifths, -7), 7))
        for key in element.findall("key"):
            self._key(key)
        for time in element.findall("time")[:1]:
            try:
                self._meter = meter(time)
            except AppError as error:
                self._meter = None
                self._leave_out("a meter", error)
            self.music.left_out["senza misura"] += time.find("senza-misura") is not None
            if self._meter is not None:
                self.music.meters.append((len(self.music.measures) - 1, self._meter))

        for clef in element.findall("clef"):
            sign = (clef.findtext("sign") or "").strip().upper()
            self.music.clefs.setdefault(clef.get("number", "1"), sign)
        for style in element.findall("measure-style"):
            self._style(style)

    def _style(self, element: Element) -> None:
        """Follow a sign that stands for music; what it stands for ought to be written out."""
        for sign in ("beat-repeat", "slash"):
            self.music.left_out[sign] += element.find(f"{sign}[@type='start']") is not None
        repeated = element.find("measure-repeat")
        if repeated is None:
            return
        self._repeated.pop(element.get("number"), None)
        if repeated.get("type") == "start":
            count = whole(repeated.text, "number of bars to repeat")
            self._repeated[element.get("number")] = max(count or 1, 1)

    def _copy_repeated(self) -> None:
        """Write out a bar that is only written as a sign to repeat others before it."""
        here, before = self._measure, self.music.measures[:-1]
        for staff, count in self._repeated.items():
            if any(staff in (None, note.staff) for note in here.notes):
                continue
            if count > len(before):
                self.music.left_out["a sign that repeats bars which are not there"] += 1
                continue
            source = before[-count]
            here.notes += [note for note in source.notes if staff in (None, note.staff)]
            here.present |= {place for place in source.present if staff in (None, place[0])}
            here.length = max(here.length, source.length)

    def _leave_out(self, what: str, error: AppError) -> None:
        """Count something that can't be read; errors but those of numbers are names of it."""
        is_number = isinstance(error, NumberError)
        self.music.left_out[f"{what} with an impossible number" if is_number else str(error)] += 1

    def _key(self, element: Element) -> None:
        staff = element.get("number")
        moved = self._moved.get(staff, self._moved.get(None, Transposition()))
        try:
            found = signature(element, moved)
        except AppError as error:
            self._leave_out("a key signature", error)
            return
        self.music.signatures.append((staff, found))
        self._written_fifths[staff] = written = found.fifths - moved.fifths
        mode = MODES.get((element.findtext("mode") or "").strip().lower())
        try:
            self._written_key = Key.from_fifths(written, mode) if mode else Key.from_fifths(written)
        except InvalidValueError:
            self._written_key = Key()

    def _harmony(self, element: Element) -> None:
        offset = number(element.findtext("offset"), "place of a chord") or Fraction(0)
        moved = self._moved.get(element.findtext("staff"), self._moved.get(None, Transposition()))
        try:
            name = chord_name(element, self._written_key, moved)
        except AppError as error:
            self._leave_out("a chord", error)
            return
        place = max(self._now + offset / self._divisions, Fraction(0))
        self._measure.chords.append((place, name))

    def _direction(self, element: Element) -> None:
        words = read_direction(element, self._measure.marks)
        if words:
            self.music.left_out[f"a jump that “{shortened(words)}” may ask for"] += 1

    def _tempo(self, element: Element) -> None:
        try:
            found = tempo(element)
        except AppError as error:
            self._leave_out("a tempo", error)
            return
        if found:
            self._measure.tempi.append((self._now, found))


def bar_quarters(meter: Meter | None) -> Fraction:
    """Return the length of a bar in quarters; 0 without a meter."""
    return Fraction(0) if meter is None else Fraction(meter.counts * 4, meter.unit)


def _text(element: Element, tag: str, default: str) -> str:
    return (element.findtext(tag) or "").strip()[:20] or default


def _letter(pitch: int, letter: str) -> str | None:
    """Return the letter with which a note sounds; None if Motivo can't spell it so."""
    try:
        Spelling.of(pitch, letter)
    except InvalidValueError:
        return None
    return letter
