"""Listens to real sound: a PulseAudio server of the test's own, whose sink leads nowhere."""

import os
import queue
import shutil
import subprocess
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from app.playback.messages import DeviceOpened, Ended, Load, Play, Report
from app.playback.schedule import Schedule
from app.playback.synth import AudioFrames
from app.playback.synth_process import SynthProcess
from tests.playback.sketches import onsets, pitch_at, scale

pytestmark = pytest.mark.skipif(
    not (shutil.which("pulseaudio") and shutil.which("parec")), reason="needs PulseAudio"
)

SAMPLE_RATE = 48000
FRAME_BYTES = 8
PATIENCE_SECONDS = 20


class Capture:
    """What comes out of the sink, as parec hears it; `arrivals` are (frames so far, moment)."""

    def __init__(self) -> None:
        self._process = subprocess.Popen(
            ["parec", "--device=motivo.monitor", "--format=float32le", f"--rate={SAMPLE_RATE}",
             "--channels=2", "--latency-msec=5"],
            stdout=subprocess.PIPE,
        )  # fmt: skip
        self._data = bytearray()
        self.arrivals: list[tuple[int, float]] = []
        self.is_running = threading.Event()
        self._reader = threading.Thread(target=self._read)
        self._reader.start()

    def stop(self) -> AudioFrames:
        """End the capture and return all of it."""
        self._process.terminate()
        self._process.wait()
        self._reader.join()
        whole = len(self._data) // FRAME_BYTES * FRAME_BYTES
        return np.frombuffer(bytes(self._data[:whole]), np.float32).reshape(-1, 2)

    def _read(self) -> None:
        assert self._process.stdout is not None
        with self._process.stdout:
            while part := os.read(self._process.stdout.fileno(), 65536):
                self._data += part
                self.arrivals.append((len(self._data) // FRAME_BYTES, time.perf_counter()))
                self.is_running.set()


@pytest.fixture
def null_sink(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Run a server with one sink and make it the default for what this test starts."""
    socket = tmp_path / "sound.socket"
    for name in ("HOME", "XDG_RUNTIME_DIR", "XDG_CONFIG_HOME"):
        monkeypatch.setenv(name, str(tmp_path))
    server = subprocess.Popen(
        ["pulseaudio", "-n", "--daemonize=no", "--exit-idle-time=-1", "--use-pid-file=no",
         f"--load=module-null-sink sink_name=motivo rate={SAMPLE_RATE}",
         f"--load=module-native-protocol-unix socket={socket} auth-anonymous=1"],
        stderr=subprocess.DEVNULL,
    )  # fmt: skip
    monkeypatch.setenv("PULSE_SERVER", f"unix:{socket}")
    monkeypatch.setenv("PULSE_SINK", "motivo")
    try:
        deadline = time.monotonic() + PATIENCE_SECONDS
        while subprocess.run(["pactl", "info"], capture_output=True, check=False).returncode:
            assert time.monotonic() < deadline, "PulseAudio did not start"
        yield
    finally:
        server.terminate()
        server.wait()


@pytest.mark.usefixtures("null_sink")
def test_right_pitches_come_out_of_the_sound_card_in_their_places() -> None:
    reports: queue.Queue[Report] = queue.Queue()
    capture = Capture()
    assert capture.is_running.wait(PATIENCE_SECONDS)
    synth = SynthProcess(reports.put)
    assert reports.get(timeout=PATIENCE_SECONDS) == DeviceOpened("PulseAudio")
    pitches = (60, 64, 67, 72, 71, 67, 62, 60)
    synth.send(Load(Schedule.of(scale(tempo_bpm=120.0, pitches=pitches))))
    synth.send(Play(0, serial=1))
    while not isinstance(reports.get(timeout=PATIENCE_SECONDS), Ended):
        pass
    synth.close()
    audio = capture.stop()
    first = onsets(audio, SAMPLE_RATE)[0]
    heard = [pitch_at(audio, SAMPLE_RATE, first + 0.5 * index + 0.05) for index in range(8)]
    assert heard == list(pitches)
