from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest

from app.domain import Melody, Meter, Note, Request, Sketch, Take
from app.generation import Model, load_model
from app.generation.encoding import StepNote
from app.training.evaluation.quality import QualityTable, quality
from app.training.evaluation.report import quality_table, quality_values
from app.training.tune import Tune
from tests.training.tunes import made_up_tune


@pytest.fixture(scope="module")
def model() -> Model:
    return load_model()


def tunes(count: int, notes: int = 110) -> list[Tune]:
    sources = ("Ryan", "Aird", "Lieder")
    return [made_up_tune(seed, notes, sources[seed % 3]) for seed in range(count)]


def named(table: QualityTable) -> dict[str, tuple[float, bool | None]]:
    return {metric.name: (metric.model, metric.inside) for metric in table.metrics}


def test_the_model_is_measured_beside_music_the_same_way_each_time(model: Model) -> None:
    held_out = tunes(6)

    table = quality(model, held_out, 4, 7, 2)

    assert (table.motifs, table.takes) == (4, 2)
    assert table == quality(model, held_out, 4, 7, 2)
    shares = [metric for metric in table.metrics if "notes" not in metric.name]
    assert all(0 <= metric.model <= 1 and 0 <= metric.real <= 1 for metric in shares)
    for metric in table.metrics[:-1]:
        assert metric.low is not None
        assert metric.high is not None
        assert metric.low <= metric.high
    assert table.metrics[-1].name == "distance of takes"
    assert 0 < table.metrics[-1].model <= 1


def test_real_music_is_inside_its_own_bands(model: Model) -> None:
    held_out = {tune.notes[:4]: tune for tune in tunes(30)}

    def real(_: Model, sketch: Sketch, request: Request) -> Iterator[Take]:
        start = sketch.end_ticks
        first = tuple(
            StepNote(note.onset_ticks // 20, note.duration_ticks // 20, note.pitch)
            for note in sketch.melody.notes[:4]
        )
        assert sketch.bars == 4
        assert request.bars == 8
        assert request.style is None
        notes = [
            Note(note.onset * 20, min(note.duration * 20, 3 * start - note.onset * 20), note.pitch)
            for note in held_out[first].notes
            if start <= note.onset * 20 < 3 * start
        ]
        whole = replace(sketch, melody=Melody((*sketch.melody.notes, *notes)))
        yield Take(whole, request, request.seed, start)

    table = quality(model, list(held_out.values()), 30, generate=real)

    for name, (_, inside) in named(table).items():
        if "ends on" not in name:
            assert inside, name
    assert "distance of takes" not in named(table)


def test_the_style_is_asked_for_if_it_is_wished(model: Model) -> None:
    styles: list[str | None] = []

    def note_style(_: Model, _sketch: Sketch, request: Request) -> Iterator[Take]:
        styles.append(request.style)
        return iter(())

    quality(model, tunes(3), 3, with_style=True, generate=note_style)

    assert styles == ["reel"] * 3


def test_a_drone_is_outside(model: Model) -> None:
    def drone(_: Model, sketch: Sketch, request: Request) -> Iterator[Take]:
        start, bar = sketch.end_ticks, sketch.meter.bar_ticks
        notes = (Note(start + index * bar, bar, 60) for index in range(request.bars))
        whole = replace(sketch, melody=Melody((*sketch.melody.notes, *notes)))
        yield Take(whole, request, request.seed, start)

    found = named(quality(model, tunes(12), 12, generate=drone))

    assert found["notes in the scale"] == (0.0, False)
    assert found["notes a bar"] == (1.0, False)
    assert found["bars that repeat any bar before"] == (7 / 8, False)
    assert found["units of 2 bars with a long last note"][0] == 1
    assert found["durations in common"] == (0.0, False)


def test_tunes_that_do_not_suit_are_left_out_and_sources_take_turns(model: Model) -> None:
    seen: list[str] = []
    strange = replace(made_up_tune(50, 200), meter=Meter(7, 4))
    long = [made_up_tune(seed, 110, "Ryan") for seed in range(8)]
    rare = made_up_tune(20, 110, "Aird")
    short = made_up_tune(21, 40, "Lieder")

    def note_title(_: Model, sketch: Sketch, request: Request) -> Iterator[Take]:
        seen.append(sketch.title)
        return iter(())

    table = quality(model, [strange, *long, rare, short], 3, generate=note_title)

    assert table.motifs == 3
    assert rare.title in seen
    assert short.title not in seen
    assert strange.title not in seen


def test_the_table_and_the_json_have_every_metric(model: Model) -> None:
    table = quality(model, tunes(4), 2)

    values = quality_values(table)

    assert [metric["name"] for metric in values["metrics"]] == list(named(table))
    assert quality_table(table).row_count == len(table.metrics)
