"""What has the generation process of a test load another model than the shipped one."""

import os
from pathlib import Path

from app import jobs

FOLDER = "MOTIVO_TEST_MODEL"
"""The variable of the environment that names the model's folder."""


def prepare() -> None:
    """Load the model of that folder, as the process does with the shipped one."""
    from app.generation import model

    vars(model)["resource_path"] = lambda *_parts: Path(os.environ[FOLDER])
    jobs.prepare_generation()
