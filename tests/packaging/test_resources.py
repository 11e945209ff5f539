from pathlib import Path

import pytest

from app.playback.sound.soundfonts import default_soundfont
from app.resources import package_path, resource_path
from app.ui.theme.icons import FONT, NAMES


def test_what_is_shipped_is_there() -> None:
    for parts in (
        ("style.qss",),
        ("model", "melody.safetensors"),
        ("model", "melodies.npz"),
        ("model", "SHA256SUMS"),
    ):
        assert resource_path(*parts).is_file()
    for name in (FONT, NAMES):
        assert package_path("qtawesome", "fonts", name).is_file()
    assert default_soundfont().is_file()


def test_a_package_is_found_by_its_bare_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # As in a bundle, which holds the fonts of qtawesome and nothing of its code.
    (tmp_path / "bare_font_package" / "fonts").mkdir(parents=True)
    monkeypatch.syspath_prepend(tmp_path)
    found = package_path("bare_font_package", "fonts")
    assert found == tmp_path / "bare_font_package" / "fonts"


def test_a_package_that_is_missing_is_told() -> None:
    with pytest.raises(ModuleNotFoundError):
        package_path("no_such_package")
