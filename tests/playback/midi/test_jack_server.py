import pytest
import rtmidi

from app.playback.midi.jack_server import jack_server_runs


def test_server_that_is_not_there_does_not_answer(
    monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    if rtmidi.API_UNIX_JACK not in rtmidi.get_compiled_api():
        pytest.skip("JACK is asked on Linux alone, where rtmidi is built for it")
    monkeypatch.setenv("JACK_DEFAULT_SERVER", "motivo-nobody-s-server")
    assert not jack_server_runs(str(rtmidi._rtmidi.__file__), "Motivo")
