"""All cases, in the order of the table in docs/reliability.md."""

from __future__ import annotations

from tools.siege.cases import descriptors, slowloris, storm, unread

CASES = (*slowloris.CASES, *unread.CASES, *storm.CASES, *descriptors.CASES)
