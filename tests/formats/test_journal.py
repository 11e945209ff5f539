"""A journal gives back the last state of a document that was written wholly, wherever it ends."""

from __future__ import annotations

import json
import os
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain import Melody, Note, Project, Request, Sketch, Take, TakeTree, Version
from app.domain.snapshot import Snapshot
from app.errors import AppError
from app.formats.journal import heading, lines_between, read_journal, read_kept

MELODIES = st.lists(st.integers(50, 80), max_size=8).map(
    lambda pitches: Melody(tuple(Note(480 * i, 480, pitch) for i, pitch in enumerate(pitches)))
)
SKETCHES = st.builds(
    Sketch,
    melody=MELODIES,
    title=st.sampled_from(["", "Air", "line\nbreak", "\u2028“é”"]),
    tempo_bpm=st.sampled_from([60.0, 120.5]),
)
POOL = tuple(
    Take(
        Sketch(melody=Melody((Note(0, 480, 60 + number),))),
        Request(),
        seed=number,
        start_ticks=0,
        number=number,
        id=f"take{number}",
    )
    for number in range(30)
)
VERSIONS = tuple(Version(Sketch(title=str(number)), id=f"version{number}") for number in range(12))


@st.composite
def snapshots(draw: st.DrawFn) -> Snapshot:
    """Draw a state; starred takes, takes in the bin and versions come and go."""
    numbers = draw(st.lists(st.integers(0, len(POOL) - 1), unique=True))
    split = draw(st.integers(0, len(numbers)))
    starred = draw(st.sets(st.sampled_from(numbers))) if numbers else set()
    nodes = [replace(POOL[number], starred=number in starred) for number in numbers]
    versions = draw(st.lists(st.sampled_from(VERSIONS), unique_by=lambda version: version.id))
    project = Project(
        draw(SKETCHES),
        TakeTree(tuple(nodes[:split]), tuple(versions)),
        TakeTree(tuple(nodes[split:])),
        draw(st.sampled_from([None, "take1"])),
    )
    path = draw(st.sampled_from([None, Path("/music/air.motivo")]))
    return Snapshot(project, path, draw(st.booleans()))


def written(*states: Snapshot) -> bytes:
    """Return the journal of a document that went through some states."""
    lines, before = [heading()], Snapshot()
    for state in states:
        lines += lines_between(before, state)
        before = state
    return b"".join(lines)


@given(st.lists(snapshots(), max_size=5))
def test_last_state_comes_back(states: list[Snapshot]) -> None:
    assert read_journal(written(*states)) == (states[-1] if states else Snapshot())


def test_journal_that_ends_anywhere_gives_a_state_that_was_there() -> None:
    sketch = Sketch(title="Air", melody=Melody((Note(0, 480, 60), Note(480, 480, 62))))
    many = Project(replace(sketch, title="Many"), TakeTree(POOL), origin="take3")
    states = [Snapshot(), Snapshot(Project(sketch), None, True), Snapshot(many, None, True)]
    content = written(*states)
    found = [
        states.index(read_journal(content[:size]))
        for size in range(len(heading()), len(content) + 1)
    ]
    assert found == sorted(found)
    assert set(found) == {0, 1, 2}


def test_unchanged_states_write_nothing() -> None:
    state = Snapshot(Project(Sketch(title="Air"), TakeTree(POOL)), Path("/a.motivo"), True)
    again = Snapshot(Project(Sketch(title="Air"), TakeTree(POOL)), Path("/a.motivo"), True)
    assert list(lines_between(state, again)) == []


def test_a_change_costs_as_much_as_is_changed_and_not_as_much_as_there_is() -> None:
    notes = tuple(Note(240 * i, 240, 60 + i % 12) for i in range(5000))
    state = Snapshot(Project(Sketch(melody=Melody(notes)), TakeTree(POOL)))
    moved = (*notes[:2500], replace(notes[2500], pitch=100), *notes[2501:])
    after = replace(state, project=replace(state.project, sketch=Sketch(melody=Melody(moved))))
    (line,) = lines_between(state, after)
    assert len(line) < 100


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"{}\n",
        b"[]\n{}\n",
        b"\xff\n",
        heading() + b"nonsense\n",
        heading() + b'{"notes":[5,1,[]]}\n',
        heading() + b'{"notes":[0,0,[[0,480,999,80,"player"]]]}\n',
        heading() + b'{"sketch":[]}\n',
        heading() + b"[" * 100_000 + b"\n",
    ],
)
def test_damaged_journal_is_told(content: bytes) -> None:
    with pytest.raises(AppError):
        read_journal(content)


def test_damaged_journals_hide_no_others(tmp_path: Path) -> None:
    state = Snapshot(Project(Sketch(title="Air")), None, True)
    good, bad, gone = (tmp_path / name for name in ("a.journal", "b.journal", "c.journal"))
    good.write_bytes(written(state))
    bad.write_bytes(b"nonsense")
    os.utime(good, (1_000_000_000, 1_000_000_000))
    recovered = read_kept([bad, gone, good])
    (work,) = recovered.works
    assert (work.path, work.snapshot) == (good, state)
    assert work.kept_at.year == 2001
    assert recovered.damaged == (bad, gone)


def test_journal_of_an_older_layout_is_migrated() -> None:
    older = {"motivo": 1, "sketch": json.loads(heading())["sketch"], "takes": []}
    content = json.dumps(older).encode() + b'\n{"notes":[0,0,[[0,480,61,80,"player"]]]}\n'
    assert [note.pitch for note in read_journal(content).project.sketch.melody] == [61]
