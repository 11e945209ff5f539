"""Kills Motivo many times, and prints what was missing each time.

    python -m tests.kills [--count 200] [--seed 1]

Exits with 1 if anything that was there 200 ms before a kill is missing, or if a file is damaged.
"""

from __future__ import annotations

import argparse
import random
import sys
import tempfile
from pathlib import Path
from statistics import median

from tests.kills.killing import kill

MOST_LOST_MS = 200
MOST_SECONDS = 6.0


def main() -> int:
    """Kill sessions, and print a table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=200)
    parser.add_argument("--seed", type=int, default=1)
    wanted = parser.parse_args()
    moments = random.Random(wanted.seed)
    kills = []
    for number in range(wanted.count):
        with tempfile.TemporaryDirectory() as folder:
            killed = kill(Path(folder), wanted.seed + number, moments.uniform(0, MOST_SECONDS))
        kills.append(killed)
        sys.stdout.write(
            f"{number:4}: {killed.states} states, {killed.takes} takes, missing"
            f" {killed.lost_states} of the last {killed.lost_ms:.0f} ms {' '.join(killed.faults)}\n"
        )
        sys.stdout.flush()
    lost = [killed.lost_ms for killed in kills]
    faults = sum(bool(killed.faults) for killed in kills)
    sys.stdout.write(
        f"{len(kills)} kills, {sum(killed.states for killed in kills)} states; the oldest that was"
        f" missing: {max(lost):.0f} ms, in the middle {median(lost):.0f} ms, nothing missing in"
        f" {lost.count(0.0)}; {faults} with faults\n"
    )
    return int(bool(faults) or max(lost) > MOST_LOST_MS)


if __name__ == "__main__":
    sys.exit(main())
