"""Makes any number of damaged files, the same ones for the same seed."""

from __future__ import annotations

from functools import lru_cache
from random import Random
from typing import Final

from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st

from app.domain import Node, Project, Take, TakeTree, Version
from app.domain.file_formats import (
    ABC,
    MIDI,
    MUSICXML,
    NATIVE,
    NOTE_SEQUENCE,
    PACKED_MUSICXML,
    FileFormat,
)
from app.formats.project import export_project
from tests.fuzz.corpus import project, whole_files
from tests.fuzz.damage import MOST_BYTES, OF_BYTES, OF_TEXT, Damage
from tests.fuzz.damage_json import change_value
from tests.fuzz.damage_midi import change_events
from tests.fuzz.damage_sequence import change_fields
from tests.fuzz.damage_xml import change_tree
from tests.fuzz.damage_zip import change_numbers_of_directory, change_packed
from tests.sketches import sketches

OWN: Final[dict[FileFormat, tuple[Damage, ...]]] = {
    NATIVE: (change_value,),
    MIDI: (change_events,),
    MUSICXML: (change_tree,),
    PACKED_MUSICXML: (change_packed, change_packed, change_numbers_of_directory),
    NOTE_SEQUENCE: (change_fields,),
    ABC: (),
}
"""What knows how a format is built, and damages it so that the rest of the file is still read."""

OWN_SHARE: Final = 0.75
BATCH: Final = 50
"""How many native files are drawn at once."""


def mutant(kind: FileFormat, run_seed: int, number: int) -> bytes:
    """Return a damaged file.

    Of the native format, every second is one that no one wrote before, and most of these are whole:
    hardly any damage is let through by the checks, behind which there is much to try.
    """
    random = Random(f"{run_seed} {kind.suffix} {number}")
    if kind is NATIVE and number % 2:
        batch, place = divmod(number // 2, BATCH)
        drawn = _drawn_projects(run_seed * 1_000_003 + batch)
        content = drawn[place % len(drawn)]
    else:
        content = random.choice(whole_files(kind))
    times = (0, 0, 1) if kind is NATIVE and number % 2 else (1, 1, 1, 1, 2, 4)
    for _ in range(random.choice(times)):
        content = _damage(kind, random)(content, random)[:MOST_BYTES]
    return content


def _damage(kind: FileFormat, random: Random) -> Damage:
    own = OWN[kind]
    if own and random.random() < OWN_SHARE:
        return random.choice(own)
    return random.choice(OF_TEXT if kind in (ABC, MUSICXML, NATIVE) else OF_BYTES)


@lru_cache(maxsize=2)
def _drawn_projects(number: int) -> tuple[bytes, ...]:
    """Draw native files with sketches of all kinds in them."""
    found: list[bytes] = []

    @seed(number)
    @settings(
        max_examples=BATCH,
        database=None,
        deadline=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(_projects())
    def collect(drawn: Project) -> None:
        found.append(export_project(drawn))

    collect()
    return tuple(found)


@st.composite
def _projects(draw: st.DrawFn) -> Project:
    """Draw a project; the takes have the wishes of the one in the corpus."""
    requests = [take.request for take in project().takes]
    sketch = draw(sketches())
    versions = tuple(
        Version(draw(sketches()), id=f"version {number}")
        for number in range(draw(st.integers(0, 2)))
    )
    takes: list[Take] = []
    for number in range(draw(st.integers(0, 3))):
        parents = [None, *map(_id, versions), *map(_id, takes)]
        start = draw(st.integers(0, 10_000))
        end = draw(st.sampled_from([0, start, start + 1920]))
        takes.append(
            Take(
                draw(sketches()),
                draw(st.sampled_from(requests)),
                draw(st.integers(0, 2**31 - 1)),
                start,
                end,
                parent=draw(st.sampled_from(parents)),
                number=number + 1,
                name=draw(st.text(max_size=9)),
                id=f"take {number}",
            )
        )
    origin = draw(st.sampled_from([None, *map(_id, versions), *map(_id, takes)]))
    return Project(sketch, TakeTree(tuple(takes), versions), TakeTree(), origin=origin)


def _id(node: Node) -> str:
    return node.id
