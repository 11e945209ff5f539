"""Names the folders for Motivo's own files; the variable MOTIVO_HOME puts all into one folder."""

import os
from pathlib import Path

from PySide6.QtCore import QStandardPaths

from app.logs import FOLDER, HOME_VARIABLE


def config_dir() -> Path:
    """Return the folder for settings, which may not exist yet."""
    return _folder("config", QStandardPaths.StandardLocation.GenericConfigLocation)


def data_dir() -> Path:
    """Return the folder for unsaved work of the user, which may not exist yet."""
    return _folder("data", QStandardPaths.StandardLocation.GenericDataLocation)


def _folder(name: str, location: QStandardPaths.StandardLocation) -> Path:
    home = os.environ.get(HOME_VARIABLE)
    if home:
        return Path(home) / name
    return Path(QStandardPaths.writableLocation(location)) / FOLDER / name
