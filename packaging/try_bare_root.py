"""Tries Motivo's two commands where nothing is: in a bare root of Debian, as a newcomer has it.

    sudo python3 packaging/try_bare_root.py trixie FOLDER
    sudo python3 packaging/try_bare_root.py bookworm FOLDER --display :0 --picture w.png

The root is made by debootstrap with Python, git and certificates, unless it is there. What is
checked out here is cloned into it, and there `dev.py run` and `dev.py test` run from nothing. With
`--display` the window of `dev.py run` must open on that screen; without, `motivo styles` runs. What
reaching the packages takes on this machine goes along: `--copy` a file or folder (settings of apt
or pip, certificates), `--environment` a variable.
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
CLONE = "/home/motivo"
PATIENCE_SECONDS = 1800
"""For all that `dev.py run` downloads and installs before the window opens."""

MOUNTS = """
mount -t proc proc "$0/proc"; mount --rbind /dev "$0/dev"; mount -t tmpfs tmp "$0/tmp"
mkdir -p "$0/tmp/.X11-unix"; mount --bind /tmp/.X11-unix "$0/tmp/.X11-unix"
exec chroot "$0" env -i "$@"
"""
"""What is mounted before the root is entered; X has its sockets in that folder on every machine."""


def main() -> int:
    """Make the root, run both commands in it, and return the exit status of the worse."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("suite", help="a release that debootstrap knows, such as trixie")
    parser.add_argument("folder", type=Path, help="where the root is, or is to be made")
    parser.add_argument("--copy", type=Path, action="append", default=[])
    parser.add_argument("--environment", action="append", default=[])
    parser.add_argument("--display", help="a screen on which the window is to open")
    parser.add_argument("--picture", type=Path, help="where to put a picture of that screen")
    asked = parser.parse_args()
    root = asked.folder.resolve()
    make_root(asked.suite, root, asked.copy)
    kept = [f"{name}={os.environ[name]}" for name in asked.environment if name in os.environ]
    environment = ["HOME=/root", "PATH=/usr/bin:/bin:/usr/sbin:/sbin", "LANG=C.UTF-8", *kept]
    if asked.display:
        is_well = opens_window(root, environment, asked.display, asked.picture)
    else:
        is_well = run(root, environment, "run", "styles").wait() == 0
    print(f"dev.py run: {'well' if is_well else 'FAILED'}", flush=True)
    status = run(root, environment, "test").wait()
    print(f"dev.py test: {'well' if status == 0 else 'FAILED'}", flush=True)
    return status or int(not is_well)


def make_root(suite: str, root: Path, copied: list[Path]) -> None:
    """Make the root unless it is there, and clone into it anew."""
    if not (root / "usr/bin/git").exists():
        wanted = "--include=python3,git,ca-certificates"
        subprocess.run(["debootstrap", "--variant=minbase", wanted, suite, str(root)], check=True)
    for path in copied:
        target = root / path.resolve().relative_to("/")
        target.parent.mkdir(parents=True, exist_ok=True)
        subprocess.run(["cp", "-aT", str(path), str(target)], check=True)
    clone = root / CLONE.lstrip("/")
    shutil.rmtree(clone, ignore_errors=True)
    subprocess.run(["git", "clone", "--quiet", str(ROOT), str(clone)], check=True)


def run(root: Path, environment: list[str], *arguments: str) -> subprocess.Popen[bytes]:
    """Start a command of dev.py in the root; whatever it leaves running ends with it."""
    # The shell stays, as the first process, which has to look after those that lost their parent.
    command = f'cd {CLONE} && python3 dev.py "$@"; exit $?'
    inside = [*environment, "sh", "-c", command, "dev.py", *arguments]
    apart = ["unshare", "--mount", "--pid", "--fork", "--kill-child"]
    return subprocess.Popen([*apart, "sh", "-euc", MOUNTS, str(root), *inside])


def opens_window(root: Path, environment: list[str], display: str, picture: Path | None) -> bool:
    """Tell whether `dev.py run` opens the window; it is closed again."""
    process = run(root, [*environment, f"DISPLAY={display}"], "run")
    outside = {**os.environ, "DISPLAY": display}
    search = ["xdotool", "search", "--onlyvisible", "--name", "Motivo"]
    deadline = time.monotonic() + PATIENCE_SECONDS
    is_there = False
    while not is_there and process.poll() is None and time.monotonic() < deadline:
        time.sleep(1)
        is_there = (
            subprocess.run(search, env=outside, capture_output=True, check=False).returncode == 0
        )
    if is_there and picture is not None:
        time.sleep(10)  # for the staff to be drawn
        subprocess.run(["import", "-window", "root", str(picture)], env=outside, check=True)
    process.kill()
    process.wait()
    return is_there


if __name__ == "__main__":
    sys.exit(main())
