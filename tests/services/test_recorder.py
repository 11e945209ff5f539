import pytest
from PySide6.QtCore import QObject, Signal
from pytestqt.qtbot import QtBot

from app.domain import Edited, Melody, Meter, Note, Sketch
from app.domain.quantising import Quantising
from app.domain.recording import KeyEvent
from app.services.recorder import Recorder, RecordMode

TEMPO_BPM = 125.0
"""A tick lasts a millisecond."""

SKETCH = Sketch(
    melody=Melody(tuple(Note(480 * n, 480, 60 + n) for n in range(12))), tempo_bpm=TEMPO_BPM
)


class Hand(QObject):
    """A transport and a clock that the test moves; playing begins at second 100."""

    position_changed = Signal(float)
    stopped = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.now = 100.0
        self.from_ticks: float | None = None
        self.count_in_until: float | None = None
        self.heard = Sketch()
        self.is_known = True

    def accompany(
        self, sketch: Sketch, from_ticks: float, count_in_until: float | None = None
    ) -> None:
        self.heard, self.from_ticks = sketch, from_ticks
        self.count_in_until = count_in_until

    def ticks_at(self, at_seconds: float) -> float | None:
        if self.from_ticks is None or not self.is_known:
            return None
        return self.from_ticks + (at_seconds - 100) * 1000

    def stop(self) -> None:
        if self.from_ticks is not None:
            self.from_ticks = None
            self.stopped.emit()

    def go_to(self, ticks: float) -> None:
        assert self.from_ticks is not None
        self.now = 100 + (ticks - self.from_ticks) / 1000
        self.position_changed.emit(ticks)

    def clock(self) -> float:
        return self.now


class Studio:
    """A recorder, and the signals it has emitted."""

    def __init__(self) -> None:
        self.hand = Hand()
        self.recorder = Recorder(self.hand, self.hand.clock)
        self.told: list[object] = []
        self.results: list[Edited] = []
        self.recorder.counting_in.connect(self.told.append)
        self.recorder.recording_started.connect(lambda: self.told.append("started"))
        self.recorder.finished.connect(lambda: self.told.append("finished"))
        self.recorder.recorded.connect(self.results.append)

    def key(self, ticks: float, pitch: int, velocity: int = 80, late: float = 0.03) -> None:
        """Move a key at a tick; its event arrives `late` seconds after that."""
        origin = self.hand.from_ticks
        assert origin is not None
        self.hand.go_to(ticks + late * 1000)
        self.recorder.add_key(KeyEvent(100 + (ticks - origin) / 1000, pitch, velocity))

    def played(self) -> list[tuple[int, int, int]]:
        (edited,) = self.results
        notes = sorted(edited.selected, key=lambda note: note.onset_ticks)
        return [(note.onset_ticks, note.duration_ticks, note.pitch) for note in notes]


@pytest.fixture
def studio(qtbot: QtBot) -> Studio:
    return Studio()


def test_bar_is_counted_in_and_keys_lie_where_they_were_struck(studio: Studio) -> None:
    studio.recorder.start(Sketch(tempo_bpm=TEMPO_BPM), 0)
    assert studio.hand.from_ticks == -1920
    for ticks in range(-1920, 0, 240):
        studio.hand.go_to(ticks)
    assert studio.told == [1, 2, 3, 4]
    assert studio.recorder.is_active
    studio.hand.go_to(5)
    assert studio.told == [1, 2, 3, 4, "started"]
    studio.key(100, 60)
    studio.key(480, 60, 0)
    studio.key(950, 64)
    studio.hand.go_to(1900)
    studio.recorder.stop()
    assert studio.played() == [(100, 380, 60), (950, 950, 64)]
    assert studio.told[-1] == "finished"
    assert not studio.recorder.is_active
    assert studio.hand.from_ticks is None


def test_compound_meter_counts_its_beats(studio: Studio) -> None:
    studio.recorder.start(Sketch(meter=Meter(6, 8), tempo_bpm=TEMPO_BPM), 0)
    studio.hand.go_to(-1)
    assert studio.told == [1, 2]


def test_count_in_keeps_to_the_groups_of_an_uneven_meter(studio: Studio) -> None:
    studio.recorder.start(Sketch(meter=Meter.parse("2+3/8"), tempo_bpm=TEMPO_BPM), 0)
    told = []
    for ticks in (-1200, -721, -720, -1):
        studio.hand.go_to(ticks)
        told.append(list(studio.told))
    assert told == [[1], [1], [1, 2], [1, 2]]


def test_overdub_lies_over_what_is_there(studio: Studio) -> None:
    studio.recorder.start(SKETCH, 1920)
    assert studio.hand.heard == SKETCH
    studio.key(2410, 72)
    studio.key(2640, 72, 0)
    studio.hand.go_to(3840)
    studio.recorder.stop()
    (edited,) = studio.results
    assert edited.melody == SKETCH.melody.laid_over([Note(2410, 230, 72)])


def test_replace_takes_away_the_recorded_stretch(studio: Studio) -> None:
    studio.recorder.start(SKETCH, 1920, RecordMode.REPLACE, Quantising(240))
    assert studio.hand.heard.melody.end_ticks == 1920
    studio.key(1890, 72)
    studio.key(2400, 72, 0)
    studio.hand.go_to(3800)
    studio.recorder.stop()
    (edited,) = studio.results
    kept = [n for n in SKETCH.melody if n.onset_ticks < 1920 or n.onset_ticks >= 3840]
    assert edited.melody.notes == (*kept[:4], Note(1920, 480, 72), *kept[4:])


@pytest.mark.parametrize("mode", RecordMode)
def test_silence_changes_nothing(studio: Studio, mode: RecordMode) -> None:
    studio.recorder.start(SKETCH, 0, mode)
    studio.key(-700, 60)
    studio.hand.go_to(3000)
    studio.recorder.stop()
    assert studio.results == []
    assert studio.told[-1] == "finished"


def test_cancelled_recording_gives_nothing(studio: Studio) -> None:
    studio.recorder.start(SKETCH, 0, count_in=False)
    studio.key(100, 60)
    studio.recorder.cancel()
    studio.recorder.add_key(KeyEvent(200.0, 60, 80))
    assert studio.results == []
    assert studio.told == ["started", "finished"]


def test_what_was_played_is_kept_when_playing_breaks_off(studio: Studio) -> None:
    studio.recorder.start(Sketch(tempo_bpm=TEMPO_BPM), 0, count_in=False)
    studio.key(100, 60)
    studio.key(600, 62)
    studio.hand.stop()
    assert studio.played() == [(100, 500, 60), (600, 30, 62)]


def test_keys_wait_until_the_place_is_known(studio: Studio) -> None:
    studio.recorder.start(Sketch(tempo_bpm=TEMPO_BPM), 0, count_in=False)
    studio.hand.is_known = False
    studio.key(20, 60)
    studio.hand.is_known = True
    studio.key(400, 60, 0)
    studio.recorder.stop()
    assert studio.played() == [(20, 380, 60)]


def test_delay_of_the_sound_is_taken_off(studio: Studio) -> None:
    studio.recorder.sound_delay_ms = 25.0
    studio.recorder.start(Sketch(tempo_bpm=TEMPO_BPM), 0, count_in=False)
    studio.key(505, 60)
    studio.key(725, 60, 0)
    studio.recorder.stop()
    assert studio.played() == [(480, 220, 60)]
