"""Runs Autobahn's cases against the host's /echo: python -m tools.conformance

All 517 of them with `kosoku`, or with the original suite where its `wstest` is named. Fails over a
verdict that is not OK, unless `EXCUSES` gives a reason, and over a case that did not run. With
`--write` the outcome becomes docs/conformance.md.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterable, Sequence
from fnmatch import fnmatchcase
from importlib.metadata import version
from itertools import groupby
from pathlib import Path

from kosoku import FailureError, run_fuzzingclient
from msgspec import Struct

from tests.end_to_end.headless import HeadlessHost

PAGE = Path(__file__).parent.parent / "docs" / "conformance.md"

ALL = ("*",)
ALL_CASES = 517
DEFLATE_INDEXES = (1, 4, 11)
"""Of the 18 of each subsection, which differ in sizes alone: two small, one in fragments."""
QUICK = (
    *(f"{section}.*" for section in (1, 2, 3, 4, 5, 6, 7, 10)),
    *(f"12.{kind}.{index}" for kind in range(1, 6) for index in DEFLATE_INDEXES),
    *(f"13.{kind}.{index}" for kind in range(1, 8) for index in DEFLATE_INDEXES),
)
QUICK_CASES = 283

MANY_FRAGMENTS = {"WEBSOCKETS_MAX_FRAGMENTS": "1000000"}
"""The engine reads it when it is imported. Its 4,096 fragments a message are right for a chat and a
defence; 9.3 and 9.4 send 65,536."""

SECTIONS = {
    1: "Framing",
    2: "Pings and pongs",
    3: "Reserved bits",
    4: "Opcodes",
    5: "Fragmentation",
    6: "UTF-8",
    7: "Closing handshake",
    9: "Limits and speed",
    10: "Auto-fragmentation",
    12: "permessage-deflate",
    13: "permessage-deflate, parameters",
}

FAST, SLOW, FREE = (
    "An echo, then a broken frame right behind: the connection is failed as soon as the broken "
    "frame is read, and what came with it in one read is no longer answered. The room still gets "
    "such a message. Where the bytes come in separate reads, the verdict is OK.",
    "A frame is judged when it is complete, not octet by octet; broken UTF-8 is refused with 1007 "
    "in the frame that it stands in, before the message is complete.",
    "RFC 6455 leaves it open; the suite only notes what happens.",
)
EXCUSES = {
    "3.2": ("NON-STRICT", FAST),
    "3.3": ("NON-STRICT", FAST),
    "3.4": ("NON-STRICT", FAST),
    "4.1.3": ("NON-STRICT", FAST),
    "4.1.4": ("NON-STRICT", FAST),
    "4.1.5": ("NON-STRICT", FAST),
    "4.2.3": ("NON-STRICT", FAST),
    "4.2.4": ("NON-STRICT", FAST),
    "4.2.5": ("NON-STRICT", FAST),
    "5.15": ("NON-STRICT", FAST),
    "6.4.1": ("NON-STRICT", SLOW),
    "6.4.2": ("NON-STRICT", SLOW),
    "6.4.3": ("NON-STRICT", SLOW),
    "6.4.4": ("NON-STRICT", SLOW),
    "7.1.6": ("INFORMATIONAL", FREE),
    "7.13.1": ("INFORMATIONAL", FREE),
    "7.13.2": ("INFORMATIONAL", FREE),
}
"""Case -> the verdict that it may have besides OK, and why."""


class Verdict(Struct, frozen=True):
    """What the suite says about one case, in Autobahn's words."""

    case_id: str
    behavior: str
    behavior_close: str


def faults(verdicts: Iterable[Verdict], expected_cases: int) -> list[str]:
    """Return what is wrong, a line each: cases that did not run, and verdicts without excuse."""
    found = [
        f"{verdict.case_id}: {verdict.behavior}, closing {verdict.behavior_close}"
        for verdict in verdicts
        if not _is_fine(verdict)
    ]
    cases = len({verdict.case_id for verdict in verdicts})
    if cases != expected_cases:
        found.append(f"{cases} cases instead of {expected_cases}")
    return found


def _is_fine(verdict: Verdict) -> bool:
    excused, _ = EXCUSES.get(verdict.case_id, ("OK", ""))
    return verdict.behavior in ("OK", excused) and verdict.behavior_close in (
        "OK",
        # Said of no other cases: how the connection is closed is what they leave open.
        excused if excused == "INFORMATIONAL" else "OK",
    )


async def run_kosoku(port: int, cases: Sequence[str], at_once: int) -> list[Verdict]:
    """Run cases, given by id or glob, so many at once."""
    url = f"ws://127.0.0.1:{port}/echo"
    try:
        results = await run_fuzzingclient(url, list(cases), None, concurrency=at_once)
    except FailureError as failure:
        results = failure.results
    return [
        Verdict(each.case_id, each.behavior.value, each.behavior_close.value) for each in results
    ]


def run_wstest(program: Path, port: int, cases: Sequence[str]) -> list[Verdict]:
    """Run the original suite, whose exit status says nothing: only its index counts."""
    with tempfile.TemporaryDirectory() as folder:
        server = {"agent": "host", "url": f"ws://127.0.0.1:{port}/echo"}
        spec = {"outdir": folder, "servers": [server], "cases": list(cases), "exclude-cases": []}
        spec_file = Path(folder, "spec.json")
        spec_file.write_text(json.dumps(spec | {"exclude-agent-cases": {}}))
        command = [str(program), "--mode", "fuzzingclient", "--spec", str(spec_file)]
        subprocess.run(command, cwd=folder, stdout=subprocess.DEVNULL, check=True)
        index = json.loads(Path(folder, "index.json").read_text())["host"]
    return [
        Verdict(case_id, verdict["behavior"], verdict["behaviorClose"])
        for case_id, verdict in index.items()
    ]


def counts(verdicts: Iterable[Verdict]) -> str:
    """Return how often each verdict was given, the most frequent first."""
    kinds = Counter(verdict.behavior for verdict in verdicts)
    return ", ".join(f"{times} {kind}" for kind, times in kinds.most_common())


# The page ----------------------------------------------------------------------------------------


def page(verdicts: Sequence[Verdict]) -> str:
    """Return docs/conformance.md."""
    return _TEXT.format(
        kosoku=version("kosoku"),
        websockets=version("websockets"),
        sections="\n".join(_section_rows(verdicts)),
        excuses="\n".join(_excuse_rows()),
    )


def _section_rows(verdicts: Sequence[Verdict]) -> Iterable[str]:
    for section, title in SECTIONS.items():
        ours = [each for each in verdicts if fnmatchcase(each.case_id, f"{section}.*")]
        excusable = sum(each.case_id in EXCUSES for each in ours)
        failed = len(faults(ours, len(ours)))
        yield f"| {section} | {title} | {len(ours)} | {failed} | {excusable or ''} |"
    yield f"| | all | {len(verdicts)} | {len(faults(verdicts, ALL_CASES))} | {len(EXCUSES)} |"


def _excuse_rows() -> Iterable[str]:
    by_reason = sorted(EXCUSES.items(), key=lambda item: (FAST, SLOW, FREE).index(item[1][1]))
    for (verdict, reason), cases in groupby(by_reason, key=lambda item: item[1]):
        yield f"| {' '.join(case_id for case_id, _ in cases)} | {verdict} | {reason} |"


_TEXT = """\
# Conformance

The host's `/echo` is held to RFC 6455 and RFC 7692 by Autobahn's test suite. `make conformance`
runs all {cases} cases and fails if one fails, is not run, or gets a verdict other than OK that is
not listed here with its reason. `make test` runs those that take seconds.

Made by `python -m tools.conformance --write`, with kosoku {kosoku} against websockets {websockets}.

| section | | cases | failed, or without excuse | may be other than OK |
|---|---|---|---|---|
{sections}

None is unimplemented.

## Verdicts other than OK

None of these breaks a rule: NON-STRICT is conformant by the suite's own words, INFORMATIONAL is no
judgement. Which of the first row it is depends on how the bytes are cut on their way.

| cases | verdict | reason |
|---|---|---|
{excuses}

## What is set otherwise than for a chat

- `--no-limits`: one address opens {cases} connections, and messages have up to 16 MiB.
- `WEBSOCKETS_MAX_FRAGMENTS`: 9.3 and 9.4 send one message in up to 65,536 fragments; the host takes
  4,096 otherwise.

## A close frame inside an unfinished message (7.1.5)

The engine fails such a connection with 1002. RFC 6455 section 5.4 lets control frames stand between
fragments, so the host answers with a close frame, as the suite wants it: `server/engine.py`.

## The original suite

kosoku is Autobahn's cases on Python 3. The original needs Python 2.7:

```
virtualenv --python python2.7 ENV && ENV/bin/pip install autobahntestsuite
python -m tools.conformance --wstest ENV/bin/wstest
```
""".replace("{cases}", str(ALL_CASES))


def main() -> int:
    """Run, print, and return the exit status."""
    parser = argparse.ArgumentParser(prog="python -m tools.conformance", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="only what takes seconds")
    parser.add_argument("--at-once", type=int, default=2, help="cases that run side by side")
    parser.add_argument("--wstest", type=Path, help="run the original suite by this program")
    parser.add_argument("--write", action="store_true", help="write docs/conformance.md")
    options = parser.parse_args()
    cases, expected = (QUICK, QUICK_CASES) if options.quick else (ALL, ALL_CASES)
    began_s = time.monotonic()
    with tempfile.TemporaryDirectory() as folder:
        host = HeadlessHost(Path(folder), MANY_FRAGMENTS)
        try:
            if options.wstest is not None:
                verdicts = run_wstest(options.wstest, host.port, cases)
            else:
                verdicts = asyncio.run(run_kosoku(host.port, cases, options.at_once))
        finally:
            host.stop()
    found = faults(verdicts, expected)
    print(*found, sep="\n")
    print(f"{len(verdicts)} cases in {time.monotonic() - began_s:.0f} s: {counts(verdicts)}")
    if options.write and not options.quick:
        PAGE.write_text(page(verdicts), "utf-8")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
