"""A separate screen with a window manager and programs, and a way to use its mouse and keys."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import Any

from app.bench.patience import PATIENCE_SECONDS

NEEDED = {"Xvfb": "xvfb", "openbox": "openbox", "xdotool": "xdotool"}
"""Programs, and the Debian packages that hold them."""

WINDOW_MANAGER = """<?xml version="1.0"?>
<openbox_config xmlns="http://openbox.org/3.4/rc">
  <focus><focusNew>yes</focusNew></focus>
  <keyboard></keyboard>
  <mouse></mouse>
  <applications><application class="*"><maximized>yes</maximized></application></applications>
</openbox_config>
"""
"""The window manager must not react to keys or the mouse: Alt-drag belongs to the program."""


def missing() -> list[str]:
    """Return the Debian packages that a screen needs and that are missing on this machine."""
    return [package for name, package in NEEDED.items() if shutil.which(name) is None]


class Program:
    """A Python program of the tests that answers questions."""

    def __init__(self, module: str, environment: Mapping[str, str]) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-m", module],
            env=environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def close(self) -> None:
        """End the program; raises if it fails."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.close()
        self._process.stdout.close()
        try:
            status = self._process.wait(PATIENCE_SECONDS)
        finally:
            _end(self._process)
        assert status == 0

    def ask(self, question: str) -> Any:
        """Return what the program answers."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(question + "\n")
        self._process.stdin.flush()
        return json.loads(self._process.stdout.readline())

    def until(
        self,
        question: str,
        is_right: Callable[[Any], bool],
        meanwhile: Callable[[], None] = lambda: None,
    ) -> Any:
        """Ask until the answer is right, and do something before each further try."""
        end = time.monotonic() + PATIENCE_SECONDS
        while not is_right(answer := self.ask(question)):
            assert time.monotonic() < end, f"{question}: {answer}"
            meanwhile()
        return answer


class Screen:
    """Points in pixels of the screen, as xdotool takes them."""

    front: Program
    """The Motivo that mouse, keys and questions go to."""

    def __init__(self, folder: Path, environment: Mapping[str, str] = os.environ) -> None:
        self._running = ExitStack()
        reading, writing = os.pipe()
        server = subprocess.Popen(
            ["Xvfb", "-displayfd", str(writing), "-screen", "0", "1440x900x24", "-nolisten", "tcp"],
            pass_fds=[writing],
            stderr=subprocess.DEVNULL,
        )
        self._running.callback(_end, server)
        os.close(writing)
        with os.fdopen(reading) as told:
            display = f":{told.readline().strip()}"
        self._environment = {
            **environment,
            "DISPLAY": display,
            "QT_QPA_PLATFORM": "xcb",
            "XDG_CONFIG_HOME": str(folder),
            "XDG_STATE_HOME": str(folder),
        }
        rules = folder / "rc.xml"
        rules.write_text(WINDOW_MANAGER)
        manager = subprocess.Popen(
            ["openbox", "--config-file", str(rules), "--sm-disable"],
            env=self._environment,
            stderr=subprocess.DEVNULL,
        )
        self._running.callback(_end, manager)

    def close(self) -> None:
        """End the programs, then the rest; raises if a program did not end well."""
        self._running.close()

    def start(self, module: str) -> Program:
        """Start a program; it ends with the screen."""
        program = Program(module, self._environment)
        self._running.callback(program.close)
        return program

    def start_motivo(self) -> Program:
        """Start a Motivo, in front of what is there."""
        self.front = self.start("tests.ui.on_screen_program")
        self.until("state", lambda state: state["focused"])
        return self.front

    def bring(self, motivo: Program) -> None:
        """Bring a Motivo to the front."""
        self.front = motivo
        self.tool("windowactivate", "--sync", self.ask("window"))
        self.until("state", lambda state: state["active"])

    def ask(self, question: str) -> Any:
        """Return what the Motivo in front answers."""
        return self.front.ask(question)

    def until(self, question: str, is_right: Callable[[Any], bool], *keys: str) -> Any:
        """Ask until the answer is right, and press `keys` before each further try."""
        return self.front.until(question, is_right, lambda: self.keys(*keys))

    def tool(self, *words: str | int) -> None:
        """Run xdotool with these arguments."""
        command = ["xdotool", *map(str, words)]
        subprocess.run(command, env=self._environment, check=True)

    def keys(self, *keys: str) -> None:
        """Press keys, such as "ctrl+a"."""
        if keys:
            self.tool("key", *keys)

    def click(self, place: Sequence[int], button: int = 1, times: int = 1, held: str = "") -> None:
        """Click; `held` is a key that is down meanwhile."""
        self.tool("mousemove", *place)
        down, up = _held(held)
        self.tool(*down, "click", "--repeat", times, "--delay", 60, button, *up)

    def drag(
        self, places: Sequence[Sequence[int]], button: int = 1, held: str = "", later: str = ""
    ) -> None:
        """Press at the first place, go over all others, release at the last.

        The key `held` is down from before the press on, `later` from after it.
        """
        down, up = _held(held or later)
        first, *others = places
        pressing = ["mousedown", str(button)]
        self.tool("mousemove", *first, *(down + pressing if held else pressing + down))
        for start, end in zip(places, others, strict=False):
            for share in (0.34, 0.67, 1.0):
                x, y = (round(a + (b - a) * share) for a, b in zip(start, end, strict=True))
                self.tool("mousemove", x, y)
        self.tool("mouseup", button, *up)


def point(screen: Screen, ticks: int, pitch: int, dx: int = 0, dy: int = 0) -> tuple[int, int]:
    """Return where in the roll a time and a pitch are, or some pixels beside them."""
    x, y = screen.ask(f"point {ticks} {pitch}")
    return x + dx, y + dy


def notes_become(screen: Screen, *notes: tuple[int, int, int]) -> None:
    """Wait until onset, length and pitch of every note are these."""
    wanted = [list(note) for note in notes]
    screen.until("notes", lambda found: [note[:3] for note in found] == wanted)


def draw(screen: Screen, onset: int, length: int, pitch: int) -> None:
    """Draw a note with the pencil."""
    end = point(screen, onset + length, pitch, -4)
    screen.drag([point(screen, onset, pitch, 4), end])


def _end(process: subprocess.Popen[Any]) -> None:
    process.kill()
    process.wait()


def _held(key: str) -> tuple[list[str], list[str]]:
    return (["keydown", key], ["keyup", key]) if key else ([], [])
