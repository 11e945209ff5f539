"""`motivo styles`, which lists the styles that the model knows."""

import click


@click.command()
def styles() -> None:
    """List the styles that can be chosen with --style."""
    from app.generation import load_model

    for name in load_model().styles:
        click.echo(name)
