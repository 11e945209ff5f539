"""Draws sketches as musicians write them: all keys, many meters, ties, triplets, rests."""

from itertools import pairwise

from hypothesis import strategies as st

from app.domain import Chord, Chords, Key, Melody, Meter, Mode, Note, Sketch
from app.domain.chords import KINDS

METERS = [
    Meter(*m) for m in ((4, 4), (3, 4), (2, 4), (6, 8), (9, 8), (12, 8), (5, 4), (7, 8), (2, 2))
]
GROUPED_METERS = [Meter.parse(m) for m in ("3+2/8", "2+3/8", "2+2+3/8", "3+2+2/8", "2+3/4")]
KEYS = [Key.from_fifths(fifths, mode) for mode in Mode for fifths in range(-6, 7)]

CELLS = [
    [480],
    [240, 240],
    [120, 120, 240],
    [360, 120],
    [160, 160, 160],
    [320, 160],
    [80, 80, 80, 240],
    [720],
    [960],
    [1440],
    [1920],
    [2400],
    [60, 60, 120, 240],
]
"""Runs of lengths in ticks; all but the long ones fill a quarter."""

TUPLETS = [
    *((3, 480), (3, 960), (3, 240), (5, 240), (5, 480), (5, 960), (6, 480), (6, 960)),
    *((7, 480), (7, 960), (7, 1920), (9, 480)),
]
"""Numbers of even notes, and the ticks that they fill."""

NAMES = [letter + accidental for letter in "CDEFGAB" for accidental in ("", "#", "b")]
CHORDS = st.builds(
    Chord, st.sampled_from(NAMES), st.sampled_from(list(KINDS)), st.sampled_from([None, *NAMES])
).filter(lambda chord: chord.bass != chord.root)


def _beat_for(length: int, position: int, pickup: int, meter: Meter) -> int:
    """Return the next place in a bar, from a position on, where a tuplet of that length may be."""
    step = min(length, 480, meter.count_ticks)
    bars, place = divmod(position - pickup, meter.bar_ticks)
    place = -(-place // step) * step
    if place + length > meter.bar_ticks:
        bars, place = bars + 1, 0
    return pickup + bars * meter.bar_ticks + place


@st.composite
def progressions(draw: st.DrawFn, most_slots: int) -> Chords:
    """Draw up to four bars of chords of any kind."""
    bars = []
    for _ in range(draw(st.integers(0, 4))):
        fitting = [slots for slots in range(1, most_slots + 1) if most_slots % slots == 0]
        slots = draw(st.sampled_from(fitting))
        later = [draw(st.one_of(st.none(), CHORDS)) for _ in range(slots - 1)]
        bars.append((draw(CHORDS), *later))
    return Chords(tuple(bars))


@st.composite
def sketches(draw: st.DrawFn) -> Sketch:
    """Draw a sketch with one to thirty notes, rests between them, and a pickup now and then."""
    meter = draw(st.sampled_from([*METERS, *GROUPED_METERS]))
    pickup = draw(
        st.sampled_from([0, 0, meter.count_ticks, (meter.counts - 1) * meter.count_ticks])
    )
    notes: list[Note] = []
    position = 0
    has_long_tuplets = False
    for cell in draw(st.lists(st.sampled_from([*CELLS, *TUPLETS]), min_size=1, max_size=8)):
        if isinstance(cell, tuple):
            count, length = cell
            if length > meter.bar_ticks:
                continue
            has_long_tuplets |= length > meter.count_ticks
            position = _beat_for(length, position, pickup, meter)
            edges = [position + round(part * length / count) for part in range(count + 1)]
            kept = [edge for edge in pairwise(edges) if draw(st.integers(0, 5))]
            notes += [Note(a, b - a, draw(st.integers(48, 84))) for a, b in kept]
            position += length
            continue
        if any(length % 120 for length in cell):
            # A triplet begins where its window does, as in written music.
            has_long_tuplets |= meter.count_ticks < 480
            start = position - pickup
            position = pickup - (-start // 480) * 480
        for length in cell:
            if draw(st.integers(0, 5)):
                notes.append(Note(position, length, draw(st.integers(48, 84))))
            position += length
        position += draw(st.sampled_from([0, 0, 0, 480, 240, 3840]))
    if not notes:
        notes = [Note(0, 480, 60)]
    if pickup and notes[0].onset_ticks >= pickup:
        notes.insert(0, Note(0, min(pickup, notes[0].onset_ticks), 67))
    return Sketch(
        title=draw(st.sampled_from(["", "Air", "Für Élise", "A & B", "50 % <Waltz>"])),
        composer=draw(st.sampled_from(["", "Trad.", "Béla & Zoltán", "100 % Anon."])),
        melody=Melody(tuple(notes)),
        key=draw(st.sampled_from(KEYS)),
        meter=meter,
        tempo_bpm=draw(st.sampled_from([40, 96, 120, 133, 208])),
        pickup_ticks=pickup,
        # Within a tuplet of several counts there is no note that a chord could stand over.
        chords=draw(progressions(1 if has_long_tuplets else meter.counts)),
    )
