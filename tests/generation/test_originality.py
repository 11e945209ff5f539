from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest

from app.generation import Model
from app.generation.encoding import StepNote
from app.generation.originality import MelodyIndex, run_symbol


def tune(seed: int, length: int) -> list[StepNote]:
    random = np.random.default_rng(seed)
    notes, onset = [], 0
    for _ in range(length):
        duration = int(random.choice([6, 12, 24]))
        notes.append(StepNote(onset, duration, int(random.integers(55, 85))))
        onset += duration
    return notes


def index_of(tunes: dict[str, list[StepNote]]) -> MelodyIndex:
    symbols: list[int] = []
    starts = []
    for notes in tunes.values():
        starts.append(len(symbols))
        symbols.append(0)
        symbols += [run_symbol(a, b) for a, b in pairwise(notes)]
    return MelodyIndex(np.array(symbols, np.uint16), np.array(starts, np.uint32), tuple(tunes))


def test_a_planted_copy_is_found_in_any_key() -> None:
    index = index_of({"one": tune(1, 80), "two": tune(2, 90), "three": tune(3, 70)})
    copied = [replace(note, pitch=note.pitch + 5) for note in tune(2, 90)[20:37]]
    melody = [*tune(7, 12), *(replace(note, onset=note.onset + 9000) for note in copied)]

    found = index.originality(melody)

    assert (found.longest_match_notes, found.source) == (17, "two")


def test_a_copy_with_another_rhythm_is_none() -> None:
    index = index_of({"one": tune(1, 80)})
    even = [replace(note, onset=50 * place) for place, note in enumerate(tune(1, 80))]

    assert index.originality(even).longest_match_notes == 0


def test_no_run_reaches_from_one_tune_into_the_next() -> None:
    notes = tune(4, 60)
    index = index_of({"first": notes[:30], "second": notes[30:]})

    assert index.originality(notes).longest_match_notes == 30


def test_the_longest_of_many_copies_counts() -> None:
    notes = tune(5, 400)
    index = index_of({"a": notes[:20], "b": notes})

    assert index.originality(notes[:40]).longest_match_notes == 40
    assert index.originality(notes).longest_match_notes == 400


@pytest.mark.parametrize("count", [0, 1])
def test_too_few_notes_match_nothing(count: int) -> None:
    found = index_of({"one": tune(1, 9)}).originality(tune(1, count))

    assert (found.longest_match_notes, found.source) == (0, "")


def test_the_shipped_index_names_every_tune(model: Model) -> None:
    index = model.index

    assert len(index.names) == len(index.starts)
    assert (index.symbols[index.starts] == 0).all()
    assert np.count_nonzero(index.symbols == 0) == len(index.starts)
