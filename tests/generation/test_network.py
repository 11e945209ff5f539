from __future__ import annotations

import numpy as np
import pytest

from app.domain import Key, Meter
from app.generation import Model
from app.generation import columns as c
from app.generation import vocabulary as v
from app.generation.batch_writer import BATCH_SIZE
from app.generation.encoding import Frame, StepNote
from app.generation.history import History, Row
from app.generation.network import WINDOW, Floats, Network, State


def real_rows(seed: int, count: int) -> Row:
    """Return the rows of a melody of random notes, int32 [count, columns]."""
    random = np.random.default_rng(seed)
    history = History(Frame(Key("D"), Meter(), style=1 + seed % len(v.STYLES)))
    rows = []
    for _ in range(count):
        rows.append(history.row())
        duration = int(random.choice([6, 12, 24]))
        history.append(StepNote(history.end, duration, int(random.integers(60, 76))))
    return np.array(rows)


def random_network(width: int = 16, layers: int = 2, heads: int = 2) -> Network:
    """Return a small network with random weights."""
    random = np.random.default_rng(1)

    def array(*shape: int) -> Floats:
        return random.normal(0, 0.3, shape).astype(np.float32)

    arrays = {"table.weight": array(c.TABLE_ROWS, width), "norm.weight": np.ones(width, np.float32)}
    for layer in range(layers):
        name = f"blocks.{layer}."
        arrays |= {
            name + "norm1.weight": np.ones(width, np.float32),
            name + "qkv.weight": array(width, 3 * width),
            name + "out.weight": array(width, width),
            name + "norm2.weight": np.ones(width, np.float32),
            name + "up.weight": array(width, 2 * width),
            name + "up.bias": array(2 * width),
            name + "down.weight": array(2 * width, width),
            name + "down.bias": array(width),
        }
    pitches = len(c.PITCH_SOURCES) + len(c.INTERVAL_SOURCES)
    for head, known, classes, sources in (
        ("gap.", (), v.GAP_CLASSES, len(c.GAP_SOURCES)),
        ("duration.", (v.GAP_CLASSES, v.POSITION_CLASSES), v.DURATION_CLASSES,
         len(c.LENGTH_SOURCES)),
        ("pitch.", (v.GAP_CLASSES, v.POSITION_CLASSES, v.DURATION_CLASSES, v.CHORD_CLASSES),
         v.HEIGHT_CLASSES + v.INTERVAL_CLASSES, pitches),
    ):  # fmt: skip
        arrays |= {
            head + "into.weight": array(width, width),
            head + "into.bias": array(width),
            head + "logits.weight": array(width, classes),
            head + "logits.bias": array(classes),
            head + "gates.weight": array(width, sources),
            head + "gates.bias": array(sources),
        }
        arrays |= {
            f"{head}known.{index}.weight": array(size, width) for index, size in enumerate(known)
        }
    return Network(arrays, layers, heads)


def outcome(network: Network, state: State) -> list[Floats]:
    """Return the logits of all heads for each melody."""
    melodies = len(state.stream)
    known = np.tile([5, 24, 11, 3], (melodies, 1))
    references, last_pitches = np.full(melodies, 62), np.full(melodies, 69)
    return [
        network.gap_logits(state),
        network.duration_logits(state, known[:, 0], known[:, 1]),
        network.pitch_logits(state, known, references, last_pitches),
    ]


@pytest.mark.parametrize("count", [1, 2, 40, WINDOW])
def test_reading_at_once_equals_reading_step_by_step(model: Model, count: int) -> None:
    network, rows = model.network, real_rows(1, count)
    at_once, stepped = network.read(rows), network.initial_state()
    for row in rows:
        network.advance(stepped, row[None])

    assert at_once.count == stepped.count == count
    assert np.allclose(at_once.memory[..., :count, :], stepped.memory[..., :count, :], atol=2e-3)
    for one, other in zip(outcome(network, at_once), outcome(network, stepped), strict=True):
        assert np.allclose(one, other, atol=2e-3)


def test_a_step_after_reading_equals_one_after_steps(model: Model) -> None:
    network, rows = model.network, real_rows(2, 30)
    state = network.read(rows[:20])
    for row in rows[20:]:
        network.advance(state, row[None])

    for one, other in zip(
        outcome(network, state), outcome(network, network.read(rows)), strict=True
    ):
        assert np.allclose(one, other, atol=2e-3)


@pytest.mark.parametrize("place", range(BATCH_SIZE))
def test_a_melody_comes_out_the_same_whatever_the_others_are(model: Model, place: int) -> None:
    network, mine = model.network, real_rows(3, 24)

    def written(others: int, place: int) -> list[Floats]:
        melodies = [real_rows(others + index, 24) for index in range(BATCH_SIZE)]
        melodies[place] = mine
        state = network.read(real_rows(9, 12)).repeated(BATCH_SIZE)
        for rows in zip(*melodies, strict=True):
            network.advance(state, np.array(rows))
        return [logits[place] for logits in outcome(network, state)]

    alone = written(20, 0)

    for one, other in zip(alone, written(40, place), strict=True):
        assert np.array_equal(one, other)


def test_repeated_melodies_share_their_past_and_go_their_own_ways(model: Model) -> None:
    network = model.network
    past = network.read(real_rows(4, 12))
    before = outcome(network, past)
    state = past.repeated(2)
    network.advance(state, np.array([real_rows(5, 9)[-1], real_rows(6, 9)[-1]]))

    gaps = network.gap_logits(state)
    assert not np.array_equal(gaps[0], gaps[1])
    for one, other in zip(before, outcome(network, past), strict=True):
        assert np.array_equal(one, other)


def test_the_memory_slides_without_a_jump() -> None:
    network, rows = random_network(), real_rows(7, 3 * WINDOW + 40)
    # Two layers look no more than two windows back, so what came before can't matter.
    early, late = network.initial_state(), network.initial_state()
    for place, row in enumerate(rows):
        network.advance(early, row[None])
        if place >= 100:
            network.advance(late, row[None])
        if place >= 2 * WINDOW + 100:
            assert np.allclose(early.stream, late.stream, atol=1e-3)
    assert early.count != late.count
    assert early.count <= 2 * WINDOW


def test_a_copied_class_gets_its_gate_and_no_other_does() -> None:
    network = random_network()
    state = network.read(real_rows(8, 5))
    plain = State(state.memory, state.count, state.stream, np.zeros_like(state.classes))
    state.classes = np.zeros_like(state.classes)
    state.classes[0, c.INDEX["exact gap"]] = v.gap_class(12)

    changed = np.flatnonzero(network.gap_logits(state)[0] != network.gap_logits(plain)[0])

    assert changed.tolist() == [v.gap_class(12)]


def test_what_has_no_class_of_its_own_is_not_copied() -> None:
    network = random_network()
    state = network.read(real_rows(8, 5))
    state.classes = np.zeros_like(state.classes)
    _, durations, pitches = outcome(network, state)
    for name in ("lag 0", "lag 1", "plan", "ahead 0"):
        state.classes[0, c.INDEX[f"{name} pitch"]] = c.REST
        state.classes[0, c.INDEX[f"{name} length"]] = c.SUSTAINED
    _, durations_after_rests, pitches_after_rests = outcome(network, state)

    assert np.array_equal(durations, durations_after_rests)
    assert np.array_equal(pitches, pitches_after_rests)


def test_emphasis_changes_rows_with_the_classes_and_no_others() -> None:
    network = random_network()
    history = History(Frame(Key(), Meter()))
    without, emphasised = history.row(0)[None], history.row(2)[None]
    before = [network.read(rows).stream for rows in (without, emphasised)]

    network.emphasise("countdown", range(1, 4), 3.0)
    after = [network.read(rows).stream for rows in (without, emphasised)]

    assert (before[0] == after[0]).all()
    assert np.abs(after[1] - after[0]).sum() > np.abs(before[1] - before[0]).sum()
