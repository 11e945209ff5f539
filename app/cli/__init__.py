"""The commands that need no window: `motivo extend` and the others listed in `commands.py`."""


def main(argv: list[str]) -> int:
    """Run a command and return its exit status, as `group.run` does.

    The libraries of the commands are imported only now, so that the window starts without them.
    """
    from app.cli.group import run

    return run(argv)
