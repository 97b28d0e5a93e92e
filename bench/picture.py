"""The saturation as bars, in SVG. Pure.

It brings its own ground, dark where the reader's system is, so that it can be read on any page.
"""

from __future__ import annotations

from html import escape

from bench.contestants import ALL, HOST, WINDOW
from bench.outcome import DELIVERIES, Outcome

_WIDTH = 760
_NAMES = 200
_FIGURES = 90
_TOP = 58
_LINE = 30
_BAR = 18
_MARGIN = 16
_STYLE = """
.ground { fill: #ffffff; stroke: #d0d7de; }
text { fill: #1f2328; font: 14px system-ui, sans-serif; }
.title { font-weight: 600; }
.small { fill: #59636e; font-size: 12px; }
.ours { fill: #2563eb; }
.theirs { fill: #8c959f; }
@media (prefers-color-scheme: dark) {
  .ground { fill: #191d25; stroke: #3d444d; }
  text { fill: #e6e9ef; }
  .small { fill: #9aa4b2; }
  .ours { fill: #5b8def; }
  .theirs { fill: #6e7681; }
}
"""


def bars(outcome: Outcome, case: str, title: str) -> str:
    """Return one bar for each server in the case, the longest first."""
    rates = {
        row: rate
        for row in (contestant.name for contestant in ALL)
        if (rate := outcome.median(case, row, DELIVERIES)) is not None
    }
    ranked = sorted(rates.items(), key=lambda each: -each[1])
    most = max(rates.values(), default=1.0)
    height = _TOP + _LINE * len(ranked) + _MARGIN
    lines = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {height}" '
        f'width="{_WIDTH}" height="{height}" role="img">',
        f"<title>{escape(title)}</title>",
        f"<style>{_STYLE}</style>",
        f'<rect class="ground" x="0.5" y="0.5" width="{_WIDTH - 1}" height="{height - 1}" rx="8"/>',
        f'<text class="title" x="{_MARGIN}" y="26">{escape(title)}</text>',
        f'<text class="small" x="{_MARGIN}" y="45">{escape(case)}; longer is better</text>',
    ]
    for index, (row, rate) in enumerate(ranked):
        lines += _bar(row, rate, rate / most, _TOP + _LINE * index)
    return "\n".join([*lines, "</svg>"]) + "\n"


def _bar(row: str, rate: float, share: float, top: float) -> list[str]:
    kind = "ours" if row in {HOST.name, WINDOW.name} else "theirs"
    longest = _WIDTH - _NAMES - _FIGURES - 2 * _MARGIN
    length = max(1.0, longest * share)
    left = _MARGIN + _NAMES
    baseline = top + _BAR - 4
    return [
        f'<text x="{left - 8}" y="{baseline}" text-anchor="end">{escape(row)}</text>',
        f'<rect class="{kind}" x="{left}" y="{top}" width="{length:.1f}" height="{_BAR}" rx="3"/>',
        f'<text x="{left + length + 6:.1f}" y="{baseline}">{_short(rate)}</text>',
    ]


def _short(rate: float) -> str:
    return f"{rate / 1e6:.2f} M/s" if rate >= 1e5 else f"{rate / 1e3:.0f} k/s"
