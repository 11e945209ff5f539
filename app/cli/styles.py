"""`motivo styles`: the styles that the model knows."""

import click


@click.command()
def styles() -> None:
    """List the names that --style takes."""
    from app.generation import load_model

    for name in load_model().styles:
        click.echo(name)
