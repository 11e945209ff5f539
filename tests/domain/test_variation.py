from app.domain import Ending, Form, Melody, Note, Request, RequestMode, Sketch, Take
from app.domain.variation import more_like

SKETCH = Sketch(
    melody=Melody(tuple(Note(240 + bar * 1920, 1920, 60 + bar) for bar in range(6))),
    pickup_ticks=240,
)


def test_variations_are_asked_for_of_the_new_bars_with_the_wishes_of_the_take() -> None:
    asked = Request(
        bars=2, takes=2, seed=7, form=Form.parse("a b"), ending=Ending.TONIC, rhythm_lock=True,
        pitch_lock=True,
    )  # fmt: skip
    take = Take(SKETCH, asked, seed=9, start_ticks=240 + 4 * 1920)
    request = more_like(take, 0)
    assert (request.mode, request.first_bar, request.last_bar) == (RequestMode.VARY, 5, 6)
    assert (request.takes, request.seed, request.closeness) == (4, 10, 0.7)
    assert (request.ending, request.rhythm_lock, request.pitch_lock) == (Ending.TONIC, True, False)
    assert more_like(take, 4).seed == 14


def test_bars_that_were_varied_are_varied_again() -> None:
    asked = Request(RequestMode.FILL, takes=32, first_bar=2, last_bar=3)
    request = more_like(Take(SKETCH, asked, 1, 240 + 1920, 240 + 3 * 1920), 0)
    assert (request.first_bar, request.last_bar, request.takes) == (2, 3, 8)
