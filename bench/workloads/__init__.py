"""What is measured: a module each, with `measure(run)`; `ALL` lists them in their order."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from bench.run import Run
from bench.workloads import curves, idle, latency, saturation, sizes, storm


@dataclass(frozen=True, slots=True)
class Chapter:
    """A workload, and what a reader of its figures has to know."""

    name: str
    title: str
    text: str
    measure: Callable[[Run], None]


ALL = tuple(
    Chapter(name, module.TITLE, module.TEXT, module.measure)
    for name, module in (
        ("saturation", saturation),
        ("sizes", sizes),
        ("latency", latency),
        ("storm", storm),
        ("idle", idle),
        ("curves", curves),
    )
)
