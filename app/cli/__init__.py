"""The headless commands: `motivo extend`, `convert`, `info`, `styles` and `train`."""

from app.cli.commands import group, main

__all__ = ["group", "main"]
