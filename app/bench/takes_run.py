"""Measures a list of thousands of takes while it is opened, scrolled, filtered and sorted."""

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
from app.bench.waiting import wait_until
from app.domain import Author, Melody, Note, Request, Take, TakeTree, Version
from app.ui.takes import CardOrder, Order, TakesView

TAKES = 5000
BATCH = 8
NEW_BARS = 8
WINDOW_PX = (1440, 900)


def many_takes(application: Application, _started_at: float) -> dict[str, float]:
    """Measure the milliseconds until a list of 5,000 takes of twelve bars has been repainted.

    `open` is opening the takes in the whole window; `page` and `slowest page` are frames of
    scrolling through the list; `star` is showing only starred takes; `order` is the slowest of the
    orders, once the list has measured all takes in its idle time; `arrive` is adding one take. `ms`
    is the slowest of them all.
    """
    document, view = application.document, application.window.takes_view
    application.window.resize(*WINDOW_PX)
    takes = _takes()
    QApplication.processEvents()
    opened = _spent_ms(view, lambda: document.open(eighths(4), takes))
    wait_until(lambda: view.takes_model.is_measured)
    bar = view.verticalScrollBar()
    pages = [
        _spent_ms(view, partial(bar.setValue, value))
        for value in range(0, bar.maximum(), max(1, bar.maximum() // 60))
    ]
    starred = _spent_ms(view, _arrange(view, CardOrder(starred_only=True)))
    ordered = [_spent_ms(view, _arrange(view, CardOrder(order))) for order in Order]
    take = replace(takes[0], id="one more")
    arrived = _spent_ms(view, lambda: document.add_take(take))
    wait_until(lambda: document.takes.find("one more") is not None)
    return {
        "ms": max(opened, *pages, starred, *ordered, arrived),
        "open": opened,
        "page": median(pages),
        "slowest page": max(pages),
        "star": starred,
        "order": max(ordered),
        "arrive": arrived,
    }


def _arrange(view: TakesView, card_order: CardOrder) -> Callable[[], None]:
    return lambda: view.takes_model.arrange(card_order)


def _spent_ms(view: TakesView, action: Callable[[], object]) -> float:
    """Do something and repaint the list; return the milliseconds that took."""
    began = time.perf_counter()
    action()
    view.viewport().repaint()
    return (time.perf_counter() - began) * 1000


def _takes() -> TakeTree:
    """Return takes in batches, each made from a take of the batch before."""
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
