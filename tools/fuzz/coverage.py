"""Lets atheris find the inputs, by which code they reach: python -m tools.fuzz TARGET --coverage

Only where it can be installed: Linux, `pip install atheris`.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path
from random import Random

import atheris

with atheris.instrument_imports(include=["wschat_gui", "websockets.frames", "websockets.http11"]):
    from tools.fuzz.targets import PURE

_SEEDS = 2_000


def main() -> None:
    """Run as many inputs as asked for; atheris ends the process."""
    name, inputs, seed = sys.argv[1:]
    target = PURE[name]()
    random = Random(int(seed))
    with tempfile.TemporaryDirectory() as folder:
        for number in range(_SEEDS):
            Path(folder, f"{number:05}").write_bytes(target.make(random)[:4_096])
        options = [
            f"-atheris_runs={inputs}",
            f"-seed={seed}",
            "-max_len=4096",
            "-rss_limit_mb=1024",
        ]
        atheris.Setup([sys.argv[0], *options, folder], target.take)
        atheris.Fuzz()


if __name__ == "__main__":
    main()
