from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from safetensors import safe_open
from safetensors.numpy import save_file

from app.errors import AppError
from app.generation import Model, load_model
from app.generation.hashes import HASHES_NAME, write_hashes
from app.generation.model import FILES, FORMS_NAME, INDEX_NAME, WEIGHTS_NAME
from app.resources import resource_path


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the shipped model."""
    return Path(shutil.copytree(resource_path("model"), tmp_path / "model"))


def rewrite(path: Path, change: Callable[[dict[str, np.ndarray], dict[str, str]], None]) -> None:
    with safe_open(path, framework="np") as file:
        metadata = file.metadata()
        arrays = {name: file.get_tensor(name) for name in file.keys()}  # noqa: SIM118
    change(arrays, metadata)
    save_file(arrays, path, metadata=metadata)
    write_hashes(path.parent, FILES)


def test_a_copy_of_the_model_opens(folder: Path, model: Model) -> None:
    assert load_model(folder).styles == model.styles


@pytest.mark.parametrize("name", FILES)
def test_a_missing_file_is_reported(folder: Path, name: str) -> None:
    (folder / name).unlink()

    with pytest.raises(AppError, match=rf"{name}.*install Motivo again"):
        load_model(folder)


@pytest.mark.parametrize("name", FILES)
@pytest.mark.parametrize(
    "content", [b"", b"not a model", b"PK\x03\x04 no archive", b"\x08" + b"\0" * 7 + b"{}      "]
)
def test_a_broken_file_is_reported(folder: Path, name: str, content: bytes) -> None:
    (folder / name).write_bytes(content)

    with pytest.raises(AppError, match=rf"{name}.*install Motivo again"):
        load_model(folder)


@pytest.mark.parametrize("name", FILES)
@pytest.mark.parametrize("kept", [0.999, 0.5, 0.01])
def test_a_cut_off_file_is_reported(folder: Path, name: str, kept: float) -> None:
    content = (folder / name).read_bytes()
    (folder / name).write_bytes(content[: int(kept * len(content))])

    with pytest.raises(AppError, match=rf"{name}.*install Motivo again"):
        load_model(folder)


@pytest.mark.parametrize("name", [INDEX_NAME, FORMS_NAME])
def test_a_damaged_archive_is_reported(folder: Path, name: str) -> None:
    content = bytearray((folder / name).read_bytes())
    for place in range(2000, 2100):
        content[place] ^= 255
    (folder / name).write_bytes(content)

    with pytest.raises(AppError, match=rf"{name}.*install Motivo again"):
        load_model(folder)


@pytest.mark.parametrize("name", [INDEX_NAME, FORMS_NAME])
def test_an_archive_of_something_else_is_reported(folder: Path, name: str) -> None:
    np.savez(folder / name, other=np.zeros(3))
    write_hashes(folder, FILES)
    with pytest.raises(AppError, match=rf"{name}.*install Motivo again"):
        load_model(folder)

    np.save(folder / "one.npy", np.zeros(3))
    (folder / "one.npy").replace(folder / name)
    write_hashes(folder, FILES)
    with pytest.raises(AppError, match=rf"{name}.*install Motivo again"):
        load_model(folder)


def test_weights_with_other_columns_belong_to_another_version(folder: Path) -> None:
    def shorten(arrays: dict[str, np.ndarray], _: dict[str, str]) -> None:
        arrays["table.weight"] = np.ascontiguousarray(arrays["table.weight"][:-1])

    rewrite(folder / WEIGHTS_NAME, shorten)

    with pytest.raises(AppError, match="another version"):
        load_model(folder)


def test_weights_with_other_styles_belong_to_another_version(folder: Path) -> None:
    def rename(_: dict[str, np.ndarray], metadata: dict[str, str]) -> None:
        metadata["styles"] = "dubstep"

    rewrite(folder / WEIGHTS_NAME, rename)

    with pytest.raises(AppError, match="another version"):
        load_model(folder)


@pytest.mark.parametrize("name", ["layers", "heads"])
def test_weights_without_their_shape_are_broken(folder: Path, name: str) -> None:
    rewrite(folder / WEIGHTS_NAME, lambda _, metadata: metadata.update({name: "many"}))

    with pytest.raises(AppError, match="broken"):
        load_model(folder)


def test_weights_that_lack_an_array_are_broken(folder: Path) -> None:
    def drop(arrays: dict[str, np.ndarray], _: dict[str, str]) -> None:
        del arrays["gap.gates.weight"]

    rewrite(folder / WEIGHTS_NAME, drop)

    with pytest.raises(AppError, match="broken"):
        load_model(folder)


@pytest.mark.parametrize("value", [np.nan, np.inf])
def test_weights_that_are_no_numbers_are_broken(folder: Path, value: float) -> None:
    def spoil(arrays: dict[str, np.ndarray], _: dict[str, str]) -> None:
        arrays["norm.weight"] = np.full_like(arrays["norm.weight"], value)

    rewrite(folder / WEIGHTS_NAME, spoil)

    with pytest.raises(AppError, match="broken"):
        load_model(folder)


@pytest.mark.parametrize("name", FILES)
@pytest.mark.parametrize("share", [0.0, 0.5, 0.999])
def test_a_single_other_bit_is_reported(folder: Path, name: str, share: float) -> None:
    content = bytearray((folder / name).read_bytes())
    content[int(share * len(content))] ^= 16
    (folder / name).write_bytes(content)

    with pytest.raises(AppError, match=rf"{name} is damaged; install Motivo again"):
        load_model(folder)


@pytest.mark.parametrize("content", [None, b"", b"\xff\xfe", b"0" * 64 + b"  melody.safetensors"])
def test_hashes_that_are_missing_or_make_no_sense_are_reported(
    folder: Path, content: bytes | None
) -> None:
    (folder / HASHES_NAME).unlink()
    if content is not None:
        (folder / HASHES_NAME).write_bytes(content)

    with pytest.raises(AppError, match="install Motivo again"):
        load_model(folder)


def test_styles_are_numbered_from_one_and_none_is_any(model: Model) -> None:
    assert model.style_class(None) == 0
    assert [model.style_class(style) for style in model.styles] == list(
        range(1, len(model.styles) + 1)
    )


def test_an_unknown_style_is_refused_and_the_known_ones_are_listed(model: Model) -> None:
    with pytest.raises(AppError, match=r"“dubstep”.*hornpipe"):
        model.style_class("dubstep")
