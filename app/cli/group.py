"""Owns the group of all commands, which gives them their exit statuses and one-line failures."""

from __future__ import annotations

import logging
import sys
from importlib import import_module
from importlib.metadata import version
from io import TextIOWrapper

import click

from app.cli.commands import (
    COMMANDS,
    EXIT_DONE,
    EXIT_FAILED,
    EXIT_INTERRUPTED,
    EXIT_WRONG_USE,
)
from app.constants import NEW_WINDOW
from app.errors import AppError
from app.logs import log_path, start_log


class CommandsByName(click.Group):
    """A group that imports a command only when it is called, or when help describes it."""

    def list_commands(self, _ctx: click.Context) -> list[str]:
        """Return the names, in the order in which help lists them."""
        return list(COMMANDS)

    def get_command(self, _ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Return the command of that name, or None if there is none."""
        if cmd_name not in COMMANDS:
            return None
        command: click.Command = getattr(import_module(COMMANDS[cmd_name]), cmd_name)
        return command


@click.group(
    cls=CommandsByName,
    help="Sketch a motif, hear where it could go, keep what is yours."
    " `motivo [FILE]` opens a window; the commands below work without one.",
    context_settings={"help_option_names": ["-h", "--help"]},
)
@click.option(
    NEW_WINDOW,
    is_flag=True,
    expose_value=False,
    help="Open a window of its own, even if Motivo is open.",
)
@click.version_option(version("motivo"), prog_name="motivo")
def group() -> None:
    """Group the commands."""


def run(argv: list[str]) -> int:
    """Run a command and return its exit status, one of those in `commands.py`.

    A failure prints one line on standard error, never a traceback. The traceback of an error in
    Motivo itself goes to a log file, which the line names.
    """
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            # An encoding without ♭ and ♯, such as that of a Windows console, gets them escaped.
            stream.reconfigure(errors="backslashreplace")
    try:
        group.main(args=argv, prog_name="motivo", standalone_mode=False)
    except AppError as error:
        return _failed(str(error))
    except click.UsageError as error:
        error.show()
        return EXIT_WRONG_USE
    except click.ClickException as error:
        return _failed(error.format_message())
    except (click.Abort, KeyboardInterrupt):
        return EXIT_INTERRUPTED
    except Exception:  # nothing else would catch it, and the user must never see a traceback
        close_log = start_log()
        logging.getLogger(__name__).exception("motivo %r", argv)
        close_log()
        log = log_path()
        advice = f"please send us {log}" if log else "please tell us what you were doing"
        return _failed(f"something went wrong inside Motivo; {advice}.")
    return EXIT_DONE


def _failed(sentence: str) -> int:
    click.echo(f"motivo: {' '.join(sentence.split())}", file=sys.stderr)
    return EXIT_FAILED
