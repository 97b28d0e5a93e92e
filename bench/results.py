"""The figures as a page to read, in Markdown. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from statistics import median

from bench.contestants import UWEBSOCKETS, WEBSOCKETS
from bench.goals import GOALS
from bench.outcome import FORMS, Outcome, Outcomes
from bench.workloads import ALL, Chapter

_BASELINES = {UWEBSOCKETS.name: "× uWebSockets", WEBSOCKETS.name: "× websockets"}


def page(outcomes: Outcomes, machine: Sequence[str], left_out: Mapping[str, str]) -> str:
    """Return the whole page."""
    parts = [
        "# Results of `make bench`",
        "Written by the benchmark itself; [how it measures and how to read it](../docs/speed.md).",
        "\n".join(f"- {line}" for line in machine if line),
        "![Deliveries a second, this server beside its peers](results.svg)",
        "## Goals",
        goals(outcomes),
        *_left_out(left_out),
        *(chapter(each, outcomes[each.name]) for each in ALL if each.name in outcomes),
    ]
    return "\n\n".join(parts) + "\n"


def goals(outcomes: Outcomes) -> str:
    """Return a table of all goals and what became of them."""
    rows = [(goal.text, goal.verdict(outcomes)) for goal in GOALS]
    return _table([("goal", "measured"), *rows])


def chapter(about: Chapter, outcome: Outcome) -> str:
    """Return what one workload gave."""
    parts = [f"## {about.title}", about.text.strip()]
    for case in outcome.cases():
        parts += [f"**{case}**", table(outcome, case)]
    parts.append(f"Measured {outcome.when}; {outcome.setting}.")
    if outcome.remarks:
        parts.append("\n".join(f"- {remark}" for remark in outcome.remarks))
    return "\n\n".join(parts)


def table(outcome: Outcome, case: str) -> str:
    """Return one case: the figure that matters with its spread and ratios, medians of the rest."""
    first, *others = outcome.figures(case)
    rows = outcome.rows(case)
    bases = {
        heading: base
        for name, heading in _BASELINES.items()
        if (base := outcome.median(case, name, first))
    }
    headings = ("", first, "min", "max", *bases, *others)
    lines = [headings]
    for row in rows:
        samples = outcome.samples(case, row, first)
        if not samples:
            continue
        middle = median(samples)
        shown = [FORMS[first].format(each) for each in (middle, min(samples), max(samples))]
        ratios = [f"{middle / base:.2f}" for base in bases.values()]
        rest = [_shown(outcome.median(case, row, figure), figure) for figure in others]
        lines.append((row, *shown, *ratios, *rest))
    return _table(lines)


def _left_out(left_out: Mapping[str, str]) -> list[str]:
    if not left_out:
        return []
    lines = "\n".join(f"- {name}: {reason}" for name, reason in left_out.items())
    return [f"Not measured here:\n\n{lines}"]


def _shown(value: float | None, figure: str) -> str:
    return "" if value is None else FORMS[figure].format(value)


def _table(lines: Sequence[Sequence[str]]) -> str:
    """Return it so that it can be read as text, too: the first column left, the others right."""
    widths = [max(len(line[column]) for line in lines) for column in range(len(lines[0]))]
    rule = ["-" * widths[0], *("-" * (width - 1) + ":" for width in widths[1:])]
    return "\n".join(
        "| "
        + " | ".join(
            cell.ljust(width) if column == 0 else cell.rjust(width)
            for column, (cell, width) in enumerate(zip(line, widths, strict=True))
        )
        + " |"
        for line in (lines[0], rule, *lines[1:])
    )
