from __future__ import annotations

import math
import stat
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

torch = pytest.importorskip("torch")

from app.generation import vocabulary as v  # noqa: E402
from app.generation.distribution import NextNote  # noqa: E402
from app.generation.forms import FormIndex  # noqa: E402
from app.generation.model import FORMS_NAME, load_model  # noqa: E402
from app.generation.originality import MelodyIndex  # noqa: E402
from app.generation.plan import read_plan  # noqa: E402
from app.training.dataset import Dataset, tune_frame  # noqa: E402
from app.training.engine import Engine  # noqa: E402
from app.training.evaluation.events import PARTS  # noqa: E402
from app.training.export import export_forms, export_hashes, export_index, export_weights  # noqa: E402
from app.training.measure import measure  # noqa: E402
from app.training.network import MelodyNetwork, Shape  # noqa: E402
from app.training.train import Recipe, train  # noqa: E402
from tests.training.conftest import TUNES  # noqa: E402

SMALL = Shape(width=16, layers=2, heads=2, hidden=32)
HERE = Engine(torch.device("cpu"))


def test_what_is_learned_is_what_the_app_runs(data: Dataset, tmp_path: Path) -> None:
    recipe = Recipe(epochs=6, rate=0.01, rows_a_batch=256)
    network = train(data, SMALL, recipe, tmp_path / "checkpoint.pt", lambda _: None, HERE)
    export_weights(network, tmp_path)
    export_index(TUNES, tmp_path)
    export_forms(TUNES, tmp_path)
    export_hashes(tmp_path)

    model = load_model(tmp_path)
    bits, notes = np.zeros(3), 0
    for tune in TUNES[8:10]:
        frame = replace(tune_frame(tune), style=0, density=0)
        for count, note in enumerate(tune.notes):
            next_note = NextNote(model.network, *model.read(frame, tune.notes[:count]), 0)
            bits += next_note.step_bits(note.onset, note.duration, note.pitch)
        bits[0] += NextNote(model.network, *model.read(frame, tune.notes), 0).end_bits()
        notes += len(tune.notes)

    gap, duration, pitch = bits / notes
    measured = measure(network, data, "valid", HERE.device)
    assert measured is not None
    expected = dict(zip(PARTS, measured.full.parts, strict=True))
    assert gap == pytest.approx(expected["gap"], abs=0.02)
    assert duration == pytest.approx(expected["duration"], abs=0.02)
    # The app counts all MIDI pitches, training the heights that music has.
    widening = math.log2(128 / v.HEIGHT_CLASSES)
    assert expected["pitch"] - 0.02 < pitch < expected["pitch"] + widening + 0.3
    assert model.styles == v.STYLES


def test_the_index_finds_every_tune_it_was_made_of(tmp_path: Path) -> None:
    index = MelodyIndex.load(export_index(TUNES[8:], tmp_path))

    for tune in TUNES[8:]:
        found = index.originality(tune.notes)
        assert found.longest_match_notes == len(tune.notes)
        assert found.source == f"{tune.title} (Ryan)"


def test_the_forms_are_the_plans_of_the_tunes(tmp_path: Path) -> None:
    export_forms(TUNES[:3], tmp_path)
    forms = FormIndex.load(tmp_path / FORMS_NAME)

    for index, tune in enumerate(TUNES[:3]):
        bars = slice(forms.starts[index], forms.starts[index + 1])
        plan = read_plan(tune.notes, 96, tune.key)
        assert forms.relations[bars].tolist() == [bar.relation for bar in plan]
        assert forms.lags[bars].tolist() == [bar.lag for bar in plan]
    assert forms.meters.tolist() == [v.meter_class(TUNES[0].meter)] * 3
    assert forms.styles.tolist() == [v.STYLES.index("reel") + 1] * 3


def test_everyone_may_read_the_weights_and_their_hashes(tmp_path: Path) -> None:
    written = [export_weights(MelodyNetwork(SMALL), tmp_path)]
    export_index(TUNES[:3], tmp_path)
    export_forms(TUNES[:3], tmp_path)
    written.append(export_hashes(tmp_path))

    assert [stat.S_IMODE(path.stat().st_mode) for path in written] == [0o644, 0o644]
