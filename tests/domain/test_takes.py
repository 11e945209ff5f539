from dataclasses import replace

from app.domain import Melody, Node, Note, Request, Sketch, Take, TakeTree, Version
from app.domain.takes import kept_from, way_to

MELODY = Melody((Note(0, 480, 60), Note(1920, 480, 64)))
MOTIF = Version(Sketch(melody=Melody(MELODY.notes[:1])))


def take(parent: Node, seed: int = 1) -> Take:
    return Take(Sketch(melody=MELODY), Request(), seed, start_ticks=1920, parent=parent.id)


def test_take_tells_its_new_notes() -> None:
    assert take(MOTIF).new_notes == MELODY.notes[1:]


def test_take_that_fills_tells_the_notes_of_its_passage() -> None:
    melody = Melody(tuple(Note(bar * 1920, 480, 60 + bar) for bar in range(4)))
    filled = Take(Sketch(melody=melody), Request(), seed=1, start_ticks=1920, end_ticks=5760)
    assert filled.new_notes == melody.notes[1:3]


def test_passage_of_a_take_goes_to_the_sketchs_end_where_nothing_is_said() -> None:
    came = take(MOTIF)
    assert came.end_ticks == 3840
    assert replace(came, number=2).end_ticks == 3840


def test_the_way_to_a_take_begins_at_the_sketch_it_was_made_from() -> None:
    first = take(MOTIF)
    second = take(first, 2)
    tree = TakeTree(versions=(MOTIF,)).added(first).added(second)

    def find(node_id: str | None) -> Node | None:
        return tree.find(node_id) or tree.find_version(node_id)

    assert way_to(second, find) == (MOTIF, first, second)
    assert way_to(None, find) == ()
    assert tuple(tree) == (first, second)
    tree = tree.without(first.id)
    assert way_to(second, find) == (second,)


def test_what_living_takes_were_made_from_outlives_the_emptying_of_the_bin() -> None:
    first = take(MOTIF)
    second, third = take(first, 2), take(first, 3)
    living = take(second, 4)
    kept = kept_from(TakeTree((first, second, third)), (living, MOTIF))
    assert {(version.id, version.parent) for version in kept} == {
        (first.id, MOTIF.id),
        (second.id, first.id),
    }
    assert kept_from(TakeTree((first,)), (), first.id)[0].sketch == first.sketch
