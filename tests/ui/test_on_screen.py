"""Everything in the piano roll's table, done with mouse and keys on a real screen."""

from __future__ import annotations

import pytest

from tests.ui.screen import Screen, draw, missing, notes_become, point

pytestmark = pytest.mark.skipif(bool(missing()), reason=f"not installed: {', '.join(missing())}")


def velocities(screen: Screen) -> list[int]:
    return [note[3] for note in screen.ask("notes")]


def test_add_select_move_resize_copy_and_delete(screen: Screen) -> None:
    screen.click(point(screen, 960, 72, 4), times=2)
    notes_become(screen, (960, 480, 72))
    screen.keys("ctrl+z")
    notes_become(screen)
    draw(screen, 0, 480, 69)
    draw(screen, 960, 480, 71)
    notes_become(screen, (0, 480, 69), (960, 480, 71))

    screen.keys("2")
    screen.until("state", lambda state: state["tool"] == "SELECT")
    screen.click(point(screen, 240, 69))
    screen.until("selected", lambda found: found == [0])
    screen.click(point(screen, 1200, 71), held="shift")
    screen.until("selected", lambda found: found == [0, 960])
    screen.click(point(screen, 600, 60))
    screen.until("selected", lambda found: found == [])
    screen.drag([point(screen, 700, 74), point(screen, 1500, 66)])
    screen.until("selected", lambda found: found == [960])

    screen.drag([point(screen, 1200, 71), point(screen, 1680, 74)])
    notes_become(screen, (0, 480, 69), (1440, 480, 74))
    screen.drag([point(screen, 1920, 74, -3), point(screen, 2400, 74, -3)])
    notes_become(screen, (0, 480, 69), (1440, 960, 74))
    screen.drag([point(screen, 1440, 74, 3), point(screen, 1200, 74, 3)])
    notes_become(screen, (0, 480, 69), (1200, 1200, 74))

    screen.drag([point(screen, 240, 69), point(screen, 720, 65)], held="alt")
    notes_become(screen, (0, 480, 69), (480, 480, 65), (1200, 1200, 74))
    screen.keys("Delete")
    notes_become(screen, (0, 480, 69), (1200, 1200, 74))
    screen.click(point(screen, 240, 69))
    screen.keys("ctrl+d")
    notes_become(screen, (0, 480, 69), (480, 480, 69), (1200, 1200, 74))
    screen.keys("BackSpace")
    notes_become(screen, (0, 480, 69), (1200, 1200, 74))
    screen.click(point(screen, 240, 69), button=3)
    # A menu that has only just opened takes no letter yet.
    screen.until("state", lambda state: state["menu"])
    screen.until("state", lambda state: not state["menu"], "d")
    notes_become(screen, (1200, 1200, 74))


def test_a_drag_leaves_the_grid_with_shift_and_ends_with_escape(screen: Screen) -> None:
    draw(screen, 0, 480, 69)
    places = [point(screen, 240, 69), point(screen, 600, 69), point(screen, 330, 69)]
    screen.drag(places, later="shift")
    screen.until("notes", lambda found: found[0][0] % 120 and 60 <= found[0][0] <= 118)
    before = screen.ask("notes")
    screen.tool("mousemove", *point(screen, 240, 69), "mousedown", 1)
    screen.tool("mousemove", *point(screen, 1200, 75))
    screen.keys("Escape")
    screen.tool("mouseup", 1)
    screen.keys("ctrl+a")
    screen.until("selected", lambda found: len(found) == 1)
    assert screen.ask("notes") == before


def test_clipboard_pitch_time_and_quantise(screen: Screen) -> None:
    draw(screen, 0, 480, 69)
    screen.keys("ctrl+a", "ctrl+c")
    screen.click(screen.ask("ruler 1920"))
    screen.until("state", lambda state: abs(state["playhead"] - 1920) < 40)
    playhead = screen.ask("state")["playhead"]
    screen.keys("ctrl+v")
    notes_become(screen, (0, 480, 69), (playhead, 480, 69))
    screen.keys("ctrl+x")
    notes_become(screen, (0, 480, 69))
    screen.keys("ctrl+a", "Up")
    notes_become(screen, (0, 480, 70))
    screen.keys("shift+Up", "ctrl+Down", "Down")
    notes_become(screen, (0, 480, 69))
    screen.keys("alt+shift+Up")
    notes_become(screen, (0, 480, 71))
    screen.keys("Right", "ctrl+Right")
    notes_become(screen, (2040, 480, 71))
    screen.keys("Left", "ctrl+Left")
    notes_become(screen, (0, 480, 71))
    edge = point(screen, 480, 71, -3)
    screen.drag([edge, point(screen, 700, 71, -3)], later="shift")
    screen.keys("q")
    screen.until("notes", lambda found: found[0][1] % 120 == 0 and found[0][1] > 480)
    screen.keys("ctrl+z", "ctrl+z", "ctrl+z")
    screen.keys("ctrl+shift+z", "ctrl+y")
    screen.until("notes", lambda found: len(found) == 1)


def test_velocity_in_the_lane_and_on_the_note(screen: Screen) -> None:
    draw(screen, 0, 480, 69)
    screen.drag([screen.ask("lane 0 80"), screen.ask("lane 0 120")])
    screen.until("notes", lambda found: abs(found[0][3] - 120) <= 3)
    loud = velocities(screen)[0]
    screen.drag([point(screen, 240, 69), point(screen, 240, 69, dy=30)], held="ctrl")
    screen.until("notes", lambda found: found[0][3] == loud - 30)


def test_zoom_pan_and_fit(screen: Screen) -> None:
    draw(screen, 0, 480, 69)
    screen.keys("f")
    screen.until("scroll", lambda scroll: scroll[0] == 0)
    across, down = screen.ask("scale")
    middle = point(screen, 1920, 65)
    screen.click(middle, button=4, times=4, held="ctrl")
    screen.until("scale", lambda scale: scale[0] > across and scale[1] == down)
    screen.tool("keydown", "shift")
    screen.click(middle, button=4, times=2, held="ctrl")
    screen.tool("keyup", "shift")
    screen.until("scale", lambda scale: scale[1] > down)
    x, y = screen.ask("scroll")
    screen.click(middle, button=5, times=3)
    screen.until("scroll", lambda scroll: scroll[1] > y)
    screen.drag([middle, (middle[0] - 120, middle[1])], button=2)
    screen.until("scroll", lambda scroll: scroll[0] == x + 120)
    screen.keys("f")
    screen.until("scale", lambda scale: abs(scale[0] - across) < 1e-6)


def test_playing_loop_typing_and_keys(screen: Screen) -> None:
    draw(screen, 0, 960, 69)
    was_looping = screen.ask("state")["looping"]
    screen.keys("l")
    screen.until("state", lambda state: state["looping"] is not was_looping)
    screen.drag([screen.ask("ruler 200"), screen.ask("ruler 3000")])
    screen.until("state", lambda state: state["loop"] == [0, 3840])
    screen.keys("space")
    screen.until("state", lambda state: state["playing"])
    screen.keys("space")
    screen.until("state", lambda state: not state["playing"])
    screen.keys("ctrl+k")
    screen.until("state", lambda state: state["typing"])
    screen.keys("ctrl+j", "a", "d")
    screen.until("notes", lambda found: {60, 64} <= {note[2] for note in found})
    screen.keys("ctrl+k")
    screen.tool("key", "question")
    screen.until("state", lambda state: state["dialogs"] == ["shortcutsDialog"])
    # A dialog that has only just opened takes no key yet.
    screen.until("state", lambda state: state["dialogs"] == [], "Escape")
