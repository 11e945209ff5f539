"""The headless commands: `motivo extend`, `convert` and the others that `commands.py` lists."""


def main(argv: list[str]) -> int:
    """Run a command and return its exit status, as `group.run` does.

    What all commands need is imported only now, because the window needs none of it.
    """
    from app.cli.group import run

    return run(argv)
