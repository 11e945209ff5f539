from app.domain import Melody, Note, Pulse
from app.domain.capture import Capture
from app.domain.quantising import Quantising
from app.domain.recording import KeyEvent

TEMPO_BPM = 125.0
"""A tick lasts a millisecond."""


def captured(*keys: tuple[float, int, int]) -> Capture:
    capture = Capture()
    for key in keys:
        capture.add(KeyEvent(*key))
    return capture


def test_first_note_begins_at_the_start() -> None:
    capture = captured((1000.0, 60, 80), (1000.5, 60, 0), (1001.0, 62, 80))
    melody = capture.melody(1002.0, TEMPO_BPM)
    assert melody.notes == (Note(0, 500, 60), Note(1000, 1000, 62))


def test_first_note_begins_at_the_nearest_beat() -> None:
    capture = captured((1000.0, 60, 80), (1000.47, 60, 0))
    melody = capture.melody(1002.0, TEMPO_BPM, Quantising(120), 1000, Pulse())
    assert melody.notes == (Note(960, 480, 60),)


def test_only_the_last_minute_is_kept() -> None:
    capture = captured((0.0, 60, 80), (39.9, 61, 80), (70.0, 60, 0), (99.8, 62, 80))
    assert [note.pitch for note in capture.melody(100.0, TEMPO_BPM)] == [61, 62]


def test_nothing_played_is_an_empty_melody() -> None:
    capture = captured((1.0, 60, 0))
    assert capture.is_empty
    assert capture.melody(2.0, TEMPO_BPM) == Melody()
    capture.add(KeyEvent(2.0, 60, 80))
    assert not capture.is_empty
    capture.clear()
    assert capture.is_empty
