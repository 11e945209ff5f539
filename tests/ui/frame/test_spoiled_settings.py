"""Motivo starts whatever its settings file holds, and says so if it had to be set aside."""

from __future__ import annotations

import json
from contextlib import closing

import pytest
from PySide6.QtWidgets import QDialog, QLabel
from pytestqt.qtbot import QtBot

from app.application import Application, create
from app.services.folders import config_dir
from app.services.settings import FILE_NAME, OPTIONS, Settings

NESTED = "[" * 200_000


def told(motivo: Application) -> str:
    label = motivo.window.findChild(QLabel, "statusLabel")
    assert label is not None
    return label.text()


def start_with(content: str) -> Application:
    config_dir().mkdir(parents=True, exist_ok=True)
    (config_dir() / FILE_NAME).write_text(content, encoding="utf-8")
    return create(["motivo"])


def test_spoiled_file_is_told_once(qtbot: QtBot) -> None:
    with closing(start_with(f'[ask]\nwishes="{NESTED}"\n')) as motivo:
        motivo.window.show()
        qtbot.waitUntil(lambda: f"{FILE_NAME}.damaged-1" in told(motivo))
        assert "begin anew" in told(motivo)
    with closing(create(["motivo"])) as again:
        again.window.show()
        qtbot.waitUntil(again.window.isVisible)
        again.messages.info("Nothing else was told.")
        assert told(again) == "Nothing else was told."


ODD = [
    "\x01\x02 ä\ud7ff" + "x" * 5000,
    "/" + "x" * 5000,
    "[*] <b> {0} %s",
    json.dumps({"": None, "folder": "/" + "x" * 5000, "format": [], "melody": {"volume": 1e400}}),
    json.dumps({"open": ["Ctrl+", "", "\x00"], "undo": [1], "no_such_action": ["X"]}),
    json.dumps({"bars": "NaN", "form": {}, "style": [], "Preset": {"bars": 10**400}}),
]


@pytest.mark.parametrize("value", ODD, ids=range(len(ODD)))
def test_any_value_of_any_option_can_be_lived_with(value: str, qtbot: QtBot) -> None:
    settings = Settings()
    for option in OPTIONS.values():
        if isinstance(option.default, str) and not option.choices:
            settings.set(option, value if not option.is_json or value[0] == "{" else "")
        elif isinstance(option.default, bytes):
            settings.set(option, value.encode())
    settings.save()
    with closing(create(["motivo"])) as motivo:
        failures: list[str] = []
        motivo.messages.shown.connect(lambda text, _level: failures.append(text))
        motivo.window.show()
        for name in ("export", "sound", "shortcuts"):
            motivo.window.all_actions[name].trigger()
            for dialog in motivo.window.findChildren(QDialog):
                dialog.reject()
        assert not [text for text in failures if "went wrong" in text]
