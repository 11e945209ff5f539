"""Makes the music that is measured with, so that every machine measures the same."""

from app.domain import Key, Melody, Meter, Note, Sketch

_PITCHES = (74, 78, 81, 78, 76, 74, 71, 74, 69, 74, 76, 78, 76, 73, 74, 69)


def eighths(bars: int) -> Sketch:
    """Return a sketch in D major with eight eighth notes in each bar of 4/4."""
    notes = (Note(index * 240, 240, _PITCHES[index % len(_PITCHES)]) for index in range(bars * 8))
    return Sketch(
        title="Bench",
        melody=Melody(tuple(notes)),
        key=Key.parse("D major"),
        meter=Meter(4, 4),
    )
