"""Reading and writing files: `read_sketch`, `write_sketch`, and a module for each format."""

from app.domain import Project
from app.domain.imported import Imported, PartInfo
from app.formats.info import sketch_info
from app.formats.project import read_project, write_project
from app.formats.registry import import_sketch, read_sketch, write_sketch

__all__ = [
    "Imported",
    "PartInfo",
    "Project",
    "import_sketch",
    "read_project",
    "read_sketch",
    "sketch_info",
    "write_project",
    "write_sketch",
]
