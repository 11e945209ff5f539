"""The headless commands: `motivo extend`, `convert`, `info`, `proof`, `styles` and `train`."""

from app.cli.main import group, main

__all__ = ["group", "main"]
