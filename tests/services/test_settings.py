import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from pytestqt.qtbot import QtBot

import app
from app.bench.patience import PATIENCE_SECONDS
from app.logs import log_dir
from app.services import settings as options
from app.services.folders import config_dir, data_dir
from app.services.settings import (
    FILE_NAME,
    LAST_FOLDER,
    LOOP,
    SOUNDFONT,
    THEME,
    WISHES,
    Option,
    Settings,
)

OPTIONS = [value for value in vars(options).values() if isinstance(value, Option)]
OTHER_VALUES: dict[type, list[Any]] = {
    bool: [True, False],
    bytes: [b"\x00\xff;=%", b""],
    str: ["/home/ä, b;c", "true", "", "@Invalid()"],
}

JSON: list[Any] = ['{"ä, b;c": [1, "@Invalid()"]}', ""]


@pytest.mark.parametrize("option", OPTIONS, ids=lambda option: option.key)
def test_every_option_comes_back_from_the_file(tmp_path: Path, option: Any) -> None:
    others = JSON if option.is_json else OTHER_VALUES[type(option.default)]
    for value in option.choices or others:
        settings = Settings(tmp_path / "settings.ini")
        settings.set(option, value)
        settings.save()
        again = Settings(tmp_path / "settings.ini").get(option)
        assert (again, type(again)) == (value, type(option.default))


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "settings.ini"


NESTED = "[" * 200_000
SPOILED = {
    "any bytes": bytes(range(256)) * 20,
    "no text": b"[window]\ntheme=\xff\xfe",
    "NULs": b"[window]\ntheme=light\0\n",
    "zeros": bytes(5000),
    "no settings": b"Dear diary,\n\ntoday I wrote a tune.\n",
    "cut off": b"[window]\ntheme=dark\n[sound]\nloop=true\n[files]\nlast_",
    "nested": f'[ask]\nwishes="{NESTED}"\n'.encode(),
    "nested keys": f'[keys]\nchanged="{NESTED}"\n'.encode(),
    "a list": b'[sound]\nmix="[1, 2]"\n',
    "half a JSON": b'[ask]\npresets="{"\n',
    "a number for bytes": b"[window]\ngeometry=17\n",
    "a word for yes": b"[sound]\nloop=perhaps\n",
    "several values": b"[files]\nlast_folder=a, b\n",
    "a foreign value": b"[files]\nlast_folder=@Size(1 2)\n",
    "huge": b"; nothing\n" * 500_000,
}


@pytest.mark.parametrize("content", SPOILED.values(), ids=SPOILED)
def test_spoiled_file_is_set_aside_and_the_settings_begin_anew(file: Path, content: bytes) -> None:
    file.write_bytes(content)
    settings = Settings(file)
    assert settings.set_aside == file.with_name("settings.ini.damaged-1")
    assert settings.set_aside.read_bytes() == content
    assert all(settings.get(option) == option.default for option in OPTIONS)
    settings.set(THEME, "dark")
    settings.save()
    again = Settings(file)
    assert (again.set_aside, again.get(THEME)) == (None, "dark")


def test_what_was_set_aside_before_stays(file: Path) -> None:
    for number in (1, 2, 3):
        file.write_bytes(bytes([number]))
        Settings(file)
    assert sorted(path.name for path in file.parent.glob("*.damaged-*")) == [
        f"settings.ini.damaged-{number}" for number in (1, 2, 3)
    ]
    assert file.with_name("settings.ini.damaged-2").read_bytes() == b"\2"


def test_folder_in_place_of_the_file_is_set_aside(file: Path) -> None:
    (file / "inner").mkdir(parents=True)
    settings = Settings(file)
    assert (file.with_name("settings.ini.damaged-1") / "inner").is_dir()
    settings.set(THEME, "dark")
    settings.save()
    assert Settings(file).get(THEME) == "dark"


def test_file_that_can_not_be_read_is_set_aside(
    file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file.write_text("[window]\ntheme=dark\n")

    def refuse(_path: Path) -> bytes:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "read_bytes", refuse)
    settings = Settings(file)
    assert settings.set_aside is not None
    assert settings.get(THEME) == "system"


def test_file_that_can_not_be_set_aside_is_done_without(
    file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file.write_bytes(SPOILED["nested"])

    def refuse(_path: Path, _new: Path) -> Path:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "rename", refuse)
    settings = Settings(file)
    assert settings.set_aside is None
    assert settings.get_object(WISHES) == {}


def test_settings_of_another_version_are_not_spoiled(file: Path) -> None:
    file.write_text("[window]\ntheme=purple\n[new]\nthing=@Invalid()\n[sound]\nloop=false\n")
    settings = Settings(file)
    assert settings.set_aside is None
    assert settings.get(THEME) == "system"
    assert settings.get(LOOP) is False


WRITING = """
import sys
from pathlib import Path
from app.services.settings import LAST_FOLDER, SOUNDFONT, Settings
option = {"folder": LAST_FOLDER, "soundfont": SOUNDFONT}[sys.argv[2]]
settings = Settings(Path(sys.argv[1]))
for number in range(100):
    settings.set(option, f"{sys.argv[2]} {number}" * 50)
    settings.save()
assert settings.set_aside is None
"""


def test_two_motivos_that_write_at_once_spoil_nothing(file: Path) -> None:
    environment = {**os.environ, "PYTHONPATH": str(Path(app.__file__).parent.parent)}
    writers = [
        subprocess.Popen([sys.executable, "-c", WRITING, file, name], env=environment)
        for name in ("folder", "soundfont")
    ]
    assert [writer.wait(PATIENCE_SECONDS) for writer in writers] == [0, 0]
    settings = Settings(file)
    assert settings.set_aside is None
    assert settings.get(LAST_FOLDER) == "folder 99" * 50
    assert settings.get(SOUNDFONT) == "soundfont 99" * 50
    assert [path.name for path in file.parent.glob("settings*")] == ["settings.ini"]


def test_change_is_told_once_and_impossible_value_refused(qtbot: QtBot) -> None:
    settings = Settings()
    told: list[str] = []
    settings.changed.connect(told.append)
    settings.set(THEME, "dark")
    settings.set(THEME, "dark")
    assert told == ["window/theme"]
    with pytest.raises(ValueError, match="purple"):
        settings.set(THEME, "purple")
    settings.save()
    assert (config_dir() / FILE_NAME).is_file()


def test_folders_lie_in_the_named_home(motivo_home: Path) -> None:
    assert {config_dir(), data_dir(), log_dir()} == {
        motivo_home / "config",
        motivo_home / "data",
        motivo_home / "log",
    }


def test_folders_without_a_named_home_are_the_systems(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("MOTIVO_HOME")
    folders = [config_dir(), data_dir(), log_dir()]
    assert len(set(folders)) == 3
    assert all(path.is_absolute() and path.parent.name == "motivo" for path in folders)
