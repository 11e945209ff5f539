"""Damages XML element by element, so that it stays well formed."""

from __future__ import annotations

import copy
from random import Random
from typing import Final
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

from tests.fuzz.damage import NUMBERS, REPEATS

MARKS: Final = (
    '<barline><repeat direction="backward" times="{n}"/></barline>',
    '<barline><repeat direction="forward"/></barline>',
    '<barline><ending number="{n}" type="start"/></barline>',
    '<barline><ending number="1,2-{n}" type="discontinue"/></barline>',
    '<direction><sound dacapo="yes" segno="{n}" coda="{n}" tempo="{n}"/></direction>',
    '<direction><sound dalsegno="{n}" tocoda="{n}" fine="yes"/></direction>',
    "<backup><duration>{n}</duration></backup>",
    "<forward><duration>{n}</duration></forward>",
    "<attributes><divisions>{n}</divisions></attributes>",
    "<attributes><key><fifths>{n}</fifths></key></attributes>",
    "<attributes><time><beats>{n}</beats><beat-type>4</beat-type></time></attributes>",
    "<attributes><time><beats>3</beats><beat-type>{n}</beat-type></time></attributes>",
    "<attributes><time><senza-misura/></time><staves>{n}</staves></attributes>",
    (
        "<attributes><transpose><chromatic>{n}</chromatic><octave-change>{n}</octave-change>"
        "</transpose></attributes>"
    ),
    (
        "<harmony><root><root-step>C</root-step><root-alter>{n}</root-alter></root>"
        "<kind>major</kind><offset>{n}</offset></harmony>"
    ),
    "<harmony><numeral><numeral-root>{n}</numeral-root></numeral><kind>none</kind></harmony>",
    "<harmony><function>{n}</function><kind>other</kind></harmony>",
    (
        "<direction><direction-type><metronome><beat-unit>{n}</beat-unit>"
        "<per-minute>{n}</per-minute></metronome></direction-type></direction>"
    ),
    "<direction><direction-type><words>D.C. al Fine</words></direction-type></direction>",
    '<direction><direction-type><octave-shift type="up" size="{n}"/></direction-type></direction>',
    (
        "<note><pitch><step>C</step><alter>{n}</alter><octave>4</octave></pitch>"
        "<duration>1</duration></note>"
    ),
    "<note><pitch><step>C</step><octave>{n}</octave></pitch><duration>{n}</duration></note>",
    "<attributes><measure-style><multiple-rest>{n}</multiple-rest></measure-style></attributes>",
    (
        '<attributes><measure-style><measure-repeat type="start">{n}</measure-repeat>'
        "</measure-style></attributes>"
    ),
)
"""What can stand in a bar, with a number in it that is no music's."""


def change_tree(content: bytes, random: Random) -> bytes:
    """Change one to three elements of a document; what is no XML stays as it is."""
    try:
        root = ElementTree.fromstring(content)
    except (ElementTree.ParseError, ValueError, LookupError):
        return content
    for _ in range(random.randint(1, 3)):
        _change(root, random)
    written: bytes = ElementTree.tostring(root, encoding="utf-8", xml_declaration=True)
    return written


def _change(root: Element, random: Random) -> None:
    parents = [element for element in root.iter() if len(element)]
    if not parents:
        return
    parent = random.choice(parents)
    place = random.randrange(len(parent))
    child = parent[place]
    match random.randrange(9):
        case 0:
            parent.remove(child)
        case 1:
            for _ in range(random.choice(REPEATS[:-1])):
                parent.insert(place, copy.deepcopy(child))
        case 2:
            random.choice(parents).append(copy.deepcopy(child))
        case 3 | 4:
            _change_text(root, random)
        case 5:
            _change_attribute(random.choice(list(root.iter())), random)
        case 6:
            child.tag = random.choice(list(root.iter())).tag
        case 7:
            for _ in range(random.choice((1, 5, 70))):
                child = _wrapped(child, parent)
        case _:
            bars = list(root.iter("measure")) or [root]
            mark = random.choice(MARKS).format(n=_number(random))
            bar = random.choice(bars)
            bar.insert(random.randrange(len(bar) + 1), ElementTree.fromstring(mark))


def _change_text(root: Element, random: Random) -> None:
    leaves = [element for element in root.iter() if not len(element)]
    numbers = [leaf for leaf in leaves if (leaf.text or "").strip().lstrip("-").isdigit()]
    leaf = random.choice(numbers or leaves)
    other = random.choice(leaves)
    leaf.text = random.choice((_number(random), _number(random), other.text, None))


def _change_attribute(element: Element, random: Random) -> None:
    if not element.attrib:
        return
    name = random.choice(sorted(element.attrib))
    if random.random() < 0.4:
        del element.attrib[name]
    else:
        element.attrib[name] = _number(random)


def _wrapped(child: Element, parent: Element) -> Element:
    """Put an element into another of the same name, which takes its place."""
    place = list(parent).index(child)
    outer = Element(child.tag, child.attrib)
    parent.remove(child)
    outer.append(child)
    parent.insert(place, outer)
    return outer


def _number(random: Random) -> str:
    return random.choice(NUMBERS)
