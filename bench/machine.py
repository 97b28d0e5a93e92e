"""What this machine is, in words that give nothing away but what matters to a figure."""

from __future__ import annotations

import os
import platform
import sys
from collections.abc import Iterable
from pathlib import Path

from bench.contestants import Contestant, release
from bench.servers import Cores

_CPU_INFO = Path("/proc/cpuinfo")
_CPU_TIMES = Path("/proc/stat")
_IDLE = (3, 4)
"""Among the times in /proc/stat: idle, and waiting for a disk."""


def describe(contestants: Iterable[Contestant]) -> list[str]:
    """Return a line each: processor, system, Python, the peers' versions."""
    releases = ((contestant, release(contestant)) for contestant in contestants)
    return [
        f"{os.cpu_count()} cores, {_processor()}",
        f"{platform.system()} {_kernel()}, {platform.machine()}",
        f"{platform.python_implementation()} {platform.python_version()}",
        ", ".join(f"{each.package} {found}" for each, found in releases if found),
    ]


def describe_cores(cores: Cores) -> str:
    """Say who runs where."""
    if cores.server is None:
        return "server and load share the cores"
    return "server on one core, load on another"


def cpu_in_use_s() -> float:
    """Return for how long the processors have been busy since the start; 0 where nothing tells."""
    used_s = 0.0
    if sys.platform == "linux":
        times = [int(ticks) for ticks in _CPU_TIMES.read_text("ascii").splitlines()[0].split()[1:9]]
        busy_ticks = sum(times) - sum(times[index] for index in _IDLE)
        used_s = busy_ticks / os.sysconf("SC_CLK_TCK")
    return used_s


def _processor() -> str:
    if _CPU_INFO.exists():
        for line in _CPU_INFO.read_text("utf-8", "replace").splitlines():
            name, _, value = line.partition(":")
            if name.strip() == "model name":
                return value.strip()
    return platform.processor() or "an unknown processor"


def _kernel() -> str:
    """Return the version alone: what follows the dash is often somebody's own."""
    return platform.release().partition("-")[0]
