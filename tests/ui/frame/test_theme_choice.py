"""Colours are chosen in the menu, marked there, and kept for the next start."""

from __future__ import annotations

from contextlib import closing

import pytest
from PySide6.QtWidgets import QApplication

from app.application import Application, create

CHOICES = ("system", "light", "dark")


def marked(motivo: Application) -> list[str]:
    """Return the choices that have a mark in the menu."""
    actions = motivo.window.all_actions
    return [choice for choice in CHOICES if actions[f"theme_{choice}"].isChecked()]


def brightness() -> int:
    return QApplication.palette().window().color().lightness()


def test_colours_change_at_once_and_the_one_choice_is_marked(motivo: Application) -> None:
    actions = motivo.window.all_actions
    assert marked(motivo) == ["system"]
    actions["theme_light"].trigger()
    assert marked(motivo) == ["light"]
    light = brightness()
    actions["theme_dark"].trigger()
    assert marked(motivo) == ["dark"]
    assert brightness() < light
    actions["theme_dark"].trigger()
    assert marked(motivo) == ["dark"], "what is chosen already stays chosen"


@pytest.mark.parametrize("choice", ["light", "dark"])
def test_choice_is_kept_for_the_next_start(motivo: Application, choice: str) -> None:
    motivo.window.all_actions[f"theme_{choice}"].trigger()
    chosen = brightness()
    motivo.close()
    with closing(create(["motivo"])) as again:
        assert marked(again) == [choice]
        assert brightness() == chosen
