from __future__ import annotations

from dataclasses import replace

from app.training.report import CorpusReport, Reason
from app.training.tune import TuneChord
from tests.training.tunes import made_up_tune


def test_pieces_are_counted_by_source_and_can_be_taken_back() -> None:
    report = CorpusReport()
    tune = made_up_tune(1, 20)
    for piece in (tune, replace(tune, chords=(TuneChord(0, 2),)), made_up_tune(2, 30, "Aird")):
        report.keep(piece)
    report.leave_out(tune, Reason.COPY)

    ryan = report.of("Ryan")
    assert (ryan.pieces, ryan.notes, ryan.with_chords) == (1, 20, 1)
    assert ryan.dropped == {Reason.COPY: 1}
    assert (report.total.pieces, report.total.notes) == (2, 50)


def test_the_table_has_a_line_for_each_source_and_one_for_all() -> None:
    report = CorpusReport()
    report.of("Ryan").files = 1200
    report.of("Ryan").dropped.update([Reason.SHORT, Reason.SHORT, Reason.OFF_METER])
    report.keep(made_up_tune(2, 30, "Aird"))

    head, ryan, aird, total = str(report).splitlines()

    assert head.split("  ")[0] == "source"
    assert "1,200" in ryan
    assert ryan.endswith("2 too short, 1 off the meter")
    assert aird.endswith("nothing")
    assert total.startswith("all")
    assert total.endswith("2 too short, 1 off the meter")
