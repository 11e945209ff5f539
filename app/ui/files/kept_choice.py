"""Says in words what Motivo has kept, for lists to choose from."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QCoreApplication, QDateTime, QLocale

from app.domain import Melody
from app.domain.snapshot import KeptWork
from app.ui.files.melody_list import Choice

MOST_IN_PICTURE: Final = 96
"""How many notes of a sketch are shown: some dozen bars."""


def kept_choice(work: KeptWork, why: str = "") -> Choice:
    """Return a kept sketch with its title, time, takes, a picture, and why it was kept."""
    snapshot = work.snapshot
    sketch, takes = snapshot.project.sketch, len(snapshot.project.takes)
    name = sketch.title or (snapshot.path.name if snapshot.path else _tr("New sketch"))
    with_takes = _tr("1 take") if takes == 1 else _tr("{0} takes").format(takes)
    picture = Melody(sketch.melody.notes[:MOST_IN_PICTURE])
    told = ", ".join(each for each in (moment_in_words(work), with_takes, why) if each)
    return Choice(f"{name}\n{told}", picture)


def moment_in_words(work: KeptWork) -> str:
    """Return when a sketch was kept."""
    moment = QDateTime.fromSecsSinceEpoch(round(work.kept_at.timestamp()))
    return QLocale().toString(moment, QLocale.FormatType.ShortFormat)


def _tr(text: str) -> str:
    return QCoreApplication.translate("kept_choice", text)
