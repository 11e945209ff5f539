"""Collects what there is to tell about an ABC tune, so that each thing is told once."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

from app.domain.listing import first_of

DECORATION_NAMES: Final = """
    trill trill( trill) lowermordent uppermordent mordent pralltriller roll turn turnx
    invertedturn invertedturnx arpeggio > accent emphasis fermata invertedfermata tenuto wedge 0 1 2
    3 4 5 + plus snap slide open thumb upbow downbow breath pppp ppp pp p mp mf f ff fff ffff sfz
    sfp fp sf fz crescendo( <( crescendo) <) diminuendo( >( diminuendo) >) shortphrase mediumphrase
    longphrase marcato ^ editorial courtesy xstem beambr1 beambr2 / // /// staccato . rbstart rbstop
    ped ped-up 8va( 8va) 8vb( 8vb) ~( ~) -( -) ( ) dynamics nil none gmark
"""
"""Signs over notes that Motivo has no place for; none changes which notes there are."""

DECORATIONS: Final = frozenset(DECORATION_NAMES.split())

MOST_NAMED: Final = 5


@dataclass
class Told:
    """Sentences, in order, and what is counted or listed for more of them.

    `notes` are all notes, chords and rests of the tune; they count for its limit.
    """

    sentences: dict[str, None] = field(default_factory=dict)
    notes: int = 0
    graces: int = 0
    quarter_tones: int = 0
    strange: dict[str, None] = field(default_factory=dict)
    directives: dict[str, None] = field(default_factory=dict)

    def add(self, sentence: str) -> None:
        """Add a sentence, unless it was said already or there are too many."""
        if len(self.sentences) < 20:
            self.sentences.setdefault(sentence)

    def decorate(self, name: str) -> None:
        """Record a sign over notes; one that ABC doesn't have becomes a message."""
        if name not in DECORATIONS:
            self.pass_over(f"!{name}!")

    def pass_over(self, sign: str) -> None:
        """Note a sign that is no ABC."""
        self.strange.setdefault(sign if sign.isprintable() else repr(sign)[1:-1])

    def messages(self) -> tuple[str, ...]:
        """Return everything as sentences."""
        found = list(self.sentences)
        if self.graces:
            notes = "note was" if self.graces == 1 else "notes were"
            found.append(f"{self.graces} grace {notes} left out.")
        if self.quarter_tones:
            tones = "tone was" if self.quarter_tones == 1 else "tones were"
            found.append(f"{self.quarter_tones} quarter {tones} moved to the nearest semitone.")
        if self.strange:
            names = first_of(self.strange, MOST_NAMED)
            found.append(f"Signs that ABC doesn't have were passed over: {names}.")
        if self.directives:
            names = first_of(self.directives, MOST_NAMED)
            found.append(f"Directives that Motivo doesn't follow were passed over: {names}.")
        return tuple(found)
