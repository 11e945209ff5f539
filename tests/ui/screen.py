"""A screen of its own with a window manager, the program on it, and hands for mouse and keys."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

NEEDED = ("Xvfb", "openbox", "xdotool")
PATIENCE_SECONDS = 30.0

WINDOW_MANAGER = """<?xml version="1.0"?>
<openbox_config xmlns="http://openbox.org/3.4/rc">
  <focus><focusNew>yes</focusNew></focus>
  <keyboard></keyboard>
  <mouse></mouse>
  <applications><application class="*"><maximized>yes</maximized></application></applications>
</openbox_config>
"""
"""No keys and no mouse of its own: Alt-drag is the program's."""


def missing() -> list[str]:
    """Return what a screen needs and this machine has not."""
    return [name for name in NEEDED if shutil.which(name) is None]


class Screen:
    """Points in pixels of the screen, as xdotool takes them."""

    def __init__(self, folder: Path) -> None:
        reading, writing = os.pipe()
        self._server = subprocess.Popen(
            ["Xvfb", "-displayfd", str(writing), "-screen", "0", "1440x900x24", "-nolisten", "tcp"],
            pass_fds=[writing],
            stderr=subprocess.DEVNULL,
        )
        os.close(writing)
        with os.fdopen(reading) as told:
            display = f":{told.readline().strip()}"
        self._environment = {
            **os.environ,
            "DISPLAY": display,
            "QT_QPA_PLATFORM": "xcb",
            "XDG_CONFIG_HOME": str(folder),
            "XDG_STATE_HOME": str(folder),
        }
        rules = folder / "rc.xml"
        rules.write_text(WINDOW_MANAGER)
        self._manager = subprocess.Popen(
            ["openbox", "--config-file", str(rules), "--sm-disable"],
            env=self._environment,
            stderr=subprocess.DEVNULL,
        )
        self._program = subprocess.Popen(
            [sys.executable, "-m", "tests.ui.on_screen_program"],
            env=self._environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def close(self) -> None:
        """End the program, then the rest; raises if the program did not end well."""
        assert self._program.stdin is not None
        assert self._program.stdout is not None
        self._program.stdin.close()
        self._program.stdout.close()
        try:
            status = self._program.wait(PATIENCE_SECONDS)
        finally:
            for process in (self._program, self._manager, self._server):
                process.kill()
                process.wait()
        assert status == 0

    def ask(self, question: str) -> Any:
        """Return what the program answers."""
        assert self._program.stdin is not None
        assert self._program.stdout is not None
        self._program.stdin.write(question + "\n")
        self._program.stdin.flush()
        return json.loads(self._program.stdout.readline())

    def until(self, question: str, is_right: Callable[[Any], bool], *keys: str) -> Any:
        """Ask until the answer is right, and press `keys` again and again meanwhile."""
        end = time.monotonic() + PATIENCE_SECONDS
        while not is_right(answer := self.ask(question)):
            assert time.monotonic() < end, f"{question}: {answer}"
            if keys:
                self.keys(*keys)
        return answer

    def tool(self, *words: str | int) -> None:
        """Let xdotool do something."""
        command = ["xdotool", *map(str, words)]
        subprocess.run(command, env=self._environment, check=True)

    def keys(self, *keys: str) -> None:
        """Press keys, such as "ctrl+a"."""
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


def _held(key: str) -> tuple[list[str], list[str]]:
    return (["keydown", key], ["keyup", key]) if key else ([], [])
