"""Each wish is declared once, and everything that is made from the declaration agrees with it."""

import subprocess
import sys
from collections.abc import Iterator
from dataclasses import fields
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import PySide6
import pytest

from app.domain import Ending, Form, RequestMode, Wishes, ending, request_mode, wishes
from app.domain.wish import Wish
from app.domain.wishes import WISHES
from app.errors import InvalidValueError

LUPDATE = Path(PySide6.__file__).with_name("lupdate.exe" if sys.platform == "win32" else "lupdate")

SAMPLES: dict[type, tuple[Any, ...]] = {
    bool: (False, True),
    str: ("reel", "slip jig"),
    RequestMode: tuple(RequestMode),
    Ending: tuple(Ending),
    Form: (Form.parse("a a' b a"), Form.parse("a")),
}
"""Values for the wishes that are no numbers."""


def values_of(wish: Wish) -> Iterator[Any]:
    yield wish.default
    if wish.limits is None:
        yield from SAMPLES[wish.kind]
    else:
        yield from map(wish.kind, wish.limits)


def test_every_field_is_declared_with_its_words() -> None:
    assert list(WISHES) == [field.name for field in fields(Wishes)]
    for wish in WISHES.values():
        assert wish.label[0].isupper()
        assert wish.help[0].isupper()
        assert not wish.help.endswith("."), "the command line adds the full stop"


@pytest.mark.parametrize("name", WISHES)
def test_what_is_kept_of_a_wish_is_read_again(name: str) -> None:
    wish = WISHES[name]
    for value in values_of(wish):
        plain = wish.to_plain(value)
        assert plain is None or type(plain) in (bool, int, float, str), "JSON holds it as it is"
        assert wish.from_plain(plain) == value
        assert getattr(Wishes(**{name: value}), name) == value


@pytest.mark.parametrize("name", [name for name, wish in WISHES.items() if wish.limits])
def test_a_number_beyond_the_limits_is_refused_with_the_limits(name: str) -> None:
    least, most = WISHES[name].limits or (0, 0)
    for beyond in (least - 1, most + 1, float("nan")):
        wished: dict[str, Any] = {name: beyond}
        with pytest.raises(InvalidValueError, match=f"choose a number from {least:g} to "):
            Wishes(**wished)
    usual_least, usual_most = WISHES[name].slider_limits
    assert least <= usual_least < usual_most <= most


@pytest.mark.parametrize(
    ("name", "plain"),
    [
        ("bars", None), ("bars", True), ("bars", 2.5), ("bars", "8"), ("bars", 65),
        ("scale_lock", 1), ("temperature", "hot"), ("temperature", False), ("seed", 10**400),
        ("style", 3), ("lowest", "D4"), ("ending", "loud"), ("ending", 0), ("mode", None),
        ("form", "a 1"), ("form", ""), ("form", ["a"]),
    ],
)  # fmt: skip
def test_what_was_never_kept_is_not_read(name: str, plain: object) -> None:
    with pytest.raises(InvalidValueError):
        WISHES[name].from_plain(plain)


def test_every_text_is_found_for_translation(tmp_path: Path) -> None:
    found = tmp_path / "found.ts"
    alias = "QT_TRANSLATE_NOOP+=translatable"
    sources = [str(module.__file__) for module in (wishes, ending, request_mode)]
    command = [str(LUPDATE), "-silent", "-tr-function-alias", alias, *sources, "-ts", str(found)]
    subprocess.run(command, check=True)
    (context,) = ElementTree.parse(found).iter("context")
    assert context.findtext("name") == "Wishes"
    texts = {message.findtext("source") for message in context.iter("message")}
    shown = {text for wish in WISHES.values() for text in (wish.label, wish.help, wish.sentence)}
    for words in (choice.words for wish in WISHES.values() for choice in wish.choices):
        shown |= {words.label, words.help}
    for mode in RequestMode:
        shown |= {mode.words.one, mode.words.several, mode.words.origin}
    assert texts == shown - {""}
