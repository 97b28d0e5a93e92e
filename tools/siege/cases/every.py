"""All cases, in the order of the table in docs/reliability.md."""

from __future__ import annotations

from tools.siege.cases import clocks, crowds, descriptors, disk, sleep, slowloris, storm, unread

CASES = (
    *crowds.CASES,
    *slowloris.CASES,
    *unread.CASES,
    *storm.CASES,
    *descriptors.CASES,
    *clocks.CASES,
    *sleep.CASES,
    *disk.CASES,
)
