"""Names the folders for Motivo's own files; the variable MOTIVO_HOME puts all into one folder."""

import os
from pathlib import Path
from typing import Final

from PySide6.QtCore import QStandardPaths

HOME_VARIABLE: Final = "MOTIVO_HOME"
FOLDER: Final = "motivo"


def config_dir() -> Path:
    """Return the folder for settings, which may not exist yet."""
    return _folder("config", QStandardPaths.StandardLocation.GenericConfigLocation)


def data_dir() -> Path:
    """Return the folder for unsaved work of the user, which may not exist yet."""
    return _folder("data", QStandardPaths.StandardLocation.GenericDataLocation)


def log_dir() -> Path:
    """Return the folder for logs, which may not exist yet."""
    return _folder("log", QStandardPaths.StandardLocation.GenericStateLocation)


def _folder(name: str, location: QStandardPaths.StandardLocation) -> Path:
    home = os.environ.get(HOME_VARIABLE)
    if home:
        return Path(home) / name
    return Path(QStandardPaths.writableLocation(location)) / FOLDER / name
