"""Reads Standard MIDI files with mido, and performances with pretty_midi and note-seq as well."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import Final

import mido

from app.domain import Key, Meter
from app.domain.found import Found, Part
from app.domain.imported import Imported
from app.domain.reading import Reading
from app.domain.timebase import quarters_to_ticks
from app.errors import AppError
from app.formats.choosing import choose
from app.formats.export_midi import TITLE
from app.formats.gates import with_full_lengths
from app.formats.kept import Kept, kept_in, with_kept
from app.formats.magenta import Timed
from app.formats.midi_file import MidiFile, is_broken, open_midi, tempo_map, text_of
from app.formats.midi_notes import Struck, struck_notes
from app.formats.performance import (
    clock_of,
    found_beat,
    notes_of,
    on_grid,
    told_of_performance,
)
from app.formats.played import is_played
from app.formats.timeline import (
    USUAL_TEMPO_BPM,
    check_length,
    in_order,
    told_of_empty,
    with_pickup,
)
from app.formats.tuplet_places import in_quarters, is_usual, with_exact_tuplets

MOST_NOTES: Final = 100_000
"""Of a file; the longest operas have about half as many, and these are read in five seconds."""

LEAST_TICKS_FOR_DELAY: Final = 96
"""Of a quarter; below that, a delay of a tick is a place of its own."""

DELAYED_TIMES: Final = 4
"""How many times as many notes have to be a tick late as on time; the others are in tuplets."""

PERCUSSION: Final = 9
"""The channel that General MIDI reserves for drums, counted from 0."""

FULL_LENGTHS: Final = "Notes that the file lets end early have the lengths that are meant."
PITCH_BENDS: Final = "Pitch bends were left out; each note has the pitch of its key."


@dataclass(slots=True)
class _Read:
    """What the messages of a file say: its notes by track and channel.

    Keys, meters and tempi stand by the tick of Motivo from which they hold.
    """

    notes: dict[tuple[int, int], list[Struck]] = field(default_factory=dict)
    names: dict[int, str] = field(default_factory=dict)
    keys: dict[int, Key] = field(default_factory=dict)
    meters: dict[int, Meter] = field(default_factory=dict)
    tempi: dict[int, float] = field(default_factory=dict)
    titles: list[str] = field(default_factory=list)
    kept: Kept | None = None
    left_out: list[str] = field(default_factory=list)
    bent: set[tuple[int, int]] = field(default_factory=set)
    """The tracks and channels whose notes are bent to pitches between those of a keyboard."""

    drums: int = 0
    """How many notes are strokes of a drum."""

    channels: dict[int, int] = field(default_factory=dict)
    """In how many channels each track has notes."""

    found: int = 0
    empty: int = 0
    """How many notes end where they begin."""


def import_midi(
    content: bytes, part: int | None = None, reading: Reading | None = None
) -> Imported:
    """Read a MIDI file; a performance is moved to a grid unless it is wanted as it was played.

    Raises AppError if it is none, or has no notes.
    """
    file = open_midi(content)
    read = _read(file)
    if read.drums and not read.notes:
        raise AppError("it has drums alone, and no melody")
    meters, pickup = with_pickup(read.meters)
    tempi = in_order(read.tempi) or (USUAL_TEMPO_BPM,)
    messages = [f"{kind} that MIDI doesn't allow was left out." for kind in read.left_out]
    if read.empty:
        messages.append(told_of_empty(read.empty))
    if read.drums:
        messages.append("The drums were left out.")
    if file.is_cut_off:
        messages.append("The file is cut off; what is there of it was read.")
    if file.is_clipped:
        messages.append("Values above 127, which MIDI doesn't allow, were read as 127.")
    rounding = 1 / (2 * float(file.quarter_ticks))
    reading = reading or Reading.WRITTEN
    if not read.kept:
        _undo_delay(read, file)
    onsets = [
        note.start / float(file.quarter_ticks) for each in read.notes.values() for note in each
    ]
    is_performance = bool(onsets) and not read.kept and is_played(onsets, rounding)
    beat = None
    if is_performance and reading is Reading.WRITTEN and len(tempi) == 1:
        beat = found_beat(onsets, clock_of(tempo_map(file)))
        pickup = beat.pickup_ticks(meters[0]) if beat else pickup

    def timed(notes: list[Struck]) -> tuple[list[Timed], bool]:
        """Return notes with the times that are meant, and whether they were too short."""
        if is_performance and reading is Reading.WRITTEN:
            return on_grid(in_quarters(notes, file.quarter_ticks), beat), False
        if file.quarter_ticks.denominator > 1:
            found, in_tuplets = in_quarters(notes, file.quarter_ticks), set[int]()
        else:
            found, in_tuplets = with_exact_tuplets(notes, int(file.quarter_ticks))
        if is_performance or read.kept:
            return found, False
        full = with_full_lengths(found, in_tuplets)
        return full, full != found

    def part_of(track: int, channel: int, notes: list[Struck]) -> Part:
        found, is_full = timed(notes)
        messages = (PITCH_BENDS,) if (track, channel) in read.bent else ()
        return Part(
            _name(read, track, channel),
            notes_of(found),
            instrument=read.names.get(track, ""),
            messages=(*messages, FULL_LENGTHS) if is_full else messages,
        )

    parts = tuple(part_of(*key, notes) for key, notes in sorted(read.notes.items()))
    if is_performance:
        messages.append(told_of_performance(reading, meters[0], pickup, beat))
    is_head_alone = all(track > 0 for track, _ in read.notes)
    is_title = len(read.names) == 1 or len(parts) > 1 or is_head_alone
    title, composer = (*read.titles, "", "")[:2]
    found = Found(
        title=title or (read.names.get(0, "") if is_title else ""),
        composer=composer,
        parts=parts,
        keys=in_order(read.keys),
        meters=meters,
        tempi_bpm=(beat.tempo_bpm,) if beat else tempi,
        pickup_ticks=pickup,
        messages=tuple(messages),
        reading=reading if is_performance else None,
        is_performance=is_performance,
    )
    imported = choose(found, part)
    return replace(imported, sketch=with_kept(imported.sketch, read.kept))


def _read(file: MidiFile) -> _Read:
    read = _Read()
    for index, track in enumerate(file.tracks):
        _read_notes(read, index, track, file)
        now = 0
        for message in track:
            now += message.time
            if message.type == "pitchwheel" and message.pitch:
                read.bent.add((index, message.channel))
            elif message.is_meta:
                _read_meta(read, index, message, quarters_to_ticks(now / file.quarter_ticks))
    return read


def _undo_delay(read: _Read, file: MidiFile) -> None:
    """Let notes begin where they are meant to if a program delays each of them by a tick.

    abc2midi does so. A quarter of few ticks leaves no room to see that.
    """
    quarter = int(file.quarter_ticks)
    if file.quarter_ticks.denominator > 1 or quarter < LEAST_TICKS_FOR_DELAY:
        return
    starts = [note.start for notes in read.notes.values() for note in notes]
    on_time, late = (
        sum(start >= delay and is_usual(start - delay, quarter) for start in starts)
        for delay in (0, 1)
    )
    if late > DELAYED_TIMES * on_time and late > len(starts) / DELAYED_TIMES:
        for notes in read.notes.values():
            notes[:] = [replace(note, start=max(0, note.start - 1)) for note in notes]


def _read_notes(read: _Read, index: int, track: Iterable[mido.Message], file: MidiFile) -> None:
    found = struck_notes(track, round(file.quarter_ticks))
    check_length(max((struck.end for struck in found), default=0) / file.quarter_ticks)
    for struck in found:
        if struck.channel == PERCUSSION:
            read.drums += 1
            continue
        if struck.end == struck.start:
            read.empty += 1
            continue
        read.notes.setdefault((index, struck.channel), []).append(struck)
    read.channels[index] = len({struck.channel for struck in found if struck.end > struck.start})
    read.found += len(found)
    if read.found > MOST_NOTES:
        raise AppError(f"it has more than {MOST_NOTES:,} notes; divide it into several files")


def _read_meta(read: _Read, track: int, message: mido.MetaMessage, ticks: int) -> None:
    match message.type:
        case "key_signature" if is_broken(message):
            read.left_out.append("A key signature")
        case "time_signature" if is_broken(message):
            read.left_out.append("A meter")
        case "key_signature":
            read.keys[ticks] = Key.parse(message.key)
        case "time_signature":
            try:
                read.meters[ticks] = Meter(message.numerator, message.denominator)
            except AppError:
                read.left_out.append(f"A meter of {message.numerator}/{message.denominator}")
        case "set_tempo" if not is_broken(message) and message.tempo:
            read.tempi[ticks] = mido.tempo2bpm(message.tempo)
        case "track_name" if text_of(message.name):
            read.names[track] = text_of(message.name)
        case "text" if message.text.startswith(TITLE):
            read.titles.append(text_of(message.text.removeprefix(TITLE)))
        case "text":
            # Early versions of Motivo kept it in a text event.
            read.kept = kept_in(message.text) or read.kept
        case "sequencer_specific":
            text = bytes(message.data[1:]).decode("ascii", "replace")
            read.kept = kept_in(text) or read.kept


def _name(read: _Read, track: int, channel: int) -> str:
    name = read.names.get(track, f"Track {track + 1}")
    several = read.channels[track] > 1
    return f"{name}, channel {channel + 1}" if several else name
