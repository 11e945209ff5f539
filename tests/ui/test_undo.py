"""Undo and redo over long random sessions of edits."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from random import Random

from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)
from pytestqt.qtbot import QtBot

from app.document import Document
from app.domain import Author, Key, Melody, Meter, Note, Request, Sketch, Take, edits
from app.ui.piano_roll.editor import RollEditor

COMMANDS = 1000
KEYS = ("C major", "D minor", "F# dorian", "Bb major")

TRANSFORMS: dict[str, Callable[[RollEditor], None]] = {
    "delete": RollEditor.delete,
    "duplicate": RollEditor.duplicate,
    "up": lambda editor: editor.transpose(1),
    "octave down": lambda editor: editor.transpose(-12),
    "step": lambda editor: editor.step(2),
    "later": lambda editor: editor.nudge(120),
    "earlier": lambda editor: editor.nudge(-480),
    "quantise": lambda editor: editor.quantise(120),
    "lengths": lambda editor: editor.quantise_length(240),
    "humanise": RollEditor.humanise,
    "invert": lambda editor: editor.change("Invert", edits.invert),
    "reverse": lambda editor: editor.change("Reverse", edits.reverse),
    "stretch": lambda editor: editor.change("Stretch", edits.augment),
    "shrink": lambda editor: editor.change("Shrink", edits.diminish),
    "legato": lambda editor: editor.change("Legato", edits.legato),
    "staccato": lambda editor: editor.change("Staccato", edits.staccato),
    "ramp": lambda editor: editor.change(
        "Ramp", partial(edits.ramp_velocity, start=(0, 20), end=(7680, 120))
    ),
}


lengths: list[int] = []
"""How many commands each session had."""


class Session(RuleBasedStateMachine):
    """A player who edits, puts takes into the sketch, and undoes and redoes.

    `history` holds the sketch after each step of the undo stack.
    """

    def __init__(self) -> None:
        super().__init__()
        self.document = Document()
        self.editor = RollEditor(self.document)
        self.history = [self.document.sketch]
        self.commands = 0

    def did(self) -> None:
        """Record the sketch after the last command."""
        self.commands += 1
        index = self.document.undo_stack.index()
        self.history = [*self.history[:index], self.document.sketch]
        assert len(self.history) <= index + 1

    @rule(
        onset=st.integers(0, 60).map(lambda cell: 120 * cell),
        length=st.sampled_from([60, 120, 240, 480, 900]),
        pitch=st.integers(30, 100),
    )
    def add(self, onset: int, length: int, pitch: int) -> None:
        self.editor.add(onset, length, pitch)
        self.did()

    @rule(seed=st.integers(0, 2**16))
    def transform(self, seed: int) -> None:
        """Select and transform a few times, all from one number, so that sessions get long."""
        random = Random(seed)
        for name in random.choices(sorted(TRANSFORMS), k=8):
            share = random.random()
            notes = self.document.shown.melody
            self.document.select(note for note in notes if random.random() < share)
            TRANSFORMS[name](self.editor)
            self.did()

    @rule(key=st.sampled_from(KEYS), counts=st.sampled_from([2, 3, 4, 5]))
    def change_frame(self, key: str, counts: int) -> None:
        sketch = replace(self.document.shown, key=Key.parse(key), meter=Meter(counts, 4))
        self.document.change_sketch("Key and meter", sketch)
        self.did()

    @rule(tempo=st.integers(40, 200))
    def turn_tempo(self, tempo: int) -> None:
        """Change the tempo several times in a row, which makes one undo step."""
        sketch = replace(self.document.shown, tempo_bpm=float(tempo))
        self.document.change_sketch("Tempo", sketch, merge_key="tempo")
        self.did()

    @rule(pitch=st.integers(50, 80), taken=st.booleans())
    def take(self, pitch: int, taken: bool) -> None:
        end = self.document.sketch.end_ticks
        note = Note(end, 480, pitch, author=Author.MODEL)
        melody = Melody((*self.document.sketch.melody, note))
        self.document.add_take(
            Take(replace(self.document.sketch, melody=melody), Request(), pitch, end)
        )
        newest = self.document.takes[len(self.document.takes) - 1]
        if taken:
            self.document.accept(newest.id)
        else:
            self.document.reject(newest.id)
        self.did()

    @precondition(lambda self: self.document.undo_stack.canUndo())
    @rule(steps=st.integers(1, 6))
    def undo_and_redo(self, steps: int) -> None:
        stack, before = self.document.undo_stack, self.document.sketch
        gone = min(steps, stack.index())
        for _ in range(gone):
            stack.undo()
            assert self.document.sketch == self.history[stack.index()]
        for _ in range(gone):
            stack.redo()
            assert self.document.sketch == self.history[stack.index()]
        assert self.document.sketch == before

    @precondition(lambda self: self.document.undo_stack.canUndo())
    @rule(steps=st.integers(1, 3))
    def go_back(self, steps: int) -> None:
        for _ in range(min(steps, self.document.undo_stack.index())):
            self.document.undo_stack.undo()

    @invariant()
    def selection_is_of_the_sketch(self) -> None:
        assert self.document.selection <= frozenset(self.document.shown.melody)

    def teardown(self) -> None:
        """Undo everything, back to the empty sketch, and redo it all."""
        lengths.append(self.commands)
        stack, last = self.document.undo_stack, self.document.sketch
        index = stack.index()
        while stack.canUndo():
            stack.undo()
            assert self.document.sketch == self.history[stack.index()]
        assert self.document.sketch == Sketch()
        while stack.index() < index:
            stack.redo()
        assert self.document.sketch == last


def test_every_command_is_undone_and_redone_over_a_thousand(qtbot: QtBot) -> None:
    run_state_machine_as_test(
        Session,
        settings=settings(
            max_examples=5,
            stateful_step_count=COMMANDS,
            deadline=None,
            phases=(Phase.generate,),
            suppress_health_check=list(HealthCheck),
        ),
    )
    assert max(lengths) >= COMMANDS


def test_a_gesture_that_changes_nothing_is_no_step(qtbot: QtBot) -> None:
    document = Document()
    editor = RollEditor(document)
    editor.add(0, 480, 60)
    editor.quantise(120)
    editor.change("Legato", edits.legato)
    assert document.undo_stack.count() == 1
