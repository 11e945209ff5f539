"""Starts Motivo as a user for whom the system knows no home, and opens the dialog for exports."""

import pwd
import sys
from typing import Any, NoReturn

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QDialog


def _unknown(uid: int) -> NoReturn:
    raise KeyError(uid)


def main() -> int:
    """Run until the dialog was shown and closed."""
    any_module: Any = pwd
    any_module.getpwuid = _unknown
    from app.application import create

    motivo = create(["motivo"])
    motivo.window.show()

    def export() -> None:
        motivo.window.all_actions["export"].trigger()
        (dialog,) = motivo.window.findChildren(QDialog)
        sys.stdout.write(f"{motivo.exporting.folder}\n")
        dialog.reject()
        motivo.window.close()

    QTimer.singleShot(0, motivo, export)
    return motivo.run()


if __name__ == "__main__":
    sys.exit(main())
