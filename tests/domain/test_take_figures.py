import pytest

from app.domain import Melody, Note, Request, Sketch, Take
from app.domain.take_figures import ends_on_tonic, figures_of

BAR = 1920


def continued(bars: list[list[int]]) -> Take:
    """Return a take that adds bars of quarters with these pitches to C D E F."""
    notes = [Note(i * 480, 480, pitch) for i, pitch in enumerate((60, 62, 64, 65))]
    for number, bar in enumerate(bars, 1):
        length = BAR // len(bar)
        notes += [Note(number * BAR + i * length, length, pitch) for i, pitch in enumerate(bar)]
    return Take(Sketch(melody=Melody(tuple(notes))), Request(), 1, BAR, bits_per_note=2.5)


@pytest.mark.parametrize(
    ("bars", "closeness"),
    [
        ([[60, 62, 64, 65], [67, 69, 71, 72]], 1.0),
        ([[60, 62, 64, 65], [60]], 0.5),
        ([[72, 71, 60, 48]], 0.5),
        ([[72, 71]], 0.0),
    ],
)
def test_closeness_counts_bars_with_a_rhythm_and_a_line_of_the_motif(
    bars: list[list[int]], closeness: float
) -> None:
    assert figures_of(continued(bars)).closeness == closeness


def test_density_range_and_surprise() -> None:
    figures = figures_of(continued([[60, 62, 64, 72], [58, 60]]))
    assert (figures.density, figures.range_semitones, figures.surprise) == (3.0, 14, 2.5)


def test_ending() -> None:
    assert ends_on_tonic(continued([[62, 48]]))
    assert not ends_on_tonic(continued([[62, 67]]))
