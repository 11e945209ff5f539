"""Owns RequestMode: what the model can be asked to do, with the words for it."""

from __future__ import annotations

from dataclasses import dataclass

from app.domain.translatable import translatable
from app.domain.wish import Choice, Words


@dataclass(frozen=True, slots=True)
class ModeWords(Words):
    """The words for a mode, all translatable.

    `one` and `several` belong to the sentence in the Ask panel: they say what one take, or several,
    will do with {bars}; {added} stands for the added bars. `origin` says in the details of a take
    how it was made from {0}.
    """

    one: str
    several: str
    origin: str


class RequestMode(Choice):
    """What the model is to do with the sketch."""

    words: ModeWords

    CONTINUE = (
        "continue",
        ModeWords(
            translatable("Wishes", "Continue"),
            translatable("Wishes", "Add bars after the sketch"),
            one=translatable("Wishes", "continues {bars} by {added}"),
            several=translatable("Wishes", "continue {bars} by {added}"),
            origin=translatable("Wishes", "Continues {0}"),
        ),
    )
    FILL = (
        "fill",
        ModeWords(
            translatable("Wishes", "Fill"),
            translatable(
                "Wishes", "Rewrite some bars so that they fit what comes before and after"
            ),
            one=translatable("Wishes", "fills {bars} with new notes"),
            several=translatable("Wishes", "fill {bars} with new notes"),
            origin=translatable("Wishes", "Fills bars of {0}"),
        ),
    )
    VARY = (
        "vary",
        ModeWords(
            translatable("Wishes", "Vary"),
            translatable("Wishes", "Rewrite some of the notes"),
            one=translatable("Wishes", "varies {bars}"),
            several=translatable("Wishes", "vary {bars}"),
            origin=translatable("Wishes", "Varies {0}"),
        ),
    )
    ANSWER = (
        "answer",
        ModeWords(
            translatable("Wishes", "Answer"),
            translatable(
                "Wishes", "Add a phrase as long as the sketch that answers it and comes to a close"
            ),
            one=translatable("Wishes", "answers {bars} in {added}"),
            several=translatable("Wishes", "answer {bars} in {added}"),
            origin=translatable("Wishes", "Answers {0}"),
        ),
    )

    @property
    def has_passage(self) -> bool:
        """Whether the mode changes bars of the sketch instead of adding bars."""
        return self in (RequestMode.FILL, RequestMode.VARY)

    @property
    def needs_passage(self) -> bool:
        """Whether the mode works only on a passage, and can't change the sketch as a whole."""
        return self is RequestMode.FILL

    @property
    def chooses_bars(self) -> bool:
        """Whether the player chooses how many bars to add, and their form."""
        return self is RequestMode.CONTINUE

    @property
    def keeps_notes(self) -> bool:
        """Whether some notes of the passage stay, the more of them the closer the take is to be."""
        return self is RequestMode.VARY

    @property
    def uses_closeness(self) -> bool:
        """Whether it can be wished how close the takes stay to what is there."""
        return self is not RequestMode.FILL

    @property
    def comes_to_a_close(self) -> bool:
        """Whether takes end on the tonic unless another ending is wished."""
        return self is RequestMode.ANSWER
