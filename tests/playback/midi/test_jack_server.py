import pytest

from app.playback.midi.jack_server import jack_server_runs


def test_server_that_is_not_there_does_not_answer(
    monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("JACK_DEFAULT_SERVER", "motivo-nobody-s-server")
    assert not jack_server_runs("Motivo")
    assert capfd.readouterr().err == ""
