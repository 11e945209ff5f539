"""The same request gives the same notes whatever matrix code the processor makes NumPy choose."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from typing import Any

import numpy as np
import pytest

NEEDED = {"Prescott": "X86_V2", "Haswell": "X86_V3", "SkylakeX": "X86_V4"}
"""Kernels of OpenBLAS, which is NumPy's matrix library on most systems, and the level of processor
that each of them needs, by NumPy's name for it."""

BITS_TOLERANCE = 1e-5
"""How far the bits per note of a take may differ between kernels.

Each kernel adds the same products in an order of its own, and some change it with the number of
threads. Single precision holds a number to 6e-8 of its size, so that another order moves a logit by
about 1e-6. The mean over the notes of a take never moved further than 4e-7, in 104 takes. The
tolerance is 25 times as much, and still a thousandth of the hundredth of a bit that tells two
models apart.
"""

SCRIPT = """
import json
from app.domain import Request, RequestMode
from app.generation import generate, load_model
from tests.generation.conftest import motif_sketch

model, sketch = load_model(), motif_sketch()
requests = (
    Request(bars=8, takes=5),
    Request(bars=16, takes=2, seed=77, temperature=1.5, top_p=1.0),
    Request(mode=RequestMode.FILL, first_bar=1, last_bar=1, takes=2),
)
takes = [take for request in requests for take in generate(model, sketch, request)]
print(json.dumps({
    "music": [[take.seed, str(take.sketch.melody)] for take in takes],
    "bits": [take.bits_per_note for take in takes],
}))
"""


def kernels() -> list[str]:
    """Return the kernels that can run here: none where NumPy has another matrix library."""
    config: Any = np.show_config(mode="dicts")
    library = config["Build Dependencies"]["blas"]["name"]
    extensions = config["SIMD Extensions"]
    present = {*extensions["baseline"], *extensions["found"]}
    return [kernel for kernel in NEEDED if "openblas" in library and NEEDED[kernel] in present]


def generated(threads: int, kernel: str = "") -> Any:
    """Return the music of some takes, in order, and the bits of each; "" is the usual kernel."""
    choice = {"OPENBLAS_CORETYPE": kernel} if kernel else {}
    number = dict.fromkeys(("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS"), str(threads))
    command = [sys.executable, "-c", SCRIPT]
    ended = subprocess.run(
        command, env={**os.environ, **number, **choice}, check=True, stdout=subprocess.PIPE
    )
    return json.loads(ended.stdout)


@pytest.fixture(scope="module")
def usual() -> Any:
    """What comes of one thread of the kernel that NumPy chooses here."""
    return generated(threads=1)


@pytest.mark.parametrize("threads", [1, 2])
@pytest.mark.parametrize("kernel", ["", *kernels()], ids=lambda kernel: kernel or "usual")
def test_kernel_and_number_of_threads_do_not_matter(usual: Any, kernel: str, threads: int) -> None:
    found = generated(threads, kernel)

    assert len(usual["music"]) == 9
    assert found["music"] == usual["music"]
    assert found["bits"] == pytest.approx(usual["bits"], rel=0, abs=BITS_TOLERANCE)


@pytest.mark.skipif(sys.platform != "linux", reason="Linux alone lists a process's threads")
def test_who_imports_the_model_gets_no_threads_with_it() -> None:
    script = "import os, app.generation; print(len(os.listdir('/proc/self/task')))"
    free = {name: value for name, value in os.environ.items() if "NUM_THREADS" not in name}
    command = [sys.executable, "-c", script]
    ended = subprocess.run(command, env=free, check=True, stdout=subprocess.PIPE)

    assert ended.stdout.strip() == b"1"
