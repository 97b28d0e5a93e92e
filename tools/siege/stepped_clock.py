"""The host with a wall clock that can be set without setting the machine's.

`python -m tools.siege.stepped_clock OPTION...` starts it with its own options; what stands in the
file `step` beside its data folder, in seconds, is added to the time that the program reads.
"""

from __future__ import annotations

import sys
import time
from pathlib import Path

from wschat_gui.__main__ import main


def step_file(data_dir: Path) -> Path:
    """Return where the step of a host with this data folder stands."""
    return data_dir.parent / "step"


def _run(arguments: list[str]) -> int:
    file = step_file(Path(arguments[arguments.index("--data-dir") + 1]))
    real_ns = time.time_ns

    def time_ns() -> int:
        step_s = float(file.read_text("ascii")) if file.exists() else 0.0
        return real_ns() + round(step_s * 1e9)

    time.time_ns = time_ns
    time.time = lambda: time_ns() / 1e9
    return main(arguments)


if __name__ == "__main__":
    sys.exit(_run(sys.argv[1:]))
