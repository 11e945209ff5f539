from pathlib import Path
from typing import Any

import pytest
from pytestqt.qtbot import QtBot

from app.logs import log_dir
from app.services import settings as options
from app.services.folders import config_dir, data_dir
from app.services.settings import (
    FILE_NAME,
    GEOMETRY,
    LAST_FOLDER,
    LOOP,
    THEME,
    Option,
    Settings,
)

OPTIONS = [value for value in vars(options).values() if isinstance(value, Option)]
OTHER_VALUES: dict[type, list[Any]] = {
    bool: [True, False],
    bytes: [b"\x00\xff;=%", b""],
    str: ["/home/ä, b;c", "true", "", "@Invalid()"],
}


@pytest.mark.parametrize("option", OPTIONS, ids=lambda option: option.key)
def test_every_option_comes_back_from_the_file(tmp_path: Path, option: Any) -> None:
    for value in option.choices or OTHER_VALUES[type(option.default)]:
        settings = Settings(tmp_path / "settings.ini")
        settings.set(option, value)
        settings.save()
        again = Settings(tmp_path / "settings.ini").get(option)
        assert (again, type(again)) == (value, type(option.default))


def test_file_that_makes_no_sense_counts_as_defaults(tmp_path: Path) -> None:
    path = tmp_path / "settings.ini"
    path.write_text("[window]\ntheme=purple\ngeometry=17\n[sound]\nloop=perhaps\n[files]\nlast_")
    settings = Settings(path)
    assert settings.get(THEME) == "system"
    assert settings.get(GEOMETRY) == b""
    assert settings.get(LOOP) is True
    assert settings.get(LAST_FOLDER) == ""


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
