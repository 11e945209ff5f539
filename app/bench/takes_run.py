"""Measures a list of thousands of takes: opened, scrolled, filtered and put in order."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from random import Random

from PySide6.QtWidgets import QApplication

from app.application import Application
from app.bench.measure import median
from app.bench.tunes import eighths
from app.bench.waiting import wait
from app.domain import Author, Melody, Note, Request, Take, TakeTree, Version
from app.ui.takes import Arrangement, Order, TakesView

TAKES = 5000
BATCH = 8
NEW_BARS = 8
WINDOW_PX = (1440, 900)


def many_takes(application: Application, _started_at: float) -> dict[str, float]:
    """Measure milliseconds until the list has been painted, 5,000 takes of twelve bars being there.

    `open` is the whole of opening them, all of the window told; the pages are frames of scrolling
    through the list; `star` is showing the starred alone; `order` the slowest of the orders, once
    the list, having had nothing else to do, has measured all takes; `arrive` one take more.
    """
    document, view = application.document, application.window.takes_view
    application.window.resize(*WINDOW_PX)
    takes = _takes()
    QApplication.processEvents()
    opened = _spent(view, lambda: document.open(eighths(4), takes))
    wait(lambda: view.takes_model.is_measured)
    bar = view.verticalScrollBar()
    pages = [
        _spent(view, partial(bar.setValue, value))
        for value in range(0, bar.maximum(), max(1, bar.maximum() // 60))
    ]
    starred = _spent(view, _arranging(view, Arrangement(starred_only=True)))
    ordered = [_spent(view, _arranging(view, Arrangement(order))) for order in Order]
    take = replace(takes[0], id="one more")
    arrived = _spent(view, lambda: document.add_take(take))
    wait(lambda: document.takes.find("one more") is not None)
    return {
        "ms": max(opened, *pages, starred, *ordered, arrived),
        "open": opened,
        "page": median(pages),
        "slowest page": max(pages),
        "star": starred,
        "order": max(ordered),
        "arrive": arrived,
    }


def _arranging(view: TakesView, arrangement: Arrangement) -> Callable[[], None]:
    return lambda: view.takes_model.arrange(arrangement)


def _spent(view: TakesView, does: Callable[[], object]) -> float:
    """Do something, paint the list, and return the milliseconds."""
    began = time.perf_counter()
    does()
    view.viewport().repaint()
    return (time.perf_counter() - began) * 1000


def _takes() -> TakeTree:
    """Return takes in batches, each batch made from a take of the one before."""
    random, motif = Random(1), eighths(4)
    base = Version(motif)
    takes: list[Take] = []
    parent = base.id
    for number in range(1, TAKES + 1):
        if number % BATCH == 1 and takes:
            parent = takes[-1 - random.randrange(BATCH)].id
        new = (
            Note(motif.end_ticks + i * 240, 240, random.randint(60, 84), author=Author.MODEL)
            for i in range(NEW_BARS * 8)
        )
        takes.append(
            Take(
                sketch=replace(motif, melody=Melody((*motif.melody, *new))),
                request=Request(bars=NEW_BARS, seed=number // BATCH),
                seed=number,
                start_ticks=motif.end_ticks,
                parent=parent,
                number=number,
                starred=number % 20 == 0,
                bits_per_note=random.uniform(1, 6),
            )
        )
    return TakeTree(tuple(takes), (base,))
