import numpy as np
import pytest

from app.bench.null_sink import SAMPLE_RATE, Captured
from app.bench.sink_recording import SinkRecording

CHUNK = SAMPLE_RATE // 100


def recording(level: np.ndarray[tuple[int], np.dtype[np.float32]], began: float) -> SinkRecording:
    """Record a sine with a level for each frame; every chunk of 10 ms arrives when it is over."""
    tone = level * np.sin(np.arange(len(level)) * 0.1 + 1).astype(np.float32)
    arrivals = tuple(
        (end, began + end / SAMPLE_RATE) for end in range(CHUNK, len(level) + 1, CHUNK)
    )
    return SinkRecording(Captured(np.stack([tone, tone], axis=1).tobytes(), arrivals))


def test_note_arrives_with_its_chunk() -> None:
    level = np.full(SAMPLE_RATE, 0.01, np.float32)
    level[SAMPLE_RATE // 2 + 100 :] = 0.5
    assert recording(level, 100.0).note_arrival_after(100.3) == pytest.approx(100.51)


def test_note_that_rings_on_is_not_a_new_one() -> None:
    ringing = np.linspace(0.5, 0.1, SAMPLE_RATE, dtype=np.float32)
    with pytest.raises(ValueError, match="not heard"):
        recording(ringing, 0.0).note_arrival_after(0.5)


def test_longest_silence_is_found_between_two_moments() -> None:
    level = np.full(2 * SAMPLE_RATE, 0.3, np.float32)
    level[4800:14400] = 0
    level[48000:50400] = 0
    recorded = recording(level, 7.0)
    assert recorded.longest_silence(7.0, 9.0) == pytest.approx(0.2, abs=0.001)
    assert recorded.longest_silence(7.5, 9.0) == pytest.approx(0.05, abs=0.001)
    assert recorded.longest_silence(8.5, 9.0) < 0.002


def test_silences_have_the_moment_of_their_beginning() -> None:
    level = np.full(2 * SAMPLE_RATE, 0.3, np.float32)
    level[4800:14400] = 0
    level[48000:50400] = 0
    moments, seconds = zip(*recording(level, 7.0).silences(7.0, 9.0), strict=True)
    assert moments == pytest.approx((7.11, 8.01), abs=0.001)
    assert seconds == pytest.approx((0.2, 0.05), abs=0.001)
