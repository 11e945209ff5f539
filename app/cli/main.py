"""Owns the command group and what every command shares: exit codes and one-line failures."""

from __future__ import annotations

import logging
import sys
import tempfile
from importlib.metadata import version
from pathlib import Path

import click

from app.cli.convert import convert
from app.cli.evaluate import evaluate
from app.cli.extend import extend
from app.cli.info import info
from app.cli.proof import proof
from app.cli.styles import styles
from app.cli.train import train
from app.errors import AppError

EXIT_DONE = 0
EXIT_FAILED = 1
EXIT_WRONG_USE = 2
EXIT_INTERRUPTED = 130


@click.group(
    help="Sketch a motif, hear where it could go, keep what is yours."
    " `motivo [FILE]` opens the window; the commands below work without one.",
    context_settings={"help_option_names": ["-h", "--help"]},
)
@click.version_option(version("motivo"), prog_name="motivo")
def group() -> None:
    """Hold the commands together."""


for _command in (extend, convert, info, evaluate, proof, styles, train):
    group.add_command(_command)


def main(argv: list[str]) -> int:
    """Run a headless command; return the exit status of the contract.

    0 done, 1 a failure told in one line on standard error, 2 wrong use. Never a traceback: one that
    Motivo itself is to blame for goes to a log file, which the line names.
    """
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
    except Exception:  # the last place before the user, who never sees a traceback
        log = Path(tempfile.gettempdir()) / "motivo-error.log"
        logging.basicConfig(filename=log, encoding="utf-8", level=logging.ERROR)
        logging.exception("motivo %s", " ".join(argv))
        return _failed(f"something went wrong inside Motivo; please send us {log}.")
    return EXIT_DONE


def _failed(sentence: str) -> int:
    click.echo(f"motivo: {' '.join(sentence.split())}", file=sys.stderr)
    return EXIT_FAILED
