"""`motivo train`, which calls the training layer; that needs the `train` extra."""

import importlib.util

import click

from app.errors import AppError


@click.command(
    context_settings={"ignore_unknown_options": True, "help_option_names": []},
    add_help_option=False,
)
@click.argument("arguments", nargs=-1, type=click.UNPROCESSED)
def train(arguments: tuple[str, ...]) -> None:
    """Train a model and write its weights."""
    if importlib.util.find_spec("torch") is None:
        raise AppError("Training needs PyTorch; run `python3 dev.py train`, which installs it.")
    from app.training.__main__ import main

    main(list(arguments))
