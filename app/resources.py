"""Finds the files that come with Motivo or with other packages, and Motivo's version.

The folder `resources/` lies beside `app/` in a working copy, and inside it in a wheel or a bundle.
"""

from importlib.util import find_spec
from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent


def resource_path(*parts: str) -> Path:
    """Return the path of a file in `resources/`."""
    packaged = _PACKAGE / "resources"
    root = packaged if packaged.is_dir() else _PACKAGE.parent / "resources"
    return root.joinpath(*parts)


def package_path(package: str, *parts: str) -> Path:
    """Return the path of a file in another package, without importing the package.

    In a bundle, the package may be just a folder without code. Raises ModuleNotFoundError if it
    doesn't exist at all.
    """
    spec = find_spec(package)
    if spec is None or spec.submodule_search_locations is None:
        raise ModuleNotFoundError(package)
    return Path(next(iter(spec.submodule_search_locations))).joinpath(*parts)


def program_name() -> str:
    """Return name and version, as a file tells what wrote it."""
    from importlib.metadata import version  # a start has no time for it

    return f"Motivo {version('motivo')}"
