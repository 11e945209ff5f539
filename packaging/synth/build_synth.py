"""Builds resources/synth/tinysoundfont.wasm, which app/playback/sound/tinysoundfont.py runs.

    python packaging/synth/build_synth.py           build it anew
    python packaging/synth/build_synth.py --check   tell whether what is there is what this builds

The same bytes come out on every machine: TinySoundFont, which a package for Python carries along,
and the compiler are pinned, and both are fetched by pip. Uses the standard library alone.
"""

from __future__ import annotations

import subprocess
import sys
import tarfile
import tempfile
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
BUILT = ROOT / "resources" / "synth" / "tinysoundfont.wasm"
SOURCE = "tinysoundfont==0.3.7"
COMPILER = "ziglang==0.17.1"
OPTIONS = (
    *("-target", "wasm32-wasi", "-mexec-model=reactor"),
    *("-O3", "-DNDEBUG", "-w", "-s", "-Wl,-z,stack-size=1048576"),
)


def main(arguments: list[str]) -> int:
    """Build or check; return the exit status."""
    with tempfile.TemporaryDirectory() as name:
        built = build(Path(name)).read_bytes()
    if arguments == ["--check"]:
        is_same = BUILT.read_bytes() == built
        print(f"{BUILT.relative_to(ROOT)} is {'what' if is_same else 'NOT what'} this builds")
        return 0 if is_same else 1
    BUILT.parent.mkdir(exist_ok=True)
    BUILT.write_bytes(built)
    return 0


def build(folder: Path) -> Path:
    """Fetch what is needed into a folder, compile there, and return the path of what came out."""
    pip = [sys.executable, "-m", "pip", "--quiet", "--disable-pip-version-check"]
    compiler, built = folder / "compiler", folder / "tinysoundfont.wasm"
    subprocess.run([*pip, "install", "--target", str(compiler), COMPILER], check=True)
    subprocess.run(
        [*pip, "download", "--no-deps", "--no-binary", ":all:", "--dest", str(folder), SOURCE],
        check=True,
    )
    archive = next(folder.glob("tinysoundfont-*.tar.gz"))
    with tarfile.open(archive) as opened:
        opened.extractall(folder, filter="data")
    source = folder / archive.name.removesuffix(".tar.gz") / "src" / "_tinysoundfont"
    subprocess.run(
        [
            *(sys.executable, "-m", "ziglang", "cc", *OPTIONS),
            *("-I", str(source), "-o", str(built), str(HERE / "synth.c")),
        ],
        check=True,
        env={"PYTHONPATH": str(compiler), "ZIG_GLOBAL_CACHE_DIR": str(folder / "cache")},
    )
    return built


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
